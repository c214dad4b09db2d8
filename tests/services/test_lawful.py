"""What of a timetable still stands: the rules say it meeting by meeting."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matchmaker.scheduling.problem import Company, Desk, Pin, Problem, Promise, Slot, Table, Wish
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.drafts.lawful import standing

NINE = datetime(2023, 11, 15, 9, tzinfo=UTC)
SLOTS = tuple(
    Slot(f"s{n}", NINE + timedelta(minutes=10 * n), NINE + timedelta(minutes=10 * n + 8)) for n in (1, 2, 3)
)
DESKS = tuple(Desk(name, "D", (Table(f"{name}-1"),)) for name in ("EAU", "RES", "VOI"))
PROBLEM = Problem(
    slots=SLOTS,
    desks=DESKS,
    companies=(Company("A", 3), Company("B", 3)),
    wishes=tuple(Wish(company, desk.id, 100) for company in "AB" for desk in DESKS),
    draw=("A", "B"),
)
FIRST, SECOND, THIRD = (
    Booking("A", "EAU", "s1", "EAU-1"),
    Booking("A", "RES", "s2", "RES-1"),
    Booking("A", "VOI", "s3", "VOI-1"),
)
OTHER = Booking("B", "EAU", "s2", "EAU-1")
ALL = (FIRST, SECOND, THIRD, OTHER)


def test_what_is_lawful_stays():
    assert standing(PROBLEM, ALL) == (ALL, ())


def test_what_nobody_asks_for_any_more_goes_and_nothing_else():
    wishes = tuple(wish for wish in PROBLEM.wishes if wish.pair != SECOND.pair)
    assert standing(replace(PROBLEM, wishes=wishes), ALL) == ((FIRST, THIRD, OTHER), (SECOND,))


def test_of_too_many_the_latest_goes():
    fewer = replace(PROBLEM, companies=(Company("A", 2), Company("B", 3)))
    assert standing(fewer, ALL) == ((FIRST, SECOND, OTHER), (THIRD,))


def test_of_too_many_the_pinned_one_stays():
    fewer = replace(PROBLEM, companies=(Company("A", 1), Company("B", 3)), pins=(Pin("A", "VOI", "s3"),))
    found = standing(fewer, ALL)

    assert found.kept == (replace(THIRD, pinned=True), OTHER)
    assert set(found.gone) == {FIRST, SECOND}


def test_pinned_are_those_that_the_question_pins():
    pinned = replace(PROBLEM, pins=(Pin("A", "EAU", "s1", "EAU-1"),))

    assert standing(pinned, [FIRST]).kept == (replace(FIRST, pinned=True),)
    assert standing(PROBLEM, [replace(FIRST, pinned=True)]).kept == (FIRST,)


def test_what_the_question_does_not_know_goes():
    strange = Booking("C", "EAU", "s9", "EAU-1")
    assert standing(PROBLEM, [FIRST, strange]) == ((FIRST,), (strange,))


def test_who_would_be_received_before_the_hour_announced_goes_if_that_counts():
    promised = replace(PROBLEM, published=(Promise("A", "EAU", "s2", "EAU-1", earliest="s2"),))

    assert standing(promised, [FIRST]).gone == ()
    assert standing(promised, [FIRST], repaired=True).gone == (FIRST,)
