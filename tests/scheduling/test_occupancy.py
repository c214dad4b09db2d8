"""The books of those who judge a timetable: where there is room, and who sits where."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.occupancy import Occupancy, open_tables, places_beside_pins
from matchmaker.scheduling.problem import Company, Pin
from tests.scheduling import oracle
from tests.scheduling.problems import desk, random_problem
from tests.scheduling.small_fairs import fair, meetings

SHUT = desk("A", 2, closed={1: {"s1"}, 2: {"s3"}})
FAIR = fair(
    3,
    [SHUT, desk("B")],
    [Company("C1", 3, breathing=True), Company("C2", 3, frozenset({"s2"}), group="G"), Company("C3", 3)],
    "C1-A:1 C2-A:1 C2-B:1 C3-A:1",
)


def test_open_tables_are_those_that_are_not_closed_and_spots_without_any_are_left_out() -> None:
    assert open_tables(
        fair(2, [desk("A", 2, closed={1: {"s1"}}), desk("B", closed={1: {"s2"}})], [], "")
    ) == {
        ("A", "s1"): {"A-2"},
        ("A", "s2"): {"A-1", "A-2"},
        ("B", "s1"): {"B-1"},
    }


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_what_the_pins_leave_is_what_the_oracle_counts(seed: int) -> None:
    problem = random_problem(seed)
    counted = {(d, problem.slots[t].id): room for (d, t), room in oracle.places(problem).items() if room}

    assert dict(places_beside_pins(problem)) == counted


def test_a_desk_is_full_when_its_open_tables_are_taken() -> None:
    books = Occupancy(FAIR, meetings("C1-A@s1#2 C2-A@s2#1"))

    assert [books.places("A", slot) for slot in ("s1", "s2", "s3")] == [1, 2, 1]
    assert [books.is_full("A", slot) for slot in ("s1", "s2", "s3")] == [True, False, False]


def test_a_meeting_at_a_closed_table_takes_no_place() -> None:
    pinned = fair(
        1, [desk("A", 2, closed={1: {"s1"}})], [Company("C1", 1)], "", [Pin("C1", "A", "s1", "A-1")]
    )
    books = Occupancy(pinned, meetings("C1-A@s1#1!"))

    assert (books.seated("A", "s1"), books.is_full("A", "s1")) == ((), False)
    assert books.in_meeting("C1", "s1")


def test_common_slots_are_those_of_presence_and_an_open_table_taken_or_not() -> None:
    assert Occupancy(FAIR, meetings("C1-A@s1#2")).common_slots("C2", "A") == ["s1", "s3"]


def test_who_breathes_is_busy_beside_a_meeting_too_but_not_in_it() -> None:
    books = Occupancy(FAIR, meetings("C1-A@s1#2 C3-A@s1#1"))

    assert [books.is_busy("C1", slot) for slot in ("s1", "s2", "s3")] == [True, True, False]
    assert [books.is_busy("C3", slot) for slot in ("s1", "s2", "s3")] == [True, False, False]
    assert not books.in_meeting("C1", "s2")


def test_the_meetings_of_a_group_are_counted_together() -> None:
    books = Occupancy(FAIR, meetings("C2-A@s1#2 C2-B@s3"))

    assert (books.meetings_of_party("G"), books.meetings_of_party("C1"), len(books.meetings("C2"))) == (
        2,
        0,
        2,
    )
