"""At which table: the tables of a desk share its meetings evenly, and pins sit where they were put.

Tables of a desk are interchangeable, so this costs the other levels nothing. A pin that names a table has it.
A pin without table takes an open one, a closed one only if the pins leave none open; then the other
meetings share the open tables that are left. Of the tables free in a slot the one with the fewest meetings
so far is taken, slot by slot, equal ones by their ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from matchmaker.scheduling.problem import Problem, Table
from matchmaker.scheduling.timetable import Booking


class Visit(NamedTuple):
    """A meeting without its table."""

    company: str
    desk: str
    slot: str


def seat(problem: Problem, visits: Iterable[Visit]) -> tuple[Booking, ...]:
    """Bookings for the pins and for these meetings beside them, by company id, then slot order."""
    seating = _Seating(problem)
    seating.seat_pins()
    for visit in sorted(visits, key=lambda visit: (problem.slot_index[visit.slot], visit)):
        seating.add(visit, pinned=False)
    return tuple(sorted(seating.bookings, key=lambda b: (b.company, problem.slot_index[b.slot])))


class _Seating:
    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._taken: set[tuple[str, str]] = set()
        self._meetings: Counter[str] = Counter()
        self.bookings: list[Booking] = []

    def seat_pins(self) -> None:
        index = self._problem.slot_index
        named = [pin for pin in self._problem.pins if pin.table is not None]
        for pin in sorted(named, key=lambda pin: (index[pin.slot], pin.pair)):
            self._book(Visit(pin.company, pin.desk, pin.slot), pin.table or "", pinned=True)
        unnamed = [pin for pin in self._problem.pins if pin.table is None]
        for pin in sorted(unnamed, key=lambda pin: (index[pin.slot], pin.pair)):
            self.add(Visit(pin.company, pin.desk, pin.slot), pinned=True)

    def add(self, visit: Visit, pinned: bool) -> None:
        """Only a pin may sit at a closed table, and only if no open one is free."""
        tables = self._problem.desk[visit.desk].tables
        free = [table for table in tables if (table.id, visit.slot) not in self._taken]
        open_ones = [table for table in free if visit.slot not in table.closed]
        self._book(visit, self._least_used(open_ones or (free if pinned else [])), pinned)

    def _least_used(self, tables: list[Table]) -> str:
        return min((self._meetings[table.id], table.id) for table in tables)[1]

    def _book(self, visit: Visit, table: str, pinned: bool) -> None:
        self._taken.add((table, visit.slot))
        self._meetings[table] += 1
        self.bookings.append(Booking(visit.company, visit.desk, visit.slot, table, pinned))
