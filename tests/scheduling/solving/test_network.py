"""The flow of greatest worth and what it says a full arc is worth."""

from __future__ import annotations

import pytest

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
