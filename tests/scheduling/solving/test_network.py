"""The flow of greatest worth and what it says a full arc is worth."""

from __future__ import annotations

import pytest

from matchmaker.scheduling.solving import network
from matchmaker.scheduling.solving.network import Network


def from_one_to_the_other(units: int) -> tuple[Network, int, int]:
    net = Network()
    start, end = net.node(), net.node()
    net.supply(start, units)
    net.supply(end, -units)
    return net, start, end


def test_a_flow_takes_the_worthiest_arcs_as_far_as_they_have_room() -> None:
    net, start, end = from_one_to_the_other(3)
    poor, rich = net.arc(start, end, capacity=9, worth=1), net.arc(start, end, capacity=2, worth=5)
    flow = net.solve()

    assert (flow[poor], flow[rich]) == (1, 2)


def test_a_full_arc_is_priced_at_what_one_more_unit_of_room_would_bring() -> None:
    net, start, end = from_one_to_the_other(3)
    poor, rich = net.arc(start, end, capacity=9, worth=1), net.arc(start, end, capacity=2, worth=5)
    net.solve()

    assert (net.price(poor), net.price(rich)) == (0, 4)


def test_between_equal_worth_the_tie_decides_and_no_tie_is_worth_a_unit() -> None:
    net, start, end = from_one_to_the_other(1)
    arcs = [net.arc(start, end, 1, worth=5, tie=tie) for tie in (1, 9, 4)]
    arcs.append(net.arc(start, end, 1, worth=4, tie=100))
    flow = net.solve()

    assert [flow[arc] for arc in arcs] == [0, 1, 0, 0]


def test_supplies_that_cannot_be_sent_are_refused() -> None:
    net, start, end = from_one_to_the_other(3)
    net.arc(start, end, capacity=2)

    with pytest.raises(ValueError, match="the flow ended with status"):
        net.solve()


def two_ways(units: int, first: int, second: int) -> tuple[Network, list[int]]:
    """From a start through one of two houses to an end; the first house is worth more."""
    net = Network()
    start, end, *houses = (net.node() for _ in range(4))
    net.supply(start, units)
    net.supply(end, -units)
    arcs = [
        net.arc(start, house, room, worth)
        for house, room, worth in zip(houses, (first, second), (5, 3), strict=True)
    ]
    return net, [*arcs, *(net.arc(house, end, 9) for house in houses)]


def test_a_unit_that_lies_where_it_cannot_stay_is_sent_on_by_the_shortest_way() -> None:
    net, arcs = two_ways(2, first=2, second=2)
    assert [net.solve()[arc] for arc in arcs] == [2, 0, 2, 0]
    changed = net.copy()
    inner = changed.node()
    changed.end(arcs[0], inner)
    narrow = changed.arc(inner, changed.ends(arcs[2])[0], capacity=1)
    changed.flow.append(1)

    assert [changed.mend()[arc] for arc in (*arcs, narrow)] == [1, 1, 1, 1, 1]
    assert (changed.price(narrow), net.flow) == (2, [2, 0, 2, 0])


@pytest.mark.parametrize("few", [1, 2])
def test_more_than_a_few_units_are_sent_anew(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "FEW", few)
    net, arcs = two_ways(2, first=1, second=1)
    net.flow = [0] * net.arcs

    assert [net.mend()[arc] for arc in arcs] == [1, 1, 1, 1]


def test_a_unit_that_has_no_way_to_where_one_is_missing_is_refused() -> None:
    net, start, end = from_one_to_the_other(3)
    net.arc(start, end, capacity=2)
    net.flow = [2]

    with pytest.raises(ValueError, match="cannot be sent on"):
        net.mend()
