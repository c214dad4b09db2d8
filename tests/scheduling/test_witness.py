"""What cannot be held together: the witness is true, and without one there is room for all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.contradictions import contradictions
from matchmaker.scheduling.problem import Company, Pair, Pin, Problem
from matchmaker.scheduling.witness import Witness, witness
from tests.scheduling import oracle
from tests.scheduling.problems import Shape, desk, random_problem
from tests.scheduling.small_fairs import fair

TIGHT = Shape(companies=(3, 4), desks=(2, 3), tables=(1, 1), slots=(3, 4), pins=(0, 1), most_wishes=8,
              wished=0.9, breathing=0.4, absent=0.5)  # fmt: skip
"""Many absences, one table a desk: companies and desks manage alone and fail together."""


def pairs(described: str) -> list[Pair]:
    return [Pair(*pair.split("-")) for pair in described.split()]


def can_all_meet(problem: Problem, wanted: tuple[Pair, ...]) -> bool:
    """By trying every slot for each, pins standing."""
    pinned = {pin.pair for pin in problem.pins}
    held = {(pin.company, pin.desk, problem.slot_index[pin.slot]) for pin in problem.pins}
    return _can_meet(problem, [pair for pair in wanted if pair not in pinned], held)


def _can_meet(problem: Problem, wanted: list[Pair], held: set[tuple[str, str, int]]) -> bool:
    if not wanted:
        return True
    pair, rest = wanted[0], wanted[1:]
    company, room = problem.company[pair.company], oracle.places(problem)
    own = [t for c, _, t in held if c == pair.company]
    pins = {(pin.company, pin.desk, problem.slot_index[pin.slot]) for pin in problem.pins}
    for t in oracle.free_slots(problem, company):
        there = sum((d, at) == (pair.desk, t) for _, d, at in held - pins)
        apart = all(abs(t - other) > (1 if company.breathing else 0) for other in own)
        fits = len(own) < company.max_meetings and apart and there < room[pair.desk, t]
        if fits and _can_meet(problem, rest, held | {(*pair, t)}):
            return True
    return False


@given(st.integers(0, 2**32), st.sampled_from([Shape(), TIGHT]))
@settings(max_examples=150, deadline=None)
def test_there_is_a_witness_if_and_only_if_the_wishes_cannot_all_meet(seed: int, shape: Shape) -> None:
    problem = random_problem(seed, shape)
    wanted = tuple(sorted(problem.worth))
    found = witness(problem, wanted)

    assert (found is None) == can_all_meet(problem, wanted)
    if found is not None:
        assert set(found.pairs) <= set(wanted)
        assert not can_all_meet(problem, found.pairs)
        if found.room is None:
            assert all(can_all_meet(problem, few) for few in combinations(found.pairs, len(found.pairs) - 1))


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_a_company_or_a_desk_alone_has_room_for_as_many_as_is_said(seed: int) -> None:
    problem = random_problem(seed, replace(TIGHT, breathing=0.0))
    unlimited = replace(problem, companies=tuple(replace(c, max_meetings=9) for c in problem.companies))
    possible = [pair for pair in problem.worth if witness(unlimited, [pair]) is None]
    found = witness(unlimited, possible)

    if found is not None and found.room is not None:
        sizes = range(len(found.pairs) + 1)
        chosen = [few for size in sizes for few in combinations(found.pairs, size)]
        assert found.room == max(len(few) for few in chosen if can_all_meet(unlimited, few))


def test_every_kind_of_witness_occurs() -> None:
    kinds: Counter[str] = Counter()
    for seed in range(250):
        problem = random_problem(seed, TIGHT)
        possible = [pair for pair in problem.worth if witness(problem, [pair]) is None]
        found = witness(problem, possible)
        kinds[found.kind if found else "none"] += 1

    assert {"quota", "company", "desk", "together", "none"} == set(kinds)


# One example of each


def test_a_desk_with_more_meetings_than_places_says_when_and_how_many() -> None:
    late = [Company(f"C{n}", 1, frozenset({"s1", "s2"})) for n in range(1, 6)]
    found = fair(5, [desk("A", 1, {1: {"s5"}}), desk("B")], late, "C1-A:1 C2-A:1 C3-A:1 C4-A:1 C5-B:1")
    told = witness(found, found.worth)

    assert told == Witness(
        "desk",
        tuple(pairs("C1-A C2-A C3-A C4-A")),
        'Desk "A": 4 meetings can only stand between 09:50 and 10:08, where the desk has 2 places.',
        room=2,
    )


def test_a_desk_names_those_who_compete_and_not_those_who_can_come_at_another_time() -> None:
    early, late = frozenset({"s1"}), frozenset({"s2"})
    companies = [Company("C1", 1, late), Company("C2", 1, late), Company("C3", 1, early), Company("C4", 1)]
    found = fair(3, [desk("A")], companies, "C1-A:1 C2-A:1 C3-A:1 C4-A:1")
    only_first = replace(found, companies=tuple(replace(c, absent=c.absent | {"s3"}) for c in companies))
    told = witness(only_first, pairs("C1-A C2-A C3-A"))

    assert told is not None
    assert (told.pairs, told.text) == (
        tuple(pairs("C1-A C2-A")),
        'Desk "A": 2 meetings can only stand at 09:30, where the desk has 1 place.',
    )


def test_places_that_pins_take_are_said_to_be_gone() -> None:
    companies = [Company(f"C{n}", 1) for n in (1, 2, 3)]
    found = fair(2, [desk("A")], companies, "C1-A:1 C2-A:1", [Pin("C3", "A", "s1")])
    told = witness(found, found.worth)

    assert told is not None
    assert told.text == 'Desk "A": 2 meetings can only stand at 09:40, where the desk has 1 place.'


def test_hours_that_do_not_follow_each_other_are_listed() -> None:
    gone = frozenset({"s2"})
    companies = [Company(f"C{n}", 1, gone) for n in (1, 2, 3)]
    found = fair(3, [desk("A")], companies, "C1-A:1 C2-A:1 C3-A:1")
    told = witness(found, found.worth)

    assert told is not None
    assert told.text == 'Desk "A": 3 meetings can only stand at 09:30 and 09:50, where the desk has 2 places.'


def test_a_company_with_more_meetings_than_slots() -> None:
    found = fair(
        3, [desk(key) for key in "ABC"], [Company("C1", 3, frozenset({"s1"}))], "C1-A:1 C1-B:1 C1-C:1"
    )
    told = witness(found, found.worth)

    assert told == Witness(
        "company",
        tuple(pairs("C1-A C1-B C1-C")),
        'Company "C1": 3 meetings can only stand between 09:40 and 09:58, where the company has 2 slots.',
        room=2,
    )


def test_a_company_that_needs_its_breathing_spaces() -> None:
    found = fair(2, [desk("A"), desk("B")], [Company("C1", 3, breathing=True)], "C1-A:1 C1-B:1")
    told = witness(found, found.worth)

    assert told is not None
    assert told.text == (
        'Company "C1": 2 meetings can only stand between 09:30 and 09:48, too close together for its'
        " breathing spaces."
    )


def test_a_company_with_more_meetings_than_it_may_have() -> None:
    found = fair(4, [desk(key) for key in "ABC"], [Company("C1", 2)], "C1-A:1 C1-B:1 C1-C:1")

    told = witness(found, found.worth)
    assert told is not None
    assert (told.kind, told.room) == ("quota", 2)
    assert told.text == 'Company "C1" is to have 3 meetings, and may have 2.'

    told = witness(replace(found, pins=(Pin("C1", "A", "s1"),)), found.worth)
    assert told is not None
    assert (told.kind, told.room) == ("quota", 1)
    assert told.text == 'Company "C1" is to have 2 meetings beside 1 pinned one, and may have 2.'


def test_one_that_cannot_be_held_even_alone_has_the_reason_that_the_pins_give() -> None:
    found = fair(1, [desk("A")], [Company("C1", 1), Company("C2", 1)], "", [Pin("C2", "A", "s1")])
    told = witness(found, pairs("C1-A"))

    assert told is not None
    assert (told.kind, told.text) == (
        "alone",
        'Company "C1" cannot meet desk "A". In the only common slot the only place of the desk is taken: 1 by'
        " a meeting the organiser has fixed.",
    )


def test_where_everybody_manages_alone_the_few_are_named_that_fail_together() -> None:
    """C1 can only be at A first, so C2 must be there second, when B alone could receive it."""
    companies = [Company("C1", 2, frozenset({"s2"})), Company("C2", 2), Company("C3", 1)]
    found = fair(2, [desk("A"), desk("B", closed={1: {"s1"}}), desk("C")], companies,
                 "C1-A:1 C2-A:1 C2-B:1 C3-C:1")  # fmt: skip
    told = witness(found, found.worth)

    assert told == Witness(
        "together",
        tuple(pairs("C1-A C2-A C2-B")),
        "These 3 meetings cannot all be held, though without any one of them the others can: company "
        '"C1" with desk "A"; company "C2" with desk "A"; company "C2" with desk "B".',
    )


def test_a_pair_that_nobody_wished_may_be_wanted_and_a_pinned_one_stands_anyway() -> None:
    found = fair(1, [desk("A")], [Company("C1", 1), Company("C2", 1)], "", [Pin("C1", "A", "s1")])

    assert witness(found, pairs("C1-A")) is None
    assert witness(replace(found, pins=()), pairs("C2-A")) is None
    assert contradictions(found) == []
