"""The checker on repairs: it accepts what is true, and refuses what breaks a rule, a figure or a promise."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest

from matchmaker.scheduling.check import check
from matchmaker.scheduling.files import (
    Malformed,
    read_problem,
    read_timetable,
    write_problem,
    write_timetable,
)
from matchmaker.scheduling.problem import Company, Pin, Problem, Promise
from matchmaker.scheduling.repair import preview, repair
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Level, LevelName, Result
from tests.scheduling import repair_oracle, repair_verdict
from tests.scheduling.problems import desk
from tests.scheduling.repair_certificate import certified
from tests.scheduling.repair_tampering import CATALOGUE, level_of_the_certificate_dropped
from tests.scheduling.repairs import random_repair
from tests.scheduling.small_fairs import fair
from tests.scheduling.tampering import Document, Tampering, certificate_forgotten
from tests.scheduling.wild_repairs import wild_repair

HARMLESS = [certificate_forgotten, level_of_the_certificate_dropped]
"""Who shows less of the proof says nothing false."""
CAUGHT_AT_LEAST = 10
"""A kind of tampering that is hardly ever caught shows nothing."""

PROMISES_COST_SOMEBODY_THE_MEETING = [151, 166, 408, 435, 577]
"""Seeds at which fewer can be served than a matching could serve, so that prices have to prove it."""


@cache
def repaired(seed: int) -> tuple[Problem, bytes]:
    """A problem as its file says it, and its repaired timetable as a file."""
    problem = read_problem(write_problem(wild_repair(seed)))
    return problem, write_timetable(repair(problem))


@cache
def outcomes(seed: int) -> list[repair_verdict.Outcome]:
    return repair_verdict.outcomes(repaired(seed)[0])


@pytest.mark.parametrize("make", [repair, preview], ids=["proven", "preview"])
@pytest.mark.parametrize("draw", [wild_repair, random_repair], ids=["wild", "usual"])
def test_what_a_repair_says_is_true_and_accepted(draw: Any, make: Any) -> None:
    for seed in range(60):
        problem = draw(seed)
        told = make(problem)
        assert repair_verdict.is_true(problem, told), seed
        assert check(problem, told).violations == (), seed


# Tampering: what is not true is refused, and what is still true is not


def tampered(tamper: Tampering, seed: int) -> Document | None:
    """The document after tampering; None where there was nothing to tamper with."""
    problem, data = repaired(seed)
    document: Document = json.loads(data)
    try:
        tamper(document, problem, Random(seed))
    except (IndexError, ValueError, TypeError):
        return None
    return document if document != json.loads(data) else None


def judged(tamper: Tampering, seed: int) -> str:
    """What became of it, once checker and verdict have been held against each other."""
    document, problem = tampered(tamper, seed), repaired(seed)[0]
    if document is None:
        return "untouched"
    try:
        told = read_timetable(json.dumps(document).encode())
    except Malformed:
        return "malformed"
    report, is_true = check(problem, told), repair_verdict.is_true(problem, told)
    if not report.is_sound:
        assert not (is_true and repair_verdict.is_the_best(problem, told, outcomes(seed))), (seed, "is true")
        return "refused"
    assert is_true, (seed, "accepted, and is not true")
    for level in verified(told, report.findings):
        assert repair_verdict.is_valid(level, told, outcomes(seed)), (seed, level)
    return "still true"


def verified(told: Result, findings: tuple[str, ...]) -> list[Level]:
    """The levels whose bound the checker says it has verified itself."""
    by_name = {line.partition(":")[0]: line for line in findings}
    return [level for level in told.objective if ", re-verified by" in by_name[level.name]]


@pytest.mark.parametrize("tamper", CATALOGUE, ids=lambda tamper: tamper.__name__)
def test_a_repair_that_was_tampered_with_is_still_true_or_refused(tamper: Tampering) -> None:
    found = Counter(judged(tamper, seed) for seed in range(60))

    if tamper in HARMLESS:
        assert not found["refused"]
    else:
        assert found["refused"] >= CAUGHT_AT_LEAST, found
    assert not found["malformed"]


@pytest.mark.nightly
@pytest.mark.parametrize("tamper", CATALOGUE, ids=lambda tamper: tamper.__name__)
def test_a_repair_that_was_tampered_with_is_still_true_or_refused_at_length(tamper: Tampering) -> None:
    for seed in range(60, 1200):
        judged(tamper, seed)


def test_a_certificate_proves_what_a_second_program_makes_of_it() -> None:
    """Every level that has prices is as far as it goes, whoever adds them up."""
    levels = Counter[LevelName]()
    for seed in (*range(60), *PROMISES_COST_SOMEBODY_THE_MEETING):
        problem, data = repaired(seed)
        told = read_timetable(data)
        for name, bound in certified(problem, told).items():
            assert bound == told.level(name).value == repair_verdict.furthest(outcomes(seed), told, name)
            levels[name] += any(told.certificate[name][section] for section in ("desk_slot", "earlier"))

    assert levels["served"] >= 3
    assert min(levels["kept"], levels["moved"], levels["worth"]) >= 5


# What each lie looks like


def promised(problem: Problem, *promises: Promise) -> Problem:
    return read_problem(write_problem(replace(problem, published=promises)))


LATE = promised(
    fair(3, [desk("A", closed={1: {"s2"}})], [Company("C1", 1)], "C1-A:5"),
    Promise("C1", "A", "s2", "A-1", "s3"),
)
"""C1 was promised s2, which is shut now, and no earlier slot than s3 instead."""


def with_figures(result: Result, **values: object) -> Result:
    levels = [replace(level, **values.get(level.name, {})) for level in result.objective]
    return replace(result, objective=tuple(levels))


def test_a_meeting_before_the_hour_announced_is_refused() -> None:
    result = repair(LATE)
    early = replace(result, meetings=(replace(result.meetings[0], slot="s1"),))

    assert [(meeting.slot, meeting.table) for meeting in result.meetings] == [("s3", "A-1")]
    assert check(LATE, early).violations == (
        'company "C1" with desk "A" in slot "s1": moved to before its earliest slot',
    )


def test_a_pin_may_stand_before_the_hour_announced() -> None:
    pinned = promised(replace(LATE, pins=(Pin("C1", "A", "s1"),)), Promise("C1", "A", "s2", "A-1", "s3"))
    result = repair(pinned)

    assert [meeting.slot for meeting in result.meetings] == ["s1"]
    assert (result.level("kept").value, result.level("moved").value) == (1, 1)
    assert check(pinned, result).violations == ()


def test_solve_ignores_what_was_published_and_the_checker_knows() -> None:
    result = solve(LATE)

    assert [meeting.slot for meeting in result.meetings] == ["s1"]
    assert check(LATE, result).violations == ()


@pytest.mark.parametrize(
    ("lie", "violation"),
    [
        ({"kept": {"value": 0}}, "objective.kept.value: 0, counted again 1"),
        ({"moved": {"value": 0}}, "objective.moved.value: 0, counted again 1"),
        ({"kept": {"bound": 0}}, "objective.kept.bound: 0, but 1 published meetings are kept"),
        ({"moved": {"bound": 2}}, "objective.moved.bound: 2, but 1 published meetings are moved"),
        ({"moved": {"proof": "zero"}}, "proof.moved: zero, but the value is 1"),
        ({"kept": {"proof": "matching"}}, "proof.kept: matching is no proof of this level"),
        ({"moved": {"proof": None}}, "proof.moved: missing, though value and bound are equal"),
        ({"kept": {"bound": None, "proof": None}}, "status: optimal, but not proven at the level kept"),
        ({"served": {"bound": 0}}, "objective.served.bound: 0, but 1 are served"),
        ({"draw": {"bound": (1,)}}, "objective.draw.bound: [1], but [] go without"),
    ],
)
def test_a_figure_that_is_not_true_is_refused(lie: dict[str, Any], violation: str) -> None:
    assert violation in check(LATE, with_figures(repair(LATE), **lie)).violations


KEPT_FIRST = promised(
    fair(
        2,
        [desk("A", closed={1: {"s2"}}), desk("B", closed={1: {"s1"}})],
        [Company("C2", 1), Company("C1", 2)],
        "C1-A:5 C1-B:5 C2-A:5",
    ),
    Promise("C1", "A", "s1", "A-1"),
    Promise("C1", "B", "s2", "B-1"),
)
"""C1 keeps its two promises, so C2 goes without, though drawn first; a matching could serve both."""


def test_a_matching_does_not_prove_what_promises_have_cost() -> None:
    result = repair(KEPT_FIRST)
    assert (result.level("served").value, result.level("draw").value) == (1, (1,))
    assert check(KEPT_FIRST, result).violations == ()

    for name, violation in (
        ("served", "objective.served.bound: 1, but 2 can be served"),
        ("draw", "objective.draw.bound: [1], but only [2] need go without"),
    ):
        lie = with_figures(result, **{name: {"proof": "matching"}})
        assert violation in check(KEPT_FIRST, lie).violations


def test_what_was_verified_and_what_was_not_is_said_of_every_level() -> None:
    result = repair(KEPT_FIRST)
    uncertified = check(KEPT_FIRST, replace(result, certificate=None))

    assert [line.partition(", bound ")[0] for line in uncertified.findings[2:]] == [
        "kept: 2",
        "served: 1",
        "moved: 0",
        "draw: [1]",
        "worth: 10",
        "idle: 0",
    ]
    assert [line.partition(", ")[2] for line in uncertified.findings[2:]] == [
        "bound 2, not re-verified, for there is no certificate",
        "bound 1, not re-verified, for there is no certificate",
        "bound 0, the least there is",
        "bound [1], as the solver says",
        "bound 10, not re-verified, for there is no certificate",
        "bound 0, the least there is",
    ]
    assert "kept: 2, bound 2, re-verified by the certificate" in check(KEPT_FIRST, result).findings


def test_a_certificate_of_solve_is_none_of_a_repair_nor_the_other_way_round() -> None:
    solved, mended = solve(LATE), repair(LATE)

    assert check(LATE, replace(solved, certificate=mended.certificate)).violations != ()
    assert check(LATE, replace(mended, certificate=solved.certificate)).violations != ()


def test_the_levels_of_a_solved_timetable_are_not_those_of_a_repair() -> None:
    solved = solve(LATE)
    boasting = replace(solved, objective=(Level("kept", 1, 1, "linear programme"), *solved.objective))

    assert (
        "objective: expected the levels kept, served, moved, draw, worth, idle, "
        "found kept, served, draw, worth, idle" in check(replace(LATE, published=()), boasting).violations
    )


@pytest.mark.parametrize("seed", range(20))
def test_no_price_below_nothing_proves_anything(seed: int) -> None:
    """Of any kind, however small: with prices below nothing anything could be proven."""
    problem, data = repaired(seed)
    document = json.loads(data)
    company = problem.companies[0].id
    for name in document["certificate"].keys() - {"kind"}:
        lie = json.loads(data)
        lie["certificate"][name]["quota"][company] = -1
        assert not check(problem, read_timetable(json.dumps(lie).encode())).is_sound


def test_nobody_can_be_told_to_be_too_early_who_stays_where_they_were() -> None:
    problem = promised(
        fair(2, [desk("A")], [Company("C1", 1)], "C1-A:5"), Promise("C1", "A", "s1", "A-1", "s2")
    )
    result = repair(problem)

    assert [meeting.slot for meeting in result.meetings] == ["s1"]
    assert check(problem, result).violations == ()
    assert repair_oracle.best(problem).moved == 0
