"""The time-indexed programme: its rows say every rule, and its optimum is the best timetable."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company
from matchmaker.scheduling.solving.limit import Limit, Stopped
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.solving.programme import Programme
from tests.scheduling import oracle
from tests.scheduling.numbered import names, opened, settled
from tests.scheduling.problems import Shape, desk, random_problem
from tests.scheduling.small_fairs import fair

HOLES = Shape(companies=(3, 5), desks=(2, 3), tables=(1, 1), slots=(3, 4), breathing=0.4, closed=0.3)


def rows(left: Openings) -> Counter[tuple[str, int, int]]:
    """How often there is a row of that kind, with that limit and so many columns."""
    return Counter((row.kind, row.limit, len(row.columns)) for row in Programme(left).rows)


def test_a_column_is_a_pairing_in_a_slot_in_which_both_could() -> None:
    left = opened(fair(3, [desk("A", closed={1: {"s3"}})], [Company("C1", 1)], "C1-A:1"))

    assert Programme(left).columns == [(0, 0), (0, 1)]


def test_each_rule_is_a_row_and_rows_that_cannot_bind_are_left_out() -> None:
    left = opened(
        fair(2, [desk("A"), desk("B")], [Company("C1", 1), Company("C2", 2)], "C1-A:1 C1-B:1 C2-A:1")
    )

    assert rows(left) == {
        ("pairing", 1, 2): 3,
        ("quota", 1, 4): 1,
        ("company_slot", 1, 2): 2,
        ("desk_slot", 1, 2): 2,
    }


def test_a_breathing_company_has_a_row_for_any_two_neighbouring_slots() -> None:
    left = opened(fair(3, [desk("A"), desk("B")], [Company("C1", 2, breathing=True)], "C1-A:1 C1-B:1"))

    assert rows(left)["breathing", 1, 4] == 2
    assert rows(left)["company_slot", 1, 2] == 0


def test_where_there_is_one_slot_a_breathing_company_is_held_to_it() -> None:
    left = opened(fair(1, [desk("A"), desk("B")], [Company("C1", 2, breathing=True)], "C1-A:1 C1-B:1"))

    assert rows(left)["company_slot", 1, 2] == 1


def test_who_must_be_served_has_a_row_even_if_no_column_is_left_for_it() -> None:
    left = settled(fair(1, [desk("A")], [Company("C1", 1)], "C1-A:1"))
    programme = Programme(left, lambda number, slot: False)

    assert [(row.kind, row.limit, row.columns) for row in programme.rows] == [("party", 1, [])]


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_its_best_solution_in_whole_numbers_is_the_best_timetable(seed: int) -> None:
    problem = random_problem(seed, HOLES)
    left = settled(problem) if problem.policy == "floor" else opened(problem)
    assume(left.pairings)
    outcome = Programme(left).solve(True, Limit())
    pinned = sum(problem.worth.get(pin.pair, 0) for pin in problem.pins)

    assert outcome.finished
    assert round(outcome.bound) + pinned == oracle.best(problem)[2]


def test_the_relaxed_programme_comes_with_a_dual_for_every_row() -> None:
    left = settled(fair(2, [desk("A")], [Company("C1", 1), Company("C2", 1)], "C1-A:5 C2-A:3"))
    programme = Programme(left)
    outcome = programme.solve(False, Limit())

    assert (len(outcome.duals), outcome.bound) == (len(programme.rows), 8)
    assert names(left, (programme.columns[n][0] for n, x in enumerate(outcome.values) if x)) == {
        "C1-A",
        "C2-A",
    }


def test_it_stops_when_the_time_is_over() -> None:
    with pytest.raises(Stopped):
        Programme(opened(fair(1, [desk("A")], [Company("C1", 1)], "C1-A:1"))).solve(False, Limit(0))
