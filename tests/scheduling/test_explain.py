"""Every wish that is not a meeting has one reason, true and with its figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.scheduling.explain import Unexplained, explain
from matchmaker.scheduling.explaining.wording import reason
from matchmaker.scheduling.problem import Company, Pin, Policy
from tests.scheduling.problems import desk
from tests.scheduling.reasons import only_reason, taken
from tests.scheduling.small_fairs import fair, meetings


def test_no_common_slot_when_company_and_open_table_are_never_there_together() -> None:
    found = only_reason(
        fair(3, [desk("A", 1, {1: {"s3"}})], [Company("C1", 1, frozenset({"s1", "s2"}))], "C1-A:9"), ""
    )

    assert found == reason("no_common_slot", {"slots": 3, "present": 1, "open": 2, "early": 0})
    assert found.text == (
        "Of the 3 slots the company is present in 1 and the desk has an open table in 2,"
        " but never both at once."
    )


def test_quota_used_when_the_company_has_all_it_may_have() -> None:
    companies = [Company("C1", 3)]
    found = fair(
        4, [desk(name) for name in "ABCD"], companies, "C1-A:9 C1-B:8 C1-D:9 C1-C:2", [Pin("C1", "D", "s4")]
    )

    assert only_reason(found, "C1-A@s1 C1-B@s2 C1-D@s4!") == reason(
        "quota_used", {"quota": 3, "pinned": 1, "published": 0, "preferred": 2}
    )
    assert only_reason(found, "C1-A@s1 C1-B@s2 C1-D@s4!").text == (
        "The company already has the 3 meetings it may have: 1 fixed by the organiser,"
        " 2 for wishes worth no less than this one."
    )


def test_a_quota_used_for_a_wish_worth_less_is_no_reason_for_the_company_could_exchange_it() -> None:
    companies = [Company("C1", 1), Company("C2", 1)]
    found = fair(1, [desk("A"), desk("B")], companies, "C1-A:9 C1-B:8 C2-A:7")

    assert only_reason(found, "C1-B@s1 C2-A@s1").code == "desk_full"


def test_a_meeting_worth_less_in_the_place_of_a_wish_that_is_possible_is_unexplained() -> None:
    found = fair(2, [desk("A"), desk("B")], [Company("C1", 1)], "C1-A:9 C1-B:8")

    with pytest.raises(Unexplained):
        explain(found, meetings("C1-B@s1"), stopped=False)


def test_quota_used_when_the_quota_is_zero() -> None:
    found = only_reason(fair(1, [desk("A")], [Company("C1", 0)], "C1-A:9"), "")

    assert (found.code, found.text) == ("quota_used", "The company may have no meeting: its quota is 0.")


DRAWN = [Company("C1", 2), Company("C2", 2), Company("C3", 2)]


def test_draw_when_every_place_is_the_only_meeting_of_somebody_drawn_earlier() -> None:
    found = only_reason(fair(2, [desk("A")], DRAWN, "C1-A:1 C2-A:1 C3-A:900"), "C1-A@s1 C2-A@s2")

    competing = {"competitors": 3, "groups": 0, "places": 2, "desks": 1}
    assert found == reason("draw", {"rank": 3, "parties": 3, **competing})
    assert found.text == (
        "The draw decides, and this is number 3 of 3. 3 companies, this one among them, can only be received"
        " at the same 2 places of this desk, and all the others were drawn earlier."
    )


def test_draw_between_two_for_one_place() -> None:
    found = only_reason(fair(1, [desk("A")], DRAWN, "C1-A:1 C2-A:1"), "C1-A@s1")

    assert found.text == (
        "The draw decides, and this is number 2 of 3. 2 companies, this one among them, can only be received"
        " at one and the same place of this desk, and the other was drawn earlier."
    )


def test_draw_counts_a_declared_group_once_and_says_so() -> None:
    companies = [Company("C1", 1, group="G"), Company("C2", 1, group="G"), Company("C3", 1)]
    found = fair(1, [desk("A")], companies, "C1-A:1 C3-A:1")

    assert only_reason(found, "C1-A@s1").text == (
        "The draw decides, and this is number 2 of 2. 2 companies (a declared group counts once), this one"
        " among them, can only be received at one and the same place of this desk, and the other was drawn"
        " earlier."
    )


def test_draw_reaches_beyond_the_desk_to_wherever_its_holders_could_be_received() -> None:
    """C3 asks for A alone, C1 could be at B, but B is the only place of C2."""
    found = fair(1, [desk("A"), desk("B")], DRAWN, "C1-A:1 C1-B:1 C2-B:1 C3-A:1")
    reasons = {entry.company: entry.reason for entry in explain(found, meetings("C1-A@s1 C2-B@s1"), False)}

    competing = {"competitors": 3, "groups": 0, "places": 2, "desks": 2}
    assert reasons["C3"] == reason("draw", {"rank": 3, "parties": 3, **competing})
    assert "at the same 2 places of 2 desks, and" in reasons["C3"].text


def test_the_policy_worth_knows_no_draw() -> None:
    found = fair(2, [desk("A")], DRAWN, "C1-A:1 C2-A:9 C3-A:5", policy="worth")

    assert only_reason(found, "C2-A@s1 C3-A@s2").code == "outranked"


@pytest.mark.parametrize(
    "held",
    [
        pytest.param("C3-A@s1", id="somebody drawn later has the place"),
        pytest.param("C1-A@s1 C1-B@s2", id="somebody with another meeting has the place"),
        pytest.param("", id="nobody has the place"),
    ],
)
def test_who_goes_without_although_the_draw_does_not_say_so_is_unexplained(held: str) -> None:
    companies = [Company(name, 2) for name in ("C1", "C2", "C3")]
    found = fair(2, [desk("A", 1, {1: {"s2"}}), desk("B")], companies, "C1-A:9 C1-B:9 C2-A:5 C3-A:9")
    codes = {entry.company: entry.reason.code for entry in explain(found, meetings(held), stopped=True)}

    assert codes["C2"] == "stopped"
    with pytest.raises(Unexplained):
        explain(found, meetings(held), stopped=False)


def test_an_unserved_party_at_a_desk_that_pins_fill_is_told_so() -> None:
    found = fair(1, [desk("A"), desk("B")], DRAWN, "C3-A:9", [Pin("C1", "A", "s1")])

    assert only_reason(found, "C1-A@s1!") == reason("desk_full", taken(pinned=1))


def test_a_company_whose_group_is_served_is_not_up_to_the_draw() -> None:
    companies = [Company("C1", 1), Company("C2", 1, group="G"), Company("C3", 1, group="G")]
    found = fair(2, [desk("A")], companies, "C1-A:1 C2-A:1 C3-A:1")

    assert only_reason(found, "C1-A@s1 C2-A@s2") == reason(
        "desk_full", taken(common=2, places=2, worth=1, only=1, equal=1)
    )


def test_own_meeting_when_the_desk_has_a_place_only_while_the_company_is_taken() -> None:
    found = fair(2, [desk("A"), desk("B")], [Company("C1", 2), Company("C2", 1)], "C1-A:9 C1-B:9 C2-A:9")

    assert only_reason(found, "C1-B@s1 C2-A@s2") == reason(
        "own_meeting", {"common": 2, "free": 1, "meeting": 1, "breathing": 0}
    )


def test_own_meeting_when_the_desk_has_a_place_only_next_to_a_meeting_of_a_breathing_company() -> None:
    found = only_reason(
        fair(3, [desk("A", 1), desk("B")], [Company("C1", 2, breathing=True)], "C1-A:9 C1-B:9"), "C1-B@s2"
    )

    assert found == reason("own_meeting", {"common": 3, "free": 3, "meeting": 1, "breathing": 2})
    assert found.text == (
        "In the 3 common slots the desk still has a place in 3 slots: 1 while the company is in another"
        " meeting, 2 next to meetings, when it needs a pause."
    )


def test_outranked_when_every_place_that_is_not_pinned_went_to_a_wish_of_greater_worth() -> None:
    found = fair(
        2,
        [desk("A"), desk("B", 3)],
        DRAWN,
        "C1-A:5 C1-B:1 C2-A:6 C2-B:1",
        [Pin("C3", "A", "s2")],
    )

    assert only_reason(found, "C1-B@s1 C2-A@s1 C2-B@s2 C3-A@s2!") == reason(
        "outranked", taken(common=2, places=2, worth=5, pinned=1, greater=1)
    )


FOUR = [*DRAWN, Company("C4", 2)]


def test_desk_full_when_a_place_went_to_a_wish_of_no_greater_worth() -> None:
    found = fair(3, [desk("A"), desk("B", 4)], FOUR, "C1-A:5 C1-B:1 C2-A:6 C3-A:5 C3-B:1 C4-A:4")
    told = only_reason(found, "C1-B@s1 C2-A@s1 C3-A@s2 C3-B@s1 C4-A@s3")

    assert told == reason("desk_full", taken(common=3, places=3, worth=5, greater=1, only=1, equal=1))
    assert told.text == (
        "In the 3 common slots all 3 places of the desk are taken: 1 by a wish worth more than this one (5),"
        " 1 by somebody's only meeting, 1 by a wish worth as much."
    )


def test_desk_full_when_a_wish_worth_less_has_a_place_while_the_company_is_taken_up() -> None:
    found = fair(1, [desk("A"), desk("B", 2)], DRAWN, "C1-A:5 C1-B:9 C2-A:4 C3-B:1")
    told = only_reason(replace(found, policy="worth"), "C1-B@s1#1 C2-A@s1 C3-B@s1#2")

    assert told == reason("desk_full", taken(worth=5, busy=1))
    assert told.text == (
        "In the only common slot the only place of the desk is taken: 1 while the company itself is taken up."
    )


def test_desk_full_when_a_wish_worth_less_has_a_place_for_which_two_meetings_would_have_to_go() -> None:
    """C1 at A instead of C2 would bring 5, and cost 4 there and 3 at B, for its quota is one."""
    companies = [Company("C1", 1), Company("C2", 2)]
    found = fair(2, [desk("A", closed={1: {"s2"}}), desk("B", 2)], companies, "C1-A:5 C1-B:3 C2-A:4 C2-B:1")
    told = only_reason(found, "C1-B@s2 C2-A@s1 C2-B@s2#2")

    assert told == reason("desk_full", taken(worth=5, exchange=1))
    assert told.text == (
        "In the only common slot the only place of the desk is taken: 1 by a wish worth less, for which a"
        " meeting of its own would have to go as well."
    )


@pytest.mark.parametrize("policy", ["floor", "worth"])
def test_a_place_that_a_wish_worth_less_has_for_no_reason_is_unexplained(policy: Policy) -> None:
    """C2 would keep another meeting; or, with policy "worth", need not keep any."""
    held = "C2-A@s1 C2-B@s2" if policy == "floor" else "C2-A@s1"
    found = fair(
        2, [desk("A", closed={1: {"s2"}}), desk("B"), desk("C")], FOUR, "C1-A:5 C1-C:1 C2-A:4 C2-B:1"
    )
    told = explain(replace(found, policy=policy), meetings(f"C1-C@s2 {held}"), stopped=True)

    assert told[0].reason.code == "stopped"
    with pytest.raises(Unexplained):
        explain(replace(found, policy=policy), meetings(f"C1-C@s2 {held}"), stopped=False)


def test_a_place_left_beside_those_that_greater_wishes_have_is_unexplained_too() -> None:
    found = fair(2, [desk("A"), desk("B")], FOUR, "C1-A:5 C1-B:1 C2-A:9 C2-B:1")
    told = explain(found, meetings("C1-B@s1 C2-A@s1 C2-B@s2"), stopped=True)

    assert [entry.reason.code for entry in told] == ["stopped"]


def test_the_only_meeting_of_the_own_group_protects_nobody_from_it() -> None:
    companies = [Company("C1", 1, group="G"), Company("C2", 1, group="G")]
    found = fair(1, [desk("A")], companies, "C1-A:5 C2-A:4")

    assert only_reason(found, "C2-A@s1", stopped=True).code == "stopped"


def test_a_meeting_pinned_to_a_closed_table_takes_no_place() -> None:
    found = fair(
        1,
        [desk("A", 2, {2: {"s1"}}), desk("B")],
        [Company("C1", 1), Company("C2", 1)],
        "C1-A:5",
        [Pin("C2", "A", "s1", "A-2")],
    )

    assert only_reason(found, "C2-A@s1#2!", stopped=True).code == "stopped"


def test_a_place_left_for_a_company_that_is_free_is_unexplained_unless_the_search_was_stopped() -> None:
    found = fair(2, [desk("A"), desk("B")], [Company("C1", 2)], "C1-A:5 C1-B:1")

    assert only_reason(found, "C1-B@s1", stopped=True) == reason("stopped", {})
    with pytest.raises(Unexplained, match='company "C1" could meet desk "A"'):
        explain(found, meetings("C1-B@s1"), stopped=False)


def test_reasons_come_by_company_and_desk_one_for_each_wish_that_is_no_meeting() -> None:
    found = fair(1, [desk("A"), desk("B")], DRAWN, "C3-A:1 C2-B:2 C2-A:3 C1-A:4")
    unplaced = explain(found, meetings("C1-A@s1 C2-B@s1"), stopped=False)

    assert [(entry.company, entry.desk) for entry in unplaced] == [("C2", "A"), ("C3", "A")]


def test_reasons_name_no_company() -> None:
    names = ["Alpha", "Beta", "Gamma"]
    companies = [Company(name, 1) for name in names]
    found = fair(1, [desk("A")], companies, "Alpha-A:1 Beta-A:2 Gamma-A:3")

    texts = [entry.reason.text for entry in explain(found, meetings("Alpha-A@s1"), stopped=False)]
    assert not [text for text in texts for name in names if name in text]
