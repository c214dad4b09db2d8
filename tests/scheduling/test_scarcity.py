"""Where places are scarce, and what one more would bring: held against trying everything with one more."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company, Pin, Problem, Promise, Table
from matchmaker.scheduling.scarcity import Gain, ScarceDesk, Scarcity, scarcity
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Figure, Level, LevelName, Result
from tests.scheduling import oracle
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair, meetings

CROWDED = Shape(companies=(4, 6), desks=(1, 3), tables=(1, 2), slots=(2, 3), pins=(0, 2), wished=0.9)


def with_table(problem: Problem, key: str, open_then: set[str]) -> Problem:
    """One more table at a desk, open in those slots."""
    closed = frozenset(slot.id for slot in problem.slots if slot.id not in open_then)
    desks = [
        replace(one, tables=(*one.tables, Table("more", closed))) if one.id == key else one
        for one in problem.desks
    ]
    return replace(problem, desks=tuple(desks))


def open_hours(problem: Problem, key: str) -> set[str]:
    tables = problem.desk[key].tables
    slots = {slot.id for slot in problem.slots}
    return {slot for slot in slots if not tables or any(slot not in table.closed for table in tables)}


def is_true(problem: Problem, changed: Problem, gain: Gain) -> bool:
    now, then = oracle.best(problem), oracle.best(changed)
    served = then[0] - now[0] if problem.policy == "floor" else 0
    worth = then[2] - now[2]
    return gain.served == served and (gain.worth == worth if gain.is_exact else gain.worth >= worth)


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED]))
@settings(max_examples=60, deadline=None)
def test_what_one_more_table_and_one_more_place_bring(seed: int, shape: Shape) -> None:
    problem = random_problem(seed, shape)
    result = solve(problem)

    for found in scarcity(problem, result).desks:
        slots = [slot.id for slot in problem.slots]
        each = {slot: with_table(problem, found.desk, {slot}) for slot in slots}
        assert is_true(problem, with_table(problem, found.desk, open_hours(problem, found.desk)), found.table)
        assert is_true(problem, each[found.slot], found.place)
        if problem.policy == "floor":
            best = max(oracle.best(changed)[0] for changed in each.values())
            assert best == oracle.best(problem)[0] + found.place.served
        if found.place.served == 0 and found.price is not None and result.level("worth").is_proven:
            room, now = oracle.places(problem), oracle.best(problem)
            open_now = [oracle.best(each[slot]) for t, slot in enumerate(slots) if room[found.desk, t]]
            assert all(then[2] - now[2] <= found.price for then in open_now if then[:2] == now[:2])


def competing(problem: Problem) -> tuple[int, int]:
    """By trying: the parties without which as many could be served, and the places where they could be."""
    room = oracle.places(problem)
    pinned = {problem.company[pin.company].party for pin in problem.pins}
    graph = nx.Graph()
    for wish in problem.wishes:
        company = problem.company[wish.company]
        if company.party not in pinned and company.max_meetings:
            for t in oracle.free_slots(problem, company):
                seats = range(room[wish.desk, t])
                graph.add_edges_from((company.party, (wish.desk, t, seat)) for seat in seats)
    parties = {node for node in graph if isinstance(node, str)}
    if not parties:
        return 0, 0
    most = len(nx.max_weight_matching(graph))
    crowd = {one for one in parties if len(nx.max_weight_matching(without(graph, one))) == most}
    return len(crowd), len(set[object]().union(*(graph[one] for one in crowd)))


def without(graph: nx.Graph, node: str) -> nx.Graph:
    smaller = graph.copy()
    smaller.remove_node(node)
    return smaller


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED]))
@settings(max_examples=100, deadline=None)
def test_who_competes_for_how_many_places_is_what_every_largest_matching_says(
    seed: int, shape: Shape
) -> None:
    problem = replace(random_problem(seed, shape), policy="floor")
    found = scarcity(problem, solve(problem))

    assert (found.competing, found.contested) == competing(problem)
    assert found.contested == sum(one.contested for one in found.desks)


THREE = [Company(f"C{n}", 2) for n in (1, 2, 3)]


def test_a_table_more_serves_whom_the_draw_left_out() -> None:
    """Three for one slot at A; the third also at B, which is open later alone."""
    found = fair(2, [desk("A", 1, {1: {"s2"}}), desk("B")], THREE, "C1-A:5 C2-A:7 C3-A:9")

    assert scarcity(found, solve(found)) == Scarcity(
        competing=3,
        contested=1,
        desks=(ScarceDesk("A", 1, 0, Gain(1, 7, True), "s1", Gain(1, 7, True)),),
    )


def test_a_place_in_another_slot_may_be_what_is_missing() -> None:
    """C2 comes when A is closed: nobody competes with it, and a place then is all it needs."""
    late = Company("C2", 1, frozenset({"s1"}))
    found = fair(2, [desk("A", 1, {1: {"s2"}}), desk("B")], [THREE[0], late], "C1-A:5 C2-A:7 C1-B:1")

    assert scarcity(found, solve(found)) == Scarcity(
        competing=0,
        contested=0,
        desks=(ScarceDesk("A", 0, 0, Gain(0, 0, True), "s2", Gain(1, 7, True)),),
    )


def test_without_certificate_no_price_is_told() -> None:
    found = fair(2, [desk("A", 1, {1: {"s2"}}), desk("B")], THREE, "C1-A:5 C2-A:7 C2-B:1")
    (scarce,) = scarcity(found, replace(solve(found), certificate=None)).desks

    assert (scarce.desk, scarce.price) == ("A", None)


def test_where_nobody_is_left_out_and_no_place_has_a_price_nothing_is_scarce() -> None:
    found = fair(2, [desk("A")], THREE[:2], "C1-A:5 C2-A:7")

    assert scarcity(found, solve(found)) == Scarcity(0, 0, ())


def test_the_worth_of_a_place_more_is_told_where_everybody_is_served() -> None:
    found = fair(2, [desk("A", 1, {1: {"s2"}}), desk("B", 2)], THREE[:2], "C1-A:5 C2-A:7 C1-B:1 C2-B:1")
    (scarce,) = scarcity(found, solve(found)).desks

    assert (scarce.desk, scarce.contested, scarce.price) == ("A", 0, 5)
    assert scarce.table == scarce.place == Gain(0, 5, True)


def test_beside_a_timetable_that_could_be_worth_more_the_worth_is_a_bound() -> None:
    """A is given to the lesser wish: 7 in its place would be as good as a table more."""
    found = fair(2, [desk("A", 1, {1: {"s2"}}), desk("B", 2)], THREE[:2], "C1-A:5 C2-A:7 C1-B:1 C2-B:1")
    result = solve(found)
    levels = tuple(replace(level, bound=None, proof=None) for level in result.objective)
    lesser = tuple(meetings("C1-A@s1 C1-B@s2 C2-B@s2#2"))
    (scarce,) = scarcity(found, replace(result, objective=levels, meetings=lesser)).desks

    assert scarce.table == Gain(0, 7, False)
    assert scarcity(found, replace(result, objective=levels)).desks[0].table == Gain(0, 5, True)


def test_a_worth_that_no_timetable_was_found_for_is_a_bound() -> None:
    """With a table more both are at A first, and both would be at B second: the flow does not see it."""
    found = fair(2, [desk("A", 1, {1: {"s2"}}), desk("B")], THREE[:2], "C1-A:5 C2-A:7 C1-B:1 C2-B:1")
    (scarce,) = scarcity(found, solve(found)).desks

    assert (scarce.desk, scarce.table) == ("A", Gain(0, 5, False))
    assert oracle.best(with_table(found, "A", {"s1"}))[2] - oracle.best(found)[2] == 4


def test_a_new_table_takes_no_name_that_is_taken() -> None:
    taken = replace(desk("B"), tables=(Table("A+1"),))
    found = fair(1, [desk("A"), taken], THREE, "C1-A:5 C2-A:7 C1-B:1")

    assert [one.desk for one in scarcity(found, solve(found)).desks] == ["A"]


def test_after_a_repair_the_published_meetings_stand_where_they_stand() -> None:
    """C3 was promised A first: with one more table there one more is served, and C1, not C3, was left out."""
    found = fair(1, [desk("A")], THREE, "C1-A:5 C3-A:7")
    promised = replace(found, published=(Promise("C3", "A", "s1", "A-1"),))
    values: dict[LevelName, Figure] = {"kept": 1, "served": 1, "moved": 0, "draw": (1,), "worth": 7}
    objective = tuple(Level(name, value, value, "matching") for name, value in values.items())
    repaired = Result("", 1, "", "optimal", objective, tuple(meetings("C3-A@s1")), (), None)
    pinned = replace(found, pins=(Pin("C3", "A", "s1", "A-1"),))

    assert scarcity(promised, repaired) == scarcity(pinned, replace(repaired, objective=objective[1:]))


@pytest.mark.nightly
def test_the_picture_of_a_large_fair() -> None:
    problem = large_problem(2, companies=300, desks=8, slot_count=6, availability=0.8)
    found = scarcity(problem, solve(problem))
    served = [one.table.served for one in found.desks]

    assert found.competing > found.contested > 0
    assert all(one.table.served >= one.place.served for one in found.desks)
    assert served == sorted(served, reverse=True)
    assert served[0] > 1
