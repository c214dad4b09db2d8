"""Who gets a first meeting, by another way: maximum flows of networkx, one for each party of the draw.

Nothing is shared with the scheduler: no augmenting path of ours, no matroid.
"""

from __future__ import annotations

import networkx as nx

from matchmaker.scheduling.problem import Problem


def unserved_by_the_draw(problem: Problem) -> tuple[int, tuple[int, ...]]:
    """Let in one party after the other, in draw order, whenever all those let in can be served; no pins."""
    network, served, unserved = _places_for(problem), 0, []
    for rank, party in enumerate(problem.draw, start=1):
        if party not in network:
            continue
        network.add_edge("start", party, capacity=1)
        if nx.maximum_flow_value(network, "start", "end") > served:
            served += 1
        else:
            network.remove_edge("start", party)
            unserved.append(rank)
    return served, tuple(unserved)


def _places_for(problem: Problem) -> nx.DiGraph:
    """A flow network: each party, one place; each desk in each slot, as many as it has open tables."""
    network = nx.DiGraph()
    for desk in problem.desks:
        for slot in problem.slots:
            open_tables = sum(slot.id not in table.closed for table in desk.tables)
            network.add_edge((desk.id, slot.id), "end", capacity=open_tables)
    for wish in problem.wishes:
        company = problem.company[wish.company]
        for slot in problem.slots:
            if slot.id not in company.absent:
                network.add_edge(company.party, (wish.desk, slot.id), capacity=1)
    return network
