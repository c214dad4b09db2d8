"""Who has too few places between them, where a matching cannot give everybody a place.

At the whiteboard: everybody on the left, places on the right, and a line wherever somebody could sit. By
Hall's theorem (1935) a matching fails only if some of those on the left have fewer places, all together, than
they are. König's theorem (1931) names them: the largest matching and the smallest vertex cover are of one
size, and outside the cover stand, on the left, all who could be the ones left over, whichever largest
matching is taken. So they do not depend on the matching found. If they fall apart into crowds that share no
place, the crowd that lacks the most places is named, of equal ones the one with the smallest number in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Spot = tuple[int, int]
"""A desk or a company, by number, in a slot."""


class Crowd(NamedTuple):
    """Who competes, by number, and where; the spots have room for fewer than they are."""

    members: tuple[int, ...]
    spots: tuple[Spot, ...]
    room: int


def largest_crowd(options: Mapping[int, Sequence[Spot]], room: Mapping[Spot, int]) -> Crowd | None:
    """Those of ``options`` (number -> spots) that have too few places between them; None if all can have one.

    ``room``: how many can be at a spot.
    """
    import networkx as nx  # noqa: PLC0415 - solvers are loaded when first used

    graph: Any = nx.Graph()
    graph.add_nodes_from(options)
    for member, spots in options.items():
        graph.add_edges_from((member, (*spot, seat)) for spot in spots for seat in range(room[spot]))
    matching = nx.bipartite.hopcroft_karp_matching(graph, options)
    if len(matching) == 2 * len(options):
        return None
    cover = nx.bipartite.to_vertex_cover(graph, matching, options)
    standing = set(options) - cover
    around = graph.subgraph(standing.union(*(graph[member] for member in standing)))
    crowds = [_crowd(component, options, room) for component in nx.connected_components(around)]
    return min(crowds, key=lambda crowd: (crowd.room - len(crowd.members), crowd.members))


def _crowd(component: set[Any], options: Mapping[int, Sequence[Spot]], room: Mapping[Spot, int]) -> Crowd:
    members = tuple(sorted(node for node in component if node in options))
    spots = tuple(sorted({spot for member in members for spot in options[member]}))
    return Crowd(members, spots, sum(room[spot] for spot in spots))
