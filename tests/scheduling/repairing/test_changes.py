"""The differences between what was published and what meets now, in five lists that leave nothing out."""

from __future__ import annotations

from dataclasses import replace

from matchmaker.scheduling.problem import Company, Pair, Problem, Promise
from matchmaker.scheduling.repair import preview, repair
from matchmaker.scheduling.repairing.changes import Changes, changes, in_words
from matchmaker.scheduling.timetable import Booking
from tests.scheduling.problems import desk
from tests.scheduling.repairs import published, random_repair
from tests.scheduling.small_fairs import fair, meetings
from tests.scheduling.wild_repairs import wild_repair

FAIR = fair(
    12,
    [desk("A", 3), desk("B", 3)],
    [Company(f"C{number}", 2) for number in range(1, 6)],
    "C1-A:1 C2-A:1 C3-A:1 C4-A:1 C5-A:1 C1-B:1",
)


def found(before: str, after: str) -> Changes:
    return changes(publishing(before), meetings(after))


def publishing(before: str) -> Problem:
    return replace(FAIR, published=published(meetings(before)))


def described(entry: Promise | Booking) -> str:
    return f"{entry.company}-{entry.desk}@{entry.slot}#{entry.table[-1]}"


def test_whoever_keeps_slot_and_table_stays() -> None:
    found_now = found("C1-A@s1", "C1-A@s1")

    assert [described(move.after) for move in found_now.stayed] == ["C1-A@s1#1"]
    assert found_now.stayed[0].before == Promise("C1", "A", "s1", "A-1")
    assert (found_now.reseated, found_now.moved, found_now.lost, found_now.new) == ((), (), (), ())
    assert found_now.concerned == set()


def test_another_table_at_the_same_hour_is_no_move() -> None:
    found_now = found("C1-A@s1", "C1-A@s1#2")

    assert [(move.before.table, move.after.table) for move in found_now.reseated] == [("A-1", "A-2")]
    assert (found_now.stayed, found_now.moved) == ((), ())
    assert found_now.concerned == {"C1"}


def test_another_slot_is_a_move_at_whatever_table() -> None:
    found_now = found("C1-A@s1 C2-A@s2", "C1-A@s3 C2-A@s4#2")

    assert [(move.before.slot, move.after.slot) for move in found_now.moved] == [("s1", "s3"), ("s2", "s4")]
    assert (found_now.stayed, found_now.reseated) == ((), ())
    assert found_now.concerned == {"C1", "C2"}


def test_what_does_not_meet_any_more_is_lost_and_what_was_not_published_is_new() -> None:
    found_now = found("C1-A@s1", "C1-B@s1 C3-A@s2")

    assert [described(promise) for promise in found_now.lost] == ["C1-A@s1#1"]
    assert [described(booking) for booking in found_now.new] == ["C1-B@s1#1", "C3-A@s2#1"]
    assert found_now.concerned == {"C1", "C3"}


def test_whoever_has_one_meeting_that_stays_and_one_that_moves_is_concerned() -> None:
    assert found("C1-A@s1 C1-B@s2", "C1-A@s1 C1-B@s3").concerned == {"C1"}


def test_the_lists_are_by_company_and_then_by_the_hour_published() -> None:
    """Slot s10 comes after s9, whatever its letters say."""
    found_now = found("C2-A@s1 C1-B@s10 C1-A@s9", "C2-A@s2 C1-A@s3 C1-B@s4")

    assert [described(move.before) for move in found_now.moved] == ["C1-A@s9#1", "C1-B@s10#1", "C2-A@s1#1"]
    assert [described(promise) for promise in found("C2-A@s1 C1-B@s10 C1-A@s9", "").lost] == [
        "C1-A@s9#1",
        "C1-B@s10#1",
        "C2-A@s1#1",
    ]


def test_a_pin_that_keeps_a_promise_elsewhere_is_a_move_like_any_other() -> None:
    (move,) = found("C1-A@s1", "C1-A@s2!").moved

    assert move.after.pinned


def test_nothing_published_and_nothing_met_is_in_two_lists_or_in_none() -> None:
    for seed in range(40):
        for problem in (wild_repair(seed), random_repair(seed)):
            result = repair(problem)
            lists = changes(problem, result.meetings)
            kept = [*lists.stayed, *lists.reseated, *lists.moved]
            before = [move.before.pair for move in kept] + [promise.pair for promise in lists.lost]
            after = [move.after.pair for move in kept] + [booking.pair for booking in lists.new]

            assert sorted(before) == sorted(promise.pair for promise in problem.published)
            assert sorted(after) == sorted(booking.pair for booking in result.meetings)
            assert all(Pair(*move.before.pair) == move.after.pair for move in kept)
            assert len(kept) == result.level("kept").value
            assert len(lists.moved) == result.level("moved").value


def test_every_change_is_a_line_and_whoever_stays_is_not_named() -> None:
    for seed in range(20):
        problem = wild_repair(seed)
        result = preview(problem)
        lists = changes(problem, result.meetings)
        first, *lines = in_words(problem, result, lists)

        kinds = [line.split()[0] for line in lines]
        assert kinds == [
            *["moved"] * len(lists.moved),
            *["lost"] * len(lists.lost),
            *["new"] * len(lists.new),
            *["table"] * len(lists.reseated),
        ]
        assert first.startswith(f"Of {len(problem.published)} published meetings {len(lists.stayed)} stay")
