"""Who gets a first meeting: as many as there can be, and the draw alone decides between them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company, Pin, Problem
from matchmaker.scheduling.solving.grid import NOWHERE, Grid
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.solving.serve import pinned_parties, serve
from tests.first_meetings import unserved_by_the_draw
from tests.scheduling.numbered import opened, standing
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair

CROWDED = Shape(companies=(4, 8), desks=(1, 3), tables=(0, 2), slots=(1, 3), pins=(0, 0), wished=0.6)
ONE_EACH = [Company("C1", 1), Company("C2", 1), Company("C3", 1)]


def first_meetings(left: Openings) -> list[int]:
    slots = [NOWHERE] * len(left.pairings)
    for pairing, slot in serve(left).values():
        slots[pairing] = slot
    return slots


def invited(problem: Problem) -> Problem:
    """The same problem where everybody may have a meeting."""
    companies = [replace(company, max_meetings=1) for company in problem.companies]
    return replace(problem, companies=tuple(companies))


def served(problem: Problem) -> list[str]:
    """The parties with a first meeting, in draw order."""
    left = opened(problem)
    return [problem.draw[party] for party in sorted(serve(left).keys() | pinned_parties(left))]


def test_who_is_drawn_first_is_served_first_whatever_a_wish_is_worth() -> None:
    assert served(fair(2, [desk("A")], ONE_EACH, "C1-A:1 C2-A:1 C3-A:1000")) == ["C1", "C2"]


def test_who_came_first_makes_room_where_there_is_another_place() -> None:
    problem = fair(1, [desk("A"), desk("B")], ONE_EACH[:2], "C1-A:9 C1-B:1 C2-A:1")

    assert standing(opened(problem), first_meetings(opened(problem))) == {"C1-B@s1", "C2-A@s1"}


def test_a_chain_of_three_makes_room() -> None:
    wishes = "C1-A:1 C1-B:1 C2-B:1 C2-C:1 C3-A:1"

    assert served(fair(1, [desk("A"), desk("B"), desk("C")], ONE_EACH, wishes)) == ["C1", "C2", "C3"]


def test_nobody_is_pushed_out_by_who_is_drawn_later() -> None:
    assert served(fair(1, [desk("A"), desk("B")], ONE_EACH, "C1-A:1 C2-A:1 C3-A:1 C3-B:1")) == ["C1", "C3"]


def test_who_cannot_be_served_costs_nobody_drawn_later_a_place() -> None:
    away = Company("C1", 1, frozenset({"s1"}))

    assert served(fair(1, [desk("A")], [away, *ONE_EACH[1:]], "C1-A:1 C2-A:1 C3-A:1")) == ["C2"]


def test_a_group_has_one_first_meeting() -> None:
    companies = [Company("C1", 1, group="G"), Company("C2", 1, group="G"), Company("C3", 1)]

    assert served(fair(2, [desk("A")], companies, "C1-A:1 C2-A:1 C3-A:1")) == ["G", "C3"]


def test_a_group_is_served_by_whichever_company_can_come() -> None:
    companies = [Company("C1", 1, frozenset({"s1"}), group="G"), Company("C2", 1, group="G")]

    assert served(fair(1, [desk("A"), desk("B")], companies, "C1-A:1 C2-B:1")) == ["G"]


def test_whom_a_pin_serves_takes_no_other_place() -> None:
    problem = fair(2, [desk("A")], ONE_EACH, "C1-A:1 C2-A:1 C3-A:1", [Pin("C3", "A", "s1")])

    assert served(problem) == ["C1", "C3"]
    assert standing(opened(problem), first_meetings(opened(problem))) == {"C1-A@s2"}


def test_whom_a_pin_serves_leaves_a_second_place_to_who_has_none() -> None:
    companies = [Company("C1", 2), Company("C2", 1)]
    problem = fair(
        2,
        [desk("A"), desk("B", closed={1: {"s1"}})],
        companies,
        "C1-B:9 C2-B:1",
        [Pin("C1", "A", "s1")],
    )

    assert served(problem) == ["C1", "C2"]


def test_a_quota_of_nothing_is_no_first_meeting() -> None:
    assert served(fair(1, [desk("A")], [Company("C1", 0), Company("C2", 1)], "C1-A:1 C2-A:1")) == ["C2"]


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_the_served_are_those_whom_maximum_flows_let_in_one_by_one(seed: int) -> None:
    problem = invited(random_problem(seed, CROWDED))
    count, unserved = unserved_by_the_draw(problem)

    assert len(served(problem)) == count
    assert not {problem.rank[party] for party in served(problem)} & set(unserved)


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_the_first_meetings_are_a_timetable_by_themselves(seed: int) -> None:
    left = opened(random_problem(seed, CROWDED))
    slots = first_meetings(left)

    assert Grid.of(left, slots).slot == slots


@pytest.mark.parametrize("availability", [1.0, 0.6])
def test_a_large_fair_is_served_as_maximum_flows_would(availability: float) -> None:
    problem = large_problem(4, companies=90, desks=5, slot_count=6, availability=availability)
    count, unserved = unserved_by_the_draw(problem)

    assert len(served(problem)) == count < 90
    assert {problem.rank[party] for party in served(problem)} == set(range(1, 91)) - set(unserved)
