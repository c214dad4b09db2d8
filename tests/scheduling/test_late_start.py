"""The three ways to open late, against the fair of 2023 and against slots of any kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.scheduling.late_start import WAYS, Late, NoSuchStart, Way, drop, overrun, shorten
from matchmaker.scheduling.problem import Slot

EIGHT = datetime(2023, 11, 15, 8, 0, tzinfo=UTC)


def at(clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return datetime(2023, 11, 15, int(hours), int(minutes), tzinfo=UTC)


def regular(start: str, count: int, length: int, pause: int) -> tuple[Slot, ...]:
    begins = [at(start) + timedelta(minutes=(length + pause) * number) for number in range(count)]
    return tuple(
        Slot(f"s{n}", begin, begin + timedelta(minutes=length)) for n, begin in enumerate(begins, start=1)
    )


def shown(late: Late) -> list[str]:
    return [f"{slot.start:%H:%M}-{slot.end:%H:%M}" for slot in late.slots]


FAIR = regular("10:30", 9, 8, 2)


def test_whoever_drops_slots_leaves_all_others_as_announced() -> None:
    assert drop(FAIR, 15) == Late(FAIR, ("s1", "s2"))
    assert drop(FAIR, 20) == Late(FAIR, ("s1", "s2"))
    assert drop(FAIR, 1) == Late(FAIR, ("s1",))


def test_eight_minutes_and_two_become_seven_and_one() -> None:
    """The last slot could begin at 11:49; it was announced for 11:50."""
    assert shown(shorten(FAIR, 15)) == [
        "10:45-10:52",
        "10:53-11:00",
        "11:01-11:08",
        "11:09-11:16",
        "11:17-11:24",
        "11:25-11:32",
        "11:33-11:40",
        "11:41-11:48",
        "11:50-11:57",
    ]


@pytest.mark.parametrize(
    ("minutes", "length", "pause"), [(3, 8, 1), (5, 8, 1), (10, 7, 1), (17, 7, 1), (18, 6, 1), (30, 5, 1)]
)
def test_the_rhythm_is_the_longest_that_fits(minutes: int, length: int, pause: int) -> None:
    first, second = shorten(FAIR, minutes).slots[:2]

    assert first.end - first.start == timedelta(minutes=length)
    assert second.start - first.end == timedelta(minutes=pause)


def test_a_later_end_leaves_more_room() -> None:
    assert shown(shorten(FAIR, 18, at("12:00")))[0] == "10:48-10:55"


def test_where_there_was_no_pause_none_is_made() -> None:
    assert shown(shorten(regular("10:00", 3, 10, 0), 5)) == ["10:05-10:13", "10:13-10:21", "10:21-10:29"]


def test_a_slot_alone_loses_what_it_is_late() -> None:
    assert shown(shorten(regular("10:00", 1, 10, 0), 4)) == ["10:04-10:10"]


def test_after_a_break_that_is_long_enough_everything_is_as_announced() -> None:
    """Two slots, half an hour for coffee, two more."""
    slots = (*FAIR[:2], *(Slot(f"t{n}", s.start, s.end) for n, s in enumerate(FAIR[5:7])))

    assert shown(shorten(slots, 12)) == ["10:42-10:50", "10:52-11:00", "11:20-11:28", "11:30-11:38"]
    assert shown(shorten(slots, 34)) == ["11:04-11:11", "11:12-11:19", "11:20-11:28", "11:30-11:38"]


def test_a_break_that_is_too_short_is_used_up_first() -> None:
    slots = (*FAIR[:3], *FAIR[4:6])

    assert shown(shorten(slots, 24))[1:] == ["11:01-11:07", "11:08-11:14", "11:15-11:21", "11:22-11:28"]


def test_in_the_third_way_all_is_later_and_nothing_shorter() -> None:
    late = overrun(FAIR, 15)

    assert (shown(late)[0], shown(late)[-1], late.lost) == ("10:45-10:53", "12:05-12:13", ())
    assert all(new.end - new.start == old.end - old.start for new, old in zip(late.slots, FAIR, strict=True))


@pytest.mark.parametrize(
    ("way", "minutes", "fault", "sentence"),
    [
        ("drop", 81, "nothing_left", "every slot begins before 11:51"),
        ("shorten", 36, "too_short", "9 slots of 5 minutes or more do not fit from 11:06 to 11:58"),
        ("overrun", 0, "not_late", "late by a minute or more"),
        ("shorten", -5, "not_late", "late by a minute or more"),
        ("drop", 0, "not_late", "late by a minute or more"),
    ],
)
def test_what_cannot_be_is_refused_in_words(way: Way, minutes: int, fault: str, sentence: str) -> None:
    with pytest.raises(NoSuchStart, match=sentence) as refused:
        WAYS[way](FAIR, minutes)

    assert refused.value.fault == fault


def test_five_minutes_are_still_a_slot() -> None:
    assert shown(shorten(FAIR, 35))[0] == "11:05-11:10"


@st.composite
def slot_lists(draw: st.DrawFn) -> tuple[Slot, ...]:
    """Slots of any lengths with any pauses between."""
    begin, slots = EIGHT, []
    for number in range(draw(st.integers(1, 8))):
        end = begin + timedelta(minutes=draw(st.integers(5, 30)))
        slots.append(Slot(f"s{number}", begin, end))
        begin = end + timedelta(minutes=draw(st.sampled_from([0, 1, 2, 5, 30, 90])))
    return tuple(slots)


@given(slots=slot_lists(), minutes=st.integers(1, 60), way=st.sampled_from(sorted(WAYS)))
def test_every_slot_keeps_its_id_and_begins_neither_before_its_hour_nor_before_the_start(
    slots: tuple[Slot, ...], minutes: int, way: Way
) -> None:
    try:
        late = WAYS[way](slots, minutes)
    except NoSuchStart:
        return
    start = slots[0].start + timedelta(minutes=minutes)
    held = [slot for slot in late.slots if slot.id not in late.lost]

    assert [slot.id for slot in late.slots] == [slot.id for slot in slots]
    assert all(new.start >= old.start for new, old in zip(late.slots, slots, strict=True))
    assert all(slot.start >= start for slot in held)
    assert all(earlier.end <= later.start for earlier, later in pairwise(late.slots))
    assert all(new.end - new.start <= old.end - old.start for new, old in zip(late.slots, slots, strict=True))


@given(slots=slot_lists(), minutes=st.integers(1, 60))
def test_whoever_shortens_keeps_the_end_and_five_minutes_for_everybody(
    slots: tuple[Slot, ...], minutes: int
) -> None:
    try:
        late = shorten(slots, minutes)
    except NoSuchStart:
        return

    assert late.slots[-1].end <= slots[-1].end
    assert all(slot.end - slot.start >= timedelta(minutes=5) for slot in late.slots)
