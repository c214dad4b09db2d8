"""When they meet: a slot for every chosen pairing, by the shortest means that works.

At the whiteboard: this is edge colouring with slots as colours. A pairing goes into a slot in which its
company and its desk are both free, next to the company's other meetings if possible. If there is none, a
chain exchange of two slots is tried (grid.py). Where nobody is absent, nothing is pinned and every table
always open this cannot fail (König 1916: as many colours suffice as the busiest node has edges), so every
choice of the flow can be placed. With absences placing is NP-complete (Even, Itai, Shamir 1976), so what is
left over fights for its place: it ejects whoever is in the way, preferring those who were ejected seldom,
and they must find another slot in turn. The fight is bounded by a count of steps, and the best state of it
is kept; exact_placement.py decides what remains open.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from random import Random

from matchmaker.scheduling.grid import NOWHERE, Grid, idle
from matchmaker.scheduling.limit import Limit
from matchmaker.scheduling.openings import Openings, bits

STEPS_PER_PAIRING = 30


def place(openings: Openings, chosen: Sequence[int], seed: str, limit: Limit) -> Grid:
    """A grid of the chosen pairings; those without a slot stand nowhere. ``seed`` settles ties."""
    grid = Grid(openings)
    homeless = [number for number in _in_turn(openings, chosen) if not insert(grid, number)]
    if not homeless:
        return grid
    return _Fight(grid, homeless, Random(seed), limit).settle()


def insert(grid: Grid, number: int) -> bool:
    """Place a pairing so that everybody placed stays placed; False if neither a slot nor a chain is found."""
    vacant = grid.vacant(number)
    if vacant:
        grid.put(number, _kindest(grid, number, vacant))
        return True
    slots = grid.openings.pairings[number].slots
    free = grid.free(number)
    for into in (*bits(free), *bits(slots & ~free)):
        for other in bits(slots & ~(1 << into)):
            if grid.chain(number, into, other) is not None:
                return True
    return False


def _in_turn(openings: Openings, chosen: Sequence[int]) -> list[int]:
    """Companies with little choice first, each with its meetings together so that its day stays short."""
    widths: dict[int, list[int]] = {}
    for number in chosen:
        pairing = openings.pairings[number]
        widths.setdefault(pairing.company, []).append(pairing.slots.bit_count())

    def key(number: int) -> tuple[int, int, int, int]:
        pairing = openings.pairings[number]
        own = widths[pairing.company]
        return min(own) - len(own), -len(own), pairing.company, pairing.slots.bit_count()

    return sorted(chosen, key=key)


def _kindest(grid: Grid, number: int, vacant: int) -> int:
    """The vacant slot that leaves the company's day short, then the desk the emptiest slot."""
    pairing = grid.openings.pairings[number]
    c, d = pairing.company, pairing.desk
    busy, breathing = grid.busy[c], grid.openings.companies[c].breathing
    return min(bits(vacant), key=lambda t: (idle(busy | 1 << t, breathing), -grid.room(d, t), t))


class _Fight:
    """Ejections until everybody has a slot or the steps are used up."""

    def __init__(self, grid: Grid, homeless: list[int], random: Random, limit: Limit) -> None:
        self._grid = grid
        self._homeless = deque(homeless)
        self._random = random
        self._limit = limit
        self._ejected = [0] * len(grid.slot)
        self._best = (len(homeless), list(grid.slot))

    def settle(self) -> Grid:
        placed = sum(slot != NOWHERE for slot in self._grid.slot) + len(self._homeless)
        for step in range(STEPS_PER_PAIRING * placed + 1000):
            if not self._homeless:
                return self._grid
            if step % 64 == 0:
                self._limit.check()
            self._step()
            if len(self._homeless) < self._best[0]:
                self._best = (len(self._homeless), list(self._grid.slot))
        return Grid.of(self._grid.openings, self._best[1])

    def _step(self) -> None:
        number = self._homeless.popleft()
        if insert(self._grid, number):
            return
        slots = bits(self._grid.openings.pairings[number].slots)
        options = [(*self._price(number, slot), slot) for slot in slots]
        _, _, victims, slot = min(options, key=lambda option: option[:2])
        for victim in victims:
            self._grid.lift(victim)
            self._ejected[victim] += 1
            self._homeless.append(victim)
        self._grid.put(number, slot)

    def _price(self, number: int, slot: int) -> tuple[int, float, list[int]]:
        """How often those who would have to leave a slot had to leave already, and who they are."""
        victims = self._grid.neighbours(number, slot)
        guests = self._grid.guests(number, slot)
        if guests:
            victims.append(min(guests, key=lambda guest: (self._ejected[guest], self._random.random())))
        return sum(1 + self._ejected[victim] for victim in victims), self._random.random(), victims
