"""Each hard rule is broken once, and kept by the meetings beside it."""

from __future__ import annotations

import pytest

from matchmaker.scheduling.problem import Company, Pin, Problem, Wish
from matchmaker.scheduling.rules import RULES, RuleName, violations
from matchmaker.scheduling.timetable import Booking
from tests.scheduling.problems import desk, problem

FAIR = problem(
    4,
    [desk("A", 2, closed={2: {"s1", "s2"}}), desk("B", 1)],
    [
        Company("C1", 2, absent=frozenset({"s4"})),
        Company("C2", 1, breathing=True),
        Company("C3", 3, breathing=True, absent=frozenset({"s3"})),
    ],
    [Wish(c, d, 10) for c in ("C1", "C2", "C3") for d in ("A", "B") if (c, d) != ("C2", "B")],
    [Pin("C3", "A", "s3", "A-2")],
)
PINNED = Booking("C3", "A", "s3", "A-2", pinned=True)


def broken(fair: Problem, *bookings: Booking) -> list[RuleName]:
    return [violation.rule for violation in violations(fair, bookings)]


def test_a_legal_timetable_breaks_no_rule() -> None:
    of_one = [Booking("C1", "A", "s1", "A-1"), Booking("C1", "B", "s2", "B-1")]
    of_others = [Booking("C2", "A", "s3", "A-1"), Booking("C3", "B", "s1", "B-1")]

    assert violations(FAIR, [*of_one, *of_others, PINNED]) == ()


@pytest.mark.parametrize(
    ("bookings", "rules"),
    [
        ([Booking("C9", "A", "s1", "A-1")], ["known", "asked"]),
        ([Booking("C1", "Z", "s1", "A-1")], ["known", "asked"]),
        ([Booking("C1", "A", "s9", "A-1")], ["known"]),
        ([Booking("C1", "A", "s1", "A-3")], ["known", "open"]),
        ([Booking("C1", "A", "s1", "B-1")], ["known", "open"]),
        ([Booking("C2", "B", "s1", "B-1")], ["asked"]),
        ([Booking("C1", "A", "s2", "A-2")], ["open"]),
        ([Booking("C1", "A", "s4", "A-1")], ["present"]),
        ([Booking("C1", "A", "s1", "A-1"), Booking("C1", "B", "s1", "B-1")], ["one_place"]),
        ([Booking("C1", "A", "s1", "A-1"), Booking("C2", "A", "s1", "A-1")], ["one_company"]),
        ([Booking("C1", "A", "s1", "A-1"), Booking("C1", "A", "s2", "A-1")], ["once"]),
        ([Booking("C2", "A", s, f"A-{n}") for n, s in ((1, "s1"), (2, "s4"))], ["once", "quota"]),
        ([Booking("C3", "B", "s2", "B-1")], ["breathing"]),
        ([Booking("C1", "B", "s2", "B-1", pinned=True)], ["pinned"]),
    ],
)
def test_a_broken_rule_is_named(bookings: list[Booking], rules: list[RuleName]) -> None:
    assert broken(FAIR, *bookings, PINNED) == rules


@pytest.mark.parametrize(
    ("instead", "rules"),
    [
        ([], ["pin"]),
        ([Booking("C3", "A", "s3", "A-1", pinned=True)], ["present", "pin", "pinned"]),
        ([Booking("C3", "A", "s4", "A-2", pinned=True)], ["pin", "pinned"]),
        ([Booking("C3", "A", "s3", "A-2")], ["pinned"]),
    ],
)
def test_a_pin_is_honoured_to_the_letter(instead: list[Booking], rules: list[RuleName]) -> None:
    assert broken(FAIR, *instead) == rules


def test_a_pin_counts_for_the_quota_although_nobody_wished_it() -> None:
    fair = problem(
        3,
        [desk("A"), desk("B")],
        [Company("C1", 1)],
        [Wish("C1", "B", 5)],
        [Pin("C1", "A", "s1")],
    )
    pinned = Booking("C1", "A", "s1", "A-1", pinned=True)

    assert broken(fair, pinned) == []
    assert broken(fair, pinned, Booking("C1", "B", "s2", "B-1")) == ["quota"]


def test_a_pin_without_table_sits_at_a_closed_one_only_where_pins_fill_the_open_ones() -> None:
    companies = [Company("C1", 1), Company("C2", 1)]
    one_closed = desk("A", 2, closed={2: {"s1"}})
    alone = problem(1, [one_closed], companies, [], [Pin("C1", "A", "s1")])
    pins = [Pin("C1", "A", "s1"), Pin("C2", "A", "s1", "A-1")]
    beside_another = problem(1, [one_closed], companies, [], pins)
    at_closed, at_open = (Booking("C1", "A", "s1", f"A-{n}", pinned=True) for n in (2, 1))

    assert broken(alone, at_closed) == ["open"]
    assert broken(alone, at_open) == []
    assert broken(beside_another, at_closed, Booking("C2", "A", "s1", "A-1", pinned=True)) == []


def test_a_violation_says_where_and_of_whom() -> None:
    late = Booking("C1", "A", "s4", "A-1")
    (violation,) = violations(FAIR, [late, PINNED])

    assert (
        str(violation) == 'company "C1" with desk "A" in slot "s4" at table "A-1": the company is absent then'
    )
    assert violation.meetings == (late,)


def test_every_rule_is_in_the_list_once() -> None:
    assert len(set(RULES)) == len(RULES) == 11
