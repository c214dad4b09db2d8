"""What a run from a draft computes: everything, only the empty seats, only one stand, or the fewest changes.

A partial run is a whole one in which what stays is pinned. Its optimum is one of the smaller question, so the
meetings are judged anew in the draft's own: nothing is claimed for them that was not counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from matchmaker.models import Scope
from matchmaker.scheduling.judge import judged
from matchmaker.scheduling.problem import Pin, Problem
from matchmaker.scheduling.repair import repair
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.solving.limit import Progress
from matchmaker.scheduling.timetable import Booking, Result


@dataclass(frozen=True)
class Asked:
    """A run, apart from the database: what is asked of the scheduler, and what stands in the draft.

    ``is_repaired``: the draft answers to what was published, so nobody is received before the hour announced.
    """

    problem: Problem
    meetings: tuple[Booking, ...]
    seed: int
    scope: Scope
    desk: str | None = None
    is_repaired: bool = False


def answered(asked: Asked, time_limit: float | None = None, progress: Progress | None = None) -> Result:
    """What the scheduler says; with its proofs where it was asked the whole question."""
    if asked.scope is Scope.ALL:
        return solve(asked.problem, asked.seed, time_limit, progress)
    if asked.scope is Scope.FEWEST_CHANGES:
        return repair(asked.problem, asked.seed, time_limit, progress)
    engine = repair if asked.is_repaired else solve
    found = engine(_smaller(asked), asked.seed, time_limit, progress)
    pins = {(pin.pair, pin.slot) for pin in asked.problem.pins}
    meetings = [replace(one, pinned=(one.pair, one.slot) in pins) for one in found.meetings]
    return judged(asked.problem, meetings, asked.seed, asked.is_repaired)


def _smaller(asked: Asked) -> Problem:
    """The question of a partial run: what stays is pinned, and only the rest may be granted."""
    problem = asked.problem
    if asked.scope is Scope.EMPTY_SEATS:
        return replace(problem, pins=_pins(asked.meetings))
    staying = (one for one in asked.meetings if one.pinned or one.desk != asked.desk)
    wishes = tuple(wish for wish in problem.wishes if wish.desk == asked.desk)
    return replace(problem, pins=_pins(staying), wishes=wishes)


def _pins(staying: Iterable[Booking]) -> tuple[Pin, ...]:
    return tuple(Pin(one.company, one.desk, one.slot, one.table) for one in staying)
