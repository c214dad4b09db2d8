"""What a flow leaves to be done: where a unit more could go, where one could be given back, and how far.

At the whiteboard: an arc with room leads on, at its length; an arc in use leads back, at its length the other
way round. A flow is the best of its supplies if and only if no way in here comes back to where it began with
a negative length (Klein 1967). Then the rounds of Bellman (1958) and Ford (1956) end: in each, every node
takes the shortest of the ways that its neighbours knew the round before. Of ways of the same length the one
with the fewest arcs is the shortest, so no shortest way goes round in a circle.
"""

from __future__ import annotations

from typing import Any, NamedTuple

FAR = 2**62
"""Farther than any way is long, even if it goes on from there."""


class Arcs(NamedTuple):
    """Tails, heads and capacities of all arcs, as arrays of integers."""

    tail: Any
    head: Any
    capacity: Any


class Residual:
    """The ways that are left, by where they lead; each node also stays where it is, at no length.

    ``length``: of every arc, an integer. Distances are such lengths times ``many``, plus the count of arcs.
    """

    def __init__(self, nodes: int, arcs: Arcs, length: Any, flow: Any) -> None:
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        self.many, stay = nodes + 1, np.arange(nodes)
        on, back = np.flatnonzero(flow < arcs.capacity), np.flatnonzero(flow > 0)
        head = np.concatenate([arcs.head[on], arcs.tail[back], stay])
        order = np.argsort(head, kind="stable")
        self._starts = np.searchsorted(head[order], stay)
        self._tail = np.concatenate([arcs.tail[on], arcs.head[back], stay])[order]
        further = np.concatenate([length[on], -length[back]]) * self.many + 1
        self._length = np.concatenate([further, np.zeros_like(stay)])[order]
        self._arc = np.concatenate([on, ~back, stay])[order]

    def distances(self, start: Any) -> Any:
        """The shortest distance of every node, beginning with those given.

        ValueError if they have no end: then another flow is better.
        """
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        distance = start
        for _ in range(self.many):
            shorter = np.minimum.reduceat(distance[self._tail] + self._length, self._starts)
            if np.array_equal(shorter, distance):
                return distance
            distance = shorter
        raise ValueError("the flow found is not the flow of greatest worth")

    def way(self, node: int, start: Any, distance: Any) -> tuple[int, list[int]]:
        """Where the shortest way to a node begins, and its arcs; one that gives a unit back is ~arc."""
        arcs: list[int] = []
        while distance[node] < start[node]:
            first, beyond = self._starts[node], self._starts[node + 1] if node + 2 < self.many else None
            tail, length = self._tail[first:beyond], self._length[first:beyond]
            last = int(((distance[tail] + length == distance[node]) & (length != 0)).argmax())
            arcs.append(int(self._arc[first + last]))
            node = int(tail[last])
        return node, arcs
