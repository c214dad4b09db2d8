"""The crowd that has too few places: all who could be left over, and nobody else."""

from __future__ import annotations

from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.explaining.hall import Crowd, Spot, largest_crowd

Options = dict[int, list[Spot]]


def drawn(seed: int) -> tuple[Options, dict[Spot, int]]:
    random = Random(seed)
    room = {(0, t): random.randint(1, 2) for t in range(random.randint(2, 4))}
    members = range(random.randint(1, 7))
    return {m: random.sample(sorted(room), random.randint(1, 2)) for m in members}, room


def most(members: tuple[int, ...], options: Options, room: dict[Spot, int]) -> int:
    """How many of these can have a place at once, by trying."""
    if not members:
        return 0
    best = most(members[1:], options, room)
    for spot in options[members[0]]:
        if room[spot]:
            best = max(best, 1 + most(members[1:], options, {**room, spot: room[spot] - 1}))
    return best


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_there_is_a_crowd_if_and_only_if_not_all_can_have_a_place(seed: int) -> None:
    options, room = drawn(seed)
    everybody = tuple(options)
    left_over = len(everybody) - most(everybody, options, room)
    crowd = largest_crowd(options, room)

    assert (crowd is None) == (left_over == 0)
    if crowd is not None:
        assert most(crowd.members, options, room) == crowd.room < len(crowd.members)
        assert len(crowd.members) - crowd.room <= left_over
        for one in crowd.members:
            others = tuple(other for other in everybody if other != one)
            assert most(others, options, room) == most(everybody, options, room)


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_the_crowd_holds_together(seed: int) -> None:
    """No part of it competes for places of its own."""
    options, room = drawn(seed)
    crowd = largest_crowd(options, room)
    members = crowd.members if crowd else ()

    for size in range(1, len(members)):
        for part in combinations(members, size):
            rest = set(members) - set(part)
            spots = {spot for one in part for spot in options[one]}
            assert spots & {spot for one in rest for spot in options[one]}


def test_of_two_crowds_the_one_that_lacks_the_most_is_named() -> None:
    options = {1: [(0, 0)], 2: [(0, 0)], 3: [(0, 1)], 4: [(0, 1)], 5: [(0, 1)], 6: [(0, 2)]}
    room = {(0, 0): 1, (0, 1): 1, (0, 2): 1}

    assert largest_crowd(options, room) == Crowd((3, 4, 5), ((0, 1),), 1)


def test_of_equal_ones_the_first() -> None:
    options = {1: [(0, 1)], 2: [(0, 0)], 3: [(0, 1)], 4: [(0, 0)]}

    assert largest_crowd(options, {(0, 0): 1, (0, 1): 1}) == Crowd((1, 3), ((0, 1),), 1)


def test_those_who_have_room_among_others_are_not_of_the_crowd() -> None:
    options = {1: [(0, 0)], 2: [(0, 0)], 3: [(0, 0), (0, 1)]}

    assert largest_crowd(options, {(0, 0): 1, (0, 1): 2}) == Crowd((1, 2), ((0, 0),), 1)
