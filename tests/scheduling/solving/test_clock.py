"""Slots as nodes: who has the same slots comes through the same door."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.solving.clock import Clock
from matchmaker.scheduling.solving.network import Network
from matchmaker.scheduling.solving.openings import bits
from matchmaker.scheduling.solving.tighten import fits

ROOM = {0: 1, 1: 2, 3: 1}
"""Of a desk that is closed in the third slot."""


def test_pairings_with_the_same_slots_share_a_door_and_others_do_not() -> None:
    clock = Clock(Network(), 0, ROOM, inward=True)

    assert clock.door(0b0011) == clock.door(0b0011) != clock.door(0b0001)


def test_meetings_run_from_the_door_by_a_slot_to_a_desk() -> None:
    net = Network()
    clock = Clock(net, net.node(), ROOM, inward=True)
    door = clock.door(0b1010)
    (slot, node), (begin, same_slot) = (net.ends(arc) for arc in clock.way(0b1010, 3))

    assert (begin, same_slot, node) == (door, slot, 0)


def test_and_from_a_company_by_a_slot_to_the_door() -> None:
    net = Network()
    clock = Clock(net, net.node(), ROOM, inward=False)
    door = clock.door(0b1010)
    (node, slot), (same_slot, end) = (net.ends(arc) for arc in clock.way(0b1010, 3))

    assert (node, same_slot, end) == (0, slot, door)


@given(st.lists(st.sampled_from([0b0001, 0b0010, 0b0011, 0b1000, 0b1011]), max_size=6))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_as_many_meetings_as_can_be_are_seated(wants: list[int]) -> None:
    net = Network()
    clock = Clock(net, net.node(), ROOM, inward=True)
    for slots in wants:
        clock.door(slots)
    carried = clock.seated(wants)
    seated = sum(carried[clock.arc[t]] for t in ROOM)

    assert all(carried[clock.arc[t]] <= room for t, room in ROOM.items())
    assert sum(carried[clock.way(slots, t)[1]] for slots in set(wants) for t in bits(slots)) == seated
    assert (seated == len(wants)) == fits(wants, [1, 2, 0, 1])
