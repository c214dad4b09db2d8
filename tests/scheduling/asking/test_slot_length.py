"""Slots of another length: as many as fit, by the same clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from matchmaker.scheduling.asking.slot_length import NoSuchLength, with_slots_of
from matchmaker.scheduling.problem import Company, Pin, Problem, Promise, Slot
from tests.scheduling.problems import desk
from tests.scheduling.small_fairs import fair


def a_fair(slots: int = 6, **company: object) -> Problem:
    """Slots of 8 minutes every 10 from 9:30, as everywhere in these tests."""
    return fair(slots, [desk("A")], [replace(Company("C1", 2), **company)], "C1-A:1")


def clock(problem: Problem) -> list[str]:
    return [f"{slot.id} {slot.start:%H:%M}-{slot.end:%H:%M}" for slot in problem.slots]


def there(problem: Problem) -> list[str]:
    absent = problem.companies[0].absent
    return [f"{slot.start:%H:%M}" for slot in problem.slots if slot.id not in absent]


def test_longer_slots_are_fewer_and_the_pauses_stay() -> None:
    """From 9:30 to 10:28."""
    assert clock(with_slots_of(a_fair(), 18)) == ["s1 09:30-09:48", "s2 09:50-10:08", "s3 10:10-10:28"]
    assert len(with_slots_of(a_fair(), 19).slots) == 2


def test_shorter_slots_are_more_and_the_new_ones_have_new_names() -> None:
    slots = clock(with_slots_of(a_fair(2), 2))

    assert slots == ["s1 09:30-09:32", "s2 09:34-09:36", "s3 09:38-09:40", "s4 09:42-09:44", "s5 09:46-09:48"]


def test_a_new_name_is_one_that_no_slot_has() -> None:
    named = replace(a_fair(2), slots=(a_fair(2).slots[0], replace(a_fair(2).slots[1], id="s3")))

    assert [slot.id for slot in with_slots_of(named, 4).slots] == ["s1", "s3", "s4"]


def test_the_same_length_changes_nothing() -> None:
    problem = a_fair(absent=frozenset({"s2", "s5"}))

    assert with_slots_of(problem, 8) == problem


def test_a_company_that_comes_late_is_there_from_the_same_minute_on() -> None:
    """Absent until 10:00; the slots of 6 minutes begin every 8."""
    late = a_fair(absent=frozenset({"s1", "s2", "s3"}))

    assert there(with_slots_of(late, 6)) == ["10:02", "10:10", "10:18"]
    assert there(with_slots_of(late, 13)) == ["10:00", "10:15"]


def test_a_company_that_is_away_in_the_middle_is_there_before_and_after() -> None:
    """There from 9:30 to 9:48 and from 10:00 on; what overlaps a minute in between is missed."""
    away = a_fair(absent=frozenset({"s3"}))

    assert there(with_slots_of(away, 7)) == ["09:30", "09:39", "10:06", "10:15"]


def test_nobody_is_expected_in_a_pause_beside_an_absence() -> None:
    """Absent until 9:38 and there from 9:40 on: nothing is said of 9:38."""
    late = a_fair(absent=frozenset({"s1"}))

    assert there(with_slots_of(late, 2)) == [f"{9 + m // 60:02}:{m % 60:02}" for m in range(42, 87, 4)]


def test_a_table_is_open_at_the_same_hours() -> None:
    problem = fair(6, [desk("A", closed={1: {"s1", "s2", "s3"}})], [Company("C1", 1)], "C1-A:1")
    shorter = with_slots_of(problem, 6)

    opened = [s.id for s in shorter.slots if s.id not in shorter.desks[0].tables[0].closed]
    assert opened == ["s5", "s6", "s7"]


def test_a_quota_is_at_most_the_number_of_slots() -> None:
    assert with_slots_of(a_fair(max_meetings=5), 18).companies[0].max_meetings == 3


def test_a_pin_keeps_the_name_of_its_slot() -> None:
    problem = replace(a_fair(), pins=(Pin("C1", "A", "s3"),))

    assert with_slots_of(problem, 18).pins == problem.pins


def test_a_pin_whose_slot_is_gone_is_a_refusal_that_names_it() -> None:
    problem = replace(a_fair(), pins=(Pin("C1", "A", "s4"),))

    with pytest.raises(NoSuchLength) as refused:
        with_slots_of(problem, 18)
    there_are = "with slots of 18 minutes there are 3 slots"
    assert str(refused.value) == f'{there_are}, and the pin of company "C1" with desk "A" is in slot "s4"'


def test_what_was_published_in_a_slot_that_is_gone_is_promised_no_more() -> None:
    problem = replace(a_fair(), published=(Promise("C1", "A", "s3", "A-1"), Promise("C1", "A", "s4", "A-1")))

    assert [promise.slot for promise in with_slots_of(problem, 18).published] == ["s3"]


@pytest.mark.parametrize("minutes", [59, 1000])
def test_a_slot_longer_than_the_period_is_a_refusal(minutes: int) -> None:
    with pytest.raises(NoSuchLength, match=f"no slot of {minutes} minutes fits the exchange period"):
        with_slots_of(a_fair(), minutes)


@pytest.mark.parametrize("minutes", [0, -1])
def test_a_slot_of_no_minutes_is_a_refusal(minutes: int) -> None:
    with pytest.raises(NoSuchLength):
        with_slots_of(a_fair(), minutes)


def test_pauses_that_differ_are_a_refusal_that_names_the_odd_one() -> None:
    one, two, three = a_fair(3).slots
    later = replace(three, start=three.start + timedelta(minutes=5), end=three.end + timedelta(minutes=5))

    with pytest.raises(NoSuchLength, match='the one between slots "s2" and "s3" is not like the first one'):
        with_slots_of(replace(a_fair(3), slots=(one, two, later)), 10)


def test_the_clock_of_the_place_is_kept_where_summer_time_ends() -> None:
    """In Paris, 29 October 2023: 2:30 comes twice, and there are 100 minutes from the first to the end."""
    paris = ZoneInfo("Europe/Paris")
    start = datetime(2023, 10, 29, 0, 30, tzinfo=UTC).astimezone(paris)
    end = datetime(2023, 10, 29, 2, 10, tzinfo=UTC).astimezone(paris)
    slots = with_slots_of(replace(a_fair(1), slots=(Slot("s1", start, end),)), 50).slots

    assert [f"{slot.start:%H:%M}-{slot.end:%H:%M}" for slot in slots] == ["02:30-02:20", "02:20-03:10"]
