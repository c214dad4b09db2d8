"""One place given away: who goes without, who comes in, by matching everybody again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.explaining.first_places import Exchange, FirstPlaces
from matchmaker.scheduling.problem import Company, Pin, Problem
from matchmaker.scheduling.solving.openings import Openings, bits
from matchmaker.scheduling.solving.serve import pinned_parties, serve
from tests.scheduling.numbered import numbers, opened
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair

CROWDED = Shape(companies=(5, 8), desks=(1, 3), tables=(1, 1), slots=(2, 3), pins=(0, 1), absent=0.4)


def exchange(openings: Openings, number: int) -> Exchange:
    """By serving all the others from the beginning, once for each place that the pairing could take."""
    pairing = openings.pairings[number]
    party = openings.party[pairing.company]
    now = pinned_parties(openings) | serve(openings).keys()
    others = tuple(p for p in openings.pairings if openings.party[p.company] != party)
    best: tuple[int, list[int]] | None = None
    for t in bits(pairing.slots):
        places = [list(row) for row in openings.places]
        places[pairing.desk][t] -= 1
        left = replace(openings, pairings=others, places=tuple(tuple(row) for row in places))
        then = {party} | pinned_parties(openings) | serve(_possible(left)).keys()
        rated = (len(then), [-rank for rank in sorted(then)])
        best = max(best, rated) if best else rated
    assert best is not None
    then = {-rank for rank in best[1]}
    return Exchange(next(iter(now - then), None), next(iter(then - now), None))


def _possible(openings: Openings) -> Openings:
    """Without the slots in which a desk has no place any more."""
    there = [sum(1 << t for t, places in enumerate(row) if places) for row in openings.places]
    cut = [p._replace(slots=p.slots & there[p.desk]) for p in openings.pairings]
    return replace(openings, pairings=tuple(p for p in cut if p.slots))


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED]))
@settings(max_examples=200, deadline=None)
def test_one_exchange_is_what_serving_all_the_others_again_comes_to(seed: int, shape: Shape) -> None:
    openings = opened(random_problem(seed, shape))
    places = FirstPlaces(openings)

    assert places.served == pinned_parties(openings) | serve(openings).keys()
    for number in range(len(openings.pairings)):
        assert places.exchange(number) == exchange(openings, number)


def test_in_a_crowded_fair_too() -> None:
    openings = opened(large_problem(4, companies=60, desks=4, slot_count=5, availability=0.6, pinned=0.1))
    places = FirstPlaces(openings)
    found = {number: places.exchange(number) for number in range(0, len(openings.pairings), 3)}

    assert {(one.loses is None, one.gains is None) for one in found.values()} >= {(False, False)}
    for number in list(found)[:25]:
        assert found[number] == exchange(openings, number)


THREE = [Company("C1", 2), Company("C2", 2), Company("C3", 2)]


@pytest.mark.parametrize(
    ("found", "wish", "expected"),
    [
        pytest.param(fair(2, [desk("A")], THREE, "C1-A:1 C2-A:1"), "C1-A", (None, None), id="room for all"),
        pytest.param(
            fair(1, [desk("A"), desk("B")], THREE, "C1-A:1 C1-B:1 C2-A:1"), "C1-A", (1, None), id="one fewer"
        ),
        pytest.param(fair(1, [desk("A")], THREE, "C1-A:1 C2-A:1"), "C2-A", (0, 1), id="in its place"),
        pytest.param(
            fair(1, [desk("A"), desk("B")], THREE, "C1-A:1 C1-B:1 C2-A:1 C3-B:1"),
            "C1-A",
            (1, 2),
            id="a third comes in",
        ),
        pytest.param(
            fair(2, [desk("A"), desk("B", 1, {1: {"s2"}})], THREE, "C1-B:1 C1-A:1 C2-B:1 C3-A:1"),
            "C3-A",
            (None, None),
            id="somebody moves on",
        ),
        pytest.param(
            fair(1, [desk("A"), desk("B")], THREE, "C1-A:1 C2-A:1", [Pin("C1", "B", "s1")]),
            "C2-A",
            (None, None),
            id="the pinned need none",
        ),
        pytest.param(
            fair(2, [desk("A", 1, {1: {"s1"}}), desk("B")], THREE, "C1-A:1 C2-A:1", [Pin("C1", "B", "s1")]),
            "C1-A",
            (1, None),
            id="a second meeting of the pinned",
        ),
    ],
)
def test_who_loses_and_who_gains(found: Problem, wish: str, expected: tuple[int | None, ...]) -> None:
    openings = opened(found)

    assert FirstPlaces(openings).exchange(numbers(openings, wish)[0]) == expected
