"""Pins that no timetable can obey are named; pins that one can obey are not."""

from __future__ import annotations

import pytest

from matchmaker.scheduling.contradictions import contradictions
from matchmaker.scheduling.problem import Company, Pin, Problem
from tests.scheduling.problems import desk, problem


def pinned(*pins: Pin, companies: tuple[Company, ...] = (Company("C1", 3), Company("C2", 3))) -> Problem:
    return problem(4, [desk("A", 2, closed={2: {"s1"}}), desk("B", 1)], list(companies), [], list(pins))


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        (
            pinned(Pin("C1", "B", "s1"), Pin("C2", "A", "s1"), Pin("C1", "A", "s1")),
            ['pins[0], pins[2]: company "C1" has 2 meetings in slot "s1"'],
        ),
        (
            pinned(Pin("C1", "A", "s1", "A-1"), Pin("C2", "A", "s1", "A-1")),
            ['pins[0], pins[1]: table "A-1" in slot "s1" has 2 meetings'],
        ),
        (
            pinned(Pin("C1", "B", "s1"), Pin("C2", "B", "s1")),
            ['pins[0], pins[1]: desk "B" in slot "s1" has 2 meetings, more than its tables (1)'],
        ),
        (
            pinned(Pin("C1", "A", "s1"), Pin("C1", "A", "s4")),
            ['pins[0], pins[1]: company "C1" meets desk "A" more than once'],
        ),
        (
            pinned(Pin("C1", "A", "s1"), Pin("C1", "B", "s4"), companies=(Company("C1", 1),)),
            ['pins[0], pins[1]: company "C1" has 2 meetings and may have 1'],
        ),
        (
            pinned(Pin("C1", "A", "s3"), Pin("C1", "B", "s2"), companies=(Company("C1", 3, breathing=True),)),
            ['pins[0], pins[1]: company "C1" has no breathing space between slots "s2" and "s3"'],
        ),
    ],
)
def test_each_contradiction_of_pins_is_named_with_its_entries(found: Problem, lines: list[str]) -> None:
    assert contradictions(found) == lines


@pytest.mark.parametrize(
    "sound",
    [
        pinned(),
        # at a closed table, and where the company is absent
        pinned(Pin("C1", "A", "s1", "A-2"), companies=(Company("C1", 1, frozenset({"s1"})),)),
        # two tables, one of them closed, are room for two
        pinned(Pin("C1", "A", "s1"), Pin("C2", "A", "s1")),
        pinned(Pin("C1", "A", "s1"), Pin("C2", "A", "s1", "A-1")),
        # a breathing space of one slot is enough
        pinned(Pin("C1", "A", "s3"), Pin("C1", "B", "s1"), companies=(Company("C1", 2, breathing=True),)),
    ],
)
def test_pins_that_can_be_obeyed_are_no_contradiction(sound: Problem) -> None:
    assert contradictions(sound) == []


def test_one_pin_written_twice_is_said_for_every_rule_it_breaks() -> None:
    twice = pinned(Pin("C1", "B", "s1", "B-1"), Pin("C1", "B", "s1", "B-1"))

    assert [line.partition(": ")[2] for line in contradictions(twice)] == [
        'company "C1" has 2 meetings in slot "s1"',
        'table "B-1" in slot "s1" has 2 meetings',
        'desk "B" in slot "s1" has 2 meetings, more than its tables (1)',
        'company "C1" meets desk "B" more than once',
    ]
