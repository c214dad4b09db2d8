"""Each reason is held against the meetings: what it says is true, and it names nobody else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.check import check
from matchmaker.scheduling.checking.check_reasons import wrong_reasons
from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.problem import Company, Pair, Pin, Problem
from matchmaker.scheduling.quality import quality
from matchmaker.scheduling.repair import preview, repair
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Level, Reason, ReasonCode, Result, Unplaced
from tests.scheduling import verdict
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.repairs import random_repair
from tests.scheduling.small_fairs import fair, meetings

CROWDED = Shape(companies=(4, 6), desks=(1, 3), tables=(1, 2), slots=(2, 4), pins=(0, 2), wished=0.9)
BREATHLESS = Shape(companies=(2, 4), desks=(2, 3), slots=(3, 5), breathing=0.9, absent=0.3)
CODES: tuple[ReasonCode, ...] = get_args(ReasonCode)


def thinned(problem: Problem, random: Random) -> Result:
    """A timetable that obeys the rules, with some meetings gone; now and then said to be the best one."""
    result = solve(problem)
    held = tuple(meeting for meeting in result.meetings if meeting.pinned or random.random() < 0.8)
    counted = quality(problem, held)
    levels = tuple(replace(level, value=counted.figure(level.name)) for level in result.objective)
    status = random.choice(["optimal", "feasible"])
    unplaced = explain(problem, held, stopped=True)
    return replace(result, meetings=held, objective=levels, status=status, unplaced=unplaced)


def accepted_codes(problem: Problem, told: Result, index: int) -> set[str]:
    """The codes that the checker lets stand for one of the wishes that are no meetings."""
    unplaced = told.unplaced[index]
    accepted = set()
    for code in CODES:
        listed = list(told.unplaced)
        listed[index] = replace(unplaced, reason=Reason(code, "So."))
        wrong = wrong_reasons(problem, replace(told, unplaced=tuple(listed)))
        if not [line for line in wrong if line.startswith(f"unplaced[{index}].")]:
            accepted.add(code)
    return accepted


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED, BREATHLESS]))
@settings(max_examples=150, deadline=None)
def test_a_code_is_accepted_if_and_only_if_it_is_true(seed: int, shape: Shape) -> None:
    problem = random_problem(seed, shape)
    told = thinned(problem, Random(seed))

    for index, unplaced in enumerate(told.unplaced):
        true = verdict.true_codes(problem, told, Pair(unplaced.company, unplaced.desk))
        assert accepted_codes(problem, told, index) == true


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED, BREATHLESS]))
@settings(max_examples=150, deadline=None)
def test_the_reasons_of_the_solver_are_true_and_never_that_it_was_stopped(seed: int, shape: Shape) -> None:
    problem = random_problem(seed, shape)
    result = solve(problem)

    for unplaced in result.unplaced:
        assert unplaced.reason.code != "stopped"
        assert unplaced.reason.code in verdict.true_codes(
            problem, result, Pair(unplaced.company, unplaced.desk)
        )


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED, BREATHLESS]))
@settings(max_examples=80, deadline=None)
def test_a_search_that_was_stopped_at_once_still_leaves_out_by_the_draw_alone(
    seed: int, shape: Shape
) -> None:
    problem = replace(random_problem(seed, shape), policy="floor")
    result = solve(problem, time_limit=0)
    served = {problem.company[booking.company].party for booking in result.meetings}

    assert check(problem, result).violations == ()
    for unplaced in result.unplaced:
        if problem.company[unplaced.company].party not in served:
            assert unplaced.reason.code in {"draw", "quota_used", "no_common_slot", "desk_full"}
            assert unplaced.reason.code != "desk_full" or dict(unplaced.reason.witnesses)["only"] == 0


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED, BREATHLESS]))
@settings(max_examples=60, deadline=None)
def test_the_reasons_of_a_repair_are_true_and_never_that_it_was_stopped(seed: int, shape: Shape) -> None:
    problem = random_repair(seed, shape)
    result = repair(problem)

    assert check(problem, result).violations == ()
    for unplaced in result.unplaced:
        true = verdict.true_codes(problem, result, Pair(unplaced.company, unplaced.desk))
        assert unplaced.reason.code in true - {"stopped"}


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED, BREATHLESS]))
@settings(max_examples=60, deadline=None)
def test_of_a_repair_too_a_code_is_accepted_if_and_only_if_it_is_true(seed: int, shape: Shape) -> None:
    problem = random_repair(seed, shape)
    told = preview(problem)

    for index, unplaced in enumerate(told.unplaced):
        true = verdict.true_codes(problem, told, Pair(unplaced.company, unplaced.desk))
        assert unplaced.reason.code in true
        assert accepted_codes(problem, told, index) == true


def test_every_code_but_stopped_is_the_reason_of_some_wish() -> None:
    problems = [random_problem(seed, CROWDED) for seed in range(120)]
    said = Counter(unplaced.reason.code for problem in problems for unplaced in solve(problem).unplaced)

    assert {code for code in CODES if said[code]} == {*CODES} - {"stopped"}


def test_the_reasons_of_a_large_fair_are_true() -> None:
    problem = large_problem(7, companies=60, desks=8, availability=0.7, breathing=0.2)
    result = solve(problem)

    assert len(result.unplaced) > 100
    for unplaced in result.unplaced:
        pair = Pair(unplaced.company, unplaced.desk)
        assert unplaced.reason.code in verdict.true_codes(problem, result, pair)


# One example of what each code is not


def told(problem: Problem, held: str, code: ReasonCode, stopped: bool = False) -> list[str]:
    """What the checker says of that reason given to the only wish that is no meeting."""
    bookings = tuple(meetings(held))
    counted = quality(problem, bookings)
    worth = Level("worth", counted.worth, None if stopped else counted.worth, None)
    (pair,) = set(problem.worth) - {booking.pair for booking in bookings}
    unplaced = (Unplaced(*pair, Reason(code, "So.")),)
    status = "feasible" if stopped else "optimal"
    return list(wrong_reasons(problem, Result("", 1, "", status, (worth,), bookings, unplaced)))


THREE = [Company("C1", 2), Company("C2", 2), Company("C3", 2)]
TWO_PLACES = fair(2, [desk("A"), desk("B")], THREE, "C1-A:5 C2-A:5 C3-A:9")


@pytest.mark.parametrize(
    ("found", "held", "true"),
    [
        (TWO_PLACES, "C1-A@s1 C2-A@s2", {"draw", "desk_full"}),
        # C2 is drawn before C3
        (TWO_PLACES, "C1-A@s1 C3-A@s2", {"desk_full", "outranked"}),
        # C2 has another meeting
        (
            fair(2, [desk("A"), desk("B")], THREE, "C1-A:5 C2-A:5 C2-B:5 C3-A:9"),
            "C1-A@s1 C2-A@s2 C2-B@s1",
            {"desk_full"},
        ),
        (fair(1, [desk("A", 1, {1: {"s1"}})], THREE, "C1-A:1"), "", {"no_common_slot"}),
        (fair(1, [desk("A")], [Company("C1", 0)], "C1-A:1"), "", {"quota_used"}),
        # The organiser's word is nobody's wish
        (fair(1, [desk("A")], THREE, "C1-A:1", [Pin("C2", "A", "s1")]), "C2-A@s1!", {"desk_full"}),
        (fair(1, [desk("A"), desk("B")], THREE, "C1-A:1 C1-B:9"), "C1-B@s1", {"own_meeting"}),
        (
            fair(2, [desk("A"), desk("B")], [Company("C1", 2, breathing=True)], "C1-A:1 C1-B:9"),
            "C1-B@s1",
            {"own_meeting"},
        ),
        # In the second slot there is room
        (fair(2, [desk("A"), desk("B")], THREE, "C1-A:1 C1-B:9"), "C1-B@s1", set()),
    ],
)
def test_the_codes_that_are_true_of_a_wish(found: Problem, held: str, true: set[str]) -> None:
    assert {code for code in CODES if not told(found, held, code)} == true


def test_stopped_is_true_only_where_something_before_the_idle_time_is_unproven() -> None:
    found = fair(2, [desk("A"), desk("B")], THREE, "C1-A:1 C1-B:9")

    assert told(found, "C1-B@s1", "stopped", stopped=True) == []
    assert told(found, "C1-B@s1", "stopped") == [
        'unplaced[0].reason.code: "stopped" is not true of this timetable'
    ]


def test_stopped_is_not_said_where_only_the_idle_time_is_unproven() -> None:
    result = replace(solve(TWO_PLACES), status="feasible")
    lazy = replace(result.unplaced[0], reason=Reason("stopped", "The search was stopped."))

    assert check(TWO_PLACES, result).violations == ()
    assert check(TWO_PLACES, replace(result, unplaced=(lazy,))).violations == (
        'unplaced[0].reason.code: "stopped" is not true of this timetable',
    )


# The list


def test_every_wish_that_is_no_meeting_is_there_once_and_no_other() -> None:
    result = solve(TWO_PLACES)
    met = replace(result.unplaced[0], company="C1")

    def said(*unplaced: Unplaced) -> tuple[str, ...]:
        return check(TWO_PLACES, replace(result, unplaced=unplaced)).violations

    assert said() == ('unplaced: company "C3" with desk "A" is missing, a wish that is not a meeting',)
    assert said(met, *result.unplaced) == (
        'unplaced: company "C1" with desk "A" is a meeting or no wish at all',
    )
    assert said(*result.unplaced * 2) == ('unplaced: company "C3" with desk "A" is there 2 times',)


def test_the_list_is_sorted_by_company_and_desk() -> None:
    found = fair(1, [desk("A"), desk("B")], THREE, "C1-A:9 C2-B:9 C2-A:3 C3-A:3")
    result = solve(found)

    assert [(u.company, u.desk) for u in result.unplaced] == [("C2", "A"), ("C3", "A")]
    assert check(found, replace(result, unplaced=result.unplaced[::-1])).violations == (
        "unplaced: not sorted by company id, then desk id",
    )


# Discretion


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("C1 has the place.", 'names another company, "C1"'),
        ("The place (C2's) is taken.", 'names another company, "C2"'),
        ("It went to SARL Durand & Fils.", 'names another company, "SARL Durand & Fils"'),
    ],
)
def test_a_text_speaks_and_names_nobody_else(text: str, fault: str) -> None:
    companies = [*THREE, Company("SARL Durand & Fils", 1)]
    found = fair(2, [desk("A")], companies, "C1-A:5 C2-A:5 C3-A:9")
    result = solve(found)
    (unplaced,) = result.unplaced
    spoken = replace(unplaced, reason=replace(unplaced.reason, text=text))

    assert check(found, replace(result, unplaced=(spoken,))).violations == (
        f"unplaced[0].reason.text: {fault}",
    )


@pytest.mark.parametrize("text", ["C3 comes after A is full.", "C11 is nobody.", "XC1", "Le tirage décide."])
def test_a_text_may_name_its_own_company_and_whoever_is_none(text: str) -> None:
    result = solve(TWO_PLACES)
    (unplaced,) = result.unplaced
    spoken = replace(unplaced, reason=replace(unplaced.reason, text=text))

    assert check(TWO_PLACES, replace(result, unplaced=(spoken,))).violations == ()


def test_a_company_called_like_a_count_or_a_word_is_not_taken_for_one() -> None:
    companies = [Company(name, 1) for name in ("2", "draw", "3")]
    found = fair(2, [desk("A")], companies, "2-A:5 draw-A:5 3-A:9")
    result = solve(found)

    assert result.unplaced[0].reason.text.startswith("The draw decides, and this is number 3 of 3.")
    assert check(found, result).violations == ()
