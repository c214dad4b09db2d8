"""The linear programme and the search that leaves nothing out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company, Problem
from matchmaker.scheduling.solving import exact
from matchmaker.scheduling.solving.choose import choose
from matchmaker.scheduling.solving.exact import relax, search, worth_of
from matchmaker.scheduling.solving.grid import Grid
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.solving.programme import Programme
from tests.scheduling import oracle
from tests.scheduling.numbered import opened, settled, slots, standing
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair

HOLES = Shape(companies=(3, 5), desks=(2, 3), tables=(1, 1), slots=(3, 4), breathing=0.4, closed=0.3)
IN_THE_MIDDLE = fair(
    3, [desk("A"), desk("B", closed={1: {"s1", "s3"}})], [Company("C1", 2, breathing=True)], "C1-A:2 C1-B:2"
)
"""B receives in the middle only, and beside it C1 must breathe: one meeting, but three halves of one."""


def opened_for(problem: Problem) -> tuple[Openings, int]:
    """What is left to the level worth, and the most it can bring."""
    left = settled(problem) if problem.policy == "floor" else opened(problem)
    pinned = sum(problem.worth.get(pin.pair, 0) for pin in problem.pins)
    return left, oracle.best(problem)[2] - pinned


def test_a_vertex_in_whole_numbers_is_a_timetable() -> None:
    left = settled(fair(2, [desk("A")], [Company("C1", 1), Company("C2", 1)], "C1-A:5 C2-A:3"))
    relaxed = relax(left, Limit())

    assert relaxed is not None
    assert relaxed.slots is not None
    assert (relaxed.bound, worth_of(left, relaxed.slots)) == (8, 8)


def test_a_vertex_in_halves_is_none_but_bounds() -> None:
    relaxed = relax(settled(IN_THE_MIDDLE), Limit())

    assert relaxed is not None
    assert (relaxed.bound, relaxed.slots) == (3, None)


def test_the_search_proves_that_there_is_nothing_better() -> None:
    left = settled(IN_THE_MIDDLE)
    searched = search(left, choose(left).prices, 2, Limit())

    assert searched is not None
    assert (searched.bound, searched.slots) == (2, None)


def test_the_search_finds_what_is_better() -> None:
    left = settled(IN_THE_MIDDLE)
    searched = search(left, choose(left).prices, 1, Limit())

    assert searched is not None
    assert searched.slots is not None
    assert (searched.bound, worth_of(left, searched.slots)) == (2, 2)


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_the_relaxed_bound_is_proven_by_its_prices_and_passed_by_no_timetable(seed: int) -> None:
    left, best = opened_for(random_problem(seed, HOLES))
    assume(Programme(left).rows)
    relaxed = relax(left, Limit())

    assert relaxed is not None
    assert relaxed.prices.bound(left) == relaxed.bound >= best
    if relaxed.slots is not None:
        assert Grid.of(left, relaxed.slots).slot == relaxed.slots
        assert worth_of(left, relaxed.slots) == best == relaxed.bound


@given(st.integers(0, 2**32), st.integers(0, 3))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_the_search_ends_at_the_best_timetable_from_wherever_it_begins(seed: int, below: int) -> None:
    """Columns are left out by the prices of the flow and of the programme; never one that is needed."""
    left, best = opened_for(random_problem(seed, HOLES))
    assume(Programme(left).rows)
    relaxed = relax(left, Limit())
    assert relaxed is not None
    worth = max(0, best - below)
    for prices in (choose(left).prices, relaxed.prices):
        searched = search(left, prices, worth, Limit())

        assert searched is not None
        assert searched.bound == best
        assert (searched.slots is not None) == (worth < best)
        assert searched.slots is None or worth_of(left, searched.slots) == best


def test_a_search_without_nodes_still_says_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "NODES", 0)
    problem = large_problem(2, companies=60, desks=8, availability=0.5, breathing=0.5)
    left = opened(replace(problem, policy="worth"))
    choice = choose(left)
    searched = search(left, choice.prices, 0, Limit())

    assert searched is not None
    assert searched.slots is None
    assert searched.bound == choice.worth


def test_what_is_too_large_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "LARGEST_PROGRAMME", 4)
    monkeypatch.setattr(exact, "LARGEST_SEARCH", 1)
    left = settled(IN_THE_MIDDLE)

    assert relax(left, Limit()) is not None
    assert search(left, choose(left).prices, 1, Limit()) is None
    monkeypatch.setattr(exact, "LARGEST_PROGRAMME", 3)
    assert relax(left, Limit()) is None


def test_the_worth_of_a_placement_is_that_of_those_who_stand() -> None:
    left = opened(fair(2, [desk("A")], [Company("C1", 1), Company("C2", 1)], "C1-A:5 C2-A:3"))

    assert worth_of(left, slots(left, "C2-A@s2")) == 3
    assert standing(left, slots(left, "C2-A@s2")) == {"C2-A@s2"}
