"""Timetables as a hand may have left them: legal, and by no means the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.repair import preview
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Booking
from tests.scheduling.problems import Shape, random_problem
from tests.scheduling.wild_repairs import SHARED, TIGHT, wild_repair

SHAPES = [Shape(), TIGHT, SHARED, Shape(pins=(2, 4), absent=0.4, closed=0.4)]


def random_state(seed: int) -> tuple[Problem, list[Booking]]:
    """A tiny fair and meetings that break no rule: some gone that could be held, some moved about by lot."""
    problem = random_problem(seed, SHAPES[seed % len(SHAPES)])
    return problem, by_lot(problem, preview(problem).meetings, Random(f"state/{seed}"))


def random_repaired_state(seed: int) -> tuple[Problem, list[Booking]]:
    """The same after a publication; whoever was moved to before the hour announced is sent home."""
    problem = wild_repair(seed)
    return problem, by_lot(problem, preview(problem).meetings, Random(f"state/{seed}"), moving=False)


def by_lot(
    problem: Problem, meetings: Sequence[Booking], random: Random, moving: bool = True
) -> list[Booking]:
    """Some of these meetings, some of them elsewhere, in the order of a timetable."""
    held = [booking for booking in meetings if booking.pinned or random.random() < 0.8]
    for _ in range(6 if moving and held else 0):
        at = random.randrange(len(held))
        tables = [table.id for table in problem.desk[held[at].desk].tables]
        elsewhere = replace(held[at], slot=random.choice(problem.slots).id, table=random.choice(tables))
        moved = [*held[:at], elsewhere, *held[at + 1 :]]
        held = held if violations(problem, moved) else moved
    return in_order(problem, held)


def in_order(problem: Problem, bookings: Sequence[Booking]) -> list[Booking]:
    """By company id, then slot order."""
    order = problem.slot_index
    return sorted(bookings, key=lambda booking: (booking.company, order[booking.slot]))
