"""The checker accepts what is true and refuses whatever breaks a rule, a figure, a reason or the order."""

from __future__ import annotations

import ast
import json
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matchmaker.scheduling
from matchmaker.scheduling.check import check
from matchmaker.scheduling.files import (
    Malformed,
    read_problem,
    read_timetable,
    write_problem,
    write_timetable,
)
from matchmaker.scheduling.problem import Company, Pin, Problem
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Result
from tests.scheduling import oracle, verdict
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair
from tests.scheduling.tampering import CATALOGUE, Document, Tampering, certificate_forgotten

CROWDED = Shape(companies=(4, 5), desks=(1, 2), tables=(1, 2), slots=(2, 3), pins=(0, 2), wished=0.9)
BREATHLESS = Shape(companies=(2, 3), desks=(2, 3), slots=(4, 5), breathing=0.9, absent=0.1)
SHAPES = [Shape(), CROWDED, BREATHLESS]
ANY_PROBLEM = st.builds(random_problem, st.integers(0, 2**32), st.sampled_from(SHAPES))


@given(problem=ANY_PROBLEM, seed=st.integers(0, 9))
@settings(max_examples=150, deadline=None)
def test_what_the_solver_says_is_accepted(problem: Problem, seed: int) -> None:
    assert check(problem, solve(problem, seed)).violations == ()


@given(problem=ANY_PROBLEM, stage=st.integers(1, 8))
@settings(max_examples=150, deadline=None)
def test_what_the_solver_says_when_it_is_stopped_is_accepted(problem: Problem, stage: int) -> None:
    assert check(problem, stopped_at(problem, stage)).violations == ()


def stopped_at(problem: Problem, stage: int) -> Result:
    """The result of a search that somebody ends at its n-th stage."""
    stages: list[str] = []

    def end(name: str, _share: float) -> None:
        stages.append(name)
        if len(stages) == stage and name != "done":
            raise KeyboardInterrupt

    return solve(problem, progress=end)


def test_a_large_fair_is_accepted_and_its_worth_re_verified() -> None:
    problem = large_problem(2, companies=80, desks=8, availability=0.7, breathing=0.2)
    report = check(problem, solve(problem))

    assert report.violations == ()
    assert [line.partition(":")[0] for line in report.findings] == [
        "meetings",
        "unplaced",
        "served",
        "draw",
        "worth",
        "idle",
    ]
    assert report.findings[4].endswith("re-verified by the certificate")


# Tampering: what is not true is refused, and what is still true is not


@cache
def solved(seed: int) -> tuple[Problem, bytes, verdict.Best]:
    """A problem as its file says it, its timetable as a file, and the best by trying everything."""
    problem = read_problem(write_problem(random_problem(seed, SHAPES[seed % len(SHAPES)])))
    return problem, write_timetable(solve(problem)), oracle.best(problem)


def tampered(tamper: Tampering, seed: int) -> Document | None:
    """The document after tampering; None where there was nothing to tamper with."""
    problem, data, _ = solved(seed)
    document: Document = json.loads(data)
    try:
        tamper(document, problem, Random(seed))
    except (IndexError, ValueError, TypeError):
        return None
    return document if document != json.loads(data) else None


def judged(tamper: Tampering, seed: int) -> str:
    """What became of it, once checker and verdict have been held against each other."""
    problem, _, best = solved(seed)
    document = tampered(tamper, seed)
    if document is None:
        return "untouched"
    try:
        told = read_timetable(json.dumps(document).encode())
    except Malformed:
        return "malformed"
    is_true = verdict.is_true(problem, told, best)
    if check(problem, told).is_sound:
        assert is_true, (seed, "accepted, and is not true")
        assert (
            told.status == "feasible" or told.certificate is None or figures(told) == claimed(problem, best)
        )
        return "still true"
    assert not (is_true and verdict.is_the_best(problem, told, best)), (seed, "refused, and is true")
    return "refused"


def figures(told: Result) -> tuple[object, ...]:
    return tuple(level.value for level in told.objective if level.name != "idle")


def claimed(problem: Problem, best: verdict.Best) -> tuple[object, ...]:
    return best if problem.policy == "floor" else best[2:]


CAUGHT_AT_LEAST = 10
"""A kind of tampering that is hardly ever caught shows nothing."""


@pytest.mark.parametrize("tamper", CATALOGUE, ids=lambda tamper: tamper.__name__)
def test_a_timetable_that_was_tampered_with_is_still_true_or_refused(tamper: Tampering) -> None:
    outcomes = Counter(judged(tamper, seed) for seed in range(90))

    if tamper is certificate_forgotten:
        assert not outcomes["refused"]
    else:
        assert outcomes["refused"] >= CAUGHT_AT_LEAST, outcomes
    assert not outcomes["malformed"]


@pytest.mark.nightly
@pytest.mark.parametrize("tamper", CATALOGUE, ids=lambda tamper: tamper.__name__)
def test_a_timetable_that_was_tampered_with_is_still_true_or_refused_at_length(tamper: Tampering) -> None:
    for seed in range(90, 3000):
        judged(tamper, seed)


# Papers


SMALL = fair(2, [desk("A"), desk("B")], [Company("C1", 2), Company("C2", 2)], "C1-A:9 C2-B:9")


def test_meetings_out_of_order_are_refused() -> None:
    result = solve(SMALL)

    assert check(SMALL, replace(result, meetings=result.meetings[::-1])).violations == (
        "meetings: not sorted by company id, then slot order",
    )


def test_the_timetable_of_another_problem_is_refused() -> None:
    other = replace(solve(SMALL), problem_sha256="f" * 64)

    assert check(SMALL, other).violations == ("problem_sha256: the timetable is of another problem",)


def test_the_seed_says_who_was_drawn_where_the_problem_does_not() -> None:
    """The same bytes with another seed are another claim, refused where that draw serves others."""
    drawn = json.loads(write_problem(fair(1, [desk("A")], [Company(f"C{n}", 1) for n in range(5)], "C1-A:1")))
    del drawn["draw"]
    drawn["wishes"] = [{"company": f"C{n}", "desk": "A", "worth": 1} for n in range(5)]
    data = json.dumps(drawn).encode()
    by_seed = {seed: solve(read_problem(data, seed), seed) for seed in range(6)}

    for seed, result in by_seed.items():
        for other in by_seed:
            serves_the_same = by_seed[other].meetings == result.meetings
            is_sound = check(read_problem(data, other), replace(result, seed=other)).is_sound
            assert is_sound <= serves_the_same
            assert is_sound or other != seed


def test_a_meeting_of_nobody_and_nowhere_is_refused_and_no_error() -> None:
    result = solve(SMALL)
    ghost = replace(result.meetings[0], company="C9", desk="Z", slot="s9", table="Z-1")

    assert check(SMALL, replace(result, meetings=(*result.meetings, ghost))).violations == (
        'company "C9" with desk "Z" in slot "s9" at table "Z-1": no company "C9"',
        'company "C9" with desk "Z" in slot "s9" at table "Z-1": no desk "Z"',
        'company "C9" with desk "Z" in slot "s9" at table "Z-1": no slot "s9"',
        'company "C9" with desk "Z" in slot "s9" at table "Z-1": neither wished nor pinned',
    )


def test_a_pin_told_as_free_is_refused() -> None:
    problem = fair(2, [desk("A")], [Company("C1", 1)], "C1-A:5", [Pin("C1", "A", "s2")])
    result = solve(problem)
    free = tuple(replace(meeting, pinned=False) for meeting in result.meetings)

    assert check(problem, result).violations == ()
    assert check(problem, replace(result, meetings=free)).violations == (
        'company "C1" with desk "A" in slot "s2" at table "A-1": pinned, and not marked so',
    )


def test_without_a_certificate_the_worth_is_not_re_verified() -> None:
    report = check(SMALL, replace(solve(SMALL), certificate=None))

    assert report.violations == ()
    assert report.findings == (
        "meetings: 2, every rule obeyed",
        "unplaced: 0, every reason true",
        "served: 2, bound 2, re-verified by a matching",
        "draw: [], bound [], re-verified by a matching",
        "worth: 18, bound 18, not re-verified, for there is no certificate",
        "idle: 0, bound 0, the least there is",
    )


# Independence


def _file_of(folder: Path, module: str) -> Path:
    return folder / f"{module.replace('.', '/')}.py"


def imported_by(module: str) -> tuple[set[str], set[str]]:
    """What a module of the core draws in: modules of the core, and others, imports in functions included."""
    folder = Path(next(iter(matchmaker.scheduling.__path__)))
    own, others, waiting = set[str](), set[str](), [module]
    while waiting:
        name = waiting.pop()
        own.add(name)
        for node in ast.walk(ast.parse(_file_of(folder, name).read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            inner = {found.removeprefix("matchmaker.scheduling.") for found in names}
            others |= {found.partition(".")[0] for found in names if not found.startswith("matchmaker")}
            waiting += [found for found in inner - own if _file_of(folder, found).is_file()]
    return own, others


def test_checker_and_solver_share_words_and_no_way_to_find_a_timetable() -> None:
    checker, _ = imported_by("check")
    solver, _ = imported_by("solve")

    assert checker & solver == {
        "problem",
        "timetable",
        "reading",
        "occupancy",
        "explaining.wording",
        "explain",
        "explaining.circuit",
    }
    assert {f"solving.{stage}" for stage in ("serve", "ladder", "choose", "certificate", "seat")} <= solver


def test_the_checker_needs_nothing_but_python() -> None:
    _, others = imported_by("check")

    assert not others & {"ortools", "highspy", "networkx", "numpy", "click", "flask", "sqlalchemy"}
    assert {"ortools", "highspy"} <= imported_by("solve")[1]
