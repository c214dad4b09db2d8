"""The problem that changes lead to, and the sentences for those that cannot be made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.scheduling.asking.what_if_changes import (
    AddTable,
    Change,
    CloseTable,
    Forbid,
    Force,
    Gone,
    Impossible,
    Quota,
    SlotLength,
    Under,
    UnknownName,
)
from matchmaker.scheduling.asking.what_if_problem import changed
from matchmaker.scheduling.problem import Company, Pin, Problem, Promise
from matchmaker.scheduling.what_if import what_if
from tests.scheduling.problems import desk
from tests.scheduling.small_fairs import fair

THREE = [Company("C1", 2), Company("C2", 1), Company("C3", 2, group="G")]
FAIR = fair(3, [desk("A"), desk("B", 2)], THREE, "C1-A:9 C1-B:5 C2-A:5 C3-B:1", [Pin("C2", "B", "s2")])


def reasons(*changes: Change, problem: Problem = FAIR) -> tuple[str, ...]:
    with pytest.raises(Impossible) as refused:
        what_if(problem, changes)
    return refused.value.reasons


def tables(problem: Problem) -> dict[str, set[str]]:
    return {table.id: set(table.closed) for stand in problem.desks for table in stand.tables}


def test_a_new_table_has_a_name_of_its_own_and_each_of_two_as_well() -> None:
    called = replace(FAIR.desks[0], tables=(replace(FAIR.desks[0].tables[0], id="A-2"),))
    problem = replace(FAIR, desks=(called, FAIR.desks[1]))

    assert tables(changed(problem, [AddTable("A"), AddTable("A"), AddTable("B")]).problem) == {
        name: set() for name in ("A-2", "A-3", "A-4", "B-1", "B-2", "B-3")
    }


def test_a_new_table_is_closed_when_nobody_is_received_anywhere() -> None:
    over = [desk("A", closed={1: {"s1", "s2"}}), desk("B", closed={1: {"s1"}}), desk("C", 0)]
    problem = fair(3, over, THREE[:1], "C1-A:9")

    assert tables(changed(problem, [AddTable("C")]).problem)["C-1"] == {"s1"}
    assert tables(changed(fair(3, [desk("A", 0)], THREE[:1], ""), [AddTable("A")]).problem) == {"A-1": set()}


def test_a_table_that_is_added_may_be_closed_and_pinned_to() -> None:
    changes = [CloseTable("A-2", "s3"), Pin("C1", "A", "s1", "A-2"), AddTable("A")]
    problem = changed(FAIR, changes).problem

    assert tables(problem)["A-2"] == {"s3"}
    assert Pin("C1", "A", "s1", "A-2") in problem.pins


def test_a_table_is_closed_then_or_all_day() -> None:
    problem = changed(
        FAIR, [CloseTable("B-1", "s2"), CloseTable("B-1", "s3"), CloseTable("B-2"), CloseTable("B-2", "s1")]
    )

    assert tables(problem.problem) == {"A-1": set(), "B-1": {"s2", "s3"}, "B-2": {"s1", "s2", "s3"}}


def test_who_is_gone_asks_for_nothing_and_everybody_keeps_the_rank() -> None:
    promised = replace(FAIR, published=(Promise("C2", "B", "s2", "B-1"), Promise("C1", "A", "s1", "A-1")))
    problem = changed(promised, [Gone("C2")]).problem

    assert [wish.company for wish in problem.wishes] == ["C1", "C1", "C3"]
    assert (problem.pins, [promise.company for promise in problem.published]) == ((), ["C1"])
    assert (problem.rank, problem.companies) == (FAIR.rank, FAIR.companies)


def test_a_quota_of_its_own_comes_before_that_of_all_and_is_at_most_the_slots() -> None:
    problem = changed(FAIR, [Quota(9), Quota(1, "C3")]).problem

    assert [company.max_meetings for company in problem.companies] == [3, 3, 1]


def test_slots_come_first_so_that_other_changes_may_speak_of_them() -> None:
    problem = changed(FAIR, [Pin("C1", "A", "s4"), SlotLength(4)]).problem

    assert len(problem.slots) == 5
    assert problem.pins[-1] == Pin("C1", "A", "s4")


def test_what_is_said_twice_is_said_once_but_for_a_table() -> None:
    pin, force = Pin("C1", "A", "s1"), Force("C1", "B")
    found = changed(FAIR, [pin, pin, force, force, SlotLength(8), SlotLength(8), *FAIR.pins])

    assert found.problem.pins == (*FAIR.pins, pin)
    assert found.forced == (("C1", "B"),)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ([Force("C9", "A")], 'force company "C9" with desk "A": no company "C9"'),
        ([Forbid("C1", "Z")], 'forbid company "C1" with desk "Z": no desk "Z"'),
        ([Pin("C1", "A", "s9")], 'pin company "C1" with desk "A" in slot "s9": no slot "s9"'),
        ([AddTable("Z")], 'add a table to desk "Z": no desk "Z"'),
        ([CloseTable("Z-1")], 'close table "Z-1": no table "Z-1"'),
        ([CloseTable("A-1", "s4")], 'close table "A-1" in slot "s4": no slot "s4"'),
        ([Gone("C9")], 'leave out company "C9": no company "C9"'),
        ([Quota(1, "C9")], 'set a quota of 1 for company "C9": no company "C9"'),
        ([SlotLength(18), CloseTable("A-1", "s2")], 'close table "A-1" in slot "s2": no slot "s2"'),
    ],
)
def test_what_is_not_there_is_said_with_its_change(changes: list[Change], reason: str) -> None:
    unpinned = replace(FAIR, pins=())
    with pytest.raises(UnknownName) as refused:
        what_if(unpinned, changes)

    assert refused.value.reasons == (reason,)


BOTH = "only one of the two is possible"


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (
            Force("C1", "A"),
            Forbid("C1", "A"),
            'force company "C1" with desk "A" and forbid company "C1" with desk "A"',
        ),
        (
            Pin("C1", "A", "s1"),
            Forbid("C1", "A"),
            'pin company "C1" with desk "A" in slot "s1" and forbid company "C1" with desk "A"',
        ),
        (Force("C1", "A"), Gone("C1"), 'force company "C1" with desk "A" and leave out company "C1"'),
        (
            Pin("C1", "A", "s1"),
            Gone("C1"),
            'pin company "C1" with desk "A" in slot "s1" and leave out company "C1"',
        ),
        (Quota(1), Quota(2), "set a quota of 1 and set a quota of 2"),
        (
            Quota(1, "C1"),
            Quota(2, "C1"),
            'set a quota of 1 for company "C1" and set a quota of 2 for company "C1"',
        ),
        (SlotLength(8), SlotLength(9), "make slots of 8 minutes and make slots of 9 minutes"),
        (Under("worth"), Under("floor"), 'go by policy "worth" and go by policy "floor"'),
    ],
)
def test_changes_that_contradict_each_other_are_named_together(
    one: Change, other: Change, words: str
) -> None:
    assert reasons(one, other) == (f"{words}: {BOTH}",)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ([Forbid("C2", "B")], 'forbid company "C2" with desk "B": they are pinned'),
        ([Forbid("C2", "A"), Forbid("C3", "A")], 'forbid company "C3" with desk "A": there is no such wish'),
        ([Quota(-1)], "set a quota of -1: a quota is 0 or more"),
        (
            [Pin("C1", "A", "s1", "B-1")],
            'pin company "C1" with desk "A" in slot "s1": table "B-1" is not one of desk "A"',
        ),
        ([Pin("C1", "B", "s2"), Pin("C1", "A", "s2")], 'company "C1" has 2 meetings in slot "s2"'),
        ([Pin("C2", "B", "s1"), Quota(2)], 'company "C2" meets desk "B" more than once'),
        ([Quota(0, "C2")], 'company "C2" has 1 meetings and may have 0'),
        (
            [SlotLength(29)],
            "make slots of 29 minutes: no slot of 29 minutes fits the exchange period",
        ),
        (
            [SlotLength(20)],
            "make slots of 20 minutes: with slots of 20 minutes there are 1 slots, "
            'and the pin of company "C2" with desk "B" is in slot "s2"',
        ),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(changes: list[Change], reason: str) -> None:
    assert reasons(*changes) == (reason,)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            [Force("C2", "A")],
            'force company "C2" with desk "A": the company may have 1 meeting, and its pins',
        ),
        ([Force("C1", "A"), Quota(0, "C1")], 'force company "C1" with desk "A": the company may have 0 meet'),
        ([Force("C1", "A"), CloseTable("A-1")], 'force company "C1" with desk "A": the desk has no open pla'),
        (
            [Force("C1", "A"), Pin("C3", "A", "s3"), CloseTable("A-1", "s1"), CloseTable("A-1", "s2")],
            'force company "C1" with desk "A": the desk has no open place left',
        ),
        (
            [Force("C1", "A"), Pin("C1", "B", "s3"), CloseTable("A-1", "s1"), CloseTable("A-1", "s2")],
            'force company "C1" with desk "A": the company has no free slot in which the desk has an open',
        ),
        (
            [Force("C1", "A"), Force("C1", "B"), Quota(1, "C1")],
            'company "C1" may have 1 meeting beside its pins, and 2 are forced',
        ),
        (
            [Force("C1", "A"), Force("C3", "A"), CloseTable("A-1", "s1"), CloseTable("A-1", "s2")],
            'only 1 place for 2 forced meetings: company "C1" with desk "A"; company "C3" with desk "A"',
        ),
    ],
)
def test_what_cannot_be_forced_is_said_with_its_reason(changes: list[Change], reason: str) -> None:
    assert [said[: len(reason)] for said in reasons(*changes)] == [reason]


def test_a_company_that_is_away_or_has_too_little_time_cannot_be_forced() -> None:
    away = Company("C1", 3, frozenset({"s2", "s3", "s1"}))
    short = Company("C2", 3, frozenset({"s1"}), breathing=True)
    problem = fair(3, [desk("A"), desk("B")], [away, short], "C1-A:9 C2-A:5 C2-B:1")

    assert reasons(Force("C1", "A"), problem=problem) == (
        'force company "C1" with desk "A": the company has no free slot',
    )
    assert reasons(Force("C2", "A"), Force("C2", "B"), problem=problem) == (
        'company "C2" has time for 1 meeting, and 2 are forced',
    )


def test_two_meetings_that_never_find_different_slots_are_named() -> None:
    """C1 could meet A in the first slot and B in the second, where C2 must be."""
    late = Company("C2", 1, frozenset({"s1"}))
    stands = [desk("A", closed={1: {"s2"}}), desk("B")]
    problem = fair(2, stands, [Company("C1", 2), late], "C1-A:9 C1-B:5 C2-B:1")
    forced = [Force("C1", "A"), Force("C1", "B"), Force("C2", "B")]

    assert reasons(*forced, problem=problem) == (
        'the forced meetings cannot all be held: company "C1" with desk "A"; company "C1" with desk "B"; '
        'company "C2" with desk "B"',
    )
