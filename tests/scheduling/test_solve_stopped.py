"""A search that is stopped: a legal timetable that serves whom the draw says, and no claim too many."""

from __future__ import annotations

import os
import signal
from math import inf

import pytest

from matchmaker.scheduling.problem import Company, Problem
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.solve import solve, solve_within
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.timetable import Result
from tests.scheduling import oracle
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair
from tests.terminal import hearing_ctrl_c

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


class StopAt(Limit):
    """A limit that is over at a certain check, counted from 0, and counts the checks."""

    def __init__(self, check: float = inf) -> None:
        super().__init__()
        self.checks, self._last = 0, check

    def check(self) -> None:
        if self.checks >= self._last:
            self.stop()
        self.checks += 1
        super().check()


def checks(problem: Problem) -> int:
    """How often a search asks whether the time is over."""
    counting = StopAt()
    solve_within(problem, 1, counting)
    return counting.checks


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


def assert_honest_at_every_check(problem: Problem) -> None:
    for check in range(checks(problem)):
        assert_honest(problem, solve_within(problem, 1, StopAt(check)))


@pytest.mark.parametrize("seed", [2, 5, 151, 153, 902])
@pytest.mark.parametrize("shape", [CROWDED, HOLES], ids=["crowded", "holes"])
def test_at_whatever_moment_a_search_is_stopped_the_timetable_is_legal_and_its_bounds_hold(
    shape: Shape, seed: int
) -> None:
    assert_honest_at_every_check(random_problem(seed, shape))


@pytest.mark.nightly
@pytest.mark.parametrize("shape", [Shape(), CROWDED, HOLES], ids=["usual", "crowded", "holes"])
@pytest.mark.parametrize("batch", range(30))
def test_at_whatever_moment_a_search_is_stopped_the_timetable_is_legal_at_length(
    batch: int, shape: Shape
) -> None:
    for seed in range(10 * batch, 10 * (batch + 1)):
        assert_honest_at_every_check(random_problem(seed, shape))


def test_later_stops_leave_better_timetables_from_the_placing_on() -> None:
    """Stopped while it is placed, a choice is kept as far as it stands, and filled up."""
    problem = large_problem(2, companies=100, desks=10, availability=0.7, breathing=0.2)
    results = [solve_within(problem, 1, StopAt(check)) for check in range(0, checks(problem), 20)]
    chosen = [result.level("worth") for result in results if result.level("worth").bound is not None]
    idle = [result.level("idle").value for result in results if result.level("worth").is_proven]

    assert all(violations(problem, result.meetings) == () for result in results)
    assert len(chosen) >= len(results) - 1
    assert all(worth.value >= 0.9 * worth.bound for worth in chosen)
    assert idle == sorted(idle, reverse=True)


@pytest.mark.parametrize("stage", ["choosing who meets whom", "shortening the days"])
def test_a_real_ctrl_c_ends_the_search_with_what_stands(stage: str) -> None:
    problem = large_problem(2, companies=60, desks=8, availability=0.7)

    def press(begun: str, share: float) -> None:
        if begun == stage:
            os.kill(os.getpid(), signal.SIGINT)

    with hearing_ctrl_c():
        result = solve(problem, progress=press)

    assert result.status == "feasible"
    assert violations(problem, result.meetings) == ()
