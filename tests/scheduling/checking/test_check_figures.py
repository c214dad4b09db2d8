"""Every value is counted again, every bound held against a proof, and "optimal" must be earned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matchmaker.scheduling.check import check
from matchmaker.scheduling.checking.check_figures import standing
from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.problem import Company, Policy, Problem
from matchmaker.scheduling.quality import quality
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Figure, Level, Result
from tests.scheduling.problems import desk
from tests.scheduling.small_fairs import fair, meetings

SCARCE = fair(
    2,
    [desk("A"), desk("B")],
    [Company("C1", 2), Company("C2", 2), Company("C3", 2), Company("C4", 2), Company("C5", 2)],
    "C1-A:9 C1-B:5 C2-A:8 C3-A:7 C4-B:6 C5-B:3",
)
"""Four places, five companies: C1 goes to B, so that C2 and C3 find room at A, and C5 goes without."""


def claiming(result: Result, name: str, **said: Any) -> Result:
    """The same timetable with another value, bound or proof at one level."""
    levels = tuple(replace(level, **said) if level.name == name else level for level in result.objective)
    return replace(result, objective=levels)


def told(problem: Problem, held: str, **bounds: Figure) -> Result:
    """A timetable made by hand, counted as it is and said to be optimal, with reasons that are true.

    Bounds that are not given are the values; the certificate is the one of the solver.
    """
    result, bookings = solve(problem), tuple(meetings(held))
    counted = quality(problem, bookings)
    levels = tuple(
        replace(
            level,
            value=counted.figure(level.name),
            bound=bounds.get(level.name, counted.figure(level.name)),
            proof="exhausted search" if level.name == "idle" else level.proof,
        )
        for level in result.objective
    )
    unplaced = explain(problem, bookings, stopped=True)
    return replace(result, meetings=bookings, unplaced=unplaced, objective=levels)


def test_the_scarce_fair_is_what_it_says() -> None:
    result = solve(SCARCE)

    assert result.objective == (
        Level("served", 4, 4, "matching"),
        Level("draw", (5,), (5,), "matching"),
        Level("worth", 26, 26, "flow"),
        Level("idle", 0, 0, "zero"),
    )
    assert check(SCARCE, result).violations == ()


UNPROVEN = "status: optimal, but not proven at the level "


@pytest.mark.parametrize(
    ("level", "said", "violations"),
    [
        ("served", {"value": 5}, ["objective.served.value: 5, counted again 4", UNPROVEN + "served"]),
        ("served", {"value": 5, "bound": 5}, ["objective.served.value: 5, counted again 4"]),
        ("served", {"bound": 3}, ["objective.served.bound: 3, but 4 can be served", UNPROVEN + "served"]),
        ("served", {"bound": 5}, [UNPROVEN + "served"]),
        ("served", {"proof": "flow"}, ["proof.served: flow is no proof of this level"]),
        ("served", {"proof": None}, ["proof.served: missing, though value and bound are equal"]),
        (
            "draw",
            {"value": (4,), "bound": (4,)},
            [
                "objective.draw.value: [4], counted again [5]",
                "objective.draw.bound: [4], but only [5] need go without",
            ],
        ),
        ("draw", {"value": ()}, ["objective.draw.value: [], counted again [5]", UNPROVEN + "draw"]),
        (
            "draw",
            {"bound": (3,)},
            ["objective.draw.bound: [3], but only [5] need go without", UNPROVEN + "draw"],
        ),
        (
            "draw",
            {"bound": (4, 5)},
            ["objective.draw.bound: [4, 5], but only [5] need go without", UNPROVEN + "draw"],
        ),
        (
            "draw",
            {"bound": (5, 6)},
            ["objective.draw.bound: [5, 6], but only [5] need go without", UNPROVEN + "draw"],
        ),
        (
            "draw",
            {"bound": None},
            ["proof.draw: matching, but there is no bound", UNPROVEN + "draw"],
        ),
        ("worth", {"value": 27, "bound": 27}, ["objective.worth.value: 27, counted again 26"]),
        (
            "worth",
            {"bound": 25},
            [
                "objective.worth.bound: 25, but the worth is 26",
                "certificate: it proves 26, not the bound 25 of the level worth",
                UNPROVEN + "worth",
            ],
        ),
        ("worth", {"bound": 1000}, [UNPROVEN + "worth"]),
        ("worth", {"bound": None, "proof": None}, [UNPROVEN + "worth"]),
        (
            "worth",
            {"proof": "zero"},
            ["proof.worth: zero is no proof of this level", "proof.worth: zero, but the value is 26"],
        ),
        ("worth", {"proof": None}, ["proof.worth: missing, though value and bound are equal"]),
        (
            "idle",
            {"value": 1},
            ["objective.idle.value: 1, counted again 0", "proof.idle: zero, but the value is 1"],
        ),
        ("idle", {"bound": 1}, ["objective.idle.bound: 1, but the idle time is 0"]),
        ("idle", {"proof": "matching"}, ["proof.idle: matching is no proof of this level"]),
    ],
)
def test_a_figure_that_is_not_true_is_refused(
    level: str, said: dict[str, Any], violations: list[str]
) -> None:
    assert list(check(SCARCE, claiming(solve(SCARCE), level, **said)).violations) == violations


def test_levels_in_another_order_are_refused() -> None:
    result = solve(SCARCE)

    assert check(SCARCE, replace(result, objective=result.objective[::-1])).violations == (
        "objective: expected the levels served, draw, worth, idle, found idle, worth, draw, served",
    )
    assert check(SCARCE, replace(result, objective=())).violations == (
        "objective: expected the levels served, draw, worth, idle, found none",
    )


def test_the_levels_are_those_of_the_policy() -> None:
    problem = replace(SCARCE, policy="worth")

    assert check(problem, replace(solve(problem), objective=solve(SCARCE).objective)).violations == (
        "objective: expected the levels worth, idle, found served, draw, worth, idle",
    )


def test_a_bound_that_is_too_careful_is_true_of_a_search_that_was_stopped() -> None:
    stopped = replace(claiming(solve(SCARCE), "worth", bound=30, proof=None), status="feasible")

    assert check(SCARCE, stopped).violations == ()


# Who is served, and worth the most


TWO_PLACES = fair(2, [desk("A")], [Company(f"C{n}", 1) for n in (1, 2, 3)], "C1-A:5 C2-A:5 C3-A:9")


def test_somebody_drawn_later_served_in_the_place_of_somebody_drawn_earlier_is_refused() -> None:
    false = told(TWO_PLACES, "C1-A@s1 C3-A@s2")

    assert check(TWO_PLACES, false).violations[0] == (
        "objective.draw.bound: [2], but only [3] need go without"
    )
    assert check(TWO_PLACES, told(TWO_PLACES, "C1-A@s1 C3-A@s2", draw=(3,))).violations[0] == (
        "status: optimal, but not proven at the level draw"
    )


def test_a_party_less_than_could_be_served_is_refused() -> None:
    false = told(TWO_PLACES, "C1-A@s1")

    assert "objective.served.bound: 1, but 2 can be served" in check(TWO_PLACES, false).violations


def test_of_fewer_parties_than_could_be_served_the_first_by_the_draw_are_the_best() -> None:
    feasible = replace(told(TWO_PLACES, "C1-A@s1", served=2, worth=20), status="feasible", certificate=None)
    later = replace(told(TWO_PLACES, "C3-A@s1", served=2, worth=20), status="feasible", certificate=None)

    assert check(TWO_PLACES, feasible).violations == ()
    assert check(TWO_PLACES, later).violations == (
        "objective.draw.bound: [1, 2], but only [2, 3] need go without",
    )


CHOICE = fair(1, [desk("A"), desk("B")], [Company("C1", 1)], "C1-A:9 C1-B:8")


def test_a_worth_one_less_than_the_greatest_needs_a_certificate_that_nobody_can_have() -> None:
    assert check(CHOICE, told(CHOICE, "C1-B@s1")).violations == (
        "certificate: it proves 9, not the bound 8 of the level worth",
    )
    assert check(CHOICE, told(CHOICE, "C1-B@s1", worth=9)).violations == (
        "status: optimal, but not proven at the level worth",
    )


@pytest.mark.parametrize(
    ("wishes", "held", "policy"),
    [
        # C1 could go to the other desk
        ("C1-A:9 C1-B:8", "C1-B@s1", "floor"),
        # C2, who meets B, could have the place of C1, who meets B as well
        ("C1-A:5 C1-B:9 C2-A:7 C2-B:9", "C1-A@s1 C1-B@s2 C2-B@s3", "floor"),
        # C2 could have the place of C1, whom nothing guarantees a meeting
        ("C1-A:5 C2-A:7 C3-A:8 C4-A:9", "C1-A@s1 C3-A@s2 C4-A@s3", "worth"),
    ],
)
def test_without_certificate_a_wish_that_could_replace_a_meeting_worth_less_refutes_the_bound(
    wishes: str, held: str, policy: Policy
) -> None:
    companies = [Company(f"C{n}", 2) for n in range(1, 5)]
    found = fair(
        3,
        [desk("A", 1, {1: {"s2", "s3"}} if policy == "floor" else {}), desk("B")],
        companies,
        wishes,
        policy=policy,
    )
    false = told(found, held)
    bound = false.level("worth").value

    wrong = f"objective.worth.bound: {bound}, but a wish in the place of a meeting makes it more"
    assert wrong in check(found, replace(false, certificate=None)).violations


@pytest.mark.parametrize(
    ("companies", "wishes", "held", "policy"),
    [
        # The only meeting of C1 is not to be had
        ([Company("C1", 1), Company("C2", 2)], "C1-A:5 C2-A:7 C2-B:1", "C1-A@s1 C2-B@s2", "floor"),
        # C2 has no meeting left, is absent, is elsewhere, needs a pause
        ([Company("C1", 2), Company("C2", 0)], "C1-A:5 C2-A:7", "C1-A@s1", "worth"),
        ([Company("C1", 2), Company("C2", 2, frozenset({"s1"}))], "C1-A:5 C2-A:7", "C1-A@s1", "worth"),
        ([Company("C1", 2), Company("C2", 2)], "C1-A:5 C2-A:7 C2-B:9", "C1-A@s1 C2-B@s1", "worth"),
        (
            [Company("C1", 2), Company("C2", 2, breathing=True)],
            "C1-A:5 C2-A:7 C2-B:9",
            "C1-A@s1 C2-B@s2",
            "worth",
        ),
    ],
)
def test_a_wish_that_could_replace_nothing_refutes_no_bound(
    companies: list[Company], wishes: str, held: str, policy: Policy
) -> None:
    found = fair(2, [desk("A", 1, {1: {"s2"}}), desk("B")], companies, wishes, policy=policy)
    bound = "but a wish in the place of a meeting makes it more"
    violations = check(found, replace(told(found, held), certificate=None)).violations

    assert [line for line in violations if bound in line] == []


# The idle time


WAITING = fair(4, [desk("A"), desk("B")], [Company("C1", 2)], "C1-A:9 C1-B:9")


def test_an_idle_time_that_one_move_shortens_is_not_the_least() -> None:
    assert check(WAITING, told(WAITING, "C1-A@s1 C1-B@s4")).violations == (
        "objective.idle.bound: 2, but one meeting moved to a free place makes it less",
    )
    assert check(WAITING, told(WAITING, "C1-A@s1 C1-B@s4", idle=1)).violations == ()


def test_an_idle_time_that_only_a_search_could_shorten_is_as_the_solver_says() -> None:
    companies = [Company("C1", 2, frozenset({"s2"})), Company("C2", 1, frozenset({"s1", "s3"}))]
    held_up = fair(3, [desk("A"), desk("B")], companies, "C1-A:9 C1-B:9 C2-A:9")
    result = solve(held_up)

    assert result.level("idle") == Level("idle", 1, 1, "exhausted search")
    assert check(held_up, result).violations == ()
    assert list(standing(result))[-1] == "idle: 1, bound 1, as the solver says"
