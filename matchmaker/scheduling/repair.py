"""From what was published and what has happened since to the timetable with the fewest changes.

1. What the pins leave open, and what was promised (promises.py).
2. A timetable mended by hand, in milliseconds (rehouse.py): the ``preview``.
3. Level by level the best there is: kept, served, moved, draw, worth (repair_ladder.py).
4. Short days, first for whoever has to look at the watch again anyway (compact.py), then with the proof that
   no other few moves would do better (few_moves.py).
5. The same tables where they can be kept (seat.py), and why every other wish found no place (explain.py).

A time limit or Ctrl-C ends the search where it stands, as in ``solve``: the best timetable so far, never a
worse one than the preview, with the bounds that are known.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from typing import Any

from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.quality import REPAIR_LEVELS, asking_parties, quality
from matchmaker.scheduling.repairing.few_moves import shortest_days
from matchmaker.scheduling.repairing.promises import promised
from matchmaker.scheduling.repairing.rehouse import rehoused
from matchmaker.scheduling.repairing.repair_ladder import RepairLadder
from matchmaker.scheduling.solving.certificate import by_id
from matchmaker.scheduling.solving.compact import Compaction
from matchmaker.scheduling.solving.grid import NOWHERE
from matchmaker.scheduling.solving.limit import Limit, Progress, Stopped, interrupting
from matchmaker.scheduling.solving.seat import Visit, seat
from matchmaker.scheduling.solving.serve import pinned_parties
from matchmaker.scheduling.solving.shortest import least_idle
from matchmaker.scheduling.timetable import Booking, Figure, Level, LevelName, Proof, Result


def repair(
    problem: Problem, seed: int = 1, time_limit: float | None = None, progress: Progress | None = None
) -> Result:
    """The timetable with the fewest changes. The pins must not contradict each other (contradictions.py).

    Of a pair that is published twice the last entry counts; the command refuses it.

    ``seed`` breaks ties; ``time_limit`` is in seconds; ``progress`` is called with the name of each stage
    and the share of the work behind it, from 0 to 1.
    """
    limit = Limit(time_limit, progress)
    with interrupting(limit):
        search = _Repair(problem, seed, limit)
        try:
            search.run()
            stopped = False
        except (Stopped, KeyboardInterrupt):
            stopped = True
        limit.tell("done", 1.0)
        return search.result(stopped)


def preview(problem: Problem, seed: int = 1) -> Result:
    """The timetable mended by hand: at once, legal, mostly the best or near it, and without proof."""
    return _Repair(problem, seed, Limit()).result(stopped=True)


class _Repair:
    """A repair that may be stopped at any moment and asked for its result."""

    def __init__(self, problem: Problem, seed: int, limit: Limit) -> None:
        self._problem, self._seed, self._limit = problem, seed, limit
        self._openings, self._promises = promised(problem, seed)
        start = rehoused(self._openings, self._promises)
        has_floor = problem.policy == "floor"
        self._ladder = RepairLadder(self._openings, self._promises, has_floor, start, limit)
        self._short_days: list[int] | None = None
        self._idle_bound: int | None = None

    @property
    def _slots(self) -> list[int]:
        return self._ladder.slots if self._short_days is None else self._short_days

    def run(self) -> None:
        self._ladder.climb()
        self._limit.enter("shortening the days", 0.8)
        self._shorten()
        self._limit.enter("proving that the days cannot be shorter", 0.9)
        self._shorten_exactly()

    def _shorten(self) -> None:
        """Exchange the slots of those who are new or moved already; nobody else has to hear of it."""
        slots = self._ladder.slots
        least = least_idle(self._openings, slots)
        self._idle_bound = sum(least)
        staying = [
            pairing._replace(slots=1 << slot) if slot == self._promises.slot[number] != NOWHERE else pairing
            for number, (pairing, slot) in enumerate(zip(self._openings.pairings, slots, strict=True))
        ]
        compaction = Compaction(replace(self._openings, pairings=tuple(staying)), slots, least, self._seed)
        compaction.run(self._limit)
        self._short_days = compaction.slots
        self._idle = compaction.idle

    def _shorten_exactly(self) -> None:
        """Whether others could move in their stead, as many, so that people wait less."""
        if self._idle == self._idle_bound:
            return
        shortest = shortest_days(self._openings, self._promises, self._slots, self._limit)
        if shortest is not None:
            self._short_days = shortest.slots
            self._idle_bound = max(self._idle_bound or 0, shortest.bound)

    def result(self, stopped: bool) -> Result:
        meetings = self._meetings()
        figures = quality(self._problem, meetings)
        names = REPAIR_LEVELS[self._problem.policy]
        levels = tuple(self._level(name, figures.figure(name)) for name in names)
        is_optimal = not stopped and all(level.is_proven for level in levels[:-1])
        return Result(
            problem_sha256=self._problem.sha256,
            seed=self._seed,
            engine=f"matchmaker {version('matchmaker')}",
            status="optimal" if is_optimal else "feasible",
            objective=levels,
            meetings=meetings,
            unplaced=explain(self._problem, meetings, stopped=not is_optimal, repaired=True),
            certificate=self._certificate(),
        )

    def _level(self, name: LevelName, value: Figure) -> Level:
        bound, proof = self._bound(name, value)
        return Level(name, value, bound, proof if value == bound else None)

    def _bound(self, name: LevelName, value: Figure) -> tuple[Figure | None, Proof | None]:
        """What is known of a level, pins included, and what that rests on."""
        ladder = self._ladder
        if name in ("moved", "idle") and value == 0:
            return 0, "zero"
        if name == "idle":
            return self._idle_bound, "exhausted search"
        if name == "draw":
            return self._left_out(), ladder.draw_proof
        if name not in ladder.findings:
            return None, None
        finding = ladder.findings[name]
        return self._pinned(name) + (-finding.bound if name == "moved" else finding.bound), finding.proof

    def _left_out(self) -> tuple[int, ...] | None:
        """The draw ranks of the parties that ask and must do without at the least."""
        ladder = self._ladder
        if ladder.left_out is None:
            return None
        served = pinned_parties(self._openings) | set(ladder.agenda.parties).difference(ladder.left_out)
        asking = {self._problem.rank[party] for party in asking_parties(self._problem)}
        return tuple(sorted(asking - {party + 1 for party in served}))

    def _pinned(self, name: LevelName) -> int:
        """What the pins come to by themselves."""
        if name == "served":
            return len(pinned_parties(self._openings))
        if name == "worth":
            return sum(self._problem.worth.get(pin.pair, 0) for pin in self._problem.pins)
        return self._promises.pinned.kept if name == "kept" else self._promises.pinned.moved

    def _meetings(self) -> tuple[Booking, ...]:
        companies, desks = self._openings.companies, self._openings.desks
        visits = [
            Visit(companies[pairing.company].id, desks[pairing.desk].id, self._problem.slots[slot].id)
            for pairing, slot in zip(self._openings.pairings, self._slots, strict=True)
            if slot != NOWHERE
        ]
        return seat(self._problem, visits, self._problem.published)

    def _certificate(self) -> dict[str, Any] | None:
        """The prices of every level that has some (docs/certificate.md)."""
        proven: dict[str, Any] = {
            name: {
                **by_id(self._problem, self._openings, found.prices.prices),
                "earlier": dict(found.prices.earlier),
            }
            for name, found in self._ladder.findings.items()
            if found.prices is not None
        }
        return {"kind": "levels/1", **proven} if proven else None
