"""Which stands a person answers for, and that person's own planning across stands.

Leads answer for the stands of their directorate. A buyer belongs to a department that holds none, and answers
for those where a chair is kept for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import (
    Account,
    Company,
    Desk,
    Fair,
    Grid,
    Meeting,
    Membership,
    Schedule,
    Seat,
    Sitting,
    Slot,
    Table,
    TableClosure,
    Wish,
)
from matchmaker.services.problems import supposed_tables


@dataclass(frozen=True)
class Place:
    """One table in one slot: a meeting, a free place or a closed one; ``wish`` is what the company asked."""

    slot: Slot
    table: Table
    meeting: Meeting | None
    wish: Wish | None
    is_closed: bool
    seat: Seat | None = None

    @property
    def is_free(self) -> bool:
        return self.meeting is None and not self.is_closed


@dataclass(frozen=True)
class Chair:
    """Somebody at a table; ``slots`` is empty for the whole exchange period."""

    name: str
    seat: Seat
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class DeskPlanning:
    """What stands at a desk right now: one row for each slot, one place for each table, in order."""

    version: int
    tables: tuple[tuple[Table, tuple[Chair, ...]], ...]
    rows: tuple[tuple[Slot, tuple[Place, ...]], ...]

    @property
    def meetings(self) -> int:
        return sum(place.meeting is not None for _slot, places in self.rows for place in places)

    @property
    def free(self) -> int:
        return sum(place.is_free for _slot, places in self.rows for place in places)


@dataclass(frozen=True)
class OwnPlanning:
    """Where one person sits, slot after slot, and whom they receive there."""

    version: int
    places: tuple[Place, ...]

    @property
    def meetings(self) -> int:
        return sum(place.meeting is not None for place in self.places)


def desks_of(session: Session, membership: Membership) -> list[Desk]:
    """The stands that the person answers for, in order; one query for them, one for their tables."""
    mine = sa.select(Desk).where(_is_of(membership)).order_by(Desk.position)
    return list(session.scalars(mine.options(joinedload(Desk.directorate), selectinload(Desk.tables))))


def desk_of(session: Session, membership: Membership, code: str) -> Desk | None:
    """That stand, if the person answers for it."""
    mine = sa.select(Desk).where(_is_of(membership), Desk.code == code)
    return session.scalar(mine.options(joinedload(Desk.directorate), selectinload(Desk.tables)))


def _is_of(membership: Membership) -> sa.ColumnElement[bool]:
    sits = sa.exists().where(
        Sitting.table_id == Table.id, Table.desk_id == Desk.id, Sitting.account_id == membership.account_id
    )
    of_directorate = Desk.directorate_id == membership.directorate_id
    return sa.and_(Desk.fair_id == membership.fair_id, sa.or_(of_directorate, sits))


def desk_planning(session: Session, desk: Desk) -> DeskPlanning | None:
    """The live timetable of one stand; None until a timetable is published."""
    published = _published(session, desk.fair)
    if published is None:
        return None
    version, grid = published
    places = _Places(session, [desk], grid)
    supposed = set(session.scalars(supposed_tables(desk.fair)))
    tables = [table for table in desk.tables if table.id not in supposed]
    return DeskPlanning(
        version=version,
        tables=tuple((table, _chairs(places.sittings[table.id], grid)) for table in tables),
        rows=tuple((slot, tuple(places.at(slot, table) for table in tables)) for slot in grid.slots),
    )


def own_planning(session: Session, account: Account, fair: Fair) -> OwnPlanning | None:
    """Where this person sits and whom they receive; None until a timetable is published."""
    published = _published(session, fair)
    if published is None:
        return None
    version, grid = published
    mine = sa.select(Sitting).join(Slot, Sitting.slot_id == Slot.id).where(Sitting.account_id == account.id)
    loaded = mine.options(joinedload(Sitting.table).joinedload(Table.desk), joinedload(Sitting.slot))
    in_grid = loaded.where(Slot.grid_id == grid.id).order_by(Slot.position)
    sittings = session.scalars(in_grid).all()
    places = _Places(session, [sitting.table.desk for sitting in sittings], grid)
    return OwnPlanning(version, tuple(places.at(s.slot, s.table, s.seat) for s in sittings))


def _published(session: Session, fair: Fair) -> tuple[int, Grid] | None:
    """The version that stands published, and the layout of the morning that it uses."""
    standing = sa.select(Schedule.version, Schedule.grid_id).where(
        Schedule.fair_id == fair.id, Schedule.published_at.is_not(None), Schedule.replaced_at.is_(None)
    )
    row = session.execute(standing).one_or_none()
    if row is None or row.version is None:
        return None
    whole = sa.select(Grid).where(Grid.id == row.grid_id).options(selectinload(Grid.slots))
    return row.version, session.scalars(whole).one()


class _Places:
    """What stands at some desks: meetings, requests, closures and who sits, each in one query."""

    def __init__(self, session: Session, desks: Iterable[Desk], grid: Grid) -> None:
        ids = {desk.id for desk in desks}
        self._meetings = {(m.table_id, m.slot_code): m for m in _meetings(session, ids)}
        self._wishes = {(w.company_id, w.desk_id): w for w in _wishes(session, self._meetings.values())}
        closed = sa.select(TableClosure.table_id, TableClosure.slot_id).join(Table)
        self._closed = {(row[0], row[1]) for row in session.execute(closed.where(Table.desk_id.in_(ids)))}
        self.sittings = _sittings(session, ids, grid)

    def at(self, slot: Slot, table: Table, seat: Seat | None = None) -> Place:
        meeting = self._meetings.get((table.id, slot.code))
        wish = None if meeting is None else self._wishes.get((meeting.company_id, meeting.desk_id))
        return Place(slot, table, meeting, wish, (table.id, slot.id) in self._closed, seat)


def _meetings(session: Session, desks: set[int]) -> list[Meeting]:
    standing = sa.select(Meeting).where(Meeting.desk_id.in_(desks), Meeting.ended_at.is_(None))
    return list(session.scalars(standing.options(joinedload(Meeting.company), joinedload(Meeting.desk))))


def _wishes(session: Session, meetings: Iterable[Meeting]) -> list[Wish]:
    """The requests that those meetings answer."""
    pairs = [(meeting.company_id, meeting.desk_id) for meeting in meetings]
    asked = sa.select(Wish).where(
        Wish.company_id.in_([company for company, _ in pairs]), Wish.desk_id.in_([desk for _, desk in pairs])
    )
    loaded = asked.options(selectinload(Wish.needs), joinedload(Wish.company).load_only(Company.name))
    return list(session.scalars(loaded))


def _sittings(session: Session, desks: set[int], grid: Grid) -> Mapping[int, list[Sitting]]:
    """Who sits at each table (its id), in the order of the slots."""
    there = (
        sa.select(Sitting)
        .join(Table, Sitting.table_id == Table.id)
        .join(Slot, Sitting.slot_id == Slot.id)
        .where(Table.desk_id.in_(desks), Slot.grid_id == grid.id)
        .order_by(Slot.position)
        .options(joinedload(Sitting.account), joinedload(Sitting.slot))
    )
    tables = session.scalars(sa.select(Table.id).where(Table.desk_id.in_(desks)))
    found: dict[int, list[Sitting]] = {table: [] for table in tables}
    for sitting in session.scalars(there):
        found[sitting.table_id].append(sitting)
    return found


def _chairs(sittings: list[Sitting], grid: Grid) -> tuple[Chair, ...]:
    """Leads first, each person once, with their slots unless they stay all the time."""
    held: dict[tuple[str, str, Seat], list[Slot]] = {}
    for sitting in sittings:
        key = (sitting.seat.value, sitting.account.name, sitting.seat)
        held.setdefault(key, []).append(sitting.slot)
    order = sorted(held, key=lambda key: (key[2] is not Seat.LEAD, key[1]))
    return tuple(
        Chair(key[1], key[2], () if len(held[key]) == len(grid.slots) else tuple(held[key])) for key in order
    )
