"""The ladder of the level worth: cheap stages first, each with a bound, up to the first that proves it.

1. The flow chooses who meets whom, blind to time (choose.py): the first bound.
2. Where its choice cannot stand in time, a flow that counts slots there chooses again (tighten.py); chains
   and ejections place the choice (place.py). All placed: nothing can be worth more.
3. What was left out is filled up with other wishes.
4. The linear programme (exact.py). If it bounds the worth no closer, the choice may be placed all the same:
   by exhausted search (exact_placement.py). Otherwise, or in vain: branch and cut.

At every moment there is a timetable that serves everybody who must be served, beginning with the matching
of the first meetings, so the ladder may be left at any rung; left while placing, it takes what stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matchmaker.scheduling.solving.certificate import Prices
from matchmaker.scheduling.solving.choose import Choice, choose
from matchmaker.scheduling.solving.exact import Relaxed, relax, search, worth_of
from matchmaker.scheduling.solving.exact_placement import place_exactly
from matchmaker.scheduling.solving.grid import NOWHERE, Grid
from matchmaker.scheduling.solving.limit import Limit, Stopped
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.solving.place import insert, place
from matchmaker.scheduling.solving.tighten import tighten
from matchmaker.scheduling.timetable import Proof

ATTEMPTS = 3
EFFORT = 0.3
"""For exact placement, in its own unit: what can be decided at all is mostly decided within."""


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
        self.proof: Proof | None = None
        self._choice: Choice | None = None
        self._bounding: Choice | Relaxed | None = None
        self._grid: Grid | None = None
        self._seed = seed
        self._limit = limit

    @property
    def is_proven(self) -> bool:
        return self.worth == self.bound

    @property
    def prices(self) -> Prices | None:
        return None if self._bounding is None else self._bounding.prices

    def climb(self) -> Prices | None:
        """Go up until the worth is proven or the ladder ends; the prices of the bound.

        Raises Stopped when the time is over.
        """
        try:
            self._limit.enter("choosing who meets whom", 0.1)
            self._choice = choose(self.openings)
            self._lower(self._choice.worth, self._choice, "flow")
            for share, (stage, rung) in enumerate(self._rungs(), start=2):
                if self.is_proven:
                    break
                self._limit.enter(stage, share / 10)
                rung()
        except Stopped:
            self._save()
            raise
        return self.prices

    def _rungs(self) -> list[tuple[str, Callable[[], None]]]:
        return [
            ("choosing with an eye on the clock", self._tighten),
            ("filling up", self._fill_up),
            ("linear programme", self._programme),
            ("placing exactly", self._place_exactly),
            ("exhausted search", self._search),
        ]

    def _lower(self, bound: int, by: Choice | Relaxed | None, proof: Proof) -> None:
        if self.bound is None or bound < self.bound:
            self.bound, self._bounding, self.proof = bound, by, proof

    def _offer(self, grid: Grid) -> None:
        """Take a grid if it is worth more and serves everybody who must be served."""
        worth = worth_of(self.openings, grid.slot)
        if worth > self.worth and not _unserved(grid):
            self.slots, self.worth = list(grid.slot), worth

    def _tighten(self) -> None:
        """Where a choice finds no place, another of the same worth may, without those who were left over."""
        avoided: set[int] = set()
        for attempt in range(ATTEMPTS):
            if self.is_proven:
                return
            choice = choose(self.openings, avoided=avoided) if avoided else self._choice
            assert choice is not None
            self._choice = choice = tighten(self.openings, choice, self._limit)
            self._lower(choice.worth, choice, "two-sided flow")
            avoided |= self._place(choice, f"{self._seed}:{attempt}")

    def _place(self, choice: Choice, seed: str) -> set[int]:
        """Offer a placement of a choice, filled up; who of the chosen found no place in it."""
        self._grid = grid = Grid(self.openings)
        grid = place(self.openings, choice.chosen, seed, self._limit, grid)
        homeless = {number for number in choice.chosen if grid.slot[number] == NOWHERE}
        if homeless:
            _fill(grid, self._limit)
        self._offer(grid)
        return homeless

    def _save(self) -> None:
        """Stopped: take what stands, filled up, and the matching filled up with what was chosen."""
        if self._choice is None or self.worth > worth_of(self.openings, self._first):
            return
        for grid in (self._grid or Grid(self.openings), Grid.of(self.openings, self._first)):
            _fill(grid, Limit(), self._choice.chosen)
            _fill(grid, Limit())
            self._offer(grid)

    def _fill_up(self) -> None:
        """From the matching upwards: nobody who is served can be lost on the way."""
        assert self._choice is not None
        grid = Grid.of(self.openings, self._first)
        _fill(grid, self._limit, self._choice.chosen)
        _fill(grid, self._limit)
        self._offer(grid)

    def _place_exactly(self) -> None:
        """In vain if another bound has shown meanwhile that no placement is worth as much as the choice."""
        assert self._choice is not None
        if self._choice.worth == self.bound:
            grid = place_exactly(self.openings, self._choice.chosen, self._limit, EFFORT)
            if grid is not None:
                self._offer(grid)

    def _programme(self) -> None:
        relaxed = relax(self.openings, self._limit)
        if relaxed is None:
            return
        self._lower(relaxed.bound, relaxed, "linear programme")
        if relaxed.slots is not None:
            self._offer(Grid.of(self.openings, relaxed.slots))

    def _search(self) -> None:
        """Needs the prices of a bound; there are always some from the flow."""
        prices = self.prices
        assert prices is not None
        searched = search(self.openings, prices, self.worth, self._limit)
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
