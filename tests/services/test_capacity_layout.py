"""A morning laid out otherwise: as many slots as fit, so many tables, absences that keep to the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matchmaker.scheduling.problem import Company, Problem
from matchmaker.services.capacity.layout import Period, Variant, laid_out, rhythm, slots_of, with_slots
from tests.scheduling.problems import desk
from tests.scheduling.small_fairs import fair

START = datetime(2023, 11, 15, 9, 30, tzinfo=UTC)
MORNING = Period(START, START + timedelta(minutes=90))
USUAL = Variant(8, 2, 3, (("A", 1),))


def a_fair(absent: set[str] = frozenset(), closed: set[str] = frozenset()) -> Problem:
    """Nine slots of eight minutes at one table, one company."""
    company = Company("C1", 3, absent=frozenset(absent))
    return fair(9, [desk("A", closed={1: set(closed)})], [company], "C1-A:100")


@pytest.mark.parametrize(
    ("minutes", "changeover", "count"),
    [(8, 2, 9), (7, 1, 11), (90, 0, 1), (88, 2, 1), (91, 0, 0), (30, 0, 3), (44, 2, 2), (45, 2, 1)],
)
def test_as_many_slots_as_fit_whole(minutes: int, changeover: int, count: int) -> None:
    variant = Variant(minutes, changeover, 3, ())
    slots = slots_of(MORNING, variant)

    assert (len(slots), MORNING.slots(minutes, changeover)) == (count, count)
    assert all(slot.end <= MORNING.end for slot in slots)


def test_the_slots_there_are_stay_as_they_are() -> None:
    problem = a_fair({"s1"}, {"s9"})

    assert with_slots(problem, MORNING, USUAL) is problem


def test_slots_that_are_like_the_wanted_ones_stay_even_if_more_would_fit() -> None:
    problem = replace(a_fair(), slots=a_fair().slots[:2])

    assert with_slots(problem, MORNING, USUAL) is problem
    assert len(with_slots(problem, MORNING, replace(USUAL, changeover_minutes=1)).slots) == 10


def test_the_rhythm_of_slots_that_are_not_alike_is_unknown() -> None:
    first, second, third = a_fair().slots[:3]

    assert rhythm((first, second, third)) == (8, 2)
    assert rhythm((first, third)) == (8, 12)
    assert rhythm((first, second, replace(third, end=third.end + timedelta(minutes=1)))) is None
    assert rhythm((first,)) is None


def missed_after(missed: set[str], minutes: int, changeover: int = 0) -> list[str]:
    """Of the new slots those in which the company is absent and the table closed: the same ones."""
    made = with_slots(
        a_fair(missed, missed), MORNING, replace(USUAL, slot_minutes=minutes, changeover_minutes=changeover)
    )
    absent, closed = made.companies[0].absent, made.desks[0].tables[0].closed
    assert absent == closed
    return sorted(absent, key=lambda slot: int(slot[1:]))


def test_who_comes_late_comes_late_by_the_clock() -> None:
    """Absent until 10:58 UTC+1: slots of fifteen minutes begin again at 11:00."""
    assert missed_after({"s1", "s2", "s3"}, 15) == ["s1", "s2"]


def test_who_leaves_early_is_gone_until_the_end() -> None:
    """From 11:30 on, and after the last slot there was as well."""
    assert missed_after({"s7", "s8", "s9"}, 15) == ["s5", "s6"]


def test_a_slot_that_touches_a_break_is_missed() -> None:
    assert missed_after({"s4"}, 15) == ["s3"]
    assert missed_after({"s4"}, 20) == ["s2"]


def test_two_breaks_are_two() -> None:
    assert missed_after({"s2", "s8"}, 10) == ["s2", "s8"]


def test_a_longer_morning_is_missed_at_the_end_by_who_leaves_and_at_the_start_by_who_comes_late() -> None:
    longer = Period(START - timedelta(minutes=30), MORNING.end + timedelta(minutes=30))
    half_hours = replace(USUAL, slot_minutes=30, changeover_minutes=0)
    late, early = (with_slots(a_fair(missed), longer, half_hours) for missed in ({"s1"}, {"s9"}))

    assert late.companies[0].absent == {"s1", "s2"}
    assert early.companies[0].absent == {"s4", "s5"}


def test_who_misses_everything_misses_everything() -> None:
    assert missed_after({f"s{n}" for n in range(1, 10)}, 30) == ["s1", "s2", "s3"]


def test_nobody_has_more_meetings_than_there_are_slots() -> None:
    made = laid_out(a_fair(), MORNING, Variant(45, 0, 3, (("A", 1),)))

    assert made.companies[0].max_meetings == 2


@pytest.mark.parametrize("tables", [0, 1, 2, 4])
def test_tables_are_added_and_closed(tables: int) -> None:
    problem = replace(a_fair(), desks=(desk("A", 2),))
    made = laid_out(problem, MORNING, Variant(8, 2, 3, (("A", tables),)))

    assert sum(9 - len(table.closed) for table in made.desks[0].tables) == 9 * tables


def test_a_stand_that_is_not_spoken_of_keeps_its_tables() -> None:
    problem = replace(a_fair(), desks=(desk("A"), desk("B", 3)))

    assert len(laid_out(problem, MORNING, USUAL).desks[1].tables) == 3


def test_the_quota_is_everybodys() -> None:
    assert laid_out(a_fair(), MORNING, replace(USUAL, meetings_per_company=1)).companies[0].max_meetings == 1
