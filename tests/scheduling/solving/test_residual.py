"""How far it is in what a flow leaves, beside networkx, and by which arcs."""

from __future__ import annotations

from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.solving.residual import FAR, Arcs, Residual

NODES = 6


def arcs_of(*arcs: tuple[int, int, int]) -> Arcs:
    return Arcs(*(np.array(column, dtype=np.int64) for column in zip(*arcs, strict=True)))


def beginning_at(*nodes: int) -> np.ndarray:
    return np.array([0 if node in nodes else FAR for node in range(NODES)])


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_distances_and_ways_are_the_shortest_and_of_those_the_ones_with_fewest_arcs(seed: int) -> None:
    random = Random(seed)
    level = [random.randint(0, 9) for _ in range(NODES)]
    ends = [random.sample(range(NODES), 2) for _ in range(12)]
    # Lengths that come from levels make no circle shorter than nothing.
    lengths = [random.choice((0, 0, 1, 4)) + level[head] - level[tail] for tail, head in ends]
    network = nx.MultiDiGraph()
    network.add_nodes_from(range(NODES))
    for (tail, head), length in zip(ends, lengths, strict=True):
        network.add_edge(tail, head, weight=length * (NODES + 1) + 1)
    residual = Residual(NODES, arcs_of(*((*both, 1) for both in ends)), np.array(lengths), np.zeros(12, int))
    start = beginning_at(0)
    distance = residual.distances(start)
    shortest = nx.single_source_bellman_ford_path_length(network, 0)

    for node in range(NODES):
        assert (distance[node] < FAR // 2) == (node in shortest)
        if node in shortest:
            begin, way = residual.way(node, start, distance)
            assert distance[node] == shortest[node] == sum(lengths[a] * residual.many + 1 for a in way)
            assert [begin, *(ends[arc][1] for arc in reversed(way))][-1] == node


def test_an_arc_in_use_leads_back_and_a_full_one_no_further() -> None:
    residual = Residual(NODES, arcs_of((0, 1, 1), (1, 2, 1)), np.array([4, 5]), np.array([1, 0]))
    start = beginning_at(1)
    distance = residual.distances(start)

    assert [int(length) for length in distance[:3]] == [-4 * residual.many + 1, 0, 5 * residual.many + 1]
    assert residual.way(0, start, distance) == (1, [~0])


def test_where_a_circle_is_shorter_than_nothing_the_flow_is_not_the_best() -> None:
    residual = Residual(NODES, arcs_of((0, 1, 1), (1, 0, 1)), np.array([-3, 2]), np.array([0, 0]))

    with pytest.raises(ValueError, match="not the flow of greatest worth"):
        residual.distances(beginning_at(0))
