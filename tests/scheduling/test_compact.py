"""Short days: the pairs stay, and nobody waits longer than the best placement of these pairs asks for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling import compact_exact
from matchmaker.scheduling.choose import choose
from matchmaker.scheduling.compact import Compaction
from matchmaker.scheduling.compact_exact import compact_exactly
from matchmaker.scheduling.grid import NOWHERE, Grid
from matchmaker.scheduling.ladder import Ladder
from matchmaker.scheduling.limit import Limit, Stopped
from matchmaker.scheduling.openings import Openings
from matchmaker.scheduling.place import place
from matchmaker.scheduling.problem import Company, Pair, Pin, Problem
from matchmaker.scheduling.shortest import least_idle
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

    assert shortest is not None
    assert (Grid.of(left, shortest.slots).idle_in_all(), shortest.bound) == (least, least)
    assert pairs(problem, left, shortest.slots) == pairs(problem, left, at)


def test_where_somebody_waits_chains_alone_mostly_reach_the_least() -> None:
    longer = []
    for seed in range(150):
        left = opened(random_problem(seed, BUSY))
        at = some_placement(left)
        if Grid.of(left, at).idle_in_all():
            shortest = compact_exactly(left, at, Limit())
            longer.append(shortest is None or compacted(left, at).idle > shortest.bound)

    assert (len(longer) >= 40, sum(longer) <= 5) == (True, True)


def test_an_exact_stage_cut_short_gives_back_nothing_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first placement that the solver comes upon may have longer days than the one it was given."""
    monkeypatch.setattr(compact_exact, "EFFORT", 0.005)
    left = settled(large_problem(2, companies=20, desks=4, availability=0.7, breathing=0.4))
    compaction = compacted(left, place(left, choose(left).chosen, "1:0", Limit()).slot)
    shortest = compact_exactly(left, compaction.slots, Limit())

    assert shortest is not None
    assert shortest.bound <= Grid.of(left, shortest.slots).idle_in_all() <= compaction.idle


def test_what_is_too_large_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    left = opened(fair(2, THREE, [Company("C1", 2)], "C1-A:1 C1-B:1"))
    monkeypatch.setattr(compact_exact, "LARGEST", 3)

    assert compact_exactly(left, slots(left, "C1-A@s1 C1-B@s2"), Limit()) is None


def test_it_stops_when_the_time_is_over() -> None:
    left = opened(fair(3, THREE, [Company("C1", 2)], "C1-A:1 C1-B:1"))
    at = slots(left, "C1-A@s1 C1-B@s3")

    with pytest.raises(Stopped):
        Compaction(left, at, least_idle(left, at), seed=1).run(Limit(0))
    with pytest.raises(Stopped):
        compact_exactly(left, at, Limit(0))
