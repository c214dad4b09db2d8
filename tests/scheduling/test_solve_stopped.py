"""A search that is stopped: a legal timetable that serves whom the draw says, and no claim too many."""

from __future__ import annotations

import pytest

from matchmaker.scheduling.problem import Company, Problem
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Result
from tests.scheduling import oracle
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair

CROWDED = Shape(companies=(4, 5), desks=(1, 2), tables=(1, 1), slots=(2, 3), pins=(0, 1), wished=0.9)
HOLES = Shape(
    companies=(3, 5), desks=(2, 3), tables=(1, 1), slots=(3, 4), pins=(0, 2), absent=0.4, closed=0.3
)


def stages(problem: Problem) -> list[str]:
    told: list[str] = []
    solve(problem, progress=lambda stage, share: told.append(stage))
    return told[:-1]


def interrupted(problem: Problem, stage: str) -> Result:
    """The result of a search that somebody ends by Ctrl-C when this stage begins."""

    def end(begun: str, share: float) -> None:
        if begun == stage:
            raise KeyboardInterrupt

    return solve(problem, progress=end)


def assert_honest(problem: Problem, result: Result) -> None:
    """A stopped search serves whom the draw says and claims nothing that trying everything refutes."""
    served, unserved, best_worth = oracle.best(problem)
    worth, idle = result.level("worth"), result.level("idle")

    assert result.status == "feasible"
    assert oracle.faults(problem, result.meetings) == []
    if problem.policy == "floor":
        assert (result.level("served").value, result.level("draw").value) == (served, unserved)
    assert worth.bound is None or worth.bound >= best_worth >= worth.value
    least = oracle.least_idle(problem, [m.pair for m in result.meetings])
    assert idle.bound is None or idle.bound <= least <= idle.value


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("shape", [CROWDED, HOLES], ids=["crowded", "holes"])
def test_a_limit_of_nothing_gives_the_first_meetings(shape: Shape, seed: int) -> None:
    problem = random_problem(seed, shape)

    assert_honest(problem, solve(problem, time_limit=0))


def test_a_wish_that_a_stopped_search_has_not_come_to_is_said_to_be_just_that() -> None:
    result = solve(fair(2, [desk("A"), desk("B")], [Company("C1", 2)], "C1-A:5 C1-B:6"), time_limit=0)

    assert [unplaced.reason.code for unplaced in result.unplaced] == ["stopped"]
    assert [(level.name, level.bound) for level in result.objective] == [
        ("served", 1),
        ("draw", ()),
        ("worth", None),
        ("idle", 0),
    ]


@pytest.mark.parametrize("seed", [*range(12), 153, 260, 322])
@pytest.mark.parametrize("shape", [CROWDED, HOLES], ids=["crowded", "holes"])
def test_at_whatever_stage_ctrl_c_comes_the_timetable_is_legal_and_its_bounds_hold(
    shape: Shape, seed: int
) -> None:
    problem = random_problem(seed, shape)
    for stage in stages(problem):
        assert_honest(problem, interrupted(problem, stage))


def test_a_search_stopped_after_its_proof_still_explains_what_is_proven() -> None:
    companies = [Company("C1", 1), Company("C2", 1)]
    result = interrupted(
        fair(1, [desk("A")], companies, "C1-A:1 C2-A:9", policy="worth"), "shortening the days"
    )

    assert (result.status, result.level("worth").is_proven) == ("feasible", True)
    assert [unplaced.reason.code for unplaced in result.unplaced] == ["outranked"]


@pytest.mark.parametrize("seconds", [0.01, 0.1, 0.4])
def test_a_large_fair_within_a_blink_is_a_legal_timetable_with_an_honest_bound(seconds: float) -> None:
    problem = large_problem(2, availability=0.7, breathing=0.3)
    result = solve(problem, time_limit=seconds)
    worth = result.level("worth")

    assert result.status == "feasible"
    assert violations(problem, result.meetings) == ()
    assert result.level("served").is_proven
    assert worth.bound is None or worth.bound >= worth.value
