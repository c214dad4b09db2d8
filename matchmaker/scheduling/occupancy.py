"""Where there is room: the places of the desks, who sits there, when a company is taken up.

A place is an open table in a slot. This is bookkeeping over a problem and any bookings, for those who judge
and explain a timetable; whoever makes one keeps books of their own, so that the two can disagree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.scheduling.timetable import Booking

Spot = tuple[str, str]
"""A desk and a slot: its tables there are interchangeable."""


def open_tables(problem: Problem) -> dict[Spot, frozenset[str]]:
    """(desk, slot) -> the tables that are not closed then; spots without one are left out."""
    tables = {
        (desk.id, slot.id): frozenset(table.id for table in desk.tables if slot.id not in table.closed)
        for desk in problem.desks
        for slot in problem.slots
    }
    return {spot: open_then for spot, open_then in tables.items() if open_then}


def places_beside_pins(problem: Problem) -> Counter[Spot]:
    """(desk, slot) -> open tables that the pins leave free.

    A pin that names a closed table takes none; a pin without table takes one as long as there is one.
    """
    tables = open_tables(problem)
    places = Counter({spot: len(open_then) for spot, open_then in tables.items()})
    for pin in problem.pins:
        spot = (pin.desk, pin.slot)
        takes_one = pin.table is None or pin.table in tables.get(spot, ())
        if takes_one:
            places[spot] -= 1
    return +places


def too_early(problem: Problem) -> dict[Pair, frozenset[str]]:
    """Published pair -> the slots into which it may not be moved, for they are before its ``earliest``."""
    index = problem.slot_index
    return {
        promise.pair: frozenset(
            slot.id for slot in problem.slots[: index[promise.earliest]] if slot.id != promise.slot
        )
        for promise in problem.published
        if promise.earliest is not None
    }


class Occupancy:
    """Who is where in a timetable, in which every id is known to the problem.

    ``repaired``: it answers to what was published, so nobody may be moved to before the hour announced.
    """

    def __init__(self, problem: Problem, bookings: Iterable[Booking], repaired: bool = False) -> None:
        self.problem, self.repaired = problem, repaired
        self._too_early = too_early(problem) if repaired else {}
        self._open = open_tables(problem)
        self._seated: dict[Spot, list[Booking]] = defaultdict(list)
        self._meetings: dict[str, list[Booking]] = defaultdict(list)
        self._taken: set[tuple[str, int]] = set()
        self._of_party: Counter[str] = Counter()
        for booking in bookings:
            spot = (booking.desk, booking.slot)
            if booking.table in self._open.get(spot, ()):
                self._seated[spot].append(booking)
            self._meetings[booking.company].append(booking)
            self._taken.add((booking.company, problem.slot_index[booking.slot]))
            self._of_party[problem.company[booking.company].party] += 1

    def places(self, desk: str, slot: str) -> int:
        """Open tables of the desk in the slot, taken or not."""
        return len(self._open.get((desk, slot), ()))

    def seated(self, desk: str, slot: str) -> Sequence[Booking]:
        """The meetings at those tables; one at a closed table, by the organiser's word, takes no place."""
        return self._seated.get((desk, slot), ())

    def is_full(self, desk: str, slot: str) -> bool:
        return len(self.seated(desk, slot)) >= self.places(desk, slot)

    def common_slots(self, company: str, desk: str) -> list[str]:
        """Where the company is present and the desk has an open table, whatever is held there."""
        barred = self.problem.company[company].absent | self.too_early(company, desk)
        there = [slot.id for slot in self.problem.slots if slot.id not in barred]
        return [slot for slot in there if self.places(desk, slot)]

    def too_early(self, company: str, desk: str) -> frozenset[str]:
        """The slots to which their meeting may not be moved, for it was announced for later."""
        return self._too_early.get(Pair(company, desk), frozenset())

    def meetings(self, company: str) -> Sequence[Booking]:
        return self._meetings.get(company, ())

    def meetings_of_party(self, party: str) -> int:
        return self._of_party[party]

    def in_meeting(self, company: str, slot: str) -> bool:
        return (company, self.problem.slot_index[slot]) in self._taken

    def is_busy(self, company: str, slot: str) -> bool:
        """In a meeting then or, if it needs a breathing space, in a neighbouring slot."""
        index = self.problem.slot_index[slot]
        reach = 1 if self.problem.company[company].breathing else 0
        return any((company, index + step) in self._taken for step in range(-reach, reach + 1))
