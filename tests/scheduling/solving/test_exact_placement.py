"""Whether a set of pairings can be placed at all: yes with a placement, no with certainty."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company
from matchmaker.scheduling.solving.exact_placement import EFFORT, PlacementModel, place_exactly, solved
from matchmaker.scheduling.solving.grid import NOWHERE
from matchmaker.scheduling.solving.limit import Limit, Stopped
from matchmaker.scheduling.solving.openings import Openings
from tests.scheduling.numbered import names, opened, standing
from tests.scheduling.problems import Shape, desk, random_problem
from tests.scheduling.small_fairs import fair

HOLES = Shape(
    companies=(3, 5), desks=(2, 3), tables=(1, 1), slots=(3, 4), pins=(0, 1), breathing=0.5, most_wishes=8
)
BREATHER = fair(
    3,
    [desk("A", closed={1: {"s2"}}), desk("B", closed={1: {"s3"}})],
    [Company("C1", 2, breathing=True), Company("C2", 2)],
    "C1-A:1 C1-B:1 C2-A:1 C2-B:1",
)
"""C1 must see B first and A last, so C2 sees A first and B in the middle."""


def can_stand(left: Openings, chosen: tuple[int, ...]) -> bool:
    """By trying every slot for one pairing after the other."""

    def rest(index: int, at: dict[int, int]) -> bool:
        if index == len(chosen):
            return True
        return any(
            rest(index + 1, at | {chosen[index]: t})
            for t in range(left.slot_count)
            if left.pairings[chosen[index]].slots >> t & 1 and agrees(left, at, chosen[index], t)
        )

    return rest(0, {})


def agrees(left: Openings, at: dict[int, int], number: int, t: int) -> bool:
    pairing = left.pairings[number]
    apart = 1 if left.companies[pairing.company].breathing else 0
    own = [slot for other, slot in at.items() if left.pairings[other].company == pairing.company]
    there = [slot for other, slot in at.items() if left.pairings[other].desk == pairing.desk and slot == t]
    return all(abs(slot - t) > apart for slot in own) and len(there) < left.places[pairing.desk][t]


def test_the_only_placement_is_found() -> None:
    left = opened(BREATHER)
    grid = place_exactly(left, range(4), Limit())

    assert grid is not None
    assert standing(left, grid.slot) == {"C1-B@s1", "C1-A@s3", "C2-A@s1", "C2-B@s2"}


def test_what_nobody_can_place_is_not_placed() -> None:
    early = [Company(f"C{n}", 1, frozenset({"s2"})) for n in (1, 2)]
    left = opened(fair(2, [desk("A")], early, "C1-A:1 C2-A:1"))

    assert place_exactly(left, [0, 1], Limit()) is None


def test_only_the_chosen_are_placed() -> None:
    left = opened(BREATHER)
    grid = place_exactly(left, [2], Limit())

    assert grid is not None
    assert names(left, (n for n, slot in enumerate(grid.slot) if slot != NOWHERE)) == names(left, [2])


@given(st.integers(0, 2**32))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_it_says_yes_if_and_only_if_trying_everything_does(seed: int) -> None:
    left = opened(random_problem(seed, HOLES))
    for count in range(1, len(left.pairings) + 1):
        for chosen in combinations(range(len(left.pairings)), count):
            assert (place_exactly(left, chosen, Limit()) is not None) == can_stand(left, chosen)


def test_it_stops_when_the_time_is_over() -> None:
    with pytest.raises(Stopped):
        place_exactly(opened(BREATHER), range(4), Limit(0))


def test_a_model_knows_when_it_has_shown_that_there_is_no_placement() -> None:
    early = [Company(f"C{n}", 1, frozenset({"s2"})) for n in (1, 2)]
    left = opened(fair(2, [desk("A")], early, "C1-A:1 C2-A:1"))

    both, one = PlacementModel(left, (0, 1)), PlacementModel(left, (0,))
    assert (solved(both, Limit(), EFFORT), both.is_refuted) == (False, True)
    assert (solved(one, Limit(), EFFORT), one.is_refuted) == (True, False)
