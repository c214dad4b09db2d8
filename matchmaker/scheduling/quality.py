"""What is better: the figures of the objective, counted from the meetings alone.

A later level never makes up for an earlier one: first the parties served, then the draw, then worth, then
idle time. A repair puts the published meetings kept before all, and the fewest moves before the draw. Policy
"worth" leaves out the parties served and the draw.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from matchmaker.scheduling.problem import Policy, Problem
from matchmaker.scheduling.timetable import Booking, Figure, LevelName

LEVELS: dict[Policy, tuple[LevelName, ...]] = {
    "floor": ("served", "draw", "worth", "idle"),
    "worth": ("worth", "idle"),
}
REPAIR_LEVELS: dict[Policy, tuple[LevelName, ...]] = {
    "floor": ("kept", "served", "moved", "draw", "worth", "idle"),
    "worth": ("kept", "moved", "worth", "idle"),
}


class Quality(NamedTuple):
    """The figures of a timetable; ``draw`` has the ranks of the parties that asked and are not served."""

    served: int
    draw: tuple[int, ...]
    worth: int
    idle: int
    kept: int
    moved: int

    def figure(self, level: LevelName) -> Figure:
        """The figure of that level."""
        figures: dict[LevelName, Figure] = {
            "served": self.served,
            "draw": self.draw,
            "worth": self.worth,
            "idle": self.idle,
            "kept": self.kept,
            "moved": self.moved,
        }
        return figures[level]


def quality(problem: Problem, bookings: Sequence[Booking]) -> Quality:
    """The figures of these meetings, whose ids are all known to the problem."""
    served = {problem.company[booking.company].party for booking in bookings}
    unserved = asking_parties(problem) - served
    published = {promise.pair: promise.slot for promise in problem.published}
    kept = [booking for booking in bookings if booking.pair in published]
    return Quality(
        served=len(served),
        draw=tuple(sorted(problem.rank[party] for party in unserved)),
        worth=sum(problem.worth.get(booking.pair, 0) for booking in bookings),
        idle=idle(problem, bookings),
        kept=len(kept),
        moved=sum(booking.slot != published[booking.pair] for booking in kept),
    )


def asking_parties(problem: Problem) -> set[str]:
    """The parties with a wish or a pin: those that can be served at all."""
    asking = {wish.company for wish in problem.wishes} | {pin.company for pin in problem.pins}
    return {problem.company[company].party for company in asking}


def idle(problem: Problem, bookings: Iterable[Booking]) -> int:
    """Slots in which companies wait between their first and last meeting, breathing spaces not counted."""
    slots: dict[str, list[int]] = defaultdict(list)
    for booking in bookings:
        slots[booking.company].append(problem.slot_index[booking.slot])
    return sum(_waiting(held, problem.company[company].breathing) for company, held in slots.items())


def _waiting(held: Sequence[int], breathing: bool) -> int:
    pauses = len(held) - 1 if breathing else 0
    return max(held) - min(held) + 1 - len(held) - pauses
