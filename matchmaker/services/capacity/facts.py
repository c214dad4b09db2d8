"""What a fair already has, where advice on its capacity begins: hours, stands, tables, rules, requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.errors import RuleBroken
from matchmaker.models import Company, Desk, Fair, Grid, Need, Table
from matchmaker.scheduling import problem as core
from matchmaker.services import rules
from matchmaker.services.capacity.demand import Attraction, Demand
from matchmaker.services.capacity.layout import Period, Variant, rhythm, slots_of
from matchmaker.services.capacity.outcomes import Expectation
from matchmaker.services.problems import current_grid, problem_for

USUAL_COMPANIES, USUAL_REQUESTS = 200, 3.0
"""What such fairs expect: 200 to 300 companies."""


@dataclass(frozen=True)
class Facts:
    """A fair as it stands: how it is laid out now, what attracts, and the real requests if there are any.

    ``real`` is None as long as nobody may be received; ``why_not`` then says what stands in the way, if
    companies have asked and something else is missing.
    """

    period: Period
    bare: core.Problem
    current: Variant
    labels: tuple[tuple[str, str], ...]
    attraction: Attraction
    most_requests: int
    usual: Demand
    real: core.Problem | None
    why_not: str
    rules_are_locked: bool

    def expectation(self, demand: Demand | None) -> Expectation:
        """A simulated demand on the bare fair; None asks of the real requests, if there are any."""
        if demand is None and self.real is not None:
            return Expectation(self.real, self.period, self.attraction, None)
        return Expectation(self.bare, self.period, self.attraction, demand or self.usual)


def facts(session: Session, fair: Fair, locale: str) -> Facts:
    """Read the fair; a constant number of queries."""
    desks, grid = _desks(session, fair), _grid(session, fair)
    written = rules.newest(session, fair)
    values, zone = rules.values_of(written), ZoneInfo(fair.timezone)
    period = Period(fair.exchange_starts_at.astimezone(zone), fair.exchange_ends_at.astimezone(zone))
    tables = tuple((desk.code, len(desk.tables)) for desk in desks)
    current = Variant(*_rhythm(grid, fair), values.meetings_per_company, tables)
    slots = slots_of(period, current) if grid is None else _slots(grid, zone)
    real, why_not = _real(session, fair)
    return Facts(
        period=period,
        bare=core.Problem(slots, _core_desks(desks, grid), (), (), (), policy=values.policy.value),
        current=current,
        labels=tuple((desk.code, desk.label(locale)) for desk in desks),
        attraction=Attraction(_projects(session, desks), values.choices),
        most_requests=values.requests_per_company,
        usual=_usual(real, _registered(session, fair), len(desks), values.requests_per_company),
        real=real,
        why_not=why_not,
        rules_are_locked=written is not None and written.locked_at is not None,
    )


def _desks(session: Session, fair: Fair) -> Sequence[Desk]:
    ordered = sa.select(Desk).where(Desk.fair_id == fair.id).order_by(Desk.position, Desk.code)
    tables = selectinload(Desk.tables).selectinload(Table.closures)
    return session.scalars(ordered.options(joinedload(Desk.directorate), tables)).all()


def _grid(session: Session, fair: Fair) -> Grid | None:
    try:
        return current_grid(session, fair)
    except RuleBroken:
        return None


def _rhythm(grid: Grid | None, fair: Fair) -> tuple[int, int]:
    """That of the slots there are; the fair's where there are none yet, or none alike."""
    usual = fair.slot_minutes, fair.changeover_minutes
    return usual if grid is None else rhythm(_slots(grid, ZoneInfo(fair.timezone))) or usual


def _slots(grid: Grid, zone: ZoneInfo) -> tuple[core.Slot, ...]:
    return tuple(
        core.Slot(slot.code, slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone))
        for slot in grid.slots
    )


def _core_desks(desks: Sequence[Desk], grid: Grid | None) -> tuple[core.Desk, ...]:
    codes = {} if grid is None else {slot.id: slot.code for slot in grid.slots}
    return tuple(
        core.Desk(
            desk.code,
            desk.directorate.code,
            tuple(
                core.Table(
                    table.code,
                    frozenset(codes[one.slot_id] for one in table.closures if one.slot_id in codes),
                )
                for table in sorted(desk.tables, key=lambda table: table.number)
            ),
        )
        for desk in desks
    )


def _projects(session: Session, desks: Sequence[Desk]) -> tuple[tuple[str, int], ...]:
    """Published projects of each stand; as long as none is published anywhere, those that are written."""
    written = (
        sa.select(Need.desk_id, sa.func.count(), sa.func.count(Need.published_at))
        .where(Need.desk_id.in_([desk.id for desk in desks]), Need.withdrawn_at.is_(None))
        .group_by(Need.desk_id)
    )
    counts = {desk: (all_, public) for desk, all_, public in session.execute(written)}
    shown = int(any(public for _all, public in counts.values()))
    return tuple((desk.code, counts.get(desk.id, (0, 0))[shown]) for desk in desks)


def _real(session: Session, fair: Fair) -> tuple[core.Problem | None, str]:
    """The requests that may be received, as if nothing were published or locked yet."""
    try:
        problem = problem_for(session, fair)
    except RuleBroken as refusal:
        return None, str(refusal)
    if not problem.wishes:
        return None, ""
    return replace(problem, pins=(), published=()), ""


def _registered(session: Session, fair: Fair) -> int:
    coming = Company.fair_id == fair.id, Company.withdrawn_at.is_(None), Company.refused_at.is_(None)
    return session.scalar(sa.select(sa.func.count(Company.id)).where(*coming)) or 0


def _usual(real: core.Problem | None, registered: int, desks: int, most: int) -> Demand:
    """Where the form begins: what is known, else what is usual."""
    if real is None:
        return Demand(max(registered, USUAL_COMPANIES), float(min(USUAL_REQUESTS, most, max(desks, 1))))
    asking = len({wish.company for wish in real.wishes})
    return Demand(max(registered, asking), round(len(real.wishes) / asking, 1))
