"""The figures of the objective, counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.scheduling.problem import Company, Pin, Promise, Wish
from matchmaker.scheduling.quality import REPAIR_LEVELS, Quality, quality
from matchmaker.scheduling.timetable import Booking
from tests.scheduling.problems import desk, problem

FAIR = problem(
    6,
    [desk("A"), desk("B"), desk("C")],
    [
        Company("C1", 3),
        Company("C2", 3, breathing=True),
        Company("C3", 3, group="G"),
        Company("C4", 3, group="G"),
        Company("C5", 3),
        Company("C6", 3),
    ],
    [Wish(c, d, worth) for c in ("C1", "C2", "C3", "C4", "C5") for d, worth in (("A", 9), ("B", 5))],
    [Pin("C1", "C", "s6")],
    draw=("C6", "C5", "G", "C2", "C1"),
)


def test_an_empty_timetable_serves_nobody_who_asked() -> None:
    assert quality(FAIR, []) == Quality(served=0, draw=(2, 3, 4, 5), worth=0, idle=0, kept=0, moved=0)


def test_a_group_counts_once_and_a_pair_nobody_wished_is_worth_nothing() -> None:
    bookings = [
        Booking("C1", "C", "s6", "C-1", pinned=True),
        Booking("C3", "A", "s1", "A-1"),
        Booking("C4", "A", "s2", "A-1"),
        Booking("C4", "B", "s3", "B-1"),
    ]

    assert quality(FAIR, bookings) == Quality(served=2, draw=(2, 4), worth=9 + 9 + 5, idle=0, kept=0, moved=0)


@pytest.mark.parametrize(
    ("company", "slots", "idle"),
    [
        ("C1", [3], 0),
        ("C1", [2, 3], 0),
        ("C1", [1, 6], 4),
        ("C1", [1, 3, 6], 3),
        ("C2", [4], 0),
        ("C2", [1, 3], 0),
        ("C2", [1, 3, 6], 1),
    ],
)
def test_idle_slots_lie_between_first_and_last_meeting_breathing_spaces_apart(
    company: str, slots: list[int], idle: int
) -> None:
    held = zip("ABC", slots, strict=False)
    bookings = [Booking(company, name, f"s{slot}", f"{name}-1") for name, slot in held]

    assert quality(FAIR, bookings).idle == idle


def test_a_figure_is_found_by_the_name_of_its_level() -> None:
    found = Quality(served=3, draw=(2,), worth=10, idle=1, kept=5, moved=4)

    assert [found.figure(name) for name in REPAIR_LEVELS["floor"]] == [5, 3, 4, (2,), 10, 1]


def test_a_published_pair_that_meets_is_kept_and_in_another_slot_moved() -> None:
    """Another table is no move, and of what was not published nothing is counted."""
    published = [("C1", "A", "s1"), ("C2", "A", "s2"), ("C5", "B", "s1")]
    promises = [Promise(company, at, slot, f"{at}-1") for company, at, slot in published]
    bookings = [
        Booking("C1", "A", "s1", "A-2"),
        Booking("C2", "A", "s3", "A-1"),
        Booking("C3", "B", "s1", "B-1"),
    ]
    found = quality(replace(FAIR, published=tuple(promises)), bookings)

    assert (found.kept, found.moved) == (2, 1)
