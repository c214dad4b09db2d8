"""The checker accepts what is true and refuses whatever breaks a rule, a figure or the order."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from matchmaker.scheduling.check import check
from matchmaker.scheduling.problem import Company, Pin, Problem
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Booking, Figure, Level, Result
from tests.scheduling import oracle
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair, meetings

CROWDED = Shape(companies=(4, 5), desks=(1, 2), tables=(1, 2), slots=(2, 3), pins=(0, 2), wished=0.9)


@pytest.mark.parametrize("shape", [Shape(), CROWDED], ids=["usual", "crowded"])
@pytest.mark.parametrize("batch", range(6))
def test_what_the_solver_says_is_accepted(batch: int, shape: Shape) -> None:
    problems = [random_problem(seed, shape) for seed in range(30 * batch, 30 * (batch + 1))]

    assert [check(problem, solve(problem)).violations for problem in problems] == [()] * 30


def test_a_large_fair_is_accepted_and_its_worth_re_verified() -> None:
    problem = large_problem(2, companies=80, desks=8, availability=0.7, breathing=0.2)
    report = check(problem, solve(problem))

    assert report.violations == ()
    assert "worth: " in report.findings[4]
    assert report.findings[4].endswith("re-verified by the certificate")


# Meetings


def moved(problem: Problem, meeting: Booking, random: Random) -> list[Booking]:
    return [replace(meeting, slot=random.choice(problem.slots).id)]


def seated_elsewhere(problem: Problem, meeting: Booking, random: Random) -> list[Booking]:
    tables = [table.id for stand in problem.desks for table in stand.tables]
    return [replace(meeting, table=random.choice(tables))]


def dropped(problem: Problem, meeting: Booking, random: Random) -> list[Booking]:
    return []


def doubled(problem: Problem, meeting: Booking, random: Random) -> list[Booking]:
    return [meeting, replace(meeting, slot=random.choice(problem.slots).id)]


def given_to_another(problem: Problem, meeting: Booking, random: Random) -> list[Booking]:
    return [replace(meeting, company=random.choice(problem.companies).id)]


def with_another_desk(problem: Problem, meeting: Booking, random: Random) -> list[Booking]:
    stand = random.choice([stand for stand in problem.desks if stand.tables])
    return [replace(meeting, desk=stand.id, table=random.choice(stand.tables).id)]


def pinned_or_not(problem: Problem, meeting: Booking, random: Random) -> list[Booking]:
    return [replace(meeting, pinned=not meeting.pinned)]


TAMPERINGS = [moved, seated_elsewhere, dropped, doubled, given_to_another, with_another_desk, pinned_or_not]


def in_order(problem: Problem, bookings: Sequence[Booking]) -> tuple[Booking, ...]:
    return tuple(sorted(bookings, key=lambda b: (b.company, problem.slot_index[b.slot])))


def is_still_true(problem: Problem, told: Result) -> bool:
    """By the oracle alone: no rule broken, every figure as told, every wish met or unplaced."""
    held = {(b.company, b.desk, problem.slot_index[b.slot]) for b in told.meetings}
    worth = sum(problem.worth.get(booking.pair, 0) for booking in told.meetings)
    served = {problem.company[booking.company].party for booking in told.meetings}
    figures: dict[str, Figure] = {
        "served": len(served),
        "draw": tuple(sorted(problem.rank[p] for p in asking(problem) - served)),
        "worth": worth,
        "idle": oracle.idle(problem, held),
    }
    met = {booking.pair for booking in told.meetings}
    return (
        oracle.faults(problem, told.meetings) == []
        and all(level.value == figures[level.name] for level in told.objective)
        and {(u.company, u.desk) for u in told.unplaced} == set(problem.worth) - met
    )


def asking(problem: Problem) -> set[str]:
    return {problem.company[entry.company].party for entry in (*problem.wishes, *problem.pins)}


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_meetings_that_were_tampered_with_are_refused(
    tamper: Callable[[Problem, Booking, Random], list[Booking]],
) -> None:
    broken = 0
    for seed in range(150):
        problem, random = random_problem(seed, CROWDED), Random(seed)
        result = solve(problem)
        if not result.meetings:
            continue
        victim = random.choice(result.meetings)
        others = [meeting for meeting in result.meetings if meeting != victim]
        told = replace(result, meetings=in_order(problem, [*others, *tamper(problem, victim, random)]))
        if is_still_true(problem, told):
            continue
        broken += 1
        assert check(problem, told).violations != (), (seed, victim)
    assert broken > 40


def test_meetings_out_of_order_are_refused() -> None:
    problem = fair(2, [desk("A"), desk("B")], [Company("C1", 2), Company("C2", 2)], "C1-A:9 C2-B:9")
    result = solve(problem)

    assert check(problem, replace(result, meetings=result.meetings[::-1])).violations == (
        "meetings: not sorted by company id, then slot order",
    )


def test_the_timetable_of_another_problem_is_refused() -> None:
    problem = fair(1, [desk("A")], [Company("C1", 1)], "C1-A:9")
    other = replace(solve(problem), problem_sha256="f" * 64)

    assert check(problem, other).violations == ("problem_sha256: the timetable is of another problem",)


# Figures

SCARCE = fair(
    2,
    [desk("A"), desk("B")],
    [Company("C1", 2), Company("C2", 2), Company("C3", 2), Company("C4", 2), Company("C5", 2)],
    "C1-A:9 C1-B:5 C2-A:8 C3-A:7 C4-B:6 C5-B:3",
)
"""Four places, five companies: C3 goes without, for A has two places and C1 and C2 are drawn before it."""


def claiming(result: Result, name: str, **said: Any) -> Result:
    """The same timetable with another value, bound or proof at one level."""
    levels = tuple(replace(level, **said) if level.name == name else level for level in result.objective)
    return replace(result, objective=levels)


def test_the_scarce_fair_is_what_it_says() -> None:
    result = solve(SCARCE)

    assert result.objective == (
        Level("served", 4, 4, "matching"),
        Level("draw", (5,), (5,), "matching"),
        Level("worth", 26, 26, "flow"),
        Level("idle", 0, 0, "zero"),
    )
    assert check(SCARCE, result).violations == ()


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("served", {"value": 5}),
        ("served", {"value": 5, "bound": 5}),
        ("served", {"bound": 3}),
        ("served", {"bound": 5}),
        ("served", {"proof": "flow"}),
        ("served", {"proof": None}),
        ("draw", {"value": (4,), "bound": (4,)}),
        ("draw", {"value": ()}),
        ("draw", {"bound": (3,)}),
        ("draw", {"bound": None}),
        ("worth", {"value": 1000, "bound": 1000}),
        ("worth", {"bound": 1}),
        ("worth", {"bound": 1000}),
        ("worth", {"bound": None}),
        ("worth", {"proof": "zero"}),
        ("worth", {"proof": None}),
        ("idle", {"value": 1}),
        ("idle", {"bound": 1}),
        ("idle", {"proof": "matching"}),
    ],
)
def test_a_figure_that_is_not_true_is_refused(level: str, said: dict[str, Any]) -> None:
    assert check(SCARCE, claiming(solve(SCARCE), level, **said)).violations != ()


def test_levels_in_another_order_are_refused() -> None:
    result = solve(SCARCE)

    assert check(SCARCE, replace(result, objective=result.objective[::-1])).violations != ()


def told(problem: Problem, held: str, **figures: Figure) -> Result:
    """A timetable made by hand that claims to be optimal, with the reasons of the solver where it has any."""
    result = solve(problem)
    bookings = meetings(held)
    met = {booking.pair for booking in bookings}
    known = {(u.company, u.desk): u for u in result.unplaced}
    default = result.unplaced[0]
    unplaced = tuple(
        known.get(pair, replace(default, company=pair[0], desk=pair[1]))
        for pair in sorted(problem.worth)
        if pair not in met
    )
    levels = tuple(
        replace(level, value=figures[level.name], bound=figures[level.name]) for level in result.objective
    )
    return replace(result, meetings=tuple(bookings), unplaced=unplaced, objective=levels)


TWO_PLACES = fair(2, [desk("A")], [Company(f"C{n}", 1) for n in (1, 2, 3)], "C1-A:5 C2-A:5 C3-A:9")


def test_somebody_drawn_later_served_in_the_place_of_somebody_drawn_earlier_is_refused() -> None:
    false = told(TWO_PLACES, "C1-A@s1 C3-A@s2", served=2, draw=(2,), worth=14, idle=0)

    assert check(TWO_PLACES, false).violations[0] == (
        "objective.draw.bound: [2], but only [3] need go without"
    )


def test_a_party_less_than_could_be_served_is_refused() -> None:
    false = told(TWO_PLACES, "C1-A@s1", served=1, draw=(2, 3), worth=5, idle=0)

    assert "objective.served.bound: 1, but 2 can be served" in check(TWO_PLACES, false).violations


def test_a_worth_below_the_greatest_needs_a_certificate_that_nobody_can_have() -> None:
    choice = fair(1, [desk("A"), desk("B")], [Company("C1", 1)], "C1-A:9 C1-B:5")
    false = told(choice, "C1-B@s1", served=1, draw=(), worth=5, idle=0)

    assert "certificate: it proves 9, not the bound 5 of the level worth" in check(choice, false).violations


# The certificate and what stands without it


def test_without_a_certificate_the_worth_is_not_re_verified() -> None:
    report = check(SCARCE, replace(solve(SCARCE), certificate=None))

    assert report.violations == ()
    assert next(line for line in report.findings if "not re-verified" in line).startswith("worth: ")


@pytest.mark.parametrize("seed", range(40))
def test_a_certificate_made_to_prove_less_than_there_is_is_refused(seed: int) -> None:
    """Without some of its prices it proves more than it says, or is no proof."""
    problem, random = random_problem(seed, CROWDED), Random(seed)
    result = solve(problem)
    proof = result.certificate
    if proof is None or not any(proof[name] for name in ("quota", "company_slot", "desk_slot")):
        return
    name = random.choice([name for name in ("quota", "company_slot", "desk_slot") if proof[name]])
    weaker = replace(result, certificate=proof | {name: {}})

    violations = check(problem, weaker).violations
    assert violations == () or all(line.startswith("certificate") for line in violations)
    assert (violations == ()) == (oracle.certified(problem, weaker) == result.level("worth").bound)


@pytest.mark.parametrize(
    "proof",
    [
        {},
        {"kind": "dual/2"},
        {"scale": 0},
        {"quota": {"nobody": 1}},
        {"quota": {"C1": -1}},
        {"party": {"C3": 5}},
        {"desk_slot": {"A": {"s9": 1}}},
        {"breathing": {"C1": {"s1": 1}}},
        {"company_slot": {"C1": {"s1": 1.5}}},
    ],
)
def test_a_certificate_that_is_none_is_refused(proof: dict[str, Any]) -> None:
    result = solve(SCARCE)
    assert result.certificate is not None
    bad = proof and result.certificate | proof

    assert check(SCARCE, replace(result, certificate=bad)).violations != ()


# Reasons


@pytest.mark.parametrize("code", ["quota_used", "no_common_slot", "own_meeting", "outranked", "stopped"])
def test_a_reason_that_is_not_true_is_refused(code: Any) -> None:
    result = solve(TWO_PLACES)
    (unplaced,) = result.unplaced
    false = replace(unplaced, reason=replace(unplaced.reason, code=code))

    assert unplaced.reason.code == "draw"
    assert check(TWO_PLACES, replace(result, unplaced=(false,))).violations != ()


def test_a_wish_without_a_reason_and_a_reason_without_a_wish_are_refused() -> None:
    result = solve(TWO_PLACES)
    extra = replace(result.unplaced[0], company="C1")

    assert check(TWO_PLACES, replace(result, unplaced=())).violations != ()
    assert check(TWO_PLACES, replace(result, unplaced=(extra, *result.unplaced))).violations != ()
    assert check(TWO_PLACES, replace(result, unplaced=result.unplaced * 2)).violations != ()


# Independence


def test_the_checker_loads_nothing_that_finds_timetables() -> None:
    finders = "solve serve choose place tighten exact exact_placement ladder compact seat network programme"
    code = (
        "import sys; import matchmaker.scheduling.check;"
        f"print(*(n for n in {finders.split()!r} if 'matchmaker.scheduling.' + n in sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == ""


def test_a_pin_told_as_free_is_refused() -> None:
    problem = fair(2, [desk("A")], [Company("C1", 1)], "C1-A:5", [Pin("C1", "A", "s2")])
    result = solve(problem)
    free = tuple(replace(meeting, pinned=False) for meeting in result.meetings)

    assert check(problem, result).violations == ()
    assert check(problem, replace(result, meetings=free)).violations != ()
