"""The truth about tiny repairs, by trying everything: written from formats.md, not from the solver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from matchmaker.scheduling.problem import Problem
from tests.scheduling import oracle
from tests.scheduling.oracle import Held


class Best(NamedTuple):
    """The levels of a repair, policy respected: those that it leaves out are None."""

    kept: int
    served: int | None
    moved: int
    draw: tuple[int, ...] | None
    worth: int
    idle: int


def best(problem: Problem) -> Best:
    """The best there is, level by level; idle time for the pairs that meet in the given best timetables."""
    found = list(_timetables(problem))
    key = max(_figures(problem, held) for held in found)
    idle = min(oracle.idle(problem, held) for held in found if _figures(problem, held) == key)
    kept, served, stayed, without, worth = key
    if problem.policy == "worth":
        return Best(kept, None, -stayed, None, worth, idle)
    return Best(kept, served, -stayed, without, worth, idle)


def least_idle(problem: Problem, held: Held) -> int:
    """The least idle time with the same pairs and no more of them moved."""
    pairs, moved = {(c, d) for c, d, _ in held}, _kept_and_moved(problem, held)[1]
    return min(
        oracle.idle(problem, other)
        for other in _timetables(problem)
        if {(c, d) for c, d, _ in other} == pairs and _kept_and_moved(problem, other)[1] <= moved
    )


def is_too_early(problem: Problem, held: Held) -> bool:
    """Whether somebody has been moved before the slot from which on they may be."""
    index, at = problem.slot_index, {(c, d): t for c, d, t in held}
    pinned = {pin.pair for pin in problem.pins}
    return any(
        promise.earliest is not None
        and promise.pair in at.keys() - pinned
        and at[promise.pair] != index[promise.slot]
        and at[promise.pair] < index[promise.earliest]
        for promise in problem.published
    )


def _timetables(problem: Problem) -> Iterator[Held]:
    pairs = [wish.pair for wish in problem.wishes]
    for held, _ in oracle.outcomes(problem, pairs, must_meet=False, merge=False):
        if not is_too_early(problem, held):
            yield held


def _kept_and_moved(problem: Problem, held: Held) -> tuple[int, int]:
    slot = {promise.pair: problem.slot_index[promise.slot] for promise in problem.published}
    kept = [(c, d, t) for c, d, t in held if (c, d) in slot]
    return len(kept), sum(slot[c, d] != t for c, d, t in kept)


def _figures(problem: Problem, held: Held) -> tuple[int, int, int, tuple[int, ...], int]:
    """Of two timetables the better one has the greater figures; policy "worth" counts nobody."""
    kept, moved = _kept_and_moved(problem, held)
    asking = {problem.company[entry.company].party for entry in (*problem.wishes, *problem.pins)}
    served = {problem.company[c].party for c, _, _ in held}
    without = tuple(sorted(problem.rank[party] for party in asking - served))
    worth = sum(problem.worth.get((c, d), 0) for c, d, _ in held)
    if problem.policy == "worth":
        return kept, 0, -moved, (), worth
    return kept, len(served), -moved, without, worth
