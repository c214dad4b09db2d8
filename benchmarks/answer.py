"""What every way of filling a fair returns, so that all can be checked and counted alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.solving.seat import Visit, seat
from matchmaker.scheduling.timetable import Booking


class Answer(NamedTuple):
    """A timetable, pins and tables included, or None if there is none.

    ``is_proven``: nothing that serves as many is worth more. ``settled``: seconds after which the levels
    before idle were as they are now, None for when it returned. ``figures``: what else it has to say.
    """

    bookings: tuple[Booking, ...] | None
    is_proven: bool = False
    settled: float | None = None
    figures: Mapping[str, Any] = {}


def seated(problem: Problem, openings: Openings, placed: Iterable[tuple[int, int]]) -> tuple[Booking, ...]:
    """The bookings of these pairings (by number) in these slots (by index), beside the pins."""
    companies, desks = openings.companies, openings.desks
    pairings = ((openings.pairings[number], t) for number, t in placed)
    visits = [Visit(companies[p.company].id, desks[p.desk].id, problem.slots[t].id) for p, t in pairings]
    return seat(problem, visits)
