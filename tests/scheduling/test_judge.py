"""A timetable made by hand is a result that the checker accepts, and claims no more than is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from matchmaker.scheduling.check import check
from matchmaker.scheduling.checking.check_matching import BestServed
from matchmaker.scheduling.files import read_problem, read_timetable, write_problem, write_timetable
from matchmaker.scheduling.judge import judged
from matchmaker.scheduling.problem import Company, Pin, Problem, Promise
from matchmaker.scheduling.quality import REPAIR_LEVELS, quality
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Booking, Level, Result
from tests.scheduling.problems import desk
from tests.scheduling.small_fairs import fair, meetings
from tests.scheduling.states import random_repaired_state, random_state


def judged_and_checked(problem: Problem, bookings: Sequence[Booking], repaired: bool) -> Result:
    """As a service does it: the problem is read from bytes, and the timetable comes back from its own."""
    read = read_problem(write_problem(problem))
    result = judged(read, bookings, 1, repaired)
    back = read_timetable(write_timetable(result))
    assert check(read, back).violations == ()
    assert back.objective == result.objective
    return result


@pytest.mark.parametrize("seed", range(250))
def test_the_checker_accepts_what_was_made_by_hand(seed: int) -> None:
    problem, bookings = random_state(seed)
    result = judged_and_checked(problem, bookings[::-1], repaired=False)
    figures = quality(problem, bookings)

    assert list(result.meetings) == bookings
    assert [level.value for level in result.objective] == [figures.figure(v.name) for v in result.objective]
    assert (result.status, result.certificate, result.is_repaired) == ("feasible", None, False)


@pytest.mark.parametrize("seed", range(250))
def test_the_checker_accepts_what_was_made_by_hand_after_a_publication(seed: int) -> None:
    problem, bookings = random_repaired_state(seed)
    result = judged_and_checked(problem, bookings, repaired=True)

    assert tuple(level.name for level in result.objective) == REPAIR_LEVELS[problem.policy]
    assert result.level("kept").bound is None


@pytest.mark.parametrize("seed", range(300))
def test_first_meetings_are_proven_if_and_only_if_a_matching_serves_no_more(seed: int) -> None:
    repaired = seed % 2 == 1
    problem, bookings = random_repaired_state(seed) if repaired else random_state(seed)
    problem = replace(problem, policy="floor")
    result, best = judged(problem, bookings, 1, repaired), BestServed(problem, repaired)
    served, draw = result.level("served"), result.level("draw")

    assert served.bound == best.most
    assert (served.proof == "matching") == (served.value == best.most)
    assert draw.bound == (best.unserved_ranks(best.most) if served.is_proven else None)
    assert (draw.proof == "matching") == draw.is_proven


@pytest.mark.parametrize("seed", range(100))
def test_what_the_solver_proves_of_first_meetings_is_proven_again(seed: int) -> None:
    problem, _ = random_state(seed)
    solved = solve(problem)
    found = judged(problem, solved.meetings)

    for level in solved.objective:
        if level.name in ("served", "draw"):
            assert found.level(level.name) == level
    assert found.meetings == solved.meetings


FAIR = fair(3, [desk("A"), desk("B")], [Company("C1", 2), Company("C2", 1)], "C1-A:9 C1-B:5 C2-A:7")


def test_worth_and_waiting_have_no_bound_but_that_nobody_waits_is_the_least_there_is() -> None:
    waits = judged(FAIR, meetings("C1-A@s1 C1-B@s3"))
    does_not = judged(FAIR, meetings("C1-A@s1 C1-B@s2"))

    assert waits.objective == (
        Level("served", 1, 2, None),
        Level("draw", (2,), None, None),
        Level("worth", 14, None, None),
        Level("idle", 1, None, None),
    )
    assert does_not.level("idle") == Level("idle", 0, 0, "zero")
    assert [entry.reason.code for entry in waits.unplaced] == ["stopped"]


def test_that_nothing_moved_is_the_least_there_is() -> None:
    after = replace(FAIR, published=(Promise("C1", "A", "s2", "A-1"),))
    stayed, moved = (judged(after, meetings(f"C1-A@{slot}"), repaired=True) for slot in ("s2", "s1"))

    assert stayed.level("moved") == Level("moved", 0, 0, "zero")
    assert moved.level("moved") == Level("moved", 1, None, None)


def test_broken_rules_are_listed_a_line_for_each() -> None:
    late = replace(FAIR, companies=(Company("C1", 2), Company("C2", 1, frozenset({"s3"}))))
    with pytest.raises(ValueError, match="absent then") as refused:
        judged(late, meetings("C2-A@s3 C2-A@s2"))

    assert str(refused.value).splitlines() == [
        'company "C2" with desk "A" in slot "s3" at table "A-1": the company is absent then',
        'company "C2" meets desk "A" 2 times',
        'company "C2" has 2 meetings and may have 1',
    ]


def test_whoever_is_moved_to_before_the_hour_announced_breaks_a_rule_of_a_repair_unless_pinned() -> None:
    after = replace(FAIR, published=(Promise("C1", "A", "s3", "A-1", "s2"),))
    early = meetings("C1-A@s1")
    fixed = replace(after, pins=(Pin("C1", "A", "s1", "A-1"),))

    assert judged(after, early).level("worth").value == 9
    assert judged(fixed, meetings("C1-A@s1!"), repaired=True).level("moved").value == 1
    with pytest.raises(ValueError, match='slot "s1": moved to before its earliest slot'):
        judged(after, early, repaired=True)
