"""At which table: the tables of a desk share its meetings evenly, and pins sit where they were put.

Tables of a desk are interchangeable, so this costs the other levels nothing. A pin that names a table has it.
A pin without table takes an open one, a closed one only if the pins leave none open; then the other
meetings share the open tables that are left. In a repair whoever stays in the slot that was published keeps
the table as well, wherever no pin that names it is in the way. Of the tables free in a slot the one with the
fewest meetings so far is taken, slot by slot, equal ones by their ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from matchmaker.scheduling.problem import Problem, Promise, Table
from matchmaker.scheduling.timetable import Booking


class Visit(NamedTuple):
    """A meeting without its table."""

    company: str
    desk: str
    slot: str


def seat(problem: Problem, visits: Iterable[Visit], published: Iterable[Promise] = ()) -> tuple[Booking, ...]:
    """Bookings for the pins and for these meetings beside them, by company id, then slot order."""
    seating = _Seating(problem, published)
    seating.seat_named_pins()
    unnamed = {Visit(pin.company, pin.desk, pin.slot) for pin in problem.pins if pin.table is None}
    in_turn = sorted({*unnamed, *visits}, key=lambda visit: (problem.slot_index[visit.slot], visit))
    keeping = {visit for visit in in_turn if seating.can_keep_its_table(visit)}
    for visit in sorted(in_turn, key=lambda visit: (visit not in keeping, visit not in unnamed)):
        seating.add(visit, pinned=visit in unnamed)
    return tuple(sorted(seating.bookings, key=lambda b: (b.company, problem.slot_index[b.slot])))


class _Seating:
    def __init__(self, problem: Problem, published: Iterable[Promise]) -> None:
        self._problem = problem
        self._taken: set[tuple[str, str]] = set()
        self._meetings: Counter[str] = Counter()
        self._promised = {Visit(p.company, p.desk, p.slot): p.table for p in published}
        self.bookings: list[Booking] = []

    def seat_named_pins(self) -> None:
        index = self._problem.slot_index
        named = [pin for pin in self._problem.pins if pin.table is not None]
        for pin in sorted(named, key=lambda pin: (index[pin.slot], pin.pair)):
            self._book(Visit(pin.company, pin.desk, pin.slot), pin.table or "", pinned=True)

    def can_keep_its_table(self, visit: Visit) -> bool:
        """Whether it was published for this slot, at a table that is open and that nobody has been given."""
        return self._promised.get(visit) in {table.id for table in self._open(visit)}

    def add(self, visit: Visit, pinned: bool) -> None:
        """Only a pin may sit at a closed table, and only if no open one is free."""
        if self.can_keep_its_table(visit):
            self._book(visit, self._promised[visit], pinned)
            return
        free = self._open(visit) or (self._free(visit) if pinned else [])
        self._book(visit, min((self._meetings[table.id], table.id) for table in free)[1], pinned)

    def _free(self, visit: Visit) -> list[Table]:
        tables = self._problem.desk[visit.desk].tables
        return [table for table in tables if (table.id, visit.slot) not in self._taken]

    def _open(self, visit: Visit) -> list[Table]:
        return [table for table in self._free(visit) if visit.slot not in table.closed]

    def _book(self, visit: Visit, table: str, pinned: bool) -> None:
        self._taken.add((table, visit.slot))
        self._meetings[table] += 1
        self.bookings.append(Booking(visit.company, visit.desk, visit.slot, table, pinned))
