"""The whole solver against brute force, and what must never depend on chance, order or haste."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from matchmaker.scheduling.files import write_problem, write_timetable
from matchmaker.scheduling.problem import Company, Pin, Problem
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Figure, LevelName, Result
from tests.first_meetings import unserved_by_the_draw
from tests.scheduling import oracle
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair
from tests.time_indexed import greatest_worth

CROWDED = Shape(companies=(4, 5), desks=(1, 2), tables=(1, 1), slots=(2, 3), pins=(0, 1), wished=0.9)
HOLES = Shape(
    companies=(3, 5), desks=(2, 3), tables=(1, 1), slots=(3, 4), pins=(0, 2), absent=0.4, closed=0.3
)
BREATHLESS = Shape(companies=(2, 3), desks=(2, 3), slots=(4, 5), breathing=0.9, absent=0.1)
SMALLEST = Shape(companies=(1, 5), desks=(1, 3), tables=(0, 2), slots=(1, 3), pins=(0, 2))
SHAPES = [Shape(), CROWDED, HOLES, BREATHLESS, SMALLEST]
"""Tiny problems of five kinds, each with its own pins, absences, closures, groups, quotas and policies."""


def figures(result: Result, *names: LevelName) -> tuple[Figure, ...]:
    return tuple(result.level(name).value for name in names)


def permuted(problem: Problem, seed: int) -> Problem:
    """The same problem with every list but slots and draw in another order."""
    random = Random(seed)

    def shuffled(entries: tuple) -> tuple:
        return tuple(random.sample(entries, len(entries)))

    tables = [replace(stand, tables=shuffled(stand.tables)) for stand in problem.desks]
    return replace(
        problem,
        desks=shuffled(tuple(tables)),
        companies=shuffled(problem.companies),
        wishes=shuffled(problem.wishes),
        pins=shuffled(problem.pins),
    )


def assert_best(problem: Problem) -> None:
    """Every level is what trying everything finds, proven, and reached by a timetable without fault."""
    result = solve(problem)

    served, unserved, worth = oracle.best(problem)
    if problem.policy == "floor":
        assert figures(result, "served", "draw", "worth") == (served, unserved, worth)
    assert result.level("worth").value == worth
    assert result.level("idle").value == oracle.least_idle(problem, [m.pair for m in result.meetings])
    assert (result.status, {level.is_proven for level in result.objective}) == ("optimal", {True})
    assert oracle.faults(problem, result.meetings) == []


@pytest.mark.parametrize("shape", SHAPES, ids=["usual", "crowded", "holes", "breathless", "smallest"])
@pytest.mark.parametrize("batch", range(10))
def test_every_level_is_the_best_there_is(batch: int, shape: Shape) -> None:
    for seed in range(12 * batch, 12 * (batch + 1)):
        assert_best(random_problem(seed, shape))


@pytest.mark.parametrize("availability", [1.0, 0.9, 0.6])
@pytest.mark.parametrize("breathing", [0.0, 0.5])
@pytest.mark.parametrize("demand", [1.2, 2, 5])
def test_a_fair_of_some_size_is_what_independent_flows_and_programmes_find(
    availability: float, breathing: float, demand: float
) -> None:
    problem = large_problem(7, 40, 6, 6, availability, breathing, demand)
    result = solve(problem)
    _, unserved = unserved_by_the_draw(problem)

    assert (result.status, result.level("draw").value) == ("optimal", unserved)
    assert result.level("worth").value == greatest_worth(problem, unserved)


def features(problem: Problem) -> set[str]:
    """What makes this problem more than pairs and slots."""
    closed = {table.id: table.closed for stand in problem.desks for table in stand.tables}
    found = {
        "policy floor": problem.policy == "floor",
        "policy worth": problem.policy == "worth",
        "group": any(company.group for company in problem.companies),
        "absence": any(company.absent for company in problem.companies),
        "breathing": any(company.breathing for company in problem.companies),
        "no quota": any(company.max_meetings == 0 for company in problem.companies),
        "desk without table": any(not stand.tables for stand in problem.desks),
        "pin with table": any(pin.table for pin in problem.pins),
        "pin without table": any(pin.table is None for pin in problem.pins),
        "pin at a closed table": any(pin.slot in closed[pin.table] for pin in problem.pins if pin.table),
        "pin where absent": any(pin.slot in problem.company[pin.company].absent for pin in problem.pins),
        "pin without wish": any(pin.pair not in problem.worth for pin in problem.pins),
    }
    return {feature for feature, there in found.items() if there}


def test_the_tiny_problems_have_everything_a_problem_may_have() -> None:
    problems = [random_problem(seed, shape) for seed in range(120) for shape in SHAPES]
    counts = Counter(feature for problem in problems for feature in features(problem))

    assert len(counts) == 12
    assert min(counts.values()) >= 30


@pytest.mark.nightly
@pytest.mark.parametrize("shape", SHAPES, ids=["usual", "crowded", "holes", "breathless", "smallest"])
@pytest.mark.parametrize("batch", range(10, 210))
def test_every_level_is_the_best_there_is_at_length(batch: int, shape: Shape) -> None:
    for seed in range(12 * batch, 12 * (batch + 1)):
        assert_best(random_problem(seed, shape))


@pytest.mark.parametrize("seed", range(120))
def test_a_bound_that_is_certified_is_the_worth(seed: int) -> None:
    problem = random_problem(seed, CROWDED)
    result = solve(problem)

    if result.certificate is not None:
        assert oracle.certified(problem, result) == result.level("worth").value


def test_the_draw_alone_says_who_goes_without_whatever_a_wish_is_worth() -> None:
    companies = [Company("C1", 1), Company("C2", 1), Company("C3", 1)]
    result = solve(fair(2, [desk("A")], companies, "C1-A:1 C2-A:1 C3-A:1000"))

    assert figures(result, "served", "draw", "worth") == (2, (3,), 2)


def test_the_policy_worth_lets_the_same_wish_win() -> None:
    companies = [Company("C1", 1), Company("C2", 1), Company("C3", 1)]
    result = solve(fair(2, [desk("A")], companies, "C1-A:1 C2-A:1 C3-A:1000", policy="worth"))

    assert [level.name for level in result.objective] == ["worth", "idle"]
    assert figures(result, "worth") == (1001,)


def test_a_group_counts_once_for_the_first_meeting() -> None:
    companies = [Company("C1", 1, group="G"), Company("C2", 1, group="G"), Company("C3", 1)]
    result = solve(fair(2, [desk("A")], companies, "C1-A:100 C2-A:100 C3-A:1"))

    assert figures(result, "served", "worth") == (2, 101)
    assert "C3" in {meeting.company for meeting in result.meetings}


def test_a_pin_stands_where_its_company_is_absent_and_the_rest_is_best_around_it() -> None:
    companies = [Company("C1", 1, frozenset({"s1"})), Company("C2", 1)]
    pins = [Pin("C1", "A", "s1")]
    result = solve(fair(2, [desk("A")], companies, "C2-A:5", pins))

    assert [(m.company, m.slot, m.pinned) for m in result.meetings] == [
        ("C1", "s1", True),
        ("C2", "s2", False),
    ]


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_the_order_of_the_lists_changes_nothing(seed: int) -> None:
    problem = random_problem(seed)

    assert write_timetable(solve(permuted(problem, seed))) == write_timetable(solve(problem))


def test_the_order_of_the_lists_changes_nothing_in_a_large_fair() -> None:
    problem = large_problem(3, companies=120, desks=12, availability=0.8, breathing=0.2)

    assert write_timetable(solve(permuted(problem, 1))) == write_timetable(solve(problem))


@pytest.mark.parametrize(
    "problem",
    [
        large_problem(4, companies=40, desks=6, availability=0.9, breathing=0.1),
        fair(
            3,
            [desk("A"), desk("B", closed={1: {"s1", "s3"}})],
            [Company("C1", 2, breathing=True)],
            "C1-A:2 C1-B:2",
        ),
    ],
    ids=["by flow, with days proven short", "by every rung of the ladder"],
)
def test_the_hash_seed_changes_nothing(problem: Problem, tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    file.write_bytes(write_problem(problem))
    command = [str(Path(sys.executable).with_name("matchmaker")), "solve", str(file)]

    first, second = (
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True)
        for seed in ("1", "2")
    )

    assert first.stdout == second.stdout
    assert first.stdout.startswith(b"{")


def test_progress_goes_from_stage_to_stage_and_ends_at_one() -> None:
    told: list[tuple[str, float]] = []
    solve(random_problem(1), progress=lambda stage, share: told.append((stage, share)))

    assert told[0] == ("choosing who meets whom", 0.1)
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1] == ("done", 1.0)


def loaded_by(statement: str) -> set[str]:
    """Which of the heavy packages a fresh Python has loaded after this."""
    heavy = ("ortools", "highspy", "numpy", "networkx", "flask", "sqlalchemy")
    program = f"import sys; {statement}; print(*(name for name in {heavy} if name in sys.modules))"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(ended.stdout.split())


def test_solvers_are_loaded_when_first_used() -> None:
    assert loaded_by("import matchmaker.scheduling.solve") == set()


def test_and_then_only_the_one_that_is_needed() -> None:
    solving = (
        "from matchmaker.scheduling.solve import solve; from tests.scheduling.small_fairs import fair;"
        "solve(fair(1, [], [], ''))"
    )

    assert loaded_by(solving) == {"ortools", "numpy"}
