"""Where the flow is said to prove the worth, networkx finds the same optimum, by a network of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set

import networkx as nx
import pytest

from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.solve import solve
from tests.scheduling.problems import Shape, large_problem, random_problem

NO_PINS = Shape(companies=(3, 6), desks=(2, 4), tables=(1, 2), slots=(2, 4), pins=(0, 0), breathing=0.0)


def greatest_worth_without_time(problem: Problem, served: Set[str]) -> int:
    """The most that meetings can be worth if hours are only counted: network simplex, in integers.

    Whoever is in ``served`` must have a meeting: its first one counts for more than all worths together.
    """
    must, network = 1 + sum(wish.worth for wish in problem.wishes), nx.MultiDiGraph()
    reachable: dict[str, set[str]] = defaultdict(set)
    for wish in problem.wishes:
        company = problem.company[wish.company]
        open_slots = {
            slot.id
            for slot in problem.slots
            for table in problem.desk[wish.desk].tables
            if slot.id not in table.closed | company.absent
        }
        if open_slots and (problem.policy == "worth" or company.party in served):
            reachable[company.id] |= open_slots
            network.add_edge(("company", company.id), ("desk", wish.desk), capacity=1, weight=-wish.worth)
    for company in {problem.company[name].party: name for name in reachable}:
        first = -must if problem.policy == "floor" else 0
        network.add_edge("start", ("party", company), capacity=1, weight=first)
        network.add_edge("start", ("party", company), capacity=len(problem.slots) * len(problem.companies))
    for name, slots in reachable.items():
        company = problem.company[name]
        most = min(company.max_meetings, len(slots))
        network.add_edge(("party", company.party), ("company", name), capacity=most)
    for desk in problem.desks:
        places = sum(slot.id not in table.closed for slot in problem.slots for table in desk.tables)
        network.add_edge(("desk", desk.id), "end", capacity=places)
    network.add_edge("end", "start", weight=0)
    cost, _ = nx.network_simplex(network)
    parties = {problem.company[name].party for name in reachable}
    return -int(cost) - (must * len(parties & served) if problem.policy == "floor" else 0)


def assert_the_flow_is_right(problem: Problem) -> bool:
    """Whether there was a proof by the flow to be held against."""
    result = solve(problem)
    worth = result.level("worth")
    if worth.proof != "flow":
        return False
    served = {problem.company[meeting.company].party for meeting in result.meetings}
    assert worth.value == greatest_worth_without_time(problem, served)
    return True


def test_on_small_fairs() -> None:
    proven = [assert_the_flow_is_right(random_problem(seed, NO_PINS)) for seed in range(150)]

    assert sum(proven) > 100


@pytest.mark.parametrize("availability", [1.0, 0.9])
def test_on_a_fair_of_three_hundred(availability: float) -> None:
    assert assert_the_flow_is_right(large_problem(1, availability=availability))
