"""What would become of the figures of fairs small enough to be judged by eye."""

from __future__ import annotations

from matchmaker.scheduling.asking.what_if_changes import Forbid, Force, Quota
from matchmaker.scheduling.problem import Company, Pin
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.what_if import standing, what_if
from tests.scheduling.problems import desk, large_problem
from tests.scheduling.small_fairs import fair

ONE_EACH = [Company("C1", 1), Company("C2", 1), Company("C3", 1)]


def test_forcing_what_will_be_anyway_changes_nothing() -> None:
    problem = large_problem(5, 60, 8, 6, 0.9)
    will_be = sorted(standing(problem).placed)[::7]
    outcome = what_if(problem, [Force(*pair) for pair in will_be])

    assert outcome.after == outcome.before


def test_who_is_forced_in_is_served_at_the_cost_of_who_is_drawn_last() -> None:
    problem = fair(2, [desk("A")], ONE_EACH, "C1-A:9 C2-A:9 C3-A:5")
    outcome = what_if(problem, [Force("C3", "A")])

    assert (outcome.gaining, outcome.losing) == ({"C3"}, {"C2"})
    assert (outcome.before.left_out, outcome.after.left_out) == ((3,), (2,))
    assert (outcome.before.worth.value, outcome.after.worth.value) == (18, 14)


def test_a_pair_that_nobody_wished_is_worth_nothing_and_serves_its_company() -> None:
    problem = fair(1, [desk("A"), desk("B")], ONE_EACH[:2], "C1-A:9 C1-B:5")
    outcome = what_if(problem, [Force("C2", "A")])

    assert (outcome.gaining, outcome.after.asking) == ({"C2"}, {"C1", "C2"})
    assert (outcome.after.worth.value, outcome.after.meetings.value) == (5, 2)


def test_a_group_is_served_by_what_is_forced_for_one_of_its_companies() -> None:
    companies = [Company("C1", 1, group="G"), Company("C2", 1, group="G"), Company("C3", 1)]
    problem = fair(2, [desk("A")], companies, "C1-A:9 C2-A:1 C3-A:1")
    outcome = what_if(problem, [Force("C2", "A")])

    assert outcome.after.served == {"G", "C3"}
    assert outcome.after.worth.value == 2


def test_what_is_forced_keeps_out_of_the_breathing_space_of_another_forced_meeting() -> None:
    breathing = Company("C1", 2, breathing=True)
    desks = [desk("A"), desk("B", closed={1: {"s3"}})]
    two = [Force("C1", "A"), Force("C1", "B")]
    problem = fair(3, desks, [breathing, Company("C2", 1)], "C1-A:1 C2-A:9 C2-B:1")

    # C1 meets A and B in the first slot and the last, in either order; B is closed in the last.
    assert what_if(problem, two).after.placed == {("C1", "B"): "s1", ("C1", "A"): "s3", ("C2", "A"): "s1"}


def test_the_breathing_space_of_a_forced_meeting_may_cost_somebody_a_place() -> None:
    """Without it C1 would meet A in the second slot and leave the first to C2."""
    desks = [desk("A", closed={1: {"s3"}}), desk("B", closed={1: {"s1", "s2"}})]
    companies = [Company("C1", 2, breathing=True), Company("C2", 1, frozenset({"s2", "s3"}))]
    problem = fair(3, desks, companies, "C1-A:1 C1-B:1 C2-A:9")

    assert what_if(problem, [Force("C1", "A"), Force("C1", "B")]).losing == {"C2"}


def test_a_company_has_time_for_what_is_forced_and_no_more_than_its_hours_beside_it() -> None:
    """It is there in two slots of four and may have three meetings: one is forced, one is left."""
    company = Company("C1", 3, frozenset({"s1", "s2"}))
    problem = fair(4, [desk("A"), desk("B"), desk("C")], [company], "C1-A:1 C1-B:9 C1-C:5")
    after = what_if(problem, [Force("C1", "A")]).after

    assert (after.worth.value, after.worth.is_exact, after.placed.keys()) == (
        10,
        True,
        {("C1", "A"), ("C1", "B")},
    )


def test_what_is_pinned_already_may_be_forced() -> None:
    problem = fair(2, [desk("A")], ONE_EACH, "C1-A:9 C2-A:9 C3-A:5", [Pin("C3", "A", "s1")])
    outcome = what_if(problem, [Force("C3", "A")])

    assert outcome.after == outcome.before


def test_the_standing_before_need_not_be_found_again() -> None:
    problem = large_problem(5, 60, 8, 6, 0.9)
    known = standing(problem)
    outcome = what_if(problem, [Quota(2)], before=known)

    assert outcome.before is known
    assert outcome.after == what_if(problem, [Quota(2)]).after


def test_a_meeting_that_stays_stays_where_it_was() -> None:
    problem = large_problem(5, 60, 8, 6, 0.9)
    before = standing(problem).placed
    dropped = sorted(before)[0]
    after = what_if(problem, [Forbid(*dropped)]).after.placed

    staying = before.keys() & after.keys()
    assert len(staying) > len(before) // 2
    assert {pair: after[pair] for pair in staying} == {pair: before[pair] for pair in staying}


def test_a_choice_that_is_not_placed_is_called_an_upper_bound() -> None:
    """Hours so short that both sides of a meeting seldom agree, and nobody looks for long."""
    problems = [large_problem(seed, 30, 4, 4, 0.5, demand=4) for seed in range(6)]
    found = [standing(problem).worth for problem in problems]

    assert {worth.is_exact for worth in found} == {True, False}
    for worth, problem in zip(found, problems, strict=True):
        reached = solve(problem).level("worth").value
        assert worth.value == reached if worth.is_exact else worth.value >= reached
