"""Moves and deeds of the organiser in a fair that can be judged by eye."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from matchmaker.scheduling.moves import (
    Cell,
    Illegal,
    Move,
    Place,
    Refusal,
    cells,
    dropped,
    made,
    pinned,
    restored,
    unpinned,
)
from matchmaker.scheduling.problem import Company, Pair, Pin, Promise, Wish
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Booking
from tests.scheduling.problems import desk
from tests.scheduling.small_fairs import fair, meetings
from tests.scheduling.states import in_order

SMALL = fair(
    4,
    [desk("A", 2, closed={2: {"s1"}}), desk("B"), desk("D")],
    [
        Company("C1", 2),
        Company("C2", 2, absent=frozenset({"s4"})),
        Company("C3", 1, breathing=True),
        Company("C4", 2, breathing=True),
    ],
    "C1-A:9 C1-B:5 C2-A:7 C3-B:4 C4-A:3 C4-B:2 C3-A:1",
    [Pin("C4", "A", "s3", "A-1")],
)
STANDING = meetings("C1-A@s1 C1-B@s2 C2-A@s2 C4-A@s3!")


def cell_of(pair: Pair, slot: str, table: str) -> Cell:
    found = cells(SMALL, in_order(SMALL, STANDING), pair)
    return next(cell for cell in found if cell.place == Place(slot, table))


@pytest.mark.parametrize(
    ("pair", "place", "refusal"),
    [
        (Pair("C1", "A"), Place("s1", "A-2"), Refusal("open", Pair("C1", "A"))),
        (Pair("C2", "A"), Place("s4", "A-2"), Refusal("present", Pair("C2", "A"))),
        (Pair("C1", "A"), Place("s2", "A-2"), Refusal("one_place", Pair("C1", "A"), STANDING[1])),
        (Pair("C1", "D"), Place("s4", "D-1"), Refusal("quota", Pair("C1", "D"))),
        (Pair("C4", "B"), Place("s4", "B-1"), Refusal("breathing", Pair("C4", "B"), STANDING[3])),
        (Pair("C4", "A"), Place("s4", "A-2"), Refusal("pinned", Pair("C4", "A"), STANDING[3])),
        (Pair("C1", "A"), Place("s3", "A-1"), Refusal("pinned", Pair("C4", "A"), STANDING[3])),
    ],
)
def test_an_illegal_cell_says_which_rule_forbids_and_which_meeting_is_in_the_way(
    pair: Pair, place: Place, refusal: Refusal
) -> None:
    cell = cell_of(pair, *place)

    assert (cell.options, cell.refusal) == ((), refusal)


def test_where_the_card_stands_there_is_nothing_to_do() -> None:
    assert cell_of(Pair("C1", "A"), "s1", "A-1") == Cell(Place("s1", "A-1"), STANDING[0], (), None)


def test_where_only_the_exchange_is_forbidden_the_other_may_still_be_displaced() -> None:
    """C2 is not there in the fourth slot, where C1 has its meeting."""
    standing = meetings("C1-A@s4 C2-A@s2")
    bare = replace(SMALL, pins=())
    cell = next(c for c in cells(bare, standing, Pair("C1", "A")) if c.place == Place("s2", "A-1"))

    assert [option.move.kind for option in cell.options] == ["replace"]
    assert cell.refusal == Refusal("present", Pair("C2", "A"))
    assert cell.options[0].effect.displaced == standing[1]
    assert cell.options[0].effect.loses == "C2"


def test_a_pair_that_nobody_wished_comes_as_a_pin_but_neither_to_a_closed_table_nor_an_absent_company() -> (
    None
):
    bare = replace(SMALL, pins=(), wishes=SMALL.wishes[:1])
    closed, is_open = (
        next(c for c in cells(bare, [], Pair("C2", "A")) if c.place == Place("s1", table))
        for table in ("A-2", "A-1")
    )
    absent = next(c for c in cells(bare, [], Pair("C2", "A")) if c.place == Place("s4", "A-1"))
    state = made(bare, [], is_open.options[0].move)

    assert closed.refusal == Refusal("open", Pair("C2", "A"))
    assert absent.refusal == Refusal("present", Pair("C2", "A"))
    assert state.problem.pins == (Pin("C2", "A", "s1", "A-1"),)
    assert state.bookings == (Booking("C2", "A", "s1", "A-1", pinned=True),)


def refused(deed: Callable[[], object]) -> Refusal:
    with pytest.raises(Illegal) as found:
        deed()
    return found.value.refusal


@pytest.mark.parametrize(
    ("move", "rule"),
    [
        (Move("add", Pair("C9", "A"), Place("s1", "A-1")), "known"),
        (Move("add", Pair("C2", "A"), Place("s1", "B-1")), "known"),
        (Move("add", Pair("C2", "A"), Place("s9", "A-1")), "known"),
        (Move("add", Pair("C2", "A"), Place("s4", "A-1")), "once"),
        (Move("move", Pair("C2", "A"), Place("s2", "A-1")), "once"),
        (Move("move", Pair("C2", "A"), Place("s1", "A-1")), "one_company"),
        (Move("add", Pair("C3", "B"), Place("s2", "B-1")), "one_company"),
        (Move("move", Pair("C3", "B"), Place("s1", "B-1")), "known"),
        (Move("swap", Pair("C3", "B"), Place("s2", "B-1")), "known"),
        (Move("swap", Pair("C1", "A"), Place("s4", "A-1")), "known"),
        (Move("replace", Pair("C1", "A"), Place("s4", "A-1")), "known"),
    ],
)
def test_a_move_that_no_cell_offers_is_refused(move: Move, rule: str) -> None:
    assert refused(lambda: made(SMALL, in_order(SMALL, STANDING), move)).rule == rule


def test_a_move_that_changes_no_wish_and_no_pin_leaves_the_problem_as_it_is() -> None:
    state = made(SMALL, STANDING, Move("move", Pair("C1", "B"), Place("s4", "B-1")))

    assert state.problem is SMALL
    assert Booking("C1", "B", "s4", "B-1") in state.bookings


def test_the_early_hour_counts_only_where_the_timetable_answers_to_what_was_published() -> None:
    announced = replace(SMALL, published=(Promise("C1", "A", "s3", "A-1", "s3"),), pins=())
    standing = meetings("C1-A@s3")
    moved = Move("move", Pair("C1", "A"), Place("s1", "A-1"))

    assert made(announced, standing, moved).bookings == tuple(meetings("C1-A@s1"))
    assert refused(lambda: made(announced, standing, moved, repaired=True)).rule == "earliest"


def test_a_dropped_meeting_takes_wish_and_pin_with_it_and_the_wish_can_come_back() -> None:
    state = dropped(SMALL, STANDING, Pair("C4", "A"))
    back = restored(state.problem, Wish("C4", "A", 3))

    assert state.bookings == tuple(STANDING[:3])
    assert (state.problem.pins, Pair("C4", "A") in state.problem.worth) == ((), False)
    assert back.worth == SMALL.worth
    assert refused(lambda: restored(back, Wish("C4", "A", 3))).rule == "once"
    assert refused(lambda: restored(back, Wish("C9", "A", 3))).rule == "known"
    assert refused(lambda: dropped(SMALL, STANDING, Pair("C2", "D"))).rule == "asked"


def test_a_wish_without_meeting_can_be_dropped() -> None:
    state = dropped(SMALL, STANDING, Pair("C3", "B"))

    assert state.bookings == tuple(STANDING)
    assert Pair("C3", "B") not in state.problem.worth


def test_a_pin_keeps_a_meeting_at_its_table_and_can_be_taken_away() -> None:
    state = pinned(SMALL, STANDING, Pair("C1", "A"))

    assert state.problem.pins == (*SMALL.pins, Pin("C1", "A", "s1", "A-1"))
    assert [booking.pinned for booking in state.bookings] == [True, False, False, True]
    assert unpinned(*state, Pair("C1", "A")) == (SMALL, tuple(STANDING))
    assert refused(lambda: pinned(*state, Pair("C1", "A"))).rule == "pinned"
    assert refused(lambda: unpinned(SMALL, STANDING, Pair("C1", "A"))).rule == "pin"
    assert refused(lambda: pinned(SMALL, STANDING, Pair("C3", "B"))).rule == "known"


@pytest.mark.parametrize(
    ("pin", "rule"),
    [
        (Pin("C3", "D", "s1", "D-1"), "asked"),
        (Pin("C2", "A", "s4", "A-1"), "present"),
        (Pin("C1", "A", "s1", "A-2"), "open"),
    ],
)
def test_a_pin_stays_where_only_a_pin_may_stand(pin: Pin, rule: str) -> None:
    fixed = replace(SMALL, pins=(pin,))
    standing = [Booking(pin.company, pin.desk, pin.slot, pin.table or "", pinned=True)]

    assert violations(fixed, standing) == ()
    assert refused(lambda: unpinned(fixed, standing, pin.pair)).rule == rule


def test_a_pin_stays_that_keeps_a_published_meeting_before_the_hour_announced() -> None:
    fixed = replace(SMALL, pins=(Pin("C1", "A", "s1"),), published=(Promise("C1", "A", "s3", "A-1", "s3"),))
    standing = meetings("C1-A@s1!")

    assert unpinned(fixed, standing, Pair("C1", "A")).problem.pins == ()
    assert refused(lambda: unpinned(fixed, standing, Pair("C1", "A"), repaired=True)).rule == "earliest"


def test_a_pin_stays_that_keeps_another_without_table_at_a_closed_one() -> None:
    """With the open table free, a pin that names none has no business at the closed one."""
    fixed = replace(SMALL, pins=(Pin("C1", "A", "s1"), Pin("C2", "A", "s1", "A-1")))
    standing = [Booking(who, "A", "s1", table, True) for who, table in (("C1", "A-2"), ("C2", "A-1"))]
    found = refused(lambda: dropped(fixed, standing, Pair("C2", "A")))

    assert violations(fixed, standing) == ()
    assert found == Refusal("open", Pair("C1", "A"), standing[0])
