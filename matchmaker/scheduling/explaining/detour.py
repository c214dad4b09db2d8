"""What it costs at least to use an arc that the best flow leaves out: the cheapest way around it.

At the whiteboard: the flow is the best one, and somebody insists that an arc carry a unit that it does not.
That unit has to come from somewhere: it goes on from the head of the arc through arcs that have room, and
back along arcs that give up a unit of theirs, until it arrives at the tail. The cheapest such cycle is what
must be lost, and nothing better is possible: an optimal flow plus a cheapest cycle through the arc is an
optimal flow among those that use it (Ahuja, Magnanti, Orlin, Network Flows, 1993, section 9.7). Reduced costs
are never negative, so Dijkstra's algorithm (1959) finds it. Of cycles that lose the same the one that changes
the fewest meetings is taken.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

from matchmaker.scheduling.solving.choose import ChoiceFlow


class Detour(NamedTuple):
    """What is lost, in units of worth, and the pairings that come in and go out, by number."""

    loss: int
    into: tuple[int, ...]
    out_of: tuple[int, ...]


class Detours:
    """The ways around in a network that carries a flow of greatest worth."""

    def __init__(self, flow: ChoiceFlow) -> None:
        self._net = flow.net
        self._arc = flow.pair_arc
        self._pairing = {arc: number for number, arc in enumerate(flow.pair_arc)}
        self._many = len(flow.pair_arc) + 1
        self._from = [[self._weighed(*way) for way in ways] for ways in flow.net.residual()]

    def _weighed(self, head: int, loss: int, arc: int) -> tuple[int, int, int]:
        """Lengths count losses first, then meetings changed."""
        meets = arc in self._pairing or ~arc in self._pairing
        return head, loss * self._many + meets, arc

    def through(self, number: int) -> Detour:
        """The cheapest way to bring in a pairing; nothing is lost if it is chosen already.

        ValueError if there is none: no choice within quotas and places contains the pairing.
        """
        arc = self._arc[number]
        tail, head = self._net.ends(arc)
        over = next((length for _, length, other in self._from[tail] if other == arc), None)
        if over is None:
            return Detour(0, (number,), ())
        around, arcs = self._shortest(head, tail)
        changed = [self._pairing[other] for other in arcs if other in self._pairing]
        given_up = [self._pairing[~other] for other in arcs if ~other in self._pairing]
        return Detour((over + around) // self._many, (number, *changed), tuple(given_up))

    def _shortest(self, start: int, end: int) -> tuple[int, list[int]]:
        """The length of the shortest way and its arcs, last one first."""
        reached_by: dict[int, tuple[int, int]] = {}
        distance = {start: 0}
        heap = [(0, start)]
        while heap:
            length, node = heappop(heap)
            if node == end:
                return length, _arcs(end, start, reached_by)
            if length > distance[node]:
                continue
            for head, further, arc in self._from[node]:
                longer = length + further
                if longer < distance.get(head, longer + 1):
                    distance[head] = longer
                    reached_by[head] = (node, arc)
                    heappush(heap, (longer, head))
        raise ValueError("the pairing is in no choice at all")


def _arcs(end: int, start: int, reached_by: dict[int, tuple[int, int]]) -> list[int]:
    arcs = []
    while end != start:
        end, arc = reached_by[end]
        arcs.append(arc)
    return arcs
