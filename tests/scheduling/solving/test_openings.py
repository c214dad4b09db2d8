"""What the pins leave open, and that nothing in it depends on the order of the file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company, Desk, Pin
from matchmaker.scheduling.solving.openings import beside, bits, openings
from tests.scheduling import oracle
from tests.scheduling.numbered import name, names, opened
from tests.scheduling.problems import desk, random_problem
from tests.scheduling.small_fairs import fair

SHUT = desk("A", 2, closed={1: {"s1"}})
"""At desk A only the second table is open in the first slot."""
THREE = [Company("C1", 3), Company("C2", 3), Company("C3", 3)]


def test_bits_are_the_slots_of_a_mask_in_time_order() -> None:
    assert list(bits(0b10110)) == [1, 2, 4]


def test_beside_a_slot_are_its_two_neighbours() -> None:
    assert list(bits(beside(0b01000))) == [2, 4]


@pytest.mark.parametrize(
    ("pins", "left"),
    [
        ([], (1, 2)),
        ([Pin("C1", "A", "s2")], (1, 1)),
        ([Pin("C1", "A", "s1")], (0, 2)),
        # A pin that names the closed table leaves the open one free
        ([Pin("C1", "A", "s1", "A-1")], (1, 2)),
        ([Pin("C1", "A", "s1", "A-2")], (0, 2)),
        # Two pins in a slot with one open table: the second takes the closed one, nothing else
        ([Pin("C1", "A", "s1"), Pin("C2", "A", "s1")], (0, 2)),
        ([Pin("C1", "A", "s1", "A-1"), Pin("C2", "A", "s1")], (0, 2)),
    ],
)
def test_a_pin_takes_an_open_place_unless_it_names_a_closed_table(
    pins: list[Pin], left: tuple[int, ...]
) -> None:
    assert opened(fair(2, [SHUT], THREE, "C3-A:1", pins)).places == (left,)


def test_a_pin_uses_up_quota_and_slot_even_where_its_company_is_absent() -> None:
    away = Company("C1", 2, frozenset({"s1"}))
    left = opened(fair(3, [desk("A"), desk("B")], [away], "C1-B:1", [Pin("C1", "A", "s1")]))

    assert (left.quota, left.held, left.presence) == ((1,), (0b001,), (0b110,))


def test_a_pin_takes_the_neighbouring_slots_of_a_company_that_needs_a_breathing_space() -> None:
    breathing = Company("C1", 2, breathing=True)
    left = opened(fair(4, [desk("A"), desk("B")], [breathing], "C1-B:1", [Pin("C1", "A", "s2")]))

    assert left.presence == (0b1000,)


def test_a_pairing_has_the_slots_in_which_company_and_desk_both_could() -> None:
    late = Company("C1", 1, frozenset({"s1"}))
    left = opened(fair(3, [desk("A", closed={1: {"s3"}})], [late], "C1-A:7"))

    assert [(pairing.worth, pairing.slots) for pairing in left.pairings] == [(7, 0b010)]


@pytest.mark.parametrize(
    ("company", "stand", "pins"),
    [
        (Company("C1", 0), desk("A"), []),
        (Company("C1", 2), Desk("A", "DIR"), []),
        (Company("C1", 2, frozenset({"s1", "s2"})), desk("A"), []),
        (Company("C1", 2, frozenset({"s1"})), desk("A", closed={1: {"s2"}}), []),
        (Company("C1", 2), desk("A"), [Pin("C1", "A", "s1")]),
        (Company("C1", 1), desk("A"), [Pin("C1", "B", "s1")]),
        (Company("C1", 2, breathing=True), desk("A"), [Pin("C1", "B", "s1")]),
    ],
    ids=["no quota", "no table", "absent", "never together", "pinned", "quota pinned", "no breath"],
)
def test_a_wish_that_cannot_be_granted_any_more_is_no_pairing(
    company: Company, stand: Desk, pins: list[Pin]
) -> None:
    assert opened(fair(2, [stand, desk("B")], [company], "C1-A:5", pins)).pairings == ()


def test_a_party_is_its_place_in_the_draw() -> None:
    companies = [Company("C1", 1, group="G"), Company("C2", 1), Company("C3", 1, group="G")]
    left = opened(fair(1, [], companies, ""))

    parties = {company.id: party for company, party in zip(left.companies, left.party, strict=True)}
    assert parties == {"C1": 0, "C2": 1, "C3": 0}


def test_narrowed_keeps_the_pairings_of_the_served_and_asks_a_meeting_for_the_needy() -> None:
    left = opened(fair(1, [desk("A")], THREE, "C1-A:1 C2-A:1 C3-A:1")).narrowed({2, 0}, {2, 0})

    assert names(left, range(2)) == {"C1-A", "C3-A"}
    assert (len(left.pairings), left.must_serve) == (2, (0, 2))


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_places_and_slots_are_those_of_the_oracle(seed: int) -> None:
    problem = random_problem(seed)
    left, room = opened(problem), oracle.places(problem)

    for stand, places in zip(left.desks, left.places, strict=True):
        assert list(places) == [room[stand.id, t] for t in range(len(problem.slots))]
    for number, pairing in enumerate(left.pairings):
        company, stand = left.companies[pairing.company], left.desks[pairing.desk]
        common = {t for t in oracle.free_slots(problem, company) if room[stand.id, t]}
        assert set(bits(pairing.slots)) == common, name(left, number)


def test_the_order_of_the_file_gives_nobody_a_number() -> None:
    problem = random_problem(3)
    turned = replace(problem, companies=problem.companies[::-1], desks=problem.desks[::-1])
    turned = replace(turned, wishes=problem.wishes[::-1], pins=problem.pins[::-1])

    assert openings(turned, 1) == openings(problem, 1)


def test_another_seed_gives_other_numbers() -> None:
    companies = [Company(f"C{number}", 1) for number in range(9)]
    problem = fair(1, [], companies, "")

    assert openings(problem, 1).companies != openings(problem, 2).companies
