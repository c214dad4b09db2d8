"""What publishing a schedule changes for each person, known before anything is done.

The live meetings say what stands now, the bytes of the schedule what will; whoever has a meeting, or sits at
a table, reads the difference that is theirs and no other (letters.py puts it into words).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import Account, Company, Desk, Meeting, Schedule, Sitting, Slot, Table
from matchmaker.scheduling.problem import Pair
from matchmaker.services.figures import document
from matchmaker.services.problems import live_meetings


@dataclass(frozen=True)
class Spot:
    """A meeting at a place and a time, with the names that people read."""

    pair: Pair
    slot: str
    table: str
    starts_at: datetime
    company: str
    desk: str
    number: int

    @property
    def place(self) -> tuple[str, datetime]:
        """What people have to go by: the table and the clock."""
        return self.table, self.starts_at


@dataclass(frozen=True)
class Move:
    """The same meeting elsewhere or at another hour."""

    before: Spot
    after: Spot


@dataclass(frozen=True)
class News:
    """What changes for one person, and what does not; each part in time order."""

    kept: tuple[Spot, ...] = ()
    moved: tuple[Move, ...] = ()
    lost: tuple[Spot, ...] = ()
    gained: tuple[Spot, ...] = ()

    @property
    def changes(self) -> bool:
        return bool(self.moved or self.lost or self.gained)

    @property
    def standing(self) -> tuple[tuple[Spot, Spot | None], ...]:
        """Every meeting that the person will have, with where it was before; in time order."""
        pairs = [(spot, spot) for spot in self.kept]
        moved = [(move.after, move.before) for move in self.moved]
        gained: list[tuple[Spot, Spot | None]] = [(spot, None) for spot in self.gained]
        return tuple(sorted([*pairs, *moved, *gained], key=lambda both: both[0].starts_at))


@dataclass
class _Day:
    """The meetings of one person, before and after."""

    before: dict[Pair, Spot] = field(default_factory=dict)
    after: dict[Pair, Spot] = field(default_factory=dict)

    def news(self) -> News:
        both = self.before.keys() & self.after.keys()
        same = {pair for pair in both if self.before[pair].place == self.after[pair].place}
        moves = [Move(self.before[pair], self.after[pair]) for pair in both - same]
        return News(
            kept=_in_order(self.after[pair] for pair in same),
            moved=tuple(sorted(moves, key=lambda move: move.after.starts_at)),
            lost=_in_order(self.before[pair] for pair in self.before.keys() - both),
            gained=_in_order(self.after[pair] for pair in self.after.keys() - both),
        )


def _in_order(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    return tuple(sorted(spots, key=lambda spot: (spot.starts_at, spot.pair)))


class Reading:
    """Both timetables with their names, read once; a constant number of queries."""

    def __init__(self, session: Session, schedule: Schedule, before: Schedule | None, locale: str) -> None:
        self._session, self._schedule, self._before = session, schedule, before
        self.before = tuple(_standing(meeting, locale) for meeting in live_meetings(session, schedule.fair))
        self.after = _coming(session, schedule, locale)

    def of_companies(self) -> Mapping[str, News]:
        """Company code -> what changes for it; all that have a meeting, or had one."""
        days: dict[str, _Day] = defaultdict(_Day)
        for spot in self.before:
            days[spot.pair.company].before[spot.pair] = spot
        for spot in self.after:
            days[spot.pair.company].after[spot.pair] = spot
        return {code: days[code].news() for code in sorted(days)}

    def of_hosts(self) -> Sequence[tuple[Account, News]]:
        """Everybody who sits at a table where somebody is received, or was, with their own news; by name."""
        days: dict[Account, _Day] = defaultdict(_Day)
        before, after = _seats(self._session, self._before), _seats(self._session, self._schedule)
        for spot in self.before:
            for account in before.get((spot.table, spot.slot), ()):
                days[account].before[spot.pair] = spot
        for spot in self.after:
            for account in after.get((spot.table, spot.slot), ()):
                days[account].after[spot.pair] = spot
        in_order = sorted(days, key=lambda account: (account.name.casefold(), account.email))
        return [(account, days[account].news()) for account in in_order]


def _standing(meeting: Meeting, locale: str) -> Spot:
    return Spot(
        pair=Pair(meeting.company.code, meeting.desk.code),
        slot=meeting.slot.code,
        table=meeting.table.code,
        starts_at=meeting.slot.starts_at,
        company=meeting.company.name,
        desk=meeting.desk.label(locale),
        number=meeting.table.number,
    )


def _coming(session: Session, schedule: Schedule, locale: str) -> tuple[Spot, ...]:
    """The meetings of the schedule; its codes are of the fair, since it could not be published otherwise."""
    fair = schedule.fair
    here = session.scalars(sa.select(Company).where(Company.fair_id == fair.id))
    companies = {company.code: company.name for company in here}
    loaded = sa.select(Desk).where(Desk.fair_id == fair.id).options(selectinload(Desk.tables))
    desks = {desk.code: desk for desk in session.scalars(loaded)}
    numbers = {table.code: table.number for desk in desks.values() for table in desk.tables}
    starts = {slot.code: slot.starts_at for slot in schedule.grid.slots}
    return tuple(
        Spot(
            pair=booking.pair,
            slot=booking.slot,
            table=booking.table,
            starts_at=starts[booking.slot],
            company=companies[booking.company],
            desk=desks[booking.desk].label(locale),
            number=numbers[booking.table],
        )
        for booking in document(schedule).result.meetings
    )


def _seats(session: Session, schedule: Schedule | None) -> Mapping[tuple[str, str], list[Account]]:
    """(table code, slot code) -> who sits there in the layout of that schedule."""
    seats: dict[tuple[str, str], list[Account]] = defaultdict(list)
    if schedule is None:
        return seats
    there = (
        sa.select(Sitting, Table.code, Slot.code)
        .join(Table, Sitting.table_id == Table.id)
        .join(Slot, Sitting.slot_id == Slot.id)
        .where(Slot.grid_id == schedule.grid_id)
        .options(joinedload(Sitting.account))
    )
    for sitting, table, slot in session.execute(there):
        seats[(table, slot)].append(sitting.account)
    return seats
