"""Repair by hand, and at once: everybody stays where they are, and whoever cannot is found a place nearby.

At the whiteboard: put every promised meeting back where it was, those with the fewest other slots first. What
no longer fits looks for a slot: if it is free, good; if one meeting is in the way, that one looks for another
slot, and so on. The shortest such chain of ejections moves the fewest people (breadth first, as in an
augmenting path of Berge 1957, but through slots that have to be held one at a time, so a chain is tried out
before it is believed). Then those without any meeting are taken in by the same chains, in the order of the
draw, and what is still free goes to whatever is worth most.

It is an organiser's own way of working, done in milliseconds and without proof: a preview, and the timetable
from which the proof starts (repair.py).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from matchmaker.scheduling.repairing.promises import Promises
from matchmaker.scheduling.solving.grid import NOWHERE, Grid, idle
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings, bits

LARGEST_SEARCH = 400
"""Meetings that one search may ask to move before it gives up."""


class Ejection(NamedTuple):
    """Why a meeting has to look for another slot: pairing ``by`` comes into the one it had."""

    by: int
    slot: int


def rehoused(
    openings: Openings, promises: Promises, home: Sequence[int] | None = None, limit: Limit | None = None
) -> Grid:
    """A grid with as many promises kept, then parties served, as chains can reach; every rule holds.

    ``home``: where each pairing is put back at first, or NOWHERE; where it was promised, unless given.
    Raises Stopped if a limit is given and passed.
    """
    house = _House(openings, promises, limit or Limit())
    house.return_home(promises.slot if home is None else home)
    house.take_in_parties()
    house.fill()
    return house.grid


def rehouse(grid: Grid, number: int) -> bool:
    """Find a slot for a pairing that stands nowhere, moving as few others as possible; False if none."""
    found: dict[int, Ejection | None] = {number: None}
    queue = deque([number])
    while queue and len(found) <= LARGEST_SEARCH:
        mover = queue.popleft()
        for slot in bits(grid.openings.pairings[mover].slots):
            if slot == grid.slot[mover]:
                continue
            for victim in _victims(grid, mover, slot):
                if victim is None:
                    if _follow(grid, mover, slot, found):
                        return True
                elif victim not in found:
                    found[victim] = Ejection(mover, slot)
                    queue.append(victim)
    return False


def _victims(grid: Grid, number: int, slot: int) -> list[int] | list[None]:
    """Each meeting that could make way alone; ``[None]`` if nobody has to, empty if two would have to."""
    neighbours, guests = grid.neighbours(number, slot), grid.guests(number, slot)
    if not neighbours:
        return list(guests) or [None]
    return neighbours if len(neighbours) == 1 and not guests else []


def _follow(grid: Grid, last: int, free: int, found: dict[int, Ejection | None]) -> bool:
    """Move everybody on the chain that ends in a free slot; undone if two of them would meet."""
    chain, ejection = {last: free}, found[last]
    while ejection is not None:
        chain[ejection.by] = ejection.slot
        ejection = found[ejection.by]
    before = {number: grid.lift(number) for number in chain if grid.slot[number] != NOWHERE}
    for number, slot in reversed(chain.items()):
        if not grid.vacant(number) >> slot & 1:
            grid.undo({other: before.get(other, NOWHERE) for other in chain})
            return False
        grid.put(number, slot)
    return True


class _House:
    """The grid while it fills up, and how many more meetings each company may have."""

    def __init__(self, openings: Openings, promises: Promises, limit: Limit) -> None:
        self._openings, self._promises, self._limit = openings, promises, limit
        self._left = list(openings.quota)
        self.grid = Grid(openings)

    def return_home(self, home: Sequence[int]) -> None:
        """Who has nowhere else to go comes first, to stay as well as to be found another slot."""
        choices = [pairing.slots.bit_count() for pairing in self._openings.pairings]
        numbers = sorted(range(len(home)), key=lambda number: (choices[number], number))
        for number in numbers:
            if home[number] != NOWHERE:
                self._return(number, home[number])
        for number in numbers:
            if self._promises.is_promised(number) and self.grid.slot[number] == NOWHERE:
                self._take_in(number)

    def _return(self, number: int, home: int) -> None:
        if self._may_meet(number) and self.grid.vacant(number) >> home & 1:
            self._put(number, home)

    def take_in_parties(self) -> None:
        """A first meeting for whoever has none, first drawn first, the wish of greatest worth first."""
        openings = self._openings
        waiting: dict[int, list[int]] = {}
        served = {party for party, held in zip(openings.party, openings.held, strict=True) if held}
        for number, pairing in enumerate(openings.pairings):
            party = openings.party[pairing.company]
            waiting.setdefault(party, []).append(number)
            if self.grid.slot[number] != NOWHERE:
                served.add(party)
        for party in sorted(waiting.keys() - served):
            in_turn = sorted(waiting[party], key=lambda number: (-openings.pairings[number].worth, number))
            any(self._take_in(number) for number in in_turn)

    def fill(self) -> None:
        """Free places only: nobody is moved for a second meeting."""
        pairings = self._openings.pairings
        for number in sorted(range(len(pairings)), key=lambda number: (-pairings[number].worth, number)):
            if self.grid.slot[number] == NOWHERE and self._may_meet(number):
                vacant = self.grid.vacant(number)
                if vacant:
                    self._put(number, self._kindest(number, vacant))

    def _kindest(self, number: int, vacant: int) -> int:
        """The slot that leaves the company's day shortest, then the earliest."""
        company = self._openings.pairings[number].company
        busy, breathing = self.grid.busy[company], self._openings.companies[company].breathing
        return min(bits(vacant), key=lambda slot: (idle(busy | 1 << slot, breathing), slot))

    def _take_in(self, number: int) -> bool:
        self._limit.check()
        taken = self._may_meet(number) and rehouse(self.grid, number)
        if taken:
            self._left[self._openings.pairings[number].company] -= 1
        return taken

    def _may_meet(self, number: int) -> bool:
        return self._left[self._openings.pairings[number].company] > 0

    def _put(self, number: int, slot: int) -> None:
        self.grid.put(number, slot)
        self._left[self._openings.pairings[number].company] -= 1
