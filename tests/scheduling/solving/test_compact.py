"""Short days: the pairs stay, and nobody waits longer than the best placement of these pairs asks for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company, Pair, Pin, Problem
from matchmaker.scheduling.solving import compact_exact
from matchmaker.scheduling.solving import days as programme_of_days
from matchmaker.scheduling.solving.choose import choose
from matchmaker.scheduling.solving.compact import Compaction
from matchmaker.scheduling.solving.compact_exact import AtMost, Shortest, compact_exactly
from matchmaker.scheduling.solving.days import days
from matchmaker.scheduling.solving.grid import NOWHERE, Grid
from matchmaker.scheduling.solving.ladder import Ladder
from matchmaker.scheduling.solving.limit import Limit, Stopped
from matchmaker.scheduling.solving.openings import Openings, bits
from matchmaker.scheduling.solving.place import place
from matchmaker.scheduling.solving.shortest import least_idle
from tests.scheduling import oracle
from tests.scheduling.numbered import name, opened, settled, slots, standing
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair

LONG = Shape(
    companies=(2, 3), desks=(2, 3), tables=(1, 1), slots=(4, 5), pins=(0, 2), absent=0.2, closed=0.25,
    most_wishes=7,
)  # fmt: skip
BUSY = Shape(companies=(4, 6), desks=(3, 4), tables=(1, 1), slots=(5, 6), pins=(0, 1), absent=0.1, closed=0.1)
THREE = [desk("A"), desk("B"), desk("C")]


def compacted(left: Openings, at: list[int]) -> Compaction:
    compaction = Compaction(left, at, least_idle(left, at), seed=1)
    compaction.run(Limit())
    return compaction


def pairs(problem: Problem, left: Openings, at: list[int]) -> list[Pair]:
    met = [Pair(*name(left, number).split("-")) for number, slot in enumerate(at) if slot != NOWHERE]
    return [*met, *(pin.pair for pin in problem.pins)]


def some_placement(left: Openings) -> list[int]:
    """A timetable that nobody has shortened yet."""
    ladder = Ladder(left, [NOWHERE] * len(left.pairings), 1, Limit())
    ladder.climb()
    return ladder.slots


def test_who_waits_is_moved_beside_the_other_meetings() -> None:
    left = opened(fair(6, THREE, [Company("C1", 3)], "C1-A:1 C1-B:1 C1-C:1"))
    compaction = compacted(left, slots(left, "C1-A@s1 C1-B@s3 C1-C@s6"))

    assert (compaction.idle, Grid.of(left, compaction.slots).idle_in_all()) == (0, 0)


def test_two_companies_exchange_their_slots_if_that_is_shorter_for_both() -> None:
    shut = {1: {"s3", "s4"}}
    left = opened(
        fair(
            4,
            [desk("A", closed=shut), desk("B"), desk("C")],
            [Company("C1", 2), Company("C2", 2)],
            "C1-A:1 C1-B:1 C2-A:1 C2-C:1",
        )
    )
    compaction = compacted(left, slots(left, "C1-A@s1 C1-B@s3 C2-A@s2 C2-C@s4"))

    assert compaction.idle == 0


def test_waiting_for_a_pin_is_shortened_too() -> None:
    left = opened(fair(5, THREE, [Company("C1", 2)], "C1-B:1", [Pin("C1", "A", "s5")]))

    assert standing(left, compacted(left, slots(left, "C1-B@s1")).slots) == {"C1-B@s4"}


def test_a_breathing_space_is_no_waiting() -> None:
    left = opened(fair(5, THREE, [Company("C1", 2, breathing=True)], "C1-A:1 C1-B:1"))
    compaction = compacted(left, slots(left, "C1-A@s2 C1-B@s4"))

    assert (standing(left, compaction.slots), compaction.idle) == ({"C1-A@s2", "C1-B@s4"}, 0)


@pytest.mark.parametrize(
    ("company", "pins", "waits"),
    [
        (Company("C1", 3), [], 0),
        (Company("C1", 3), [Pin("C1", "C", "s4")], 1),
        (Company("C1", 3, frozenset({"s2", "s3"})), [], 2),
        (Company("C1", 3, frozenset({"s2", "s3"}), breathing=True), [], 1),
        (Company("C1", 3, frozenset({"s2", "s3"})), [Pin("C1", "C", "s3")], 1),
    ],
)
def test_the_least_anybody_waits_is_the_shortest_window_with_all_its_meetings(
    company: Company, pins: list[Pin], waits: int
) -> None:
    early, late = desk("A", closed={1: {"s2", "s3", "s4"}}), desk("B", closed={1: {"s1"}})
    left = opened(fair(4, [early, late, desk("C")], [company], "C1-A:1 C1-B:1", pins))

    assert least_idle(left, slots(left, "C1-A@s1 C1-B@s4")) == [waits]


@given(st.integers(0, 2**32))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_the_same_pairs_meet_and_wait_no_longer_than_before_nor_less_than_they_must(seed: int) -> None:
    problem = random_problem(seed, LONG)
    left = opened(problem)
    at = some_placement(left)
    compaction, before = compacted(left, at), Grid.of(left, at).idle_in_all()
    after = Grid.of(left, compaction.slots)

    assert pairs(problem, left, after.slot) == pairs(problem, left, at)
    assert after.idle_in_all() == compaction.idle <= before
    assert (
        sum(least_idle(left, at)) <= oracle.least_idle(problem, pairs(problem, left, at)) <= compaction.idle
    )


@given(st.integers(0, 2**32))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_the_exact_stage_ends_at_the_least_that_trying_everything_finds(seed: int) -> None:
    problem = random_problem(seed, LONG)
    left = opened(problem)
    at = some_placement(left)
    shortest = compact_exactly(left, at, Limit())
    least = oracle.least_idle(problem, pairs(problem, left, at))

    assert (Grid.of(left, shortest.slots).idle_in_all(), shortest.bound) == (least, least)
    assert pairs(problem, left, shortest.slots) == pairs(problem, left, at)


def test_where_somebody_waits_chains_alone_often_reach_the_least() -> None:
    longer = []
    for seed in range(150):
        left = opened(random_problem(seed, BUSY))
        at = some_placement(left)
        if Grid.of(left, at).idle_in_all():
            longer.append(compacted(left, at).idle > compact_exactly(left, at, Limit()).bound)

    assert (len(longer) >= 40, sum(longer) <= len(longer) / 4) == (True, True)


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_days_listed_are_all_that_obey_the_rules_and_wait_no_longer(seed: int) -> None:
    left = opened(random_problem(seed, LONG))
    for company, own in enumerate(left.of_company()):
        for most in range(3):
            listed = days(left, company, own, most)
            assert len(set(listed)) == len(listed)
            assert {(day.slots, day.wait) for day in listed} == set(tried(left, company, own, most))


def tried(left: Openings, company: int, own: list[int], most: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """The days of a company among all ways of giving its pairings a slot, desks aside."""
    apart = 2 if left.companies[company].breathing else 1
    held = list(bits(left.held[company]))
    for at in product(*(bits(left.pairings[number].slots) for number in own)):
        busy = sorted([*at, *held])
        pauses = [later - earlier - apart for earlier, later in pairwise(busy)]
        if all(pause >= 0 for pause in pauses) and sum(pauses) <= most:
            yield at, sum(pauses)


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_in_a_fair_of_full_size_the_least_is_reached_and_proven(seed: int) -> None:
    left = settled(large_problem(seed, availability=0.6))
    at = place(left, choose(left).chosen, "1:0", Limit()).slot
    shortest = compact_exactly(left, at, Limit())

    assert Grid.of(left, shortest.slots).idle_in_all() == shortest.bound < Grid.of(left, at).idle_in_all()


def test_no_more_of_the_places_are_taken_than_may_be() -> None:
    left = opened(fair(4, THREE, [Company("C1", 2), Company("C2", 1)], "C1-A:1 C1-B:1 C2-A:1"))
    at = slots(left, "C1-A@s1 C1-B@s4 C2-A@s3")
    moved = frozenset((n, t) for n, slot in enumerate(at) for t in range(4) if t != slot)
    idle = [
        (Grid.of(left, shortest.slots).idle_in_all(), shortest.bound)
        for most in range(3)
        for shortest in [compact_exactly(left, at, Limit(), AtMost(moved, most))]
    ]

    assert idle == [(2, 2), (0, 0), (0, 0)]


@pytest.mark.parametrize("seed", [15, 71, 310])
def test_the_first_lists_alone_prove_no_more_than_what_they_leave_out_allows(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here a day longer than the shortest by two saves others more than that."""
    left = opened(random_problem(seed, BUSY))
    at = some_placement(left)
    least = Grid.of(left, compact_exactly(left, at, Limit()).slots).idle_in_all()
    monkeypatch.setattr(compact_exact, "ROUNDS", 1)
    shortest = compact_exactly(left, at, Limit())

    assert shortest.bound <= least < Grid.of(left, shortest.slots).idle_in_all()


def test_an_exact_stage_cut_short_gives_back_nothing_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first choice of days that the solver comes upon may be longer than what it was given."""
    monkeypatch.setattr(programme_of_days, "NODES", 0)
    left = settled(large_problem(2, companies=20, desks=4, availability=0.7, breathing=0.4))
    compaction = compacted(left, place(left, choose(left).chosen, "1:0", Limit()).slot)
    shortest = compact_exactly(left, compaction.slots, Limit())

    assert shortest.bound <= Grid.of(left, shortest.slots).idle_in_all() <= compaction.idle


def test_what_is_too_large_stays_as_it_is_with_the_bound_of_each_day_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = opened(fair(4, THREE, [Company("C1", 2)], "C1-A:1 C1-B:1"))
    at = slots(left, "C1-A@s1 C1-B@s4")
    monkeypatch.setattr(compact_exact, "LARGEST", 3)

    assert compact_exactly(left, at, Limit()) == Shortest(at, 0)


def test_it_stops_when_the_time_is_over() -> None:
    left = opened(fair(3, THREE, [Company("C1", 2)], "C1-A:1 C1-B:1"))
    at = slots(left, "C1-A@s1 C1-B@s3")

    with pytest.raises(Stopped):
        Compaction(left, at, least_idle(left, at), seed=1).run(Limit(0))
    with pytest.raises(Stopped):
        compact_exactly(left, at, Limit(0))
