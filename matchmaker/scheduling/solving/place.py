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

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from random import Random

from matchmaker.scheduling.solving.grid import Grid
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings, bits

STEPS_EACH = 32
"""Ejections for each pairing that is without a slot at first: fights that can be won are over by then."""


def place(
    openings: Openings, chosen: Sequence[int], seed: str, limit: Limit, grid: Grid | None = None
) -> Grid:
    """A grid of the chosen pairings; those without a slot stand nowhere. ``seed`` settles ties.

    ``grid``, if given, is empty; it is where the work is done, and holds what stands if the time is over.
    """
    grid = Grid(openings) if grid is None else grid
    homeless = []
    for number in _in_turn(openings, chosen):
        limit.check()
        if not insert(grid, number):
            homeless.append(number)
    return settle(grid, homeless, seed, limit)


def settle(grid: Grid, homeless: Sequence[int], seed: str, limit: Limit) -> Grid:
    """Let pairings without a slot fight for one; the grid, or that of the best moment of the fight."""
    if not homeless:
        return grid
    return _Fight(grid, list(homeless), Random(seed), limit).settle()


def insert(grid: Grid, number: int) -> bool:
    """Place a pairing so that everybody placed stays placed; False if neither a slot nor a chain is found."""
    return grid.put_kindly(number) or any(
        grid.chain(number, *pair) is not None for pair in _exchanges(grid, number)
    )


def _exchanges(grid: Grid, number: int) -> Iterator[tuple[int, int]]:
    """The two slots of every chain that could make room for a pairing: where it comes, and the other one.

    A chain only exchanges, so there will be one meeting more in the two slots together: company and desk
    must each have room for it in one of them.
    """
    pairing = grid.openings.pairings[number]
    room, idle_then = grid.open[pairing.desk], grid.everywhere & ~grid.busy[pairing.company]
    if not room or not idle_then:
        return
    free = grid.free(number)
    for into in (*bits(free), *bits(pairing.slots & ~free)):
        others = idle_then if room >> into & 1 else room
        if not free >> into & 1:
            others &= idle_then
        for other in bits(others & ~(1 << into)):
            yield into, other


def _in_turn(openings: Openings, chosen: Sequence[int]) -> Iterator[int]:
    """Companies with little choice first, each with its meetings together so that its day stays short."""
    of_company: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for number in chosen:
        company, _, _, slots = openings.pairings[number]
        of_company[company].append((slots.bit_count(), number))

    def turn(company: int) -> tuple[int, int, int]:
        meetings = of_company[company]
        return min(meetings)[0] - len(meetings), -len(meetings), company

    for company in sorted(of_company, key=turn):
        for _, number in sorted(of_company[company]):
            yield number


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
        for _ in range(STEPS_EACH * (len(self._homeless) + 4)):
            if not self._homeless:
                return self._grid
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
