"""Why a request of lower worth has a place: every reason of the closed list, and what has none is open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.scheduling.judge import judged
from matchmaker.scheduling.problem import Company, Pair, Pin, Problem, Promise, Table
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Result
from matchmaker.scheduling.what_if import standing
from matchmaker.services.equity.cases import Case, Why, cases, counted
from tests.scheduling.problems import Shape, desk, random_problem
from tests.scheduling.small_fairs import fair, meetings

ROUND = [f"C{number}" for number in range(1, 5)]


def companies(*names: str, quota: int = 2, **special: Company) -> list[Company]:
    return [special.get(name, Company(name, quota)) for name in names]


def by_hand(problem: Problem, described: str, repaired: bool = False) -> Result:
    """These meetings and no others, as an organiser could leave them."""
    return judged(problem, meetings(described), repaired=repaired)


def told(found: tuple[Case, ...]) -> list[tuple[str, str, str]]:
    """Each place: whose request it is held against, who has it, why."""
    return [
        (f"{case.wish.company}-{case.wish.desk}", taken.booking.company, taken.why.value)
        for case in found
        for taken in case.taken
    ]


def test_the_place_was_the_only_possible_one_for_another_company() -> None:
    """C1 asks A alone; C2, who prefers A, is received at B."""
    problem = fair(1, [desk("A"), desk("B")], companies("C1", "C2"), "C1-A:10 C2-A:100 C2-B:50")

    assert told(cases(problem, solve(problem))) == [("C2-A", "C1", "only_place")]


def test_a_first_meeting_that_could_be_elsewhere_but_not_for_more_points() -> None:
    """C1 at B would serve both as well, for 101 points instead of 185."""
    wishes = "C1-A:90 C1-B:1 C2-A:100 C2-B:95"
    desks = [desk("A", closed={1: {"s2"}}), desk("B", closed={1: {"s1"}})]
    problem = fair(2, desks, companies("C1", "C2"), wishes)

    assert told(cases(problem, solve(problem))) == [("C2-A", "C1", "first_meeting")]


def test_whoever_waits_for_the_place_that_is_left_is_not_deprived_of_it() -> None:
    """With C2 at A, C1 goes to B, where C3 could never be received before it."""
    wishes = "C1-A:90 C1-B:1 C2-A:100 C2-B:95 C3-B:50"
    desks = [desk("A", closed={1: {"s2"}}), desk("B", closed={1: {"s1"}})]
    problem = fair(2, desks, companies("C1", "C2", "C3"), wishes)

    assert told(cases(problem, solve(problem))) == [("C2-A", "C1", "first_meeting")]


def test_the_draw_put_the_other_first() -> None:
    problem = fair(1, [desk("A")], companies("C1", "C2"), "C1-A:10 C2-A:100")

    assert told(cases(problem, solve(problem))) == [("C2-A", "C1", "draw")]


def test_a_company_that_is_absent_at_that_hour() -> None:
    """Only C2, who meets B as well, can come to A in the second slot."""
    away = {name: Company(name, 2, absent=frozenset({"s2"})) for name in ("C3", "C1")}
    wishes = "C3-A:100 C2-A:10 C2-B:20 C1-A:50"
    problem = fair(2, [desk("A"), desk("B")], companies("C3", "C2", "C1", **away), wishes)

    assert told(cases(problem, solve(problem))) == [("C1-A", "C2", "absent")]


TWO_SLOTS = [desk("A", closed={1: {"s2"}}), desk("B", closed={1: {"s2"}}), desk("C", closed={1: {"s1"}})]


def test_a_company_that_is_in_a_meeting_of_its_own() -> None:
    """A and B receive in the first slot only."""
    problem = fair(2, TWO_SLOTS, companies("C1", "C2"), "C1-A:50 C1-B:60 C2-A:10 C2-C:20")

    assert told(cases(problem, solve(problem))) == [("C1-A", "C2", "own_meeting")]


def test_a_company_that_needs_a_pause() -> None:
    """C1 meets B in the first slot and would need the second one to breathe."""
    desks = [desk("A", closed={1: {"s1"}}), desk("B", closed={1: {"s2"}}), desk("C", closed={1: {"s2"}})]
    people = companies("C1", "C2", C1=Company("C1", 2, breathing=True))
    problem = fair(2, desks, people, "C1-A:50 C1-B:60 C2-A:10 C2-C:20")

    assert told(cases(problem, solve(problem))) == [("C1-A", "C2", "breathing")]


def test_a_company_that_has_all_its_meetings() -> None:
    people = companies("C1", "C2", C1=Company("C1", 1))
    problem = fair(
        2, [desk("A", closed={1: {"s2"}}), desk("B"), desk("C")], people, "C1-A:50 C1-B:60 C2-A:10 C2-C:20"
    )
    result = by_hand(problem, "C1-B@s2 C2-A@s1 C2-C@s2")

    assert told(cases(problem, result)) == [("C1-A", "C2", "quota")]


def test_what_the_organiser_locked_or_placed_stands_for_that_reason() -> None:
    """C2 has a second meeting, so nothing but the organiser's word gives it A."""
    wishes = "C1-A:50 C2-A:10 C2-B:20"
    problem = fair(2, [desk("A", closed={1: {"s2"}}), desk("B")], companies("C1", "C2"), wishes)
    locked = replace(problem, pins=(Pin("C2", "A", "s1", "A-1"),))
    free = by_hand(problem, "C2-A@s1 C2-B@s2")

    assert told(cases(locked, by_hand(locked, "C2-A@s1! C2-B@s2"))) == [("C1-A", "C2", "pinned")]
    assert told(cases(problem, free, {Pair("C2", "A")})) == [("C1-A", "C2", "by_hand")]
    assert told(cases(problem, free)) == [("C1-A", "C2", "open")]


def test_a_meeting_that_nobody_asked_for_is_worth_less_than_any_request() -> None:
    problem = fair(1, [desk("A")], companies("C1", "C2"), "C1-A:50", [Pin("C2", "A", "s1", "A-1")])

    found = cases(problem, solve(problem))

    assert told(found) == [("C1-A", "C2", "pinned")]
    assert found[0].taken[0].worth == 0


def test_a_published_meeting_is_kept() -> None:
    wishes = "C1-A:50 C1-B:60 C2-A:10 C2-B:20"
    problem = fair(2, [desk("A", closed={1: {"s2"}}), desk("B", 2)], companies("C1", "C2"), wishes)
    promised = replace(problem, published=(Promise("C2", "A", "s1", "A-1"),))
    described = "C1-B@s2 C2-A@s1 C2-B@s2#2"

    assert told(cases(promised, by_hand(promised, described, repaired=True))) == [("C1-A", "C2", "promised")]
    assert told(cases(promised, by_hand(promised, described))) == [("C1-A", "C2", "open")]


def test_nobody_is_called_before_the_hour_that_was_announced() -> None:
    wishes = "C1-A:50 C2-A:10 C2-B:20"
    problem = fair(2, [desk("A", closed={1: {"s2"}}), desk("B")], companies("C1", "C2"), wishes)
    promised = replace(problem, published=(Promise("C1", "A", "s2", "A-1", earliest="s2"),))
    result = by_hand(promised, "C2-A@s1 C2-B@s2", repaired=True)

    assert told(cases(promised, result)) == [("C1-A", "C2", "announced")]


def test_by_points_alone_no_first_meeting_protects_anybody() -> None:
    problem = fair(
        1, [desk("A"), desk("B")], companies("C1", "C2"), "C1-A:10 C2-A:100 C2-B:50", policy="worth"
    )

    assert told(cases(problem, by_hand(problem, "C1-A@s1 C2-B@s1"))) == [("C2-A", "C1", "own_meeting")]
    assert told(cases(problem, by_hand(problem, "C1-A@s1"))) == [("C2-A", "C1", "open")]


def test_companies_of_one_group_do_not_protect_each_other() -> None:
    sisters = [Company("C1", 2, group="G"), Company("C2", 2, group="G")]
    problem = fair(1, [desk("A")], sisters, "C1-A:10 C2-A:100")

    assert told(cases(problem, by_hand(problem, "C1-A@s1"))) == [("C2-A", "C1", "open")]
    assert told(cases(problem, solve(problem))) == []


def test_equal_worth_is_no_case() -> None:
    problem = fair(1, [desk("A")], companies("C1", "C2"), "C1-A:100 C2-A:100")

    assert cases(problem, solve(problem)) == ()


def test_cases_stand_by_stand_the_highest_worth_first() -> None:
    wishes = "C1-B:1 C2-B:5 C3-B:9 C1-A:1 C4-A:9"
    problem = fair(1, [desk("A"), desk("B")], companies(*ROUND, quota=1), wishes)
    result = by_hand(problem, "C1-B@s1")

    assert [(case.wish.desk, case.wish.company) for case in cases(problem, result)] == [
        ("B", "C3"),
        ("B", "C2"),
    ]


def test_reasons_are_counted_place_by_place() -> None:
    wishes = "C1-A:10 C2-A:20 C3-A:100"
    problem = fair(1, [desk("A", 2)], companies("C1", "C2", "C3"), wishes)

    assert counted(cases(problem, solve(problem))) == {Why.DRAW: 2}


@pytest.mark.parametrize("seed", range(150))
def test_a_proven_timetable_leaves_nothing_open(seed: int) -> None:
    problem = random_problem(seed, Shape(companies=(3, 7), pins=(0, 1)))
    result = solve(problem)

    assert result.status == "optimal"
    assert not any(case.is_open for case in cases(problem, result))


@pytest.mark.parametrize("seed", range(150))
def test_an_only_place_is_one_and_another_place_is_not(seed: int) -> None:
    """Told again by another way: the request is pinned in that place, and the matching made from nothing."""
    problem = random_problem(seed, Shape(companies=(3, 7), pins=(0, 0), grouped=0.2))
    result = solve(problem)
    served = standing(problem).served

    for case in cases(problem, result):
        for taken in case.taken:
            if taken.why in (Why.ONLY_PLACE, Why.FIRST_MEETING):
                there = Pin(case.wish.company, case.wish.desk, taken.booking.slot, taken.booking.table)
                with_it = standing(replace(problem, pins=(there,))).served
                assert (served <= with_it) is (taken.why is Why.FIRST_MEETING)


def test_where_others_are_served_than_should_be_no_place_is_called_the_only_one() -> None:
    """By hand C3 was left out for nobody: of such a timetable the matching knows nothing."""
    wishes = "C1-A:10 C2-A:100 C2-B:50 C3-C:70"
    desks = [desk("A"), desk("B"), desk("C")]
    problem = fair(1, desks, companies("C1", "C2", "C3"), wishes)
    # C2 is busy at B in the only slot; without that its place would be somebody's only meeting.
    assert told(cases(problem, by_hand(problem, "C1-A@s1 C2-B@s1"))) == [("C2-A", "C1", "own_meeting")]
    assert told(cases(problem, by_hand(problem, "C1-A@s1 C2-B@s1 C3-C@s1"))) == [("C2-A", "C1", "only_place")]


def test_a_table_that_is_closed_counts_as_no_place() -> None:
    """The organiser's word may seat somebody at a closed table."""
    shut = replace(desk("A"), tables=(Table("A-1", frozenset({"s1"})),))
    problem = fair(1, [shut], companies("C1", "C2"), "C1-A:50", [Pin("C2", "A", "s1", "A-1")])

    assert told(cases(problem, solve(problem))) == [("C1-A", "C2", "pinned")]
