"""What one level has settled binds the levels after it, and whoever the draw owes a meeting gets it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matchmaker.scheduling.check import check
from matchmaker.scheduling.problem import Company, Pin, Policy, Promise
from matchmaker.scheduling.repair import preview, repair
from tests.scheduling.problems import Shape, desk
from tests.scheduling.small_fairs import fair
from tests.scheduling.test_repair import SHAPES, assert_best
from tests.scheduling.wild_repairs import CROWD, HOLLOW, WILD, wild_repair

ALL = [*SHAPES, *WILD, CROWD, HOLLOW]


@pytest.mark.parametrize("seed", [87, 102, 151, 183, 306, 481])
def test_a_programme_first_needed_late_is_told_what_was_settled_without_it(seed: int) -> None:
    """Without the row of the promises kept, moving nobody looks possible: by keeping fewer."""
    assert_best(wild_repair(seed))


def test_and_who_is_served() -> None:
    assert_best(wild_repair(799, HOLLOW))


@pytest.mark.parametrize("seed", [3, 207, 303, 340, 407, 489])
def test_where_the_preview_serves_others_than_the_draw_says_the_repair_puts_it_right(seed: int) -> None:
    problem = wild_repair(seed, CROWD)
    before, after = preview(problem), repair(problem)

    assert before.level("draw").value != after.level("draw").value
    assert_best(problem)


@pytest.mark.parametrize("shape", [*WILD, CROWD, HOLLOW], ids=["tight", "shared", "long", "crowd", "hollow"])
def test_of_whatever_was_published_the_repair_is_the_best_there_is(shape: Shape) -> None:
    for seed in range(8):
        assert_best(wild_repair(seed, shape))


@pytest.mark.parametrize(
    "described",
    [
        {"desks": [], "companies": []},
        {"desks": [desk("A")], "companies": []},
        {"desks": [], "companies": [Company("C1", 1)]},
        {"desks": [desk("A", 0)], "companies": [Company("C1", 1)], "wishes": "C1-A:1"},
        {"desks": [desk("A")], "companies": [Company("C1", 0)], "wishes": "C1-A:1"},
        {"desks": [desk("A")], "companies": [Company("C1", 1)], "pins": [Pin("C1", "A", "s1")]},
        {"desks": [desk("A")], "companies": [Company("C1", 1, frozenset({"s1"}))], "wishes": "C1-A:1"},
    ],
)
@pytest.mark.parametrize("policy", ["floor", "worth"])
def test_a_day_on_which_there_is_next_to_nothing_is_mended_too(
    described: dict[str, Any], policy: Policy
) -> None:
    problem = fair(1, **{"wishes": ""} | described, policy=policy)
    for promises in ((), (Promise("C1", "A", "s1", "A-1"),)):
        if not promises or (problem.companies and problem.desks):
            promised = replace(problem, published=promises)
            assert_best(promised)
            assert check(promised, repair(promised)).violations == ()


@pytest.mark.nightly
@pytest.mark.parametrize("shape", ALL, ids=range(len(ALL)))
@pytest.mark.parametrize("batch", range(1, 21))
def test_of_whatever_was_published_the_repair_is_the_best_there_is_at_length(
    batch: int, shape: Shape
) -> None:
    for seed in range(20 * batch, 20 * (batch + 1)):
        assert_best(wild_repair(seed, shape))
