"""A schedule as rows and columns: the same meetings by table, by slot and by company.

Templates only walk through what is made here: every row has one cell for each slot, in order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matchmaker.scheduling.problem import Slot
from matchmaker.services.nomenclature import fold
from matchmaker.services.schedules import Card, CompanyDay, DeskName, ReadableSchedule, TableName


@dataclass(frozen=True)
class Cell:
    """One table in one slot: a meeting, a free place or a closed one."""

    slot: Slot
    card: Card | None
    is_closed: bool

    @property
    def is_free(self) -> bool:
        return self.card is None and not self.is_closed


@dataclass(frozen=True)
class TableRow:
    """What one table does all through the exchange period."""

    desk: DeskName
    table: TableName
    cells: tuple[Cell, ...]
    is_first_of_desk: bool


@dataclass(frozen=True)
class Grid:
    """Tables as rows, slots as columns."""

    slots: tuple[Slot, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class SlotList:
    """Who is received in one slot, and how many places of it stay free."""

    slot: Slot
    cards: tuple[Card, ...]
    free: int


def by_table(schedule: ReadableSchedule) -> Grid:
    """The timetable as it hangs on the wall: tables down, time across."""
    taken = {(card.table.code, card.slot.id): card for card in schedule.cards}
    rows = (
        TableRow(
            desk,
            table,
            tuple(_cell(table, slot, taken) for slot in schedule.slots),
            is_first_of_desk=table == desk.tables[0],
        )
        for desk in schedule.desks
        for table in desk.tables
    )
    return Grid(schedule.slots, tuple(rows))


def _cell(table: TableName, slot: Slot, taken: dict[tuple[str, str], Card]) -> Cell:
    return Cell(slot, taken.get((table.code, slot.id)), slot.id in table.closed)


def by_slot(schedule: ReadableSchedule) -> tuple[SlotList, ...]:
    """The timetable as the floor lives it: at each time, who sits where."""
    grid = by_table(schedule)
    return tuple(
        _slot_list(slot, [row.cells[column] for row in grid.rows])
        for column, slot in enumerate(schedule.slots)
    )


def _slot_list(slot: Slot, cells: Iterable[Cell]) -> SlotList:
    column = tuple(cells)
    cards = tuple(cell.card for cell in column if cell.card is not None)
    return SlotList(slot, cards, sum(cell.is_free for cell in column))


def by_company(schedule: ReadableSchedule, words: str = "") -> tuple[CompanyDay, ...]:
    """The timetable as each company reads it, by name; only those whose name or number holds ``words``."""
    sought = fold(words)
    return tuple(
        day for day in schedule.days if sought in fold(day.company.name) or sought in fold(day.company.code)
    )
