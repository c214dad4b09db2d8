"""Two timetables in one grid: what is the same stays plain, what differs is marked by a sign and a word.

A meeting that moves is marked twice: where it is left, and where it comes to. Rows and columns are those of
both timetables, for a draft may have slots and tables of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from matchmaker.scheduling.problem import Slot
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.comparison import Change, Kind
from matchmaker.services.schedules import Card, DeskName, Names, TableName
from matchmaker.web.language import hour

Place = tuple[str, str]


@dataclass(frozen=True)
class Mark:
    """A meeting in a cell; ``kind`` is same, gained, lost, here (comes to this place) or gone (leaves it)."""

    kind: str
    card: Card
    sign: str = ""
    words: str = ""


@dataclass(frozen=True)
class MarkedCell:
    """One table in one slot: who meets there after, then who did before and does no more."""

    marks: tuple[Mark, ...]
    is_closed: bool


@dataclass(frozen=True)
class MarkedRow:
    """One table all through the exchange period; ``note`` says if only one timetable knows it."""

    desk: DeskName
    table: TableName
    cells: tuple[MarkedCell, ...]
    is_first_of_desk: bool
    note: str

    @property
    def is_changed(self) -> bool:
        return bool(self.note) or any(mark.sign for cell in self.cells for mark in cell.marks)


@dataclass(frozen=True)
class MarkedSlot:
    """A column; ``note`` says at what hour it was before, or that only one timetable has it."""

    slot: Slot
    note: str


@dataclass(frozen=True)
class MarkedGrid:
    """Tables as rows, slots as columns."""

    slots: tuple[MarkedSlot, ...]
    rows: tuple[MarkedRow, ...]

    @property
    def changed(self) -> tuple[MarkedRow, ...]:
        """Only the tables where something differs."""
        return tuple(row for row in self.rows if row.is_changed)


def marked_grid(before: Names, after: Names, changes: Iterable[Change]) -> MarkedGrid:
    """What ``after`` shows, with what differs from ``before``."""
    slots = _slots(before, after)
    marks = _marks(before, after, changes)
    rows: list[MarkedRow] = []
    for desk, table, note in _tables(before, after):
        cells = tuple(_cell(table, column.slot, marks) for column in slots)
        is_first = not rows or rows[-1].desk.code != desk.code
        rows.append(MarkedRow(desk, table, cells, is_first, note))
    return MarkedGrid(slots, tuple(rows))


def _slots(before: Names, after: Names) -> tuple[MarkedSlot, ...]:
    """In time order by the later timetable's clock."""
    old = {slot.id: slot for slot in before.document.problem.slots}
    new = {slot.id: slot for slot in after.document.problem.slots}
    every = sorted((old | new).values(), key=lambda slot: (slot.start, slot.id))
    return tuple(MarkedSlot(slot, _note(old.get(slot.id), new.get(slot.id))) for slot in every)


def _note(old: Slot | None, new: Slot | None) -> str:
    if old is None:
        return _("ajouté")
    if new is None:
        return _("supprimé")
    return "" if old.start == new.start else _("avant : %(hour)s", hour=hour(old.start))


def _tables(before: Names, after: Names) -> Iterable[tuple[DeskName, TableName, str]]:
    """The tables of the later timetable, then those of each stand that only the earlier one knows."""
    for desk in _desks(before, after):
        old = before.desks[desk.code].tables if desk.code in before.desks else ()
        new = after.desks[desk.code].tables if desk.code in after.desks else ()
        known, kept = {table.code for table in old}, {table.code for table in new}
        for table in new:
            yield desk, table, "" if table.code in known else _("ajoutée")
        for table in old:
            if table.code not in kept:
                yield desk, table, _("supprimée")


def _desks(before: Names, after: Names) -> Iterable[DeskName]:
    yield from after.desks.values()
    yield from (desk for code, desk in before.desks.items() if code not in after.desks)


def _cell(table: TableName, slot: Slot, marks: Mapping[Place, list[Mark]]) -> MarkedCell:
    found = marks.get((table.code, slot.id), [])
    return MarkedCell(
        tuple(sorted(found, key=lambda mark: mark.kind in ("lost", "gone"))), slot.id in table.closed
    )


def _marks(before: Names, after: Names, changes: Iterable[Change]) -> Mapping[Place, list[Mark]]:
    marks: dict[Place, list[Mark]] = defaultdict(list)
    differing = set()
    for change in changes:
        differing.add((change.company, change.desk))
        for place, mark in _of_change(change, before, after):
            marks[place].append(mark)
    for booking in after.document.result.meetings:
        if booking.pair not in differing:
            marks[_place(booking)].append(Mark("same", after.card(booking)))
    return marks


def _of_change(change: Change, before: Names, after: Names) -> Iterable[tuple[Place, Mark]]:
    old = None if change.before is None else (change.before, before.card(change.before))
    new = None if change.after is None else (change.after, after.card(change.after))
    if old is not None and new is not None:
        yield from _moved(change.kind, *old, *new)
    elif new is not None:
        yield _place(new[0]), Mark("gained", new[1], "+", _("obtenu"))
    elif old is not None:
        yield _place(old[0]), Mark("lost", old[1], "−", _("perdu"))


def _moved(kind: Kind, old: Booking, left: Card, new: Booking, came: Card) -> Iterable[tuple[Place, Mark]]:
    """Two marks, or one where the meeting keeps its place and the place another hour."""
    if _place(old) == _place(new):
        yield _place(new), Mark("here", came, "↔", _("avant à %(hour)s", hour=hour(left.slot.start)))
        return
    comes, goes = (
        _("vient de %(place)s", place=_said(left, kind)),
        _("va à %(place)s", place=_said(came, kind)),
    )
    if kind is Kind.OTHER_TABLE:
        goes = _("passe à %(place)s", place=_said(came, kind))
    yield _place(new), Mark("here", came, "←", comes)
    yield _place(old), Mark("gone", left, "→", goes)


def _said(card: Card, kind: Kind) -> str:
    """The hour, or the table where the hour is the same."""
    if kind is Kind.OTHER_TABLE:
        return _("la table %(number)d", number=card.table.number)
    if len(card.desk.tables) > 1:
        return _("%(hour)s, table %(number)d", hour=hour(card.slot.start), number=card.table.number)
    return hour(card.slot.start)


def _place(booking: Booking) -> Place:
    return booking.table, booking.slot
