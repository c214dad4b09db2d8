"""The cheapest way around an arc is what the best flow through it is worth less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.explaining.detour import Detours
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.solving.choice_network import cover
from matchmaker.scheduling.solving.choose import ChoiceFlow, choose
from matchmaker.scheduling.solving.grid import NOWHERE
from matchmaker.scheduling.solving.network import Network
from matchmaker.scheduling.solving.openings import Openings
from tests.scheduling.numbered import placed, settled
from tests.scheduling.problems import Shape, random_problem

CROWDED = Shape(companies=(4, 6), desks=(1, 3), tables=(1, 2), slots=(2, 3), pins=(0, 1), wished=0.9)
BREATHLESS = Shape(companies=(2, 4), desks=(2, 3), slots=(3, 5), breathing=0.9, absent=0.3)
Expanded = tuple[Collection[int], Collection[int]]
INSISTED = 100_000
"""More worth than all the others have together: whoever has so much is chosen."""


def insisting(openings: Openings, number: int) -> Openings:
    pairings = list(openings.pairings)
    pairings[number] = pairings[number]._replace(worth=pairings[number].worth + INSISTED)
    return replace(openings, pairings=tuple(pairings))


def assert_every_detour_is_cheapest(
    left: Openings, flow: ChoiceFlow, chosen: set[int], everybody: Expanded
) -> None:
    """It loses what the best choice that has the pairing is worth less, and changes what it says."""
    detours, worth = Detours(flow), worth_of(left, chosen)
    for number in range(len(left.pairings)):
        forced = choose(insisting(left, number), *everybody)
        if number not in forced.chosen:
            with pytest.raises(ValueError, match="in no choice at all"):
                detours.through(number)
            continue
        found = detours.through(number)
        assert worth - found.loss == forced.worth - INSISTED
        if number in chosen:
            assert found == (0, (number,), ())
        else:
            assert set(found.out_of) <= chosen
            assert not set(found.into) & chosen
            assert worth_of(left, (chosen | {*found.into}) - {*found.out_of}) == worth - found.loss


def worth_of(left: Openings, chosen: set[int]) -> int:
    return sum(left.pairings[number].worth for number in chosen)


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED, BREATHLESS]), st.booleans())
@settings(max_examples=120, deadline=None)
def test_a_detour_loses_what_the_best_choice_with_the_pairing_is_worth_less(
    seed: int, shape: Shape, counts_time: bool
) -> None:
    left = settled(replace(random_problem(seed, shape), policy="floor"))
    everybody: Expanded = (range(len(left.companies)), range(len(left.desks))) if counts_time else ((), ())
    flow = ChoiceFlow(left, *everybody)

    assert_every_detour_is_cheapest(left, flow, set(flow.solve().chosen), everybody)


def fewest_changes(left: Openings, chosen: set[int], number: int) -> int:
    """Of the best choices that have the pairing the one most like the choice: how many pairings differ."""
    best = (-1, 0)
    for picked in product((False, True), repeat=len(left.pairings)):
        choice = {n for n, is_picked in enumerate(picked) if is_picked}
        if number in choice and is_possible(left, choice):
            best = max(best, (worth_of(left, choice), -len(choice ^ chosen)))
    return -best[1]


def is_possible(left: Openings, choice: set[int]) -> bool:
    """As far as quotas, hours and places go in sum, and whoever must be served is."""
    companies = Counter(left.pairings[n].company for n in choice)
    desks = Counter(left.pairings[n].desk for n in choice)
    reach = dict.fromkeys(companies, 0)
    for pairing in left.pairings:
        if pairing.company in reach:
            reach[pairing.company] |= pairing.slots
    return (
        all(count <= min(left.quota[c], len(cover(left, c, reach[c]))) for c, count in companies.items())
        and all(count <= sum(left.places[d]) for d, count in desks.items())
        and set(left.must_serve) <= {left.party[c] for c in companies}
    )


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_of_equal_losses_the_one_that_changes_the_fewest_meetings_is_taken(seed: int) -> None:
    shape = replace(CROWDED, worths=(1, 2), most_wishes=8)
    left = settled(replace(random_problem(seed, shape), policy="floor"))
    flow = ChoiceFlow(left)
    chosen, detours = set(flow.solve().chosen), Detours(flow)

    for number in set(range(len(left.pairings))) - chosen:
        if number in choose(insisting(left, number)).chosen:
            found = detours.through(number)
            assert len(found.into) + len(found.out_of) == fewest_changes(left, chosen, number)


# The flow of a timetable


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED, BREATHLESS]))
@settings(max_examples=120, deadline=None)
def test_a_timetable_is_a_flow_whether_or_not_time_is_counted(seed: int, shape: Shape) -> None:
    problem = replace(random_problem(seed, shape), policy="floor")
    result, left = solve(problem), settled(problem)
    standing = placed(problem, left, result.meetings)
    chosen = {number for number, slot in enumerate(standing) if slot != NOWHERE}

    for everybody in (((), ()), (range(len(left.companies)), range(len(left.desks)))):
        flow = ChoiceFlow(left, *everybody)
        if choose(left, *everybody).worth == worth_of(left, chosen):
            flow.carry(standing)
            assert_every_detour_is_cheapest(left, flow, chosen, everybody)
        else:
            with pytest.raises(ValueError, match="not the flow of greatest worth"):
                flow.carry(standing)


def test_the_residual_arcs_lead_on_where_there_is_room_and_back_where_there_is_flow() -> None:
    net = Network()
    start, end = net.node(), net.node()
    net.supply(start, 3)
    net.supply(end, -3)
    rich, poor = net.arc(start, end, capacity=2, worth=5), net.arc(start, end, capacity=9, worth=1)
    net.carry([2, 1])

    assert (net.arcs, net.ends(poor)) == (2, (start, end))
    assert net.residual() == [[(end, 0, poor)], [(start, 4, ~rich), (start, 0, ~poor)]]
    with pytest.raises(ValueError, match="not the flow of greatest worth"):
        net.carry([1, 2])
