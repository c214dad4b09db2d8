"""The shortest day each company could have if it were alone: a lower bound on idle time.

A window of slots is long enough for a company if it holds all its pins and its other meetings can be matched
to the slots of the window in which their desks have a place (Hall). The shortest such window, less the
meetings (and breathing spaces) themselves, cannot be beaten whatever the other companies do; the sum over
all companies bounds the timetable.
"""

from __future__ import annotations

from collections.abc import Sequence

from matchmaker.scheduling.solving.grid import NOWHERE
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.solving.tighten import fits


def least_idle(openings: Openings, slots: Sequence[int]) -> list[int]:
    """For each company, the idle slots that its pairings placed in ``slots`` cannot avoid."""
    wants: list[list[int]] = [[] for _ in openings.companies]
    for pairing, slot in zip(openings.pairings, slots, strict=True):
        if slot != NOWHERE:
            wants[pairing.company].append(pairing.slots)
    return [_least(openings, company, wants[company]) for company in range(len(wants))]


def _least(openings: Openings, company: int, wants: list[int]) -> int:
    held = openings.held[company]
    meetings = len(wants) + held.bit_count()
    if meetings < 2:
        return 0
    shortest = 2 * meetings - 1 if openings.companies[company].breathing else meetings
    for length in range(shortest, openings.slot_count + 1):
        if any(
            _holds(openings, wants, held, first, length) for first in range(openings.slot_count - length + 1)
        ):
            return length - shortest
    raise ValueError("the meetings of this company do not fit the day")


def _holds(openings: Openings, wants: list[int], held: int, first: int, length: int) -> bool:
    window = ((1 << length) - 1) << first
    inside = [slots & window for slots in wants]
    return not held & ~window and all(inside) and fits(inside, [1] * openings.slot_count)
