"""What of a timetable still stands after its fair has changed: the rules say, meeting by meeting.

A company that comes later, a wish that was taken back, a table that closes: meetings that were legal may be
so no longer. They are named, so that whoever opens the timetable anew is told: nothing goes without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from matchmaker.scheduling.occupancy import too_early
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Booking


class Standing(NamedTuple):
    """The meetings that obey the rules together, and those that had to go."""

    kept: tuple[Booking, ...]
    gone: tuple[Booking, ...]


def standing(problem: Problem, bookings: Iterable[Booking], repaired: bool = False) -> Standing:
    """What may stay of these meetings; of several that cannot all stay, pinned and earlier ones do.

    ``repaired``: nobody is received before the hour announced, unless pinned there.
    """
    kept, gone = _marked(problem, bookings), list[Booking]()
    while (broken := _broken(problem, kept, repaired)) is not None:
        kept.remove(broken)
        gone.append(broken)
    return Standing(tuple(kept), tuple(gone))


def _marked(problem: Problem, bookings: Iterable[Booking]) -> list[Booking]:
    """Pinned are those that the problem pins, and no others."""
    pins = {(pin.pair, pin.slot) for pin in problem.pins}
    return [replace(one, pinned=(one.pair, one.slot) in pins) for one in bookings]


def _broken(problem: Problem, kept: Sequence[Booking], repaired: bool) -> Booking | None:
    """One meeting that cannot stay."""
    for violation in violations(problem, kept):
        if violation.meetings:
            return max(violation.meetings, key=lambda one: (not one.pinned, _place(problem, one)))
    early = too_early(problem) if repaired else {}
    return next((one for one in kept if not one.pinned and one.slot in early.get(one.pair, ())), None)


def _place(problem: Problem, booking: Booking) -> int:
    return problem.slot_index.get(booking.slot, len(problem.slots))
