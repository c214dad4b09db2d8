"""The whole way from a problem to a timetable with its figures, its proofs and its explanations.

1. What the pins leave open (openings.py).
2. Who is served: first meetings by the draw (serve.py). It is exact, and a first timetable as well.
3. Who meets whom: the greatest worth that serves them all (ladder.py).
4. When: the same pairs with as little idle time as possible (compact.py, compact_exact.py).
5. At which table (seat.py), and why every other wish found no place (explain.py).

Policy "worth" leaves out the second step. A time limit or Ctrl-C ends the search where it stands: the best
timetable so far is returned as "feasible", with the bounds that are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.solving.certificate import certificate
from matchmaker.scheduling.solving.compact import Compaction
from matchmaker.scheduling.solving.compact_exact import ExactCompaction
from matchmaker.scheduling.solving.grid import NOWHERE, Grid
from matchmaker.scheduling.solving.ladder import Ladder
from matchmaker.scheduling.solving.limit import Limit, Progress, Stopped, interrupting
from matchmaker.scheduling.solving.openings import Openings, openings
from matchmaker.scheduling.solving.seat import Visit, seat
from matchmaker.scheduling.solving.serve import First, pinned_parties, serve
from matchmaker.scheduling.solving.shortest import least_idle
from matchmaker.scheduling.timetable import Booking, Level, Proof, Result


def solve(
    problem: Problem, seed: int = 1, time_limit: float | None = None, progress: Progress | None = None
) -> Result:
    """The best timetable. The pins must not contradict each other (see contradictions.py).

    ``seed`` breaks ties; ``time_limit`` is in seconds; ``progress`` is called with the name of each stage
    and the share of the work behind it, from 0 to 1.
    """
    return solve_within(problem, seed, Limit(time_limit, progress))


def solve_within(problem: Problem, seed: int, limit: Limit) -> Result:
    """The same with a limit of the caller's."""
    with interrupting(limit):
        search = _Search(problem, seed, limit)
        try:
            search.run()
            stopped = False
        except (Stopped, KeyboardInterrupt):
            stopped = True
        limit.tell("done", 1.0)
        return search.result(stopped)


class _Search:
    """A search that may be stopped at any moment and asked for its result."""

    def __init__(self, problem: Problem, seed: int, limit: Limit) -> None:
        self._problem, self._seed, self._limit = problem, seed, limit
        self._has_floor = problem.policy == "floor"
        whole = openings(problem, seed)
        first = serve(whole) if self._has_floor else {}
        self._served = pinned_parties(whole) | first.keys()
        self._openings = whole.narrowed(self._served, first) if self._has_floor else whole
        self._ladder = Ladder(self._openings, _renumbered(whole, self._openings, first), seed, limit)
        self._compaction: Compaction | None = None
        self._exact: ExactCompaction | None = None
        self._idle_bound: int | None = None

    def run(self) -> None:
        self._ladder.climb()
        self._limit.enter("shortening the days", 0.7)
        least = least_idle(self._openings, self._ladder.slots)
        self._idle_bound = sum(least)
        self._compaction = Compaction(self._openings, self._ladder.slots, least, self._seed)
        self._compaction.run(self._limit)
        if self._compaction.idle > self._idle_bound:
            self._limit.enter("proving that the days cannot be shorter", 0.8)
            self._exact = ExactCompaction(self._openings, self._compaction.slots)
            self._exact.run(self._limit)

    @property
    def _slots(self) -> list[int]:
        """Where the pairings stand, after whatever was done last."""
        last = self._exact or self._compaction or self._ladder
        return last.slots

    def result(self, stopped: bool) -> Result:
        slots = self._slots
        levels = (*self._levels_of_serving(), self._level_of_worth(), self._level_of_idle(slots))
        is_optimal = not stopped and all(level.is_proven for level in levels[:-1])
        meetings = self._meetings(slots)
        return Result(
            problem_sha256=self._problem.sha256,
            seed=self._seed,
            engine=f"matchmaker {version('matchmaker')}",
            status="optimal" if is_optimal else "feasible",
            objective=levels,
            meetings=meetings,
            unplaced=explain(self._problem, meetings, stopped=not is_optimal),
            certificate=self._certificate(),
        )

    def _levels_of_serving(self) -> list[Level]:
        if not self._has_floor:
            return []
        pairs = [*(wish.pair for wish in self._problem.wishes), *(pin.pair for pin in self._problem.pins)]
        asking = {self._problem.company[pair.company].party for pair in pairs}
        served = {self._problem.draw[party] for party in self._served}
        without = tuple(sorted(self._problem.rank[party] for party in asking - served))
        count = len(self._served)
        return [Level("served", count, count, "matching"), Level("draw", without, without, "matching")]

    def _level_of_worth(self) -> Level:
        pinned = sum(self._problem.worth.get(pin.pair, 0) for pin in self._problem.pins)
        ladder = self._ladder
        bound = None if ladder.bound is None else ladder.bound + pinned
        return Level("worth", ladder.worth + pinned, bound, ladder.proof if ladder.is_proven else None)

    def _level_of_idle(self, slots: list[int]) -> Level:
        value = Grid.of(self._openings, slots).idle_in_all()
        bound = (self._exact.bound if self._exact else self._idle_bound) if value else 0
        proof: Proof = "exhausted search" if value else "zero"
        return Level("idle", value, bound, proof if value == bound else None)

    def _meetings(self, slots: list[int]) -> tuple[Booking, ...]:
        companies, desks = self._openings.companies, self._openings.desks
        visits = [
            Visit(companies[pairing.company].id, desks[pairing.desk].id, self._problem.slots[slot].id)
            for pairing, slot in zip(self._openings.pairings, slots, strict=True)
            if slot != NOWHERE
        ]
        return seat(self._problem, visits)

    def _certificate(self) -> dict[str, Any] | None:
        prices = self._ladder.prices
        return None if prices is None else certificate(self._problem, self._openings, prices)


def _renumbered(whole: Openings, narrowed: Openings, first: Mapping[int, First]) -> list[int]:
    """The slots of the first meetings, by the numbers that pairings have once nobody else is asked."""
    number = {pairing: place for place, pairing in enumerate(narrowed.pairings)}
    slots = [NOWHERE] * len(narrowed.pairings)
    for pairing, slot in first.values():
        slots[number[whole.pairings[pairing]]] = slot
    return slots
