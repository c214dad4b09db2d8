"""A repair that is stopped: legal, never worse than the preview, and no claim that a search could refute."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from matchmaker.scheduling.check import check
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.repair import preview, repair
from matchmaker.scheduling.solving.limit import Limit, Stopped
from matchmaker.scheduling.timetable import Figure, Level, Result
from tests.scheduling import oracle, repair_oracle, repair_verdict
from tests.scheduling.repairs import large_repair, random_repair
from tests.scheduling.wild_repairs import wild_repair

UP_EVERY_RUNG = [151, 301, 408, 577, 886]
"""Wild repairs that need the linear programme for who is served, the draw, or a search for the worth."""


class Patience(Limit):
    """Stops at the n-th moment at which a search looks whether it has to."""

    def __init__(self, moments: float = float("inf")) -> None:
        super().__init__()
        self.moments, self.looked = moments, 0

    def check(self) -> None:
        self.looked += 1
        if self.looked > self.moments:
            raise Stopped


def with_patience(problem: Problem, patience: Patience, monkeypatch: pytest.MonkeyPatch) -> Result:
    with monkeypatch.context() as patched:
        patched.setattr("matchmaker.scheduling.repair.Limit", lambda seconds, progress: patience)
        return repair(problem)


def stages(problem: Problem) -> list[str]:
    told: list[str] = []
    repair(problem, progress=lambda stage, share: told.append(stage))
    return told[:-1]


def interrupted(problem: Problem, stage: str) -> Result:
    """The result of a repair that somebody ends by Ctrl-C when this stage begins."""

    def end(begun: str, share: float) -> None:
        if begun == stage:
            raise KeyboardInterrupt

    return repair(problem, progress=end)


def merit(result: Result) -> tuple[Figure, ...]:
    """Of two timetables the better one has the greater figures."""
    counted_down = ("moved", "idle")
    levels = [level for level in result.objective if level.name != "idle"]
    return tuple(-level.value if level.name in counted_down else level.value for level in levels)


def assert_honest(problem: Problem, result: Result, outcomes: list[repair_verdict.Outcome]) -> None:
    """Legal, marked as stopped, no worse than the preview; its bounds hold and the checker agrees."""
    assert result.status == "feasible"
    assert_true(problem, result, outcomes)


def assert_true(problem: Problem, result: Result, outcomes: list[repair_verdict.Outcome]) -> None:
    held = frozenset((b.company, b.desk, problem.slot_index[b.slot]) for b in result.meetings)

    assert oracle.faults(problem, result.meetings) == []
    assert not repair_oracle.is_too_early(problem, held)
    assert merit(result) >= merit(preview(problem))
    assert list(passed(result, outcomes)) == []
    idle = result.level("idle")
    assert idle.bound is None or idle.bound <= repair_oracle.least_idle(problem, held) <= idle.value
    assert check(problem, result).violations == ()


def passed(result: Result, outcomes: list[repair_verdict.Outcome]) -> Iterator[Level]:
    """The levels whose bound is passed by some timetable alike in the earlier levels."""
    return (level for level in result.objective if not repair_verdict.is_valid(level, result, outcomes))


def assert_honest_whenever(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    patience, outcomes = Patience(), repair_verdict.outcomes(problem)
    assert with_patience(problem, patience, monkeypatch).status == "optimal"
    for moments in range(patience.looked):
        assert_honest(problem, with_patience(problem, Patience(moments), monkeypatch), outcomes)


@pytest.mark.parametrize("seed", [*range(9), *UP_EVERY_RUNG])
def test_at_whatever_moment_it_is_stopped_it_is_honest(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_honest_whenever(wild_repair(seed), monkeypatch)


@pytest.mark.nightly
@pytest.mark.parametrize("batch", range(40))
def test_at_whatever_moment_it_is_stopped_it_is_honest_at_length(
    batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(10 * batch, 10 * (batch + 1)):
        assert_honest_whenever(wild_repair(seed), monkeypatch)
        assert_honest_whenever(random_repair(seed), monkeypatch)


@pytest.mark.parametrize("seed", [*range(9), *UP_EVERY_RUNG])
def test_at_whatever_stage_ctrl_c_comes_it_is_honest(seed: int) -> None:
    problem = wild_repair(seed)
    outcomes = repair_verdict.outcomes(problem)
    for stage in stages(problem):
        assert_honest(problem, interrupted(problem, stage), outcomes)


@pytest.mark.parametrize("seed", range(20))
def test_a_limit_of_nothing_gives_the_preview(seed: int) -> None:
    for problem in (wild_repair(seed), random_repair(seed)):
        result = repair(problem, time_limit=0)

        assert result == preview(problem)
        assert_honest(problem, result, repair_verdict.outcomes(problem))


def test_the_preview_claims_no_proof_but_that_nothing_is_less_than_none() -> None:
    for seed in range(20):
        result = preview(wild_repair(seed))
        known = {level.name for level in result.objective if level.bound is not None}

        assert known <= {"moved", "idle"}
        assert all(level.bound in (None, 0) for level in result.objective)
        assert result.certificate is None


def test_a_repair_stopped_later_is_no_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in UP_EVERY_RUNG:
        problem, patience = wild_repair(seed), Patience()
        best = with_patience(problem, patience, monkeypatch)
        results = [
            with_patience(problem, Patience(moments), monkeypatch) for moments in range(patience.looked)
        ]
        figures = [merit(result) for result in (preview(problem), *results, best)]

        assert figures == sorted(figures)


@pytest.mark.parametrize(
    "limits",
    [
        {"repairing.repair_ladder.LARGEST_PROGRAMME": 0},
        {"repairing.levels_programme.ITERATIONS": 0},
        {"repairing.levels_programme.ITERATIONS": 3},
        {"repairing.levels_programme.NODES": 0},
    ],
    ids=["no programme", "no iteration", "three iterations", "no node"],
)
def test_a_limit_of_counts_leaves_what_is_true(
    limits: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A programme too large to be made, or given up half way, costs proofs and never truth."""
    for seed in [*range(12), *UP_EVERY_RUNG]:
        problem = wild_repair(seed)
        with monkeypatch.context() as patched:
            for name, count in limits.items():
                patched.setattr(f"matchmaker.scheduling.{name}", count)
            result = repair(problem)

        assert_true(problem, result, repair_verdict.outcomes(problem))


@pytest.mark.parametrize("seconds", [0.01, 0.1, 0.4])
def test_a_large_day_within_a_blink_is_a_legal_timetable_with_honest_bounds(seconds: float) -> None:
    problem = large_repair(5, breathing=0.3)
    result = repair(problem, time_limit=seconds)

    assert result.status == "feasible"
    assert check(problem, result).violations == ()
    assert merit(result) >= merit(preview(problem))
