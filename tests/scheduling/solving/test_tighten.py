"""Where time is scarce the flow is asked again, with the clock."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company
from matchmaker.scheduling.solving.choose import choose
from matchmaker.scheduling.solving.limit import Limit, Stopped
from matchmaker.scheduling.solving.openings import bits
from matchmaker.scheduling.solving.tighten import crowded, fits, tighten
from tests.scheduling.numbered import names, numbers, opened, settled
from tests.scheduling.problems import Shape, desk, random_problem
from tests.scheduling.small_fairs import fair

TIGHT = Shape(companies=(3, 6), desks=(2, 4), tables=(1, 2), slots=(2, 4), absent=0.4, closed=0.3)


@given(
    st.lists(st.integers(0, 15), max_size=5),
    st.lists(st.integers(0, 2), min_size=4, max_size=4),
)
@run(max_examples=300, deadline=None, derandomize=True)
def test_wishes_fit_if_some_way_of_giving_each_a_slot_does(wants: list[int], room: list[int]) -> None:
    ways = product(*(list(bits(slots)) for slots in wants))

    assert fits(wants, room) == any(all(way.count(t) <= room[t] for t in range(4)) for way in ways)


def test_a_company_and_a_desk_are_crowded_if_their_own_meetings_do_not_fit() -> None:
    early = [desk(key, closed={1: {"s2"}}) for key in "AB"]
    left = opened(
        fair(2, [*early, desk("C")], [Company("C1", 2), Company("C2", 2)], "C1-A:1 C1-B:1 C2-A:1 C2-C:1")
    )
    companies, desks = crowded(left, numbers(left, "C1-A C1-B C2-A C2-C"))

    assert [left.companies[number].id for number in companies] == ["C1"]
    assert [left.desks[number].id for number in desks] == ["A"]


def test_what_fits_is_left_as_it_is() -> None:
    left = settled(fair(2, [desk("A")], [Company("C1", 1), Company("C2", 1)], "C1-A:1 C2-A:1"))
    choice = choose(left)

    assert tighten(left, choice, Limit()) is choice


def test_a_company_that_is_crowded_is_counted_in_time() -> None:
    early = [desk(key, closed={1: {"s2"}}) for key in "AB"]
    left = settled(fair(2, [*early, desk("C")], [Company("C1", 2)], "C1-A:9 C1-B:8 C1-C:1"))

    assert names(left, tighten(left, choose(left), Limit()).chosen) == {"C1-A", "C1-C"}


def test_it_goes_on_until_nobody_is_crowded() -> None:
    """To make room at desk A sends C2 to desk B, where two others want the same slot."""
    early = [Company(f"C{number}", 1, frozenset({"s2"})) for number in (1, 2, 3)]
    wishes = "C1-A:9 C2-A:8 C2-B:7 C3-B:6 C3-C:1"
    left = settled(fair(2, [desk("A"), desk("B"), desk("C")], early, wishes))

    assert names(left, tighten(left, choose(left), Limit()).chosen) == {"C1-A", "C2-B", "C3-C"}


@given(st.integers(0, 2**32))
@run(max_examples=100, deadline=None, derandomize=True)
def test_in_the_end_nobody_is_crowded_and_the_worth_has_not_risen(seed: int) -> None:
    left = settled(random_problem(seed, TIGHT))
    choice = choose(left)
    tightened = tighten(left, choice, Limit())

    assert crowded(left, tightened.chosen) == (set(), set())
    assert tightened.worth <= choice.worth


def test_it_stops_when_the_time_is_over() -> None:
    left = settled(fair(1, [desk("A")], [Company("C1", 1)], "C1-A:1"))

    with pytest.raises(Stopped):
        tighten(left, choose(left), Limit(0))
