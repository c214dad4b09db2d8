"""The parties that compete for too few places: as many as it takes, all drawn earlier, and no other."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.explaining.circuit import Circuit, Circuits
from matchmaker.scheduling.occupancy import Occupancy
from matchmaker.scheduling.problem import Company, Pin, Problem, Promise
from matchmaker.scheduling.quality import asking_parties
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Booking
from tests.scheduling import oracle
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair, meetings

CROWDED = Shape(
    companies=(4, 7), desks=(1, 3), tables=(0, 2), slots=(1, 3), pins=(0, 2), wished=0.8, grouped=0.5
)
Seats = dict[str, set[tuple[str, int, int]]]
"""Party -> the seats (desk, slot, number) at which it could have a first meeting."""


def seats(problem: Problem) -> Seats:
    """Written from formats.md: presence, open tables beside the pins, a quota of at least one."""
    room = oracle.places(problem)
    found: Seats = {}
    for wish in problem.wishes:
        company = problem.company[wish.company]
        for t in oracle.free_slots(problem, company) if company.max_meetings else ():
            there = {(wish.desk, t, number) for number in range(room[wish.desk, t])}
            found.setdefault(company.party, set()).update(there)
    return found


def most(parties: set[str], seated: Seats) -> int:
    """How many of these parties can have a seat each."""
    graph = nx.Graph([(party, seat) for party in parties for seat in seated.get(party, ())])
    return len(nx.bipartite.maximum_matching(graph, parties & set(graph))) // 2


def circuit_of(party: str, served: set[str], seated: Seats) -> set[str]:
    """By its definition: the parties without which all the others could be served."""
    crowd = {*served, party}
    if most(crowd, seated) == len(crowd):
        return set()
    return {one for one in crowd if most(crowd - {one}, seated) == len(crowd) - 1}


def described(party: str, circuit: set[str], problem: Problem, seated: Seats) -> Circuit | None:
    """What has to be said of a circuit, if it is the draw that leaves the party out."""
    places = set[tuple[str, int, int]]().union(*(seated.get(one, set()) for one in circuit))
    if not places or any(problem.rank[one] > problem.rank[party] for one in circuit):
        return None
    groups = sum(one not in problem.company for one in circuit)
    return Circuit(len(circuit), groups, len(places), len({place[0] for place in places}))


def found_in(problem: Problem, bookings: tuple[Booking, ...]) -> dict[str, Circuit | None]:
    """The circuit of every party that asked and has no meeting."""
    served = {problem.company[booking.company].party for booking in bookings}
    circuits = Circuits(problem, Occupancy(problem, bookings))
    return {party: circuits.of(party) for party in sorted(asking_parties(problem) - served)}


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED]))
@settings(max_examples=200, deadline=None)
def test_of_the_best_timetable_the_circuit_is_the_one_that_the_matroid_has(seed: int, shape: Shape) -> None:
    problem = replace(random_problem(seed, shape), policy="floor")
    bookings, seated = solve(problem).meetings, seats(problem)
    pinned = {problem.company[pin.company].party for pin in problem.pins}
    served = {problem.company[booking.company].party for booking in bookings} - pinned

    for party, circuit in found_in(problem, bookings).items():
        members = circuit_of(party, served, seated)
        assert circuit == described(party, members, problem, seated)
        if seated.get(party):
            assert circuit is not None
            assert circuit.parties == circuit.places + 1


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED]), st.sampled_from([2, 3, 5]))
@settings(max_examples=200, deadline=None)
def test_of_any_timetable_it_is_said_where_it_is_true_and_nowhere_else(
    seed: int, shape: Shape, every: int
) -> None:
    """Some meetings dropped: then a party may be left out for no reason, or for one drawn later."""
    problem = replace(random_problem(seed, shape), policy="floor")
    bookings, seated = solve(problem).meetings, seats(problem)
    held = tuple(b for n, b in enumerate(bookings) if b.pinned or n % every)
    pinned = {problem.company[pin.company].party for pin in problem.pins}
    served = {problem.company[booking.company].party for booking in held} - pinned

    for party, circuit in found_in(problem, held).items():
        members = circuit_of(party, served, seated)
        expected = described(party, members, problem, seated) if len(members) > 1 else None
        assert circuit == expected


def test_a_large_fair_has_large_circuits_and_each_is_a_circuit() -> None:
    problem = large_problem(3, companies=120, desks=6, slot_count=6, availability=0.7, pinned=0.05)
    bookings, seated = solve(problem).meetings, seats(problem)
    pinned = {problem.company[pin.company].party for pin in problem.pins}
    served = {problem.company[booking.company].party for booking in bookings} - pinned
    circuits = {party: circuit for party, circuit in found_in(problem, bookings).items() if circuit}

    assert len(circuits) > 10
    assert max(circuit.parties for circuit in circuits.values()) > 20
    for party in list(circuits)[:5]:
        members = circuit_of(party, served, seated)
        assert circuits[party] == described(party, members, problem, seated)


THREE = [Company(f"C{n}", 2) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("found", "held", "circuit"),
    [
        pytest.param(fair(1, [desk("A")], THREE, "C1-A:1 C2-A:1"), "C1-A@s1", (2, 0, 1, 1), id="one place"),
        pytest.param(
            fair(1, [desk("A"), desk("B")], THREE, "C1-A:1 C1-B:1 C2-A:1"), "C1-A@s1", None, id="a way out"
        ),
        pytest.param(fair(1, [desk("A")], THREE, "C1-A:1 C2-A:1"), "C2-A@s1", None, id="drawn later"),
        pytest.param(
            fair(2, [desk("A", 1, {1: {"s2"}}), desk("B", 1, {1: {"s1"}})], THREE, "C1-A:1 C1-B:1 C2-A:1"),
            "C1-A@s1 C1-B@s2",
            None,
            id="another meeting",
        ),
        pytest.param(
            fair(1, [desk("A", 2)], THREE, "C1-A:1 C2-A:1", [Pin("C3", "A", "s1")]),
            "C1-A@s1#2 C3-A@s1!",
            (2, 0, 1, 1),
            id="the pinned have no part in it",
        ),
        pytest.param(
            fair(
                1,
                [desk("A"), desk("B")],
                [THREE[0], Company("C2", 1, group="G"), Company("C3", 1, group="G")],
                "C1-A:1 C2-A:1 C3-B:1",
            ),
            "C1-A@s1",
            None,
            id="another company of the group has a place",
        ),
        pytest.param(
            fair(
                1,
                [desk("A")],
                [THREE[0], Company("C2", 0, group="G"), Company("C3", 1, group="G")],
                "C1-A:1 C2-A:1",
            ),
            "C1-A@s1",
            None,
            id="a quota of none",
        ),
    ],
)
def test_whether_the_last_asking_party_closes_a_circuit(
    found: Problem, held: str, circuit: tuple[int, ...] | None
) -> None:
    (told,) = found_in(found, tuple(meetings(held))).values()

    assert told == (circuit and Circuit(*circuit))


def test_a_promise_counts_if_it_is_kept_at_a_place_that_would_have_to_give_way() -> None:
    found = fair(1, [desk("A"), desk("B"), desk("C")], THREE, "C1-A:1 C2-A:1 C2-B:1 C3-B:1 C3-C:1")

    def meets(promised: str, held: str) -> bool:
        (promise,) = meetings(promised)
        kept = Promise(promise.company, promise.desk, promise.slot, promise.table)
        problem = replace(found, published=(kept,))
        return Circuits(problem, Occupancy(problem, meetings(held))).meets_a_promise("C1")

    assert meets("C2-A@s1", "C2-A@s1 C3-B@s1")
    assert meets("C3-B@s1", "C2-A@s1 C3-B@s1")
    assert not meets("C3-C@s1", "C2-A@s1 C3-B@s1")
    assert not meets("C3-B@s1", "C2-A@s1 C3-C@s1")


def test_after_a_repair_an_hour_before_the_one_announced_is_no_way_out() -> None:
    """C1 was announced at A for later, and A is shut by then: B is all it has, and C2 goes without."""
    found = fair(2, [desk("A", 1, {1: {"s2"}}), desk("B", 1, {1: {"s2"}})], THREE, "C1-A:1 C1-B:1 C2-B:1")
    announced = replace(found, published=(Promise("C1", "A", "s2", "A-1", earliest="s2"),))
    held = meetings("C1-B@s1")

    assert Circuits(announced, Occupancy(announced, held, repaired=True)).of("C2") == Circuit(2, 0, 1, 1)
    assert Circuits(announced, Occupancy(announced, held)).of("C2") is None
