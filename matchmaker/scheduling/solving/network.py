"""The flow of greatest worth in a network, and the prices that prove it.

OR-Tools finds the flow (Goldberg's cost scaling) but does not hand out its node potentials. They are the
shortest distances in the residual network: an optimal flow leaves no negative cycle there, so the rounds of
Bellman and Ford end, and no arc with room left has a negative reduced cost (Ahuja, Magnanti, Orlin, Network
Flows, 1993, theorem 9.3). What a full arc would still gain is its price; these are integers.

Between flows of equal worth the greatest sum of ``tie`` decides: worth is multiplied by more than all ties
together, and the prices are computed for worth alone.
"""

from __future__ import annotations

from typing import Any


class Network:
    """Nodes and arcs are numbers; build it, ``solve`` it, then ask for prices."""

    def __init__(self) -> None:
        self._supply: list[int] = []
        self._ends: list[tuple[int, int]] = []
        self._capacity: list[int] = []
        self._worth: list[int] = []
        self._tie: list[int] = []
        self._flow: list[int] = []
        self._potential: list[int] = []

    def node(self) -> int:
        self._supply.append(0)
        return len(self._supply) - 1

    def supply(self, node: int, units: int) -> None:
        """The node sends out that many units more than it takes in; negative: takes in more."""
        self._supply[node] += units

    def arc(self, tail: int, head: int, capacity: int, worth: int = 0, tie: int = 0) -> int:
        """A new arc; its number."""
        self._ends.append((tail, head))
        self._capacity.append(capacity)
        self._worth.append(worth)
        self._tie.append(tie)
        return len(self._ends) - 1

    @property
    def arcs(self) -> int:
        """How many arcs there are."""
        return len(self._ends)

    def solve(self) -> list[int]:
        """The flow of greatest worth that honours all supplies, by arc. ValueError if none does."""
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used
        from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - solvers are loaded when first used

        solver = min_cost_flow.SimpleMinCostFlow()
        ends = np.array(self._ends, dtype=np.int32)
        worth, tie = np.array(self._worth, dtype=np.int64), np.array(self._tie, dtype=np.int64)
        solver.add_arcs_with_capacity_and_unit_cost(
            ends[:, 0], ends[:, 1], np.array(self._capacity, dtype=np.int64), -(worth * (1 + tie.sum()) + tie)
        )
        nodes = np.arange(len(self._supply), dtype=np.int32)
        solver.set_nodes_supplies(nodes, np.array(self._supply, dtype=np.int64))
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise ValueError(f"the flow ended with status {status.name}")
        self._flow = solver.flows(np.arange(len(ends), dtype=np.int32)).tolist()
        self._potential = self._distances()
        return self._flow

    def carry(self, flow: list[int]) -> None:
        """Take a flow found elsewhere. ValueError if another one of the same supplies is worth more."""
        self._flow = flow
        self._potential = self._distances()

    def price(self, arc: int) -> int:
        """What one more unit of room on the arc could bring at most."""
        tail, head = self._ends[arc]
        return max(0, self._worth[arc] + self.rise(tail, head))

    def rise(self, tail: int, head: int) -> int:
        """By how much the potential rises from one node to another."""
        return self._potential[head] - self._potential[tail]

    def ends(self, arc: int) -> tuple[int, int]:
        """Tail and head of an arc."""
        return self._ends[arc]

    def residual(self) -> list[list[tuple[int, int, int]]]:
        """Node -> where a unit more could go: to which node, at which loss of worth, by which arc.

        A loss is a reduced cost, hence never negative. An arc that gives a unit back is ~arc.
        """
        lists: list[list[tuple[int, int, int]]] = [[] for _ in self._supply]
        for arc, (tail, head) in enumerate(self._ends):
            loss = -self._worth[arc] - self.rise(tail, head)
            if self._flow[arc] < self._capacity[arc]:
                lists[tail].append((head, loss, arc))
            if self._flow[arc] > 0:
                lists[head].append((tail, -loss, ~arc))
        return lists

    def _distances(self) -> list[int]:
        """Shortest distances in the residual network, every node beginning at 0."""
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        tail, head, length = self._residual()
        order = np.argsort(head, kind="stable")
        tail, head, length = tail[order], head[order], length[order]
        heads, starts = np.unique(head, return_index=True)
        distance = np.zeros(len(self._supply), dtype=np.int64)
        for _ in range(len(self._supply) + 1):
            shorter = np.minimum(distance[heads], np.minimum.reduceat(distance[tail] + length, starts))
            if (shorter == distance[heads]).all():
                units: list[int] = distance.tolist()
                return units
            distance[heads] = shorter
        raise ValueError("the flow found is not the flow of greatest worth")

    def _residual(self) -> tuple[Any, Any, Any]:
        """Arcs with room left forwards, then arcs in use backwards: tails, heads, lengths."""
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        ends, length = np.array(self._ends), -np.array(self._worth, dtype=np.int64)
        flow = np.array(self._flow)
        room, used = flow < np.array(self._capacity), flow > 0
        return (
            np.concatenate([ends[room, 0], ends[used, 1]]),
            np.concatenate([ends[room, 1], ends[used, 0]]),
            np.concatenate([length[room], -length[used]]),
        )
