"""After a repair a promise counts for more than the draw and than any worth, and that is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.scheduling.explain import Unexplained, explain
from matchmaker.scheduling.explaining.wording import reason
from matchmaker.scheduling.problem import Company, Promise
from tests.scheduling.problems import desk
from tests.scheduling.reasons import only_reason, promising, taken
from tests.scheduling.small_fairs import fair, meetings

DRAWN = [Company("C1", 2), Company("C2", 2), Company("C3", 2)]


def test_no_common_slot_when_all_are_before_the_hour_that_was_announced() -> None:
    promise = Promise("C1", "A", "s4", "A-1", earliest="s3")
    found = fair(4, [desk("A", 1, {1: {"s3", "s4"}})], [Company("C1", 1)], "C1-A:9")
    told = only_reason(replace(found, published=(promise,)), "", repaired=True)

    assert told == reason("no_common_slot", {"slots": 4, "present": 4, "open": 2, "early": 2})
    assert told.text == (
        "Of the 4 slots the company is present in 4 and the desk has an open table in 2, both at once only"
        " in 2, before the hour that was announced."
    )


def test_quota_used_counts_as_fixed_what_was_promised() -> None:
    found = fair(2, [desk("A"), desk("B")], [Company("C1", 1)], "C1-A:9 C1-B:8")

    assert only_reason(promising(found, "C1-B@s1"), "C1-B@s1", repaired=True) == reason(
        "quota_used", {"quota": 1, "pinned": 0, "published": 1, "preferred": 0}
    )
    assert only_reason(promising(found, "C1-B@s1"), "C1-B@s1", stopped=True).code == "stopped"


def test_a_promise_may_take_the_place_that_the_draw_would_have_given() -> None:
    """C1 is drawn first, C2 was promised the place: desk_full after repair, and never the draw."""
    found = promising(fair(1, [desk("A")], DRAWN, "C1-A:9 C2-A:1"), "C2-A@s1")

    assert only_reason(found, "C2-A@s1", repaired=True) == reason("desk_full", taken(places=1, published=1))
    with pytest.raises(Unexplained):
        only_reason(found, "C2-A@s1")


def test_a_promise_behind_another_place_is_one_too() -> None:
    """C1 could have C2's place and C2 another, were that not promised to C3, who has two."""
    found = fair(
        2,
        [desk("A", closed={1: {"s2"}}), desk("B", closed={1: {"s2"}}), desk("C")],
        DRAWN,
        "C1-A:9 C2-A:5 C2-B:5 C3-B:5 C3-C:5",
    )
    held = "C2-A@s1 C3-B@s1 C3-C@s2"
    told = explain(promising(found, "C3-B@s1"), meetings(held), stopped=False, repaired=True)

    assert [(entry.company, entry.reason.code) for entry in told] == [
        ("C1", "desk_full"),
        ("C2", "desk_full"),
    ]
    with pytest.raises(Unexplained):
        explain(promising(found, "C3-C@s2"), meetings(held), stopped=False, repaired=True)


def test_a_promise_that_is_lost_has_not_yielded_to_a_wish_of_greater_worth() -> None:
    """The place of C1 is C2's, who was promised it too; C3 has a new one, at an hour when C1 is elsewhere."""
    companies = [Company("C1", 2), Company("C2", 2), Company("C3", 2)]
    found = fair(2, [desk("A"), desk("B")], companies, "C1-A:1 C1-B:1 C2-A:1 C3-A:9")
    told = promising(found, "C1-A@s1 C1-B@s2 C2-A@s1")

    assert only_reason(told, "C1-B@s2 C2-A@s1 C3-A@s2", repaired=True) == reason(
        "desk_full", taken(common=2, places=2, worth=1, published=1, greater=1)
    )


def test_a_promise_that_is_lost_was_not_exchanged_for_a_wish_of_greater_worth() -> None:
    companies = [Company("C1", 1), Company("C2", 2)]
    found = fair(1, [desk("A"), desk("B")], companies, "C1-A:1 C1-B:9 C2-A:1")
    told = promising(found, "C1-A@s1 C2-A@s1")

    assert only_reason(told, "C1-B@s1 C2-A@s1", repaired=True) == reason(
        "desk_full", taken(worth=1, published=1)
    )


def test_the_draw_decides_after_a_repair_too_where_no_promise_does() -> None:
    found = promising(fair(1, [desk("A")], DRAWN, "C1-A:1 C2-A:9"), "C1-A@s1")

    assert only_reason(found, "C1-A@s1", repaired=True).code == "draw"
