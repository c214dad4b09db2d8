"""Which changes need which others made first: the arrows of chains.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.scheduling.timetable import Booking


class Change(NamedTuple):
    """A pair whose meeting is not the same before and after; None: it does not meet."""

    before: Booking | None
    after: Booking | None


Changes = Mapping[Pair, Change]
Arrows = Mapping[Pair, frozenset[Pair]]
"""Changed pair -> the changed pairs of which what was cannot stand beside what this one becomes."""


def changes_between(before: Sequence[Booking], after: Sequence[Booking]) -> dict[Pair, Change]:
    """The pairs that meet elsewhere, no more or only after, in the order of their ids."""
    was, becomes = ({booking.pair: booking for booking in held} for held in (before, after))
    return {
        pair: Change(was.get(pair), becomes.get(pair))
        for pair in sorted(was.keys() | becomes.keys())
        if _place(was.get(pair)) != _place(becomes.get(pair))
    }


def arrows(problem: Problem, changes: Changes) -> dict[Pair, frozenset[Pair]]:
    """The arrows between these changes; slots and companies may be unknown to the problem where they were."""
    at: dict[object, set[Pair]] = defaultdict(set)
    for pair, change in changes.items():
        if change.before is not None:
            at[_place(change.before)].add(pair)
            at[pair.company, problem.slot_index.get(change.before.slot)].add(pair)
    return {
        pair: frozenset(found for key in _wanted(problem, change.after) for found in at.get(key, ())) - {pair}
        for pair, change in changes.items()
    }


def reached(start: frozenset[Pair], leading: Arrows) -> frozenset[Pair]:
    """These pairs and all to which arrows lead from them."""
    found, pending = set(start), list(start)
    while pending:
        more = leading[pending.pop()] - found
        found |= more
        pending.extend(more)
    return frozenset(found)


def _wanted(problem: Problem, after: Booking | None) -> Iterator[object]:
    """The place that a meeting takes, and the hours of its company, a breathing space beside them."""
    if after is not None:
        yield _place(after)
        at, breathing = problem.slot_index[after.slot], problem.company[after.company].breathing
        yield from ((after.company, slot) for slot in (range(at - 1, at + 2) if breathing else (at,)))


def _place(booking: Booking | None) -> tuple[str, str, str] | None:
    """Marked as a place, for ids of tables and companies may be alike."""
    return None if booking is None else ("place", booking.slot, booking.table)
