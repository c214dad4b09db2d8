"""Repairs of a realistic size against one large 0-1 programme that shares nothing with the scheduler."""

from __future__ import annotations

from collections import Counter

import pytest

from matchmaker.scheduling.check import check
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.repair import preview, repair
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Result
from tests.repair_time_indexed import best_repair
from tests.scheduling import repair_oracle
from tests.scheduling.large_repairs import Day, disturbed
from tests.scheduling.wild_repairs import wild_repair

LEVELS = ("kept", "served", "moved", "draw", "worth")
USUAL = Day(pinned=0.1, announced=0.5)
BREATHLESS = Day(breathing=0.4, grouped=0.3, shut=0.1)
SCARCE = Day(90, 6, 5, grouped=0.2, pinned=0.1, announced=0.3, shut=0.25, demand=4.0)
BY_WORTH = Day(breathing=0.2, announced=0.3, shut=0.15, policy="worth")
DAYS = {"usual": USUAL, "breathless": BREATHLESS, "scarce": SCARCE, "by worth": BY_WORTH}
LARGER = {
    "usual": Day(120, 12, 9, pinned=0.1, announced=0.5),
    "breathless": Day(100, 12, 8, breathing=0.3, grouped=0.2, shut=0.1),
    "scarce": Day(150, 9, 6, grouped=0.2, pinned=0.1, announced=0.3, shut=0.2, demand=3.0),
    "by worth": Day(120, 12, 8, announced=0.3, shut=0.15, policy="worth"),
}


def until_the_days_are_shortened(problem: Problem) -> Result:
    """Every level before idle, which is not what is compared here."""

    def end(stage: str, share: float) -> None:
        if stage == "shortening the days":
            raise KeyboardInterrupt

    return repair(problem, progress=end)


def assert_as_good_as_the_programme(problem: Problem) -> Result:
    result = until_the_days_are_shortened(problem)

    values = {level.name: level.value for level in result.objective}
    assert tuple(values.get(name) for name in LEVELS) == best_repair(problem)
    assert {level.name for level in result.objective if not level.is_proven} <= {"idle"}
    assert check(problem, result).violations == ()
    return result


def test_the_programme_that_repairs_are_held_against_is_right_itself() -> None:
    for seed in range(30):
        problem = wild_repair(seed)
        assert best_repair(problem) == repair_oracle.best(problem)[:5]


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_a_day_of_sixty_companies_is_mended_as_well_as_can_be(day: Day) -> None:
    assert_as_good_as_the_programme(disturbed(1, day))


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(2, 12))
@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_a_day_of_sixty_companies_is_mended_as_well_as_can_be_at_length(day: Day, seed: int) -> None:
    assert_as_good_as_the_programme(disturbed(seed, day))


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("day", LARGER.values(), ids=LARGER)
def test_a_day_of_a_hundred_companies_is_mended_as_well_as_can_be(day: Day, seed: int) -> None:
    assert_as_good_as_the_programme(disturbed(seed, day))


def test_the_days_have_everything_a_repair_may_meet() -> None:
    """Meetings lost and moved, parties left out that were served, pins and hours that stand in the way."""
    found = Counter[str]()
    for day in DAYS.values():
        problem = disturbed(1, day)
        result = preview(problem)
        assert violations(problem, result.meetings) == ()
        values = {level.name: level.value for level in result.objective}
        found["lost"] += len(problem.published) - values["kept"]
        found["moved"] += values["moved"]
        found["left out"] += len(values.get("draw", ()))
        found["pinned"] += len(problem.pins)
        found["announced"] += sum(promise.earliest is not None for promise in problem.published)
        found["grouped"] += sum(company.group is not None for company in problem.companies)
        found["breathing"] += sum(company.breathing for company in problem.companies)

    assert min(found.values()) >= 5, found
