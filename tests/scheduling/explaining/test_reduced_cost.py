"""What the certificate says of a wish is never less than what can be reached with it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.explaining.reduced_cost import ReducedCosts, prices_of
from matchmaker.scheduling.problem import Pair, Pin
from matchmaker.scheduling.repair import repair
from matchmaker.scheduling.solve import solve
from tests.scheduling import oracle
from tests.scheduling.numbered import name, settled
from tests.scheduling.problems import Shape, random_problem
from tests.scheduling.repairs import random_repair

CROWDED = Shape(companies=(4, 6), desks=(1, 3), tables=(1, 2), slots=(2, 3), pins=(0, 2), wished=0.9)


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED]))
@settings(max_examples=40, deadline=None)
def test_no_timetable_with_the_wish_is_worth_more_than_its_prices_allow(seed: int, shape: Shape) -> None:
    problem = replace(random_problem(seed, shape), policy="floor")
    result, left, best = solve(problem), settled(problem), oracle.best(problem)
    certificate = prices_of(result)
    if certificate is None:
        return
    costs = ReducedCosts(problem, left, certificate)
    pinned = sum(problem.worth.get(pin.pair, 0) for pin in problem.pins)

    for number, pairing in enumerate(left.pairings):
        pair = Pair(*name(left, number).split("-"))
        for t in range(left.slot_count):
            if pairing.slots >> t & 1:
                forced = oracle.best(replace(problem, pins=(*problem.pins, Pin(*pair, problem.slots[t].id))))
                if forced[:2] == best[:2]:
                    assert forced[2] <= costs.most_with(number) + pinned


def test_prices_that_mean_nothing_are_left_out_and_what_is_left_still_bounds() -> None:
    problem = replace(random_problem(11, CROWDED), policy="floor")
    result, left = solve(problem), settled(problem)
    assert result.certificate is not None
    strangers = {"quota": {"nobody": 5}, "desk_slot": {"nowhere": {"s1": 7}}, "breathing": {"C0": {"s9": -3}}}
    costs = ReducedCosts(problem, left, {**result.certificate, **strangers})

    assert all(costs.most_with(number) >= 0 for number in range(len(left.pairings)))


def test_the_certificate_of_a_repair_is_none_of_the_worth_alone() -> None:
    problem = random_repair(3)

    assert prices_of(repair(problem)) is None
    assert prices_of(replace(solve(problem), certificate=None)) is None
    assert prices_of(solve(problem)) is not None
