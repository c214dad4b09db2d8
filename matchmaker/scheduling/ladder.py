"""The ladder of the level worth: cheap stages first, each with a bound, up to the first that proves it.

1. The flow chooses who meets whom, blind to time (choose.py): the first bound.
2. Where its choice cannot stand in time, a flow that counts slots there chooses again (tighten.py); chains
   and ejections place the choice (place.py). All placed: nothing can be worth more.
3. What was left out is filled up with other wishes; then the choice is placed by exhausted search.
4. The linear programme, then branch and cut (exact.py).

At every moment there is a timetable that serves everybody who must be served, beginning with the matching
of the first meetings, so the ladder may be left at any rung.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matchmaker.scheduling.certificate import Prices
from matchmaker.scheduling.choose import Choice, choose
from matchmaker.scheduling.exact import relax, search, worth_of
from matchmaker.scheduling.exact_placement import place_exactly
from matchmaker.scheduling.grid import NOWHERE, Grid
from matchmaker.scheduling.limit import Limit
from matchmaker.scheduling.openings import Openings
from matchmaker.scheduling.place import insert, place
from matchmaker.scheduling.tighten import tighten
from matchmaker.scheduling.timetable import Proof

ATTEMPTS = 3


class Ladder:
    """The best timetable so far and what is known about how good one can be.

    ``slots``: slot of every pairing, or NOWHERE. ``bound`` is None until the flow is known; ``proof`` names
    what the bound rests on, ``prices`` prove it (None if it rests on an exhausted search).
    """

    def __init__(self, openings: Openings, first: Sequence[int], seed: int, limit: Limit) -> None:
        self.openings = openings
        self.slots = list(first)
        self._first = list(first)
        self.worth = worth_of(openings, self.slots)
        self.bound: int | None = None
        self.prices: Prices | None = None
        self.proof: Proof | None = None
        self._seed = seed
        self._limit = limit

    @property
    def is_proven(self) -> bool:
        return self.worth == self.bound

    def climb(self) -> None:
        """Go up until the worth is proven or the ladder ends. Raises Stopped when the time is over."""
        self._limit.enter("choosing who meets whom", 0.1)
        choice = choose(self.openings)
        self._lower(choice.worth, choice.prices, "flow")
        self._limit.enter("choosing with an eye on the clock", 0.2)
        choice = tighten(self.openings, choice, self._limit)
        self._lower(choice.worth, choice.prices, "two-sided flow")
        self._place(choice)
        rungs: list[tuple[str, Callable[[], None]]] = [
            ("filling up", lambda: self._fill_up(choice)),
            ("placing exactly", lambda: self._place_exactly(choice)),
            ("linear programme", self._programme),
            ("exhausted search", self._search),
        ]
        for share, (stage, rung) in enumerate(rungs, start=3):
            if self.is_proven:
                return
            self._limit.enter(stage, share / 10)
            rung()

    def _lower(self, bound: int, prices: Prices | None, proof: Proof) -> None:
        if self.bound is None or bound < self.bound:
            self.bound, self.prices, self.proof = bound, prices, proof

    def _offer(self, grid: Grid) -> None:
        """Take a grid if it is worth more and serves everybody who must be served."""
        worth = worth_of(self.openings, grid.slot)
        if worth > self.worth and not _unserved(grid):
            self.slots, self.worth = list(grid.slot), worth

    def _place(self, choice: Choice) -> None:
        for attempt in range(ATTEMPTS):
            if not self.is_proven:
                grid = place(self.openings, choice.chosen, f"{self._seed}:{attempt}", self._limit)
                if not self._is_complete(grid, choice):
                    _fill(grid, self._limit)
                self._offer(grid)

    def _is_complete(self, grid: Grid, choice: Choice) -> bool:
        return all(grid.slot[number] != NOWHERE for number in choice.chosen)

    def _fill_up(self, choice: Choice) -> None:
        """From the matching upwards: nobody who is served can be lost on the way."""
        grid = Grid.of(self.openings, self._first)
        _fill(grid, self._limit, choice.chosen)
        _fill(grid, self._limit)
        self._offer(grid)

    def _place_exactly(self, choice: Choice) -> None:
        grid = place_exactly(self.openings, choice.chosen, self._limit)
        if grid is not None:
            self._offer(grid)

    def _programme(self) -> None:
        relaxed = relax(self.openings, self._limit)
        if relaxed is None:
            return
        self._lower(relaxed.bound, relaxed.prices, "linear programme")
        if relaxed.slots is not None:
            self._offer(Grid.of(self.openings, relaxed.slots))

    def _search(self) -> None:
        """Needs the prices of a bound; there are always some from the flow."""
        assert self.prices is not None
        searched = search(self.openings, self.prices, self.worth, self._limit)
        if searched is None:
            return
        if searched.slots is not None:
            self._offer(Grid.of(self.openings, searched.slots))
        self._lower(searched.bound, None, "exhausted search")


def _unserved(grid: Grid) -> list[int]:
    """The parties that must be served and stand nowhere."""
    pairings, party = grid.openings.pairings, grid.openings.party
    served = {party[pairings[n].company] for n, slot in enumerate(grid.slot) if slot != NOWHERE}
    return [needy for needy in grid.openings.must_serve if needy not in served]


def _fill(grid: Grid, limit: Limit, wanted: tuple[int, ...] | None = None) -> None:
    """Add pairings without losing any: first for parties not served, then those of greatest worth."""
    openings = grid.openings
    left = list(openings.quota)
    for number, slot in enumerate(grid.slot):
        left[openings.pairings[number].company] -= slot != NOWHERE
    needy = set(_unserved(grid))
    candidates = range(len(openings.pairings)) if wanted is None else wanted
    missing = [number for number in candidates if grid.slot[number] == NOWHERE]

    def key(number: int) -> tuple[bool, int, int]:
        pairing = openings.pairings[number]
        return openings.party[pairing.company] not in needy, -pairing.worth, number

    for number in sorted(missing, key=key):
        limit.check()
        company = openings.pairings[number].company
        if left[company] > 0 and insert(grid, number):
            left[company] -= 1
