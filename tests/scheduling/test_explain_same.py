"""What is explained, priced and witnessed depends on no order of lists, and on no question asked before."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.price import Prices, price
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.scarcity import scarcity
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.witness import witness
from tests.scheduling.problems import Shape, random_problem

CROWDED = Shape(companies=(4, 7), desks=(2, 3), tables=(1, 2), slots=(2, 3), pins=(0, 2), wished=0.9)


def shuffled(problem: Problem, random: Random) -> Problem:
    """The same problem, its lists in another order; slots and draw mean something by theirs."""
    lists = {
        name: tuple(random.sample(list(getattr(problem, name)), len(getattr(problem, name))))
        for name in ("desks", "companies", "wishes", "pins")
    }
    return replace(problem, **lists)


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED]))
@settings(max_examples=60, deadline=None)
def test_another_order_of_the_lists_gives_the_same_answers(seed: int, shape: Shape) -> None:
    problem, random = random_problem(seed, shape), Random(seed)
    other, result = shuffled(problem, random), solve(problem)
    wished = sorted(problem.worth)
    unmet = sorted(problem.worth.keys() - {booking.pair for booking in result.meetings})
    one, two = Prices(problem, result), Prices(other, result)

    assert explain(other, result.meetings, False) == explain(problem, result.meetings, False)
    assert [two.of(pair) for pair in unmet] == [one.of(pair) for pair in unmet]
    assert scarcity(other, result) == scarcity(problem, result)
    assert witness(other, random.sample(wished, len(wished))) == witness(problem, wished)


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED]))
@settings(max_examples=40, deadline=None)
def test_a_price_is_the_same_whatever_was_asked_before(seed: int, shape: Shape) -> None:
    problem = random_problem(seed, shape)
    result = solve(problem)
    unmet = sorted(problem.worth.keys() - {booking.pair for booking in result.meetings})
    prices = Prices(problem, result)
    forwards = {pair: prices.of(pair) for pair in unmet}

    assert {pair: prices.of(pair) for pair in reversed(unmet)} == forwards
    assert all(price(problem, result, pair) == forwards[pair] for pair in unmet)
