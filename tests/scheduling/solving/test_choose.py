"""The choice of greatest worth that forgets the clock, or remembers it where it is told to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company, Problem
from matchmaker.scheduling.solving import network
from matchmaker.scheduling.solving.choice_network import cover
from matchmaker.scheduling.solving.choose import Choice, choose
from matchmaker.scheduling.solving.openings import Openings
from tests.scheduling import oracle
from tests.scheduling.numbered import names, numbers, opened, settled
from tests.scheduling.problems import Shape, desk, random_problem
from tests.scheduling.small_fairs import fair

CROWDED = Shape(companies=(4, 5), desks=(1, 2), tables=(1, 1), slots=(2, 3), pins=(0, 1), wished=0.9)
BREATHLESS = Shape(companies=(2, 3), desks=(2, 3), slots=(4, 5), breathing=0.9, absent=0.3)
SHAPES = st.sampled_from([Shape(), CROWDED, BREATHLESS])
BOTH_EARLY = [Company("C1", 2, frozenset({"s2"})), Company("C2", 2, frozenset({"s2"}))]
"""Two companies of which neither comes in the second slot."""


def chosen(problem: Problem, expanded: str = "") -> set[str]:
    left = settled(problem)
    companies = [number for number, company in enumerate(left.companies) if company.id in expanded.split()]
    desks = [number for number, stand in enumerate(left.desks) if stand.id in expanded.split()]
    return names(left, choose(left, companies, desks).chosen)


def worth_left(problem: Problem) -> int:
    """The worth of the best timetable, pins aside."""
    return oracle.best(problem)[2] - sum(problem.worth.get(pin.pair, 0) for pin in problem.pins)


def test_the_worthiest_pairs_are_chosen_within_quota_and_places() -> None:
    companies = [Company("C1", 1), Company("C2", 2)]
    problem = fair(2, [desk("A"), desk("B")], companies, "C1-A:5 C1-B:6 C2-A:3 C2-B:2")

    assert chosen(problem) == {"C1-B", "C2-A", "C2-B"}


def test_a_first_meeting_goes_before_any_worth() -> None:
    problem = fair(1, [desk("A"), desk("B")], [Company("C1", 2), Company("C2", 2)], "C1-A:99 C1-B:1 C2-A:1")

    assert chosen(problem) == {"C1-B", "C2-A"}


def test_where_nobody_must_be_served_worth_alone_counts() -> None:
    left = opened(fair(1, [desk("A")], [Company("C1", 1), Company("C2", 1)], "C1-A:1 C2-A:9"))

    assert names(left, choose(left).chosen) == {"C2-A"}


def test_no_company_has_more_meetings_than_its_hours_can_hold() -> None:
    late = Company("C1", 3, frozenset({"s1", "s2"}))

    assert chosen(fair(3, [desk("A"), desk("B")], [late], "C1-A:5 C1-B:6")) == {"C1-B"}


def test_nor_than_its_hours_can_hold_with_breathing_spaces() -> None:
    problem = fair(
        3, [desk("A"), desk("B"), desk("C")], [Company("C1", 3, breathing=True)], "C1-A:1 C1-B:2 C1-C:3"
    )

    assert chosen(problem) == {"C1-B", "C1-C"}


@pytest.mark.parametrize(
    ("breathing", "present", "starts"),
    [
        (False, 0b1011, [0, 1, 3]),
        (True, 0b1011, [0, 3]),
        (True, 0b1111, [0, 2]),
        (True, 0b11100, [2, 4]),
        (True, 0, []),
    ],
)
def test_a_cover_has_as_many_slots_as_meetings_can_be_held(
    breathing: bool, present: int, starts: list[int]
) -> None:
    assert cover(opened(fair(5, [], [Company("C1", 5, breathing=breathing)], "")), 0, present) == starts


def test_of_equal_choices_the_one_with_more_common_slots_is_taken() -> None:
    problem = fair(3, [desk("A", closed={1: {"s1"}}), desk("B")], [Company("C1", 1)], "C1-A:5 C1-B:5")

    assert chosen(problem) == {"C1-B"}


def test_of_equal_choices_one_without_those_avoided_is_taken_but_never_one_of_less_worth() -> None:
    companies = [Company("C1", 1), Company("C2", 1), Company("C3", 1)]
    left = opened(fair(2, [desk("A")], companies, "C1-A:5 C2-A:5 C3-A:6"))

    for avoided in ("C1-A", "C2-A", "C3-A"):
        taken = names(left, choose(left, avoided=numbers(left, avoided)).chosen)
        assert "C3-A" in taken
        assert avoided not in taken or avoided == "C3-A"


def test_time_is_counted_at_the_desk_that_is_named_and_only_there() -> None:
    problem = fair(2, [desk("A"), desk("B")], BOTH_EARLY, "C1-A:9 C2-A:8 C2-B:1")

    assert chosen(problem) == {"C1-A", "C2-A"}
    assert chosen(problem, "A") == {"C1-A", "C2-B"}


def test_time_is_counted_at_the_company_that_is_named() -> None:
    early = [desk(key, closed={1: {"s2"}}) for key in "AB"]
    problem = fair(2, [*early, desk("C")], [Company("C1", 2)], "C1-A:9 C1-B:8 C1-C:1")

    assert chosen(problem) == {"C1-A", "C1-B"}
    assert chosen(problem, "C1") == {"C1-A", "C1-C"}


def test_nothing_to_choose_from_is_an_empty_choice() -> None:
    assert (choose(opened(fair(1, [], [], ""))).chosen, choose(opened(fair(1, [], [], ""))).worth) == ((), 0)


@given(st.integers(0, 2**32), SHAPES)
@settings(max_examples=120, deadline=None, derandomize=True)
def test_no_timetable_is_worth_more_than_the_choice_and_time_only_lowers_it(seed: int, shape: Shape) -> None:
    problem = random_problem(seed, shape)
    left = settled(problem) if problem.policy == "floor" else opened(problem)
    free = choose(left).worth
    timed = choose(left, range(len(left.companies)), range(len(left.desks))).worth

    assert free >= timed >= worth_left(problem)


@given(st.integers(0, 2**32), SHAPES, st.integers(0, 2**12))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_its_prices_prove_its_worth_wherever_time_is_counted(seed: int, shape: Shape, lot: int) -> None:
    left = settled(random_problem(seed, shape))
    companies = [number for number in range(len(left.companies)) if lot >> number & 1]
    desks = [number for number in range(len(left.desks)) if lot >> number + 6 & 1]
    choice = choose(left, companies, desks)

    assert choice.prices.bound(left) == choice.worth


@given(st.integers(0, 2**32), SHAPES, st.integers(0, 2**12), st.sampled_from([0, 1, 99]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_choice_that_goes_on_with_time_counted_is_as_good_as_one_made_anew(
    seed: int, shape: Shape, lot: int, few: int
) -> None:
    left = settled(random_problem(seed, shape))
    companies = [{number for number in range(6) if lot >> bit + number & 1} for bit in (0, 3)]
    desks = [{number for number in range(3) if lot >> bit + number & 1} for bit in (6, 9)]
    known_companies, known_desks = ({p[side] for p in left.pairings} for side in (0, 1))
    first, then = ((companies[n] & known_companies, desks[n] & known_desks) for n in (0, 1))
    before = choose(left, *first)
    worth = before.worth
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "FEW", few)
        after = before.flow.counting_time(then[0] - first[0], then[1] - first[1])
    anew = choose(left, first[0] | then[0], first[1] | then[1])

    assert (after.worth, ease(left, after)) == (anew.worth, ease(left, anew))
    assert (after.prices.bound(left), before.prices.bound(left)) == (after.worth, worth)


def ease(left: Openings, choice: Choice) -> int:
    """What decides between choices of equal worth."""
    return sum(left.pairings[number].slots.bit_count() for number in choice.chosen)


@given(st.integers(0, 2**32), st.sampled_from([Shape(pins=(0, 0)), replace(CROWDED, pins=(0, 0))]))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_without_absences_closures_and_pins_the_choice_is_worth_the_best_timetable(
    seed: int, shape: Shape
) -> None:
    problem = random_problem(seed, replace(shape, absent=0, closed=0, breathing=0))
    left = settled(problem) if problem.policy == "floor" else opened(problem)

    assert choose(left).worth == worth_left(problem)
