"""From stored rows to a question for the scheduler: the only translation into the core's vocabulary.

The ids it writes are stable (SIREN, desk, table and slot codes), so that the same facts always make the same
bytes, on any machine and at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Answer,
    Company,
    Desk,
    Fair,
    Grid,
    Group,
    Happened,
    Happening,
    Meeting,
    RulesVersion,
    Schedule,
    Slot,
    Table,
    Wish,
)
from matchmaker.scheduling import problem as core
from matchmaker.scheduling.worth import Weights, worth
from matchmaker.services import draws


def problem_for(
    session: Session,
    fair: Fair,
    layout: Grid | None = None,
    also: Collection[int] = (),
    ranks: Mapping[str, int] | None = None,
) -> core.Problem:
    """All that the scheduler may know of ``fair`` as it is stored now; a constant number of queries.

    ``layout``: the slots and closed tables of a draft, where it has its own. ``also``: companies that left
    and are in the question all the same (ids). ``ranks``: of the draw, where they are not those stored.
    """
    rules = rules_in_force(session, fair)
    grid = layout or current_grid(session, fair)
    companies = taking_part(session, fair, also)
    meetings = _still_possible(live_meetings(session, fair), companies, grid)
    return core.Problem(
        slots=_slots(grid, ZoneInfo(fair.timezone)),
        desks=_desks(session, fair, grid),
        companies=tuple(_company(company, grid, rules) for company in companies),
        wishes=_wishes(session, companies, rules.weights),
        draw=_draw(companies, draws.ranks(session, fair) if ranks is None else ranks),
        pins=tuple(_pin(meeting) for meeting in meetings if meeting.pinned),
        published=tuple(_promise(meeting) for meeting in meetings),
        policy=rules.policy.value,
    )


def rules_in_force(session: Session, fair: Fair) -> RulesVersion:
    """The newest locked rules, or the newest draft before any is locked; refuses if the fair has none yet."""
    newest = sa.select(RulesVersion).where(RulesVersion.fair_id == fair.id)
    locked_first = RulesVersion.locked_at.is_(None), RulesVersion.number.desc()
    rules = session.scalar(newest.order_by(*locked_first).limit(1))
    if rules is None:
        raise RuleBroken(_("Le salon n’a pas encore de règles d’attribution : écrivez-les d’abord."))
    return rules


def current_grid(session: Session, fair: Fair) -> Grid:
    """The newest layout, those aside that only a draft knows; slots in time order."""
    grid = session.scalar(newest_grid(fair).options(selectinload(Grid.slots)))
    if grid is None or not grid.slots:
        raise RuleBroken(_("Le salon n’a pas encore de créneaux : définissez-les d’abord."))
    return grid


def newest_grid(fair: Fair) -> sa.Select[Grid]:
    """That layout, if there is one: no draft's, unless the draft is the version that stands."""
    standing = sa.and_(
        Schedule.grid_id == Grid.id, Schedule.published_at.is_not(None), Schedule.replaced_at.is_(None)
    )
    known = sa.select(Grid).outerjoin(Schedule, standing).where(Grid.fair_id == fair.id)
    of_the_fair = known.where(sa.or_(Schedule.id.is_not(None), Grid.is_proposed.is_(False)))
    return of_the_fair.order_by(Grid.number.desc()).limit(1)


def taking_part(session: Session, fair: Fair, also: Collection[int] = ()) -> Sequence[Company]:
    """Companies validated and still coming, or named by their ids, by stable id."""
    coming = sa.or_(Company.withdrawn_at.is_(None), Company.id.in_(also))
    here = sa.select(Company).where(Company.fair_id == fair.id, Company.validated_at.is_not(None), coming)
    group = selectinload(Company.group).selectinload(Group.companies)
    loaded = here.options(selectinload(Company.presences), group)
    return sorted(session.scalars(loaded), key=lambda company: company.code)


def live_meetings(session: Session, fair: Fair) -> Sequence[Meeting]:
    """What stands in the published timetable right now, by company then time."""
    standing = sa.select(Meeting).where(Meeting.fair_id == fair.id, Meeting.ended_at.is_(None))
    loaded = standing.options(
        joinedload(Meeting.company),
        joinedload(Meeting.desk),
        joinedload(Meeting.table),
        joinedload(Meeting.slot),
    )
    return sorted(session.scalars(loaded), key=lambda m: (m.company.code, m.slot.position))


def _still_possible(
    meetings: Iterable[Meeting], companies: Iterable[Company], grid: Grid
) -> Sequence[Meeting]:
    """Without those whose company has left or whose slot is no more: they are lost, not to be kept."""
    here, codes = {company.id for company in companies}, {slot.code for slot in grid.slots}
    return [m for m in meetings if m.company_id in here and m.slot.code in codes]


def counting_wishes(session: Session, companies: Sequence[Company]) -> Sequence[Wish]:
    """The wishes that may become meetings, by company and rank: see ``may_be_met``."""
    here = {company.id for company in companies}
    wishes = sa.select(Wish).where(Wish.company_id.in_(here)).order_by(Wish.company_id, Wish.rank)
    loaded = wishes.options(joinedload(Wish.answer), joinedload(Wish.desk), selectinload(Wish.needs))
    return [wish for wish in session.scalars(loaded) if may_be_met(wish)]


def may_be_met(wish: Wish) -> bool:
    """False once refused with a countersignature, or when every chosen project is closed to meetings."""
    refused = wish.answer is not None and wish.answer.is_effective_refusal
    still_open = not wish.needs or any(need.takes_meetings for need in wish.needs)
    return still_open and not refused


def _slots(grid: Grid, zone: ZoneInfo) -> tuple[core.Slot, ...]:
    return tuple(
        core.Slot(slot.code, slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone))
        for slot in grid.slots
    )


def _desks(session: Session, fair: Fair, grid: Grid) -> tuple[core.Desk, ...]:
    desks = sa.select(Desk).where(Desk.fair_id == fair.id).order_by(Desk.code)
    loaded = desks.options(
        joinedload(Desk.directorate), selectinload(Desk.tables).selectinload(Table.closures)
    )
    codes = {slot.id: slot.code for slot in grid.slots}
    supposed = set(session.scalars(supposed_tables(fair)))
    return tuple(
        core.Desk(
            desk.code,
            desk.directorate.code,
            tuple(
                known
                for table in sorted(desk.tables, key=lambda table: table.code)
                if len((known := _table(table, codes)).closed) < len(codes) or table.id not in supposed
            ),
        )
        for desk in session.scalars(loaded)
    )


def supposed_tables(fair: Fair) -> sa.Select[int | None]:
    """The tables (ids) that only drafts suppose: each opens them in its own layout, nobody else sees them."""
    added = sa.select(Happening.table_id).join(Schedule).where(Schedule.fair_id == fair.id)
    tables = added.where(Happening.kind == Happened.TABLE_ADDED, Happening.table_id.is_not(None))
    return tables.group_by(Happening.table_id).having(sa.func.count(Happening.fact_since) == 0)


def _table(table: Table, codes: Mapping[int, str]) -> core.Table:
    closed = frozenset(codes[closure.slot_id] for closure in table.closures if closure.slot_id in codes)
    return core.Table(table.code, closed)


def _company(company: Company, grid: Grid, rules: RulesVersion) -> core.Company:
    return core.Company(
        id=company.code,
        max_meetings=min(rules.meetings_per_company, len(grid.slots)),
        absent=frozenset(slot.code for slot in grid.slots if not _is_present(company, slot)),
        breathing=company.breathing,
        group=None if company.group is None else company.party,
    )


def _is_present(company: Company, slot: Slot) -> bool:
    """Hours of presence left empty mean the whole exchange period."""
    hours = company.presences
    return not hours or any(h.starts_at <= slot.starts_at and slot.ends_at <= h.ends_at for h in hours)


def _wishes(session: Session, companies: Sequence[Company], weights: Weights) -> tuple[core.Wish, ...]:
    codes = {company.id: company.code for company in companies}
    wishes = counting_wishes(session, companies)
    return tuple(
        core.Wish(codes[wish.company_id], wish.desk.code, worth(wish.rank, _answered(wish.answer), weights))
        for wish in sorted(wishes, key=lambda wish: (codes[wish.company_id], wish.rank))
    )


def _answered(answer: Answer | None) -> str | None:
    return None if answer is None else answer.kind.value


def _draw(companies: Sequence[Company], ranks: Mapping[str, int]) -> tuple[str, ...]:
    """The parties that come, in the order of the public draw; before it, in that of a simulation.

    Refuses if the draw is revealed and a party has no rank yet: the next run gives it one.
    """
    parties = {company.party for company in companies}
    if not ranks:
        return core.drawn_by_seed(parties, seed=1)
    if parties - ranks.keys():
        raise RuleBroken(
            _("Une entreprise validée depuis le tirage n’a pas encore de numéro : relancez le calcul.")
        )
    return tuple(sorted(parties, key=lambda party: ranks[party]))


def _pin(meeting: Meeting) -> core.Pin:
    return core.Pin(meeting.company.code, meeting.desk.code, meeting.slot.code, meeting.table.code)


def _promise(meeting: Meeting) -> core.Promise:
    return core.Promise(meeting.company.code, meeting.desk.code, meeting.slot.code, meeting.table.code)
