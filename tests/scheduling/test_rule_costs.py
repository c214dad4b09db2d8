"""What the rules cost: two timetables of one problem, counted side by side."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company, Pin
from matchmaker.scheduling.rule_costs import Share, rule_costs
from tests.scheduling import oracle
from tests.scheduling.problems import Shape, desk, random_problem
from tests.scheduling.small_fairs import fair

CROWDED = Shape(companies=(3, 5), desks=(1, 3), tables=(1, 1), slots=(1, 3), pins=(0, 1), most_wishes=9)
TWO = [Company("C1", 2), Company("C2", 2)]


def test_a_first_meeting_for_the_second_company_costs_worth_and_the_first_a_meeting() -> None:
    """C1 is worth more at both desks, and each has one place; the floor gives one of them to C2."""
    desks = [desk("A", closed={1: {"s2"}}), desk("B", closed={1: {"s1"}})]
    costs = rule_costs(fair(2, desks, TWO, "C1-A:9 C1-B:9 C2-A:5"))

    assert (costs.parties, costs.floor.served, costs.worth.served) == (2, 2, 1)
    assert (costs.floor.meetings, costs.worth.meetings) == (2, 2)
    assert (costs.floor.worth, costs.worth.worth) == (14, 18)
    assert (costs.floor.by_meetings, costs.worth.by_meetings) == ((0, 2, 0), (1, 0, 1))
    assert costs.shares == (Share("C1", 1, 2), Share("C2", 1, 0))
    assert (costs.paying, costs.received_by_the_floor) == (costs.shares[:1], costs.shares[1:])
    assert costs.left_out_by_the_floor == costs.gaining == ()


def test_who_is_drawn_last_may_be_received_by_worth_alone() -> None:
    costs = rule_costs(fair(1, [desk("A")], TWO, "C1-A:1 C2-A:9"))

    assert costs.shares == (Share("C1", 1, 0), Share("C2", 0, 1))
    assert [share.company for share in costs.left_out_by_the_floor] == ["C2"]


def test_where_worth_is_the_same_nobody_is_said_to_gain_or_pay() -> None:
    """By worth alone C3 could have the place of C1 as well."""
    three = [Company(f"C{n}", 1) for n in (1, 2, 3)]
    costs = rule_costs(fair(2, [desk("A")], three, "C1-A:9 C2-A:9 C3-A:9"))

    assert costs.shares == (Share("C1", 1, 1), Share("C2", 1, 1), Share("C3", 0, 0))
    assert replace(costs.worth, policy="floor") == costs.floor


def test_a_group_is_one_party_and_two_companies() -> None:
    grouped = [Company("C1", 1, group="G"), Company("C2", 1, group="G"), Company("C3", 1)]
    costs = rule_costs(fair(1, [desk("A", 2)], grouped, "C1-A:9 C2-A:9 C3-A:1"))

    assert (costs.parties, costs.floor.served, costs.worth.served) == (2, 2, 1)
    assert costs.floor.by_meetings == costs.worth.by_meetings == (1, 2)


def test_who_asked_for_nothing_is_not_counted_unless_pinned() -> None:
    problem = fair(2, [desk("A")], [*TWO, Company("C3", 1)], "C1-A:9", [Pin("C2", "A", "s1")])

    assert [share.company for share in rule_costs(problem).shares] == ["C1", "C2"]
    assert rule_costs(replace(problem, wishes=(), pins=())).floor.by_meetings == (0,)


def test_the_policy_of_the_problem_itself_plays_no_part() -> None:
    problem = random_problem(7, CROWDED)

    assert rule_costs(replace(problem, policy="worth")) == rule_costs(replace(problem, policy="floor"))


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_each_column_is_the_best_that_its_policy_can_do(seed: int) -> None:
    problem = random_problem(seed, CROWDED)
    costs = rule_costs(problem)
    served, left_out, worth = oracle.best(replace(problem, policy="floor"))

    assert (costs.floor.served, costs.floor.worth, costs.parties) == (served, worth, served + len(left_out))
    assert costs.worth.worth == oracle.best(replace(problem, policy="worth"))[2] >= worth
    assert costs.floor.served >= costs.worth.served
    assert costs.floor.is_proven
    for column in (costs.floor, costs.worth):
        assert sum(column.by_meetings) == len(costs.shares)
        assert sum(n * count for n, count in enumerate(column.by_meetings)) == column.meetings


def test_a_search_that_is_stopped_is_not_called_proven() -> None:
    problem = fair(2, [desk("A")], TWO, "C1-A:9 C2-A:5")

    assert rule_costs(problem).worth.is_proven
    assert not rule_costs(problem, time_limit=0.0).worth.is_proven
