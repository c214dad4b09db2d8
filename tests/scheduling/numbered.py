"""The solver's numbers in words: pairings as "C1-A", where they stand as "C1-A@s1"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.solving.grid import NOWHERE
from matchmaker.scheduling.solving.openings import Openings, openings
from matchmaker.scheduling.solving.serve import pinned_parties, serve
from matchmaker.scheduling.timetable import Booking


def opened(problem: Problem) -> Openings:
    return openings(problem, seed=1)


def settled(problem: Problem) -> Openings:
    """What is left to the level worth: only the parties that the draw serves, each of which must meet."""
    whole = opened(problem)
    first = serve(whole)
    return whole.narrowed(pinned_parties(whole) | first.keys(), first)


def name(openings: Openings, number: int) -> str:
    pairing = openings.pairings[number]
    return f"{openings.companies[pairing.company].id}-{openings.desks[pairing.desk].id}"


def names(openings: Openings, numbers: Iterable[int]) -> set[str]:
    return {name(openings, number) for number in numbers}


def numbers(openings: Openings, described: str) -> list[int]:
    """The pairings of "C1-A C2-A", in that order."""
    known = {name(openings, number): number for number in range(len(openings.pairings))}
    return [known[entry] for entry in described.split()]


def slots(openings: Openings, described: str) -> list[int]:
    """Where each pairing stands in "C1-A@s1 C2-A@s2"; the others stand nowhere."""
    at = dict(entry.split("@s") for entry in described.split())
    pairings = range(len(openings.pairings))
    return [int(at[key]) - 1 if (key := name(openings, number)) in at else NOWHERE for number in pairings]


def standing(openings: Openings, slots: Sequence[int]) -> set[str]:
    return {f"{name(openings, n)}@s{slot + 1}" for n, slot in enumerate(slots) if slot != NOWHERE}


def placed(problem: Problem, openings: Openings, bookings: Iterable[Booking]) -> list[int]:
    """Where the pairings stand in a timetable, pins aside."""
    at = {f"{b.company}-{b.desk}": problem.slot_index[b.slot] for b in bookings if not b.pinned}
    return [at.get(name(openings, number), NOWHERE) for number in range(len(openings.pairings))]
