"""A timetable made by hand, as a result that can be stored, checked and explained like any other.

At the whiteboard: whoever places meetings by hand proves nothing, but much can still be said of what he did.
Every figure is counted. How many parties could be served at best, and which the draw would choose, is a
matching (serve.py) that knows nothing of the timetable; where the timetable reaches it, that level is proven.
Nothing waited and nothing moved are the least there is. Of worth, of time, of promises kept nothing is
claimed: no bound, no proof, no certificate, and the status is "feasible".

Why a wish found no place is said as after a search that was stopped: the first reason that is true of these
meetings, and where none is, that something better may exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version

from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.occupancy import too_early
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.quality import LEVELS, REPAIR_LEVELS, Quality, asking_parties, quality
from matchmaker.scheduling.reading import quoted
from matchmaker.scheduling.repairing.promises import promised
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.solving.openings import openings
from matchmaker.scheduling.solving.serve import pinned_parties, serve
from matchmaker.scheduling.timetable import Booking, Figure, Level, LevelName, Proof, Result


def judged(problem: Problem, bookings: Sequence[Booking], seed: int = 1, repaired: bool = False) -> Result:
    """The result of these meetings, in any order; ``repaired``: they answer to what was published.

    ``problem.sha256`` names the problem in the result, so it is one that was read (files.py). Raises
    ValueError with a line for each rule that is broken.
    """
    broken = [*map(str, violations(problem, bookings)), *(_too_early(problem, bookings) if repaired else ())]
    if broken:
        raise ValueError("\n".join(broken))
    order = problem.slot_index
    meetings = tuple(sorted(bookings, key=lambda booking: (booking.company, order[booking.slot])))
    return Result(
        problem_sha256=problem.sha256,
        seed=seed,
        engine=f"matchmaker {version('matchmaker')}",
        status="feasible",
        objective=_levels(problem, quality(problem, meetings), seed, repaired),
        meetings=meetings,
        unplaced=explain(problem, meetings, stopped=True, repaired=repaired),
    )


def _too_early(problem: Problem, bookings: Sequence[Booking]) -> Iterator[str]:
    """Nobody is moved to before the hour announced, unless pinned there."""
    early = too_early(problem)
    for booking in bookings:
        if not booking.pinned and booking.slot in early.get(booking.pair, ()):
            who = f"company {quoted(booking.company)} with desk {quoted(booking.desk)}"
            yield f"{who} in slot {quoted(booking.slot)}: moved to before its earliest slot"


def _levels(problem: Problem, figures: Quality, seed: int, repaired: bool) -> tuple[Level, ...]:
    names = (REPAIR_LEVELS if repaired else LEVELS)[problem.policy]
    bounds = _bounds_of_serving(problem, figures, seed, repaired) if problem.policy == "floor" else {}
    if figures.idle == 0:
        bounds["idle"] = 0
    if figures.moved == 0:
        bounds["moved"] = 0
    return tuple(_level(name, figures.figure(name), bounds.get(name)) for name in names)


def _level(name: LevelName, value: Figure, bound: Figure | None) -> Level:
    proof: Proof = "zero" if name in ("idle", "moved") else "matching"
    return Level(name, value, bound, proof if value == bound else None)


def _bounds_of_serving(
    problem: Problem, figures: Quality, seed: int, repaired: bool
) -> dict[LevelName, Figure]:
    """The parties that can be served at best; where as many are, whom the draw would leave out."""
    left = promised(problem, seed)[0] if repaired else openings(problem, seed)
    best = pinned_parties(left) | serve(left).keys()
    bounds: dict[LevelName, Figure] = {"served": len(best)}
    if figures.served == len(best):
        served = {problem.draw[party] for party in best}
        bounds["draw"] = tuple(sorted(problem.rank[party] for party in asking_parties(problem) - served))
    return bounds
