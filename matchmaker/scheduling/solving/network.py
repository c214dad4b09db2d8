"""The flow of greatest worth in a network, and the prices that prove it.

OR-Tools finds the flow (Goldberg's cost scaling) but does not hand out its node potentials. They are the
shortest distances in the residual network: an optimal flow leaves no negative cycle there, so the rounds of
Bellman and Ford end, and no arc with room left has a negative reduced cost (Ahuja, Magnanti, Orlin, Network
Flows, 1993, theorem 9.3). What a full arc would still gain is its price; these are integers.

Between flows of equal worth the greatest sum of ``tie`` decides: worth is multiplied by more than all ties
together, and the prices are computed for worth alone.

A network may be changed when it has been solved, so that some units lie where they cannot stay. If there are
few, each is sent on by the shortest way (Jewell 1958; Busacker and Gowen 1960): that leaves a best flow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from matchmaker.scheduling.solving.residual import FAR, Arcs, Residual

FEW = 8
"""Units that are sent on one by one; for more it is faster to solve the network anew."""


class Network:
    """Nodes and arcs are numbers; build it, ``solve`` it, then ask for prices. To go on building, copy it."""

    def __init__(self) -> None:
        self._supply: list[int] = []
        self._tail: list[int] = []
        self._head: list[int] = []
        self._capacity: list[int] = []
        self._worth: list[int] = []
        self._tie: list[int] = []
        self._potential: list[int] | None = None
        self.flow: list[int] = []

    def copy(self) -> Network:
        """The same network with its flow; what is added to the one is not added to the other."""
        other = Network()
        other._supply, other.flow = list(self._supply), list(self.flow)
        other._tail, other._head, other._capacity = list(self._tail), list(self._head), list(self._capacity)
        other._worth, other._tie = list(self._worth), list(self._tie)
        return other

    def node(self) -> int:
        self._supply.append(0)
        return len(self._supply) - 1

    def supply(self, node: int, units: int) -> None:
        """The node sends out that many units more than it takes in; negative: takes in more."""
        self._supply[node] += units

    def arc(self, tail: int, head: int, capacity: int, worth: int = 0, tie: int = 0) -> int:
        """A new arc; its number."""
        self._tail.append(tail)
        self._head.append(head)
        self._capacity.append(capacity)
        self._worth.append(worth)
        self._tie.append(tie)
        return len(self._tail) - 1

    def unit_arcs(
        self, tails: Sequence[int], heads: Sequence[int], worths: Sequence[int], ties: Sequence[int]
    ) -> range:
        """New arcs for one unit each, all at once because they are many; their numbers."""
        first = len(self._tail)
        self._tail += tails
        self._head += heads
        self._capacity += [1] * len(tails)
        self._worth += worths
        self._tie += ties
        return range(first, len(self._tail))

    def begin(self, arc: int, node: int) -> None:
        """Let an arc begin at another node."""
        self._tail[arc] = node

    def end(self, arc: int, node: int) -> None:
        """Let an arc end at another node."""
        self._head[arc] = node

    @property
    def arcs(self) -> int:
        """How many arcs there are."""
        return len(self._tail)

    def solve(self) -> list[int]:
        """The flow of greatest worth that honours all supplies, by arc. ValueError if none does."""
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used
        from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - solvers are loaded when first used

        arcs, solver = self._arrays, min_cost_flow.SimpleMinCostFlow()
        solver.add_arcs_with_capacity_and_unit_cost(arcs.tail, arcs.head, arcs.capacity, self._lengths)
        nodes = np.arange(len(self._supply), dtype=np.int32)
        solver.set_nodes_supplies(nodes, np.array(self._supply, dtype=np.int64))
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise ValueError(f"the flow ended with status {status.name}")
        return self._take(solver.flows(np.arange(self.arcs, dtype=np.int32)).tolist())

    def mend(self) -> list[int]:
        """The same, from the flow of before, if it is the best of all that leave units lying as it does.

        ValueError if a unit has no way to where one is missing.
        """
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        carried = np.array(self.flow)
        lying = np.array(self._supply)
        np.subtract.at(lying, self._arrays.tail, carried)
        np.add.at(lying, self._arrays.head, carried)
        if lying[lying > 0].sum() > FEW:
            return self.solve()
        while lying.any():
            self._send_one(lying, carried)
        return self._take(carried.tolist())

    def _send_one(self, lying: Any, carried: Any) -> None:
        """Send on one unit from where some lie to where one is missing, by the shortest way there is."""
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        residual = Residual(len(lying), self._arrays, self._lengths, carried)
        start = np.where(lying > 0, 0, FAR)
        distance = residual.distances(start)
        missing = np.flatnonzero(lying < 0)
        end = int(missing[distance[missing].argmin()])
        if distance[end] > FAR // 2:
            raise ValueError("a unit of the flow cannot be sent on")
        begin, way = residual.way(end, start, distance)
        for arc in way:
            carried[max(arc, ~arc)] += 1 if arc >= 0 else -1
        lying[begin] -= 1
        lying[end] += 1

    def carry(self, flow: list[int]) -> None:
        """Take a flow found elsewhere. ValueError if another one of the same supplies is worth more."""
        self._take(flow)
        self._potential = self._distances()

    def _take(self, flow: list[int]) -> list[int]:
        self.flow, self._potential = flow, None
        return flow

    def price(self, arc: int) -> int:
        """What one more unit of room on the arc could bring at most."""
        return self.prices([arc])[0]

    def prices(self, arcs: Iterable[int]) -> list[int]:
        """That of each of some arcs."""
        worth, tail, head, level = self._worth, self._tail, self._head, self._levels()
        return [max(0, worth[arc] + level[head[arc]] - level[tail[arc]]) for arc in arcs]

    def rise(self, tail: int, head: int) -> int:
        """By how much the potential rises from one node to another."""
        level = self._levels()
        return level[head] - level[tail]

    def _levels(self) -> list[int]:
        """The potential of every node."""
        if self._potential is None:
            self._potential = self._distances()
        return self._potential

    def ends(self, arc: int) -> tuple[int, int]:
        """Tail and head of an arc."""
        return self._tail[arc], self._head[arc]

    def residual(self) -> list[list[tuple[int, int, int]]]:
        """Node -> where a unit more could go: to which node, at which loss of worth, by which arc.

        A loss is a reduced cost, hence never negative. An arc that gives a unit back is ~arc.
        """
        lists: list[list[tuple[int, int, int]]] = [[] for _ in self._supply]
        for arc, (tail, head) in enumerate(zip(self._tail, self._head, strict=True)):
            loss = -self._worth[arc] - self.rise(tail, head)
            if self.flow[arc] < self._capacity[arc]:
                lists[tail].append((head, loss, arc))
            if self.flow[arc] > 0:
                lists[head].append((tail, -loss, ~arc))
        return lists

    def _distances(self) -> list[int]:
        """Shortest distances in the residual network, every node beginning at 0, in units of worth."""
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        length = -np.array(self._worth, dtype=np.int64)
        residual = Residual(len(self._supply), self._arrays, length, np.array(self.flow))
        distance = residual.distances(np.zeros(len(self._supply), dtype=np.int64))
        units: list[int] = (distance // residual.many).tolist()
        return units

    @cached_property
    def _arrays(self) -> Arcs:
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        tail, head = np.array(self._tail, dtype=np.int32), np.array(self._head, dtype=np.int32)
        return Arcs(tail, head, np.array(self._capacity, dtype=np.int64))

    @cached_property
    def _lengths(self) -> Any:
        """Worth turned round, then ties."""
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        worth, tie = np.array(self._worth, dtype=np.int64), np.array(self._tie, dtype=np.int64)
        return -(worth * (1 + tie.sum()) + tie)
