"""The repair against brute force, and what must never depend on chance, order or haste."""

from __future__ import annotations

import pytest

from matchmaker.scheduling.check import check
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.repair import preview, repair
from matchmaker.scheduling.timetable import LevelName, Result
from tests.scheduling import oracle, repair_oracle
from tests.scheduling.problems import Shape
from tests.scheduling.repairs import random_repair

CROWDED = Shape(companies=(4, 5), desks=(1, 2), tables=(1, 1), slots=(2, 3), pins=(0, 1), wished=0.9)
HOLES = Shape(
    companies=(3, 4), desks=(2, 3), tables=(1, 1), slots=(3, 3), pins=(0, 2), absent=0.4, closed=0.2
)
BREATHLESS = Shape(companies=(2, 3), desks=(2, 2), slots=(4, 4), breathing=0.9, absent=0.1)
SHAPES = [Shape(slots=(2, 3)), CROWDED, HOLES, BREATHLESS]
"""Tiny fairs of four kinds, each with its own pins, absences, closures, groups, quotas and policies."""
LEVELS: tuple[LevelName, ...] = ("kept", "served", "moved", "draw", "worth")


def held(problem: Problem, result: Result) -> oracle.Held:
    return frozenset((b.company, b.desk, problem.slot_index[b.slot]) for b in result.meetings)


def reached(result: Result) -> dict[str, object]:
    return {level.name: level.value for level in result.objective}


def assert_best(problem: Problem) -> None:
    """Every level is what trying everything finds, proven, and reached by a timetable without fault."""
    result = repair(problem)

    best = repair_oracle.best(problem)
    expected = {name: getattr(best, name) for name in LEVELS if getattr(best, name) is not None}
    assert {name: value for name, value in reached(result).items() if name != "idle"} == expected
    assert result.status == "optimal"
    assert oracle.faults(problem, result.meetings) == []
    assert not repair_oracle.is_too_early(problem, held(problem, result))
    idle = result.level("idle")
    if idle.is_proven:
        assert idle.value == repair_oracle.least_idle(problem, held(problem, result))


@pytest.mark.parametrize("shape", SHAPES, ids=["usual", "crowded", "holes", "breathless"])
def test_it_is_the_best_there_is(shape: Shape) -> None:
    for seed in range(40):
        assert_best(random_repair(seed, shape))


@pytest.mark.parametrize("shape", SHAPES, ids=["usual", "crowded", "holes", "breathless"])
def test_the_preview_obeys_every_rule_and_promises_nothing_it_does_not_keep(shape: Shape) -> None:
    for seed in range(60):
        problem = random_repair(seed, shape)
        result = preview(problem)
        assert oracle.faults(problem, result.meetings) == []
        assert not repair_oracle.is_too_early(problem, held(problem, result))
        assert result.status == "feasible"


@pytest.mark.parametrize("shape", SHAPES, ids=["usual", "crowded", "holes", "breathless"])
def test_the_checker_finds_it_sound_and_verifies_its_certificate(shape: Shape) -> None:
    for seed in range(60):
        problem = random_repair(seed, shape)
        for result in (preview(problem), repair(problem)):
            assert check(problem, result).violations == ()
