"""A timetable under construction: what may stand where, and chains that change all or nothing."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company, Pin
from matchmaker.scheduling.solving.grid import NOWHERE, Grid, idle
from matchmaker.scheduling.solving.openings import bits
from tests.scheduling.numbered import numbers, opened, slots, standing
from tests.scheduling.problems import Shape, desk, random_problem
from tests.scheduling.small_fairs import fair

TIGHT = Shape(
    companies=(4, 9), desks=(3, 6), tables=(1, 2), slots=(3, 6), absent=0.1, breathing=0.4, most_wishes=60
)
TWO = [Company("C1", 3), Company("C2", 3)]


@pytest.mark.parametrize(
    ("busy", "breathing", "waits"),
    [
        (0b0, False, 0),
        (0b1000, False, 0),
        (0b1100, False, 0),
        (0b10010, False, 2),
        (0b10101, False, 2),
        (0b10101, True, 0),
        (0b100101, True, 1),
    ],
)
def test_idle_is_what_lies_between_first_and_last_meeting(busy: int, breathing: bool, waits: int) -> None:
    assert idle(busy, breathing) == waits


def test_a_pairing_is_refused_where_its_desk_is_full_or_its_company_busy() -> None:
    left = opened(fair(2, [desk("A"), desk("B")], TWO, "C1-A:1 C1-B:1 C2-A:1"))
    grid = Grid.of(left, slots(left, "C1-A@s1"))
    own, other = numbers(left, "C1-B C2-A")

    assert [grid.vacant(own), grid.vacant(other)] == [0b10, 0b10]
    with pytest.raises(ValueError, match="cannot stand in slot 0"):
        grid.put(own, 0)
    with pytest.raises(ValueError, match="cannot stand in slot 0"):
        grid.put(other, 0)


def test_a_breathing_space_is_kept_on_both_sides() -> None:
    left = opened(fair(5, [desk("A"), desk("B")], [Company("C1", 2, breathing=True)], "C1-A:1 C1-B:1"))
    grid = Grid.of(left, slots(left, "C1-A@s3"))

    assert grid.vacant(*numbers(left, "C1-B")) == 0b10001


def test_a_chain_moves_whoever_is_in_the_way_into_the_other_slot() -> None:
    left = opened(fair(2, [desk("A"), desk("B")], TWO, "C1-A:1 C1-B:1 C2-A:1 C2-B:1"))
    grid = Grid.of(left, slots(left, "C1-A@s1 C2-B@s1 C2-A@s2"))
    moved = grid.chain(*numbers(left, "C1-B"), 0, 1)

    assert standing(left, grid.slot) == {"C1-A@s2", "C1-B@s1", "C2-A@s1", "C2-B@s2"}
    assert moved is not None
    grid.undo(moved)
    assert standing(left, grid.slot) == {"C1-A@s1", "C2-B@s1", "C2-A@s2"}


def test_a_chain_that_runs_into_an_absence_has_changed_nothing() -> None:
    companies = [Company("C1", 1), Company("C2", 1, frozenset({"s2"}))]
    left = opened(fair(2, [desk("A")], companies, "C1-A:1 C2-A:1"))
    grid = Grid.of(left, slots(left, "C2-A@s1"))

    assert grid.chain(*numbers(left, "C1-A"), 0, 1) is None
    assert standing(left, grid.slot) == {"C2-A@s1"}


def test_waiting_for_a_pin_is_idle_time_too() -> None:
    left = opened(fair(3, [desk("A"), desk("B")], TWO, "C1-B:1", [Pin("C1", "A", "s1")]))

    assert Grid.of(left, slots(left, "C1-B@s3")).idle_in_all() == 1


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_every_rule_holds_after_any_chains_and_undoing_them_leads_back(seed: int) -> None:
    left, random = opened(random_problem(seed, TIGHT)), Random(seed)
    grid = Grid(left)
    for number in random.choices(range(len(left.pairings)), k=40 if left.pairings else 0):
        into, other = (random.choice(list(bits(left.pairings[number].slots))) for _ in range(2))
        before, busy = list(grid.slot), list(grid.busy)
        moved = grid.chain(number, into, other) if into not in (other, before[number]) else {}
        after = list(grid.slot)

        anew = Grid.of(left, after)
        assert (anew.busy, anew.open, anew.room) == (grid.busy, grid.open, grid.room)
        placed = {n for n, slot in enumerate(before) if slot != NOWHERE} | ({number} if moved else set())
        assert {n for n, slot in enumerate(after) if slot != NOWHERE} == placed
        if moved is not None and random.random() < 0.3:
            grid.undo(moved)
        if moved is None or grid.slot != after:
            assert (grid.slot, grid.busy) == (before, busy)


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_pairing_is_put_where_the_day_stays_shortest_then_where_its_desk_has_most_room(seed: int) -> None:
    left = opened(random_problem(seed, TIGHT))
    grid = Grid(left)
    for number, (c, d, _, _) in enumerate(left.pairings):
        vacant, busy, breathing = grid.vacant(number), grid.busy[c], left.companies[c].breathing
        at_desk = [slot for n, slot in enumerate(grid.slot) if left.pairings[n].desk == d]
        kindness = {
            t: (-idle(busy | 1 << t, breathing) if busy else 0, left.places[d][t] - at_desk.count(t), -t)
            for t in bits(vacant)
        }

        assert grid.put_kindly(number) == bool(vacant)
        assert not vacant or grid.slot[number] == max(kindness, key=kindness.__getitem__)


def test_a_copy_goes_its_own_way() -> None:
    left = opened(fair(2, [desk("A"), desk("B")], TWO, "C1-A:1 C1-B:1 C2-A:1"))
    first, second, third = numbers(left, "C1-A C2-A C1-B")
    grid = Grid.of(left, slots(left, "C1-A@s1"))
    other = grid.copy()
    other.lift(first)
    other.put(second, 0)
    other.put(third, 1)

    assert standing(left, grid.slot) == {"C1-A@s1"}
    assert standing(left, other.slot) == {"C2-A@s1", "C1-B@s2"}
    assert (grid.vacant(second), grid.vacant(third), other.vacant(first)) == (0b10, 0b10, 0)
