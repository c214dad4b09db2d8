"""The certificate: what the solver writes, and what another program makes of it by docs/certificate.md."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.check import check
from matchmaker.scheduling.checking.check_certificate import certified_bound
from matchmaker.scheduling.problem import Company, Pin, Problem
from matchmaker.scheduling.reading import Malformed
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.solving.certificate import Prices, certificate
from matchmaker.scheduling.solving.openings import openings
from matchmaker.scheduling.timetable import Result
from tests.scheduling import oracle
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair

CROWDED = Shape(companies=(4, 5), desks=(1, 2), tables=(1, 2), slots=(2, 3), pins=(0, 2), wished=0.9)
BREATHLESS = Shape(companies=(2, 3), desks=(2, 3), slots=(4, 5), breathing=0.9, absent=0.3)
SHAPES = st.sampled_from([Shape(), CROWDED, BREATHLESS])
SECTIONS = ["quota", "party", "company_slot", "breathing", "desk_slot"]


def served(problem: Problem, result: Result) -> set[str]:
    return {problem.company[booking.company].party for booking in result.meetings}


def prices(**sections: Any) -> dict[str, Any]:
    """A certificate that says nothing but this."""
    return {"kind": "dual/1", "scale": 1, **{name: {} for name in SECTIONS}, **sections}


def invented(problem: Problem, result: Result, random: Random) -> dict[str, Any]:
    """Prices out of thin air, in the form of docs/certificate.md."""
    slots = [slot.id for slot in problem.slots]
    pinned = {problem.company[pin.company].party for pin in problem.pins}
    to_serve = served(problem, result) - pinned if problem.policy == "floor" else set()
    breathing = [company.id for company in problem.companies if company.breathing]

    def row(keys: list[str]) -> dict[str, int]:
        return {key: random.randint(1, 300) for key in keys if random.random() < 0.4}

    return prices(
        scale=random.randint(1, 3),
        quota=row([company.id for company in problem.companies]),
        party=row(sorted(to_serve)),
        company_slot={company.id: row(slots) for company in problem.companies},
        breathing={key: row(slots[:-1]) for key in breathing},
        desk_slot={stand.id: row(slots) for stand in problem.desks},
    )


@given(st.integers(0, 2**32), SHAPES)
@settings(max_examples=200, deadline=None)
def test_whatever_the_prices_no_timetable_passes_the_bound(seed: int, shape: Shape) -> None:
    """Weak duality: a wrong certificate proves little, and never too much."""
    problem = random_problem(seed, shape)
    result, greatest = solve(problem), oracle.best(problem)[2]

    for lot in range(5):
        proof = invented(problem, result, Random(seed + lot))
        bound = certified_bound(problem, served(problem, result), proof)
        assert bound >= greatest
        assert bound == oracle.certified(problem, replace(result, certificate=proof))


@given(st.integers(0, 2**32), SHAPES)
@settings(max_examples=150, deadline=None)
def test_the_bound_of_the_solver_is_what_its_certificate_proves(seed: int, shape: Shape) -> None:
    problem = random_problem(seed, shape)
    result = solve(problem)
    assume(result.certificate is not None)
    assert result.certificate is not None

    bound = certified_bound(problem, served(problem, result), result.certificate)
    assert bound == result.level("worth").bound == oracle.certified(problem, result)
    assert bound == oracle.best(problem)[2]


def test_the_bound_of_a_large_fair_is_what_its_certificate_proves() -> None:
    problem = large_problem(4, companies=60, desks=8, availability=0.7, breathing=0.3)
    result = solve(problem)
    assert result.certificate is not None

    assert (
        certified_bound(problem, served(problem, result), result.certificate) == result.level("worth").bound
    )
    assert result.level("worth").is_proven


# Term by term


TWO = [Company("C1", 2, frozenset({"s3"})), Company("C2", 2)]
TERMS = fair(3, [desk("A", 2, {1: {"s2"}, 2: {"s2", "s3"}}), desk("B", 3)], TWO, "C1-A:10 C1-B:7 C2-A:20")


@pytest.mark.parametrize(
    ("sections", "bound"),
    [
        # Without prices every wish brings its worth
        ({}, 37),
        # A meeting of the quota costs 4, twice; each of both wishes brings 4 less
        ({"quota": {"C1": 4}}, 37 + 8 - 8),
        # What a meeting must not cost nobody pays: C1 with B has other slots
        ({"company_slot": {"C1": {"s1": 5}}}, 37 + 5 - 5),
        # A is open at two tables in s1, at one in s3, where C1 is absent
        ({"desk_slot": {"A": {"s1": 3}}}, 37 + 2 * 3 - 3),
        ({"desk_slot": {"A": {"s1": 3, "s3": 3}}}, 37 + 2 * 3 + 3 - 3 - 3),
        ({"desk_slot": {"A": {"s2": 1000}}}, 37),
        # The right to a first meeting: C1 gets 6 more for each wish
        ({"party": {"C1": 6}}, 37 - 6 + 12),
        # A wish brings nothing rather than less
        ({"quota": {"C1": 100}}, 20 + 200),
        # Rounded down, for worth is an integer
        ({"scale": 2, "quota": {"C1": 1}}, (74 + 2 - 2) // 2),
        ({"scale": 2, "party": {"C2": 3}, "desk_slot": {"A": {"s2": 1}}}, 37),
        ({"scale": 2, "company_slot": {"C2": {"s2": 1}}}, (74 + 1) // 2),
    ],
)
def test_each_price_counts_as_the_documentation_says(sections: dict[str, Any], bound: int) -> None:
    assert certified_bound(TERMS, {"C1", "C2"}, prices(**sections)) == bound


def test_a_pause_costs_in_the_slot_it_follows_and_in_the_next() -> None:
    company = [Company("C1", 2, breathing=True)]
    found = fair(
        3, [desk("A", 1, {1: {"s1", "s3"}}), desk("B", 1, {1: {"s1", "s2"}})], company, "C1-A:9 C1-B:9"
    )

    assert certified_bound(found, {"C1"}, prices()) == 18
    assert certified_bound(found, {"C1"}, prices(breathing={"C1": {"s2": 9}})) == 9
    assert certified_bound(found, {"C1"}, prices(breathing={"C1": {"s1": 9}})) == 18


def test_pins_take_their_place_their_slot_and_their_part_of_the_quota() -> None:
    pins = [Pin("C1", "A", "s1"), Pin("C2", "B", "s1")]
    found = fair(
        2, [desk("A"), desk("B", 2)], [Company("C1", 2), Company("C2", 1)], "C1-A:5 C1-B:9 C2-A:9", pins
    )

    def bound(**sections: Any) -> int:
        return certified_bound(found, {"C1", "C2"}, prices(**sections))

    # The pinned wish, and C1 with B in s2; C2 has used its quota
    assert bound() == 5 + 9
    assert bound(quota={"C1": 9}) == 5 + 9 + 0
    assert bound(desk_slot={"A": {"s1": 50}}) == 5 + 9
    assert bound(desk_slot={"B": {"s1": 50}}) == 5 + 9 + 50
    assert bound(company_slot={"C1": {"s1": 50}}) == 5 + 9 + 50


def test_who_is_not_served_brings_nothing_and_is_not_priced() -> None:
    assert certified_bound(TERMS, {"C1"}, prices()) == 17
    with pytest.raises(Malformed, match=r'certificate\.party\.C2: no party to be served "C2"'):
        certified_bound(TERMS, {"C1"}, prices(party={"C2": 1}))
    assert certified_bound(replace(TERMS, policy="worth"), {"C1"}, prices()) == 37


# A certificate that is none


@pytest.mark.parametrize(
    ("sections", "fault"),
    [
        ({"kind": "dual/2"}, 'kind: expected "dual/1", found "dual/2"'),
        ({"scale": 0}, "scale: expected an integer of 1 or more, found 0"),
        ({"scale": -1}, "scale: expected an integer of 1 or more, found -1"),
        ({"quota": {"nobody": 1}}, 'quota.nobody: no company "nobody"'),
        ({"quota": {"C1": -1}}, "quota.C1: expected an integer of 0 or more, found -1"),
        ({"party": {"C3": 5}}, 'party.C3: no party to be served "C3"'),
        ({"desk_slot": {"C1": {}}}, 'desk_slot.C1: no desk "C1"'),
        ({"desk_slot": {"A": {"s9": 1}}}, 'desk_slot.A.s9: no such slot "s9"'),
        ({"company_slot": {"A": {}}}, 'company_slot.A: no company "A"'),
        ({"company_slot": {"C1": {"s1": True}}}, "company_slot.C1.s1: expected an integer, found true"),
        ({"breathing": {"C1": {"s1": 1}}}, 'breathing.C1: no company that breathes "C1"'),
        ({"breathing": {"C2": {"s3": 1}}}, 'breathing.C2.s3: no such slot "s3"'),
        ({"price": {}}, "price: unknown key"),
    ],
)
def test_what_is_no_certificate_of_this_problem_is_refused(sections: dict[str, Any], fault: str) -> None:
    companies = [Company("C1", 1), Company("C2", 1, breathing=True), Company("C3", 1)]
    found = fair(3, [desk("A")], companies, "C1-A:9 C2-A:9", [Pin("C3", "A", "s3")])
    result = solve(found)
    assert check(found, result).violations == ()

    bad = replace(result, certificate=prices(**sections))
    assert check(found, bad).violations == (f"certificate.{fault}",)


def test_a_part_that_is_left_out_is_refused() -> None:
    result = solve(TERMS)
    for part in ("kind", "scale", *SECTIONS):
        left = {name: value for name, value in prices().items() if name != part}
        assert check(TERMS, replace(result, certificate=left)).violations[0] == f"certificate.{part}: missing"


def test_a_certificate_that_proves_less_than_is_claimed_is_refused() -> None:
    """Not having a price makes the bound higher: nothing is proven by it."""
    found = fair(1, [desk("A")], [Company("C1", 1), Company("C2", 1)], "C1-A:5 C2-A:9", policy="worth")
    result = solve(found)

    assert result.certificate == prices(desk_slot=result.certificate["desk_slot"])
    assert check(found, replace(result, certificate=prices())).violations == (
        "certificate: it proves 14, not the bound 9 of the level worth",
    )


# What the solver writes


def test_prices_are_written_under_the_ids_of_the_problem_sorted_and_without_zeros() -> None:
    found = fair(
        2, [desk("B"), desk("A")], [Company("C2", 1, breathing=True), Company("C1", 1)], "C2-A:1 C1-B:1"
    )
    whole = openings(found, 1)
    company = [company.id for company in whole.companies].index("C2")
    stand = [stand.id for stand in whole.desks].index("A")
    written = certificate(
        found,
        whole,
        Prices(
            scale=3,
            quota={company: 2, 1 - company: 1},
            party={0: 5, 1: 0},
            company_slot={(company, 1): 4, (company, 0): 6},
            breathing={(company, 0): 7},
            desk_slot={(stand, 1): 0, (stand, 0): 8},
        ),
    )

    assert written == {
        "kind": "dual/1",
        "scale": 3,
        "quota": {"C1": 1, "C2": 2},
        "party": {"C2": 5},
        "company_slot": {"C2": {"s1": 6, "s2": 4}},
        "breathing": {"C2": {"s1": 7}},
        "desk_slot": {"A": {"s1": 8}},
    }
    assert [list(written["quota"]), list(written["company_slot"]["C2"])] == [["C1", "C2"], ["s1", "s2"]]
