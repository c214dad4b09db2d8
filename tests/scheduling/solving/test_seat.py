"""At which table: pins where they were put, the rest evenly, and nobody at a closed table without need."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company, Pin, Problem
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.solving.seat import Visit, seat
from tests.scheduling import oracle
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair, meetings

TABLES = Shape(companies=(3, 5), desks=(1, 2), tables=(1, 3), slots=(2, 4), pins=(0, 5), closed=0.4)
SIX = [Company(f"C{number}", 1) for number in range(1, 7)]
SHUT = desk("A", 2, closed={1: {"s1"}})


def visits(described: str) -> list[Visit]:
    return [Visit(booking.company, booking.desk, booking.slot) for booking in meetings(described)]


def seats(problem: Problem, described: str = "") -> list[str]:
    return [f"{b.company}@{b.table}{'!' * b.pinned}" for b in seat(problem, visits(described))]


def test_the_tables_of_a_desk_share_its_meetings_evenly() -> None:
    bookings = seat(
        fair(3, [desk("A", 3)], SIX, ""), visits("C1-A@s1 C2-A@s1 C3-A@s2 C4-A@s2 C5-A@s3 C6-A@s3")
    )

    assert Counter(booking.table for booking in bookings) == {"A-1": 2, "A-2": 2, "A-3": 2}


def test_a_pin_that_comes_later_counts_for_its_table_from_the_first() -> None:
    assert seats(fair(2, [desk("A", 2)], SIX, "", [Pin("C1", "A", "s2", "A-1")]), "C2-A@s1") == [
        "C1@A-1!",
        "C2@A-2",
    ]


@pytest.mark.parametrize(
    ("pins", "beside", "expected"),
    [
        # Without a table: an open one first, a closed one only if the pins leave none open
        ([Pin("C1", "A", "s1")], "", ["C1@A-2!"]),
        ([Pin("C1", "A", "s1"), Pin("C2", "A", "s1", "A-2")], "", ["C1@A-1!", "C2@A-2!"]),
        ([Pin("C1", "A", "s1"), Pin("C2", "A", "s1")], "", ["C1@A-2!", "C2@A-1!"]),
        # Pins in one slot sit by their companies' ids, whoever was entered first
        ([Pin("C2", "A", "s2"), Pin("C1", "A", "s2")], "", ["C1@A-1!", "C2@A-2!"]),
        # At a closed table: the open one is left to the meeting
        ([Pin("C1", "A", "s1", "A-1")], "C2-A@s1", ["C1@A-1!", "C2@A-2"]),
    ],
)
def test_a_pin_sits_where_it_was_put_or_at_an_open_table(
    pins: list[Pin], beside: str, expected: list[str]
) -> None:
    assert seats(fair(2, [SHUT], SIX, "", pins), beside) == expected


def test_nobody_without_a_pin_sits_at_a_closed_table() -> None:
    with pytest.raises(ValueError, match="empty"):
        seats(fair(2, [SHUT], SIX, ""), "C1-A@s1 C2-A@s1")


def test_bookings_are_sorted_by_company_and_then_by_slot_in_time_order() -> None:
    twelve = fair(12, [desk("A"), desk("B")], SIX, "")
    bookings = seat(twelve, visits("C2-A@s1 C1-A@s10 C1-B@s9"))

    assert [(booking.company, booking.slot) for booking in bookings] == [
        ("C1", "s9"),
        ("C1", "s10"),
        ("C2", "s1"),
    ]


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_all_are_seated_without_fault_in_whatever_order_they_come(seed: int) -> None:
    problem = random_problem(seed, TABLES)
    solved = solve(problem).meetings
    beside = [Visit(b.company, b.desk, b.slot) for b in solved if not b.pinned]
    Random(seed).shuffle(beside)

    assert oracle.faults(problem, seat(problem, beside)) == []
    assert seat(problem, beside) == solved


def test_in_a_large_fair_no_table_of_a_desk_has_two_meetings_more_than_another() -> None:
    problem = large_problem(1, companies=120, desks=12)
    used = Counter(booking.table for booking in solve(problem).meetings)

    for stand in problem.desks:
        counts = [used[table.id] for table in stand.tables]
        assert max(counts) - min(counts) <= 1
