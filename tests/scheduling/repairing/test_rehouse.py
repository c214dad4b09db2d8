"""Repair by hand: everybody stays where they are, and the shortest chain makes room for whoever cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.scheduling.problem import Company, Desk, Pin, Problem, Promise
from matchmaker.scheduling.repair import preview, repair
from matchmaker.scheduling.repairing.changes import changes
from matchmaker.scheduling.repairing.promises import promised
from matchmaker.scheduling.repairing.rehouse import rehoused
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.solving.grid import NOWHERE
from tests.scheduling.numbered import numbers, standing
from tests.scheduling.problems import desk
from tests.scheduling.repairs import published, random_repair
from tests.scheduling.small_fairs import fair, meetings
from tests.scheduling.wild_repairs import wild_repair


def housed(problem: Problem, before: str) -> set[str]:
    """Who stands where after the repair by hand of what was published as "C1-A@s1"; pins aside."""
    promises = tuple(Promise(b.company, b.desk, b.slot, b.table) for b in meetings(before))
    openings, kept = promised(replace(problem, published=promises), seed=1)
    return standing(openings, rehoused(openings, kept).slot)


def present(key: str, slots: str, of: int, quota: int = 1) -> Company:
    """A company that is there in these slots only, "12" for s1 and s2."""
    return Company(key, quota, frozenset(f"s{n}" for n in range(1, of + 1) if str(n) not in slots))


def closed(key: str, slots: str, tables: int = 1) -> Desk:
    """A desk whose tables are all closed in these slots."""
    return desk(key, tables, {n: {f"s{slot}" for slot in slots} for n in range(1, tables + 1)})


def test_where_nothing_has_happened_everybody_stays() -> None:
    companies = [Company("C1", 2), Company("C2", 2)]
    problem = fair(4, [desk("A"), desk("B")], companies, "C1-A:9 C1-B:8 C2-A:7 C2-B:6")

    before = "C1-A@s4 C1-B@s1 C2-A@s2 C2-B@s3"
    assert housed(problem, before) == set(before.split())


def test_whoever_cannot_stay_takes_a_free_place_and_nobody_else_moves() -> None:
    companies = [Company("C1", 1), Company("C2", 1), Company("C3", 1)]
    problem = fair(4, [closed("A", "1")], companies, "C1-A:1 C2-A:9 C3-A:9")

    assert housed(problem, "C1-A@s1 C2-A@s2 C3-A@s3") == {"C1-A@s4", "C2-A@s2", "C3-A@s3"}


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_a_chain_moves_everybody_on_by_one(length: int) -> None:
    """C0 can come in s1 only, which C1 holds, who could go to s2, which C2 holds, and so on."""
    slots = length + 1
    companies = [present("C0", "1", slots)]
    companies += [present(f"C{n}", f"{n}{n + 1}", slots) for n in range(1, slots)]
    problem = fair(slots, [desk("A")], companies, " ".join(f"C{n}-A:5" for n in range(slots)))
    before = " ".join(f"C{n}-A@s{n}" for n in range(1, slots))

    assert housed(problem, before) == {f"C{n}-A@s{n + 1}" for n in range(slots)}


def test_the_shortest_chain_is_taken() -> None:
    """C0 may push C1, who would push C2; or C3, who has a free place."""
    companies = [
        present("C0", "14", 5),
        present("C1", "12", 5),
        present("C2", "23", 5),
        present("C3", "45", 5),
    ]
    problem = fair(5, [desk("A")], companies, "C0-A:5 C1-A:5 C2-A:5 C3-A:5")

    assert housed(problem, "C1-A@s1 C2-A@s2 C3-A@s4") == {"C0-A@s4", "C1-A@s1", "C2-A@s2", "C3-A@s5"}


def test_a_free_place_later_is_better_than_somebody_pushed_earlier() -> None:
    companies = [Company("C0", 1), Company("C1", 1)]

    assert housed(fair(2, [desk("A")], companies, "C0-A:9 C1-A:1"), "C1-A@s1") == {"C0-A@s2", "C1-A@s1"}


def test_a_company_may_have_to_make_way_for_itself() -> None:
    """B is open in s1 only, where C1 meets A, which could also be in s2."""
    problem = fair(2, [desk("A"), closed("B", "2")], [Company("C1", 2)], "C1-A:1 C1-B:1")

    assert housed(problem, "C1-A@s1 C1-B@s2") == {"C1-A@s2", "C1-B@s1"}


def test_a_chain_on_which_two_would_meet_is_not_believed() -> None:
    """C2 would push C1-A to s3, that C3-A to s2, that C3-B to s4, that C1-B to s3: where C1-A is by now."""
    companies = [present("C1", "134", 4, 2), present("C2", "1", 4), present("C3", "234", 4, 2)]
    problem = fair(4, [closed("A", "4"), closed("B", "1")], companies, "C1-A:1 C1-B:1 C2-A:1 C3-A:1 C3-B:1")

    before = "C1-A@s1 C1-B@s4 C3-A@s3 C3-B@s2"
    assert housed(problem, before) == set(before.split())


@pytest.mark.parametrize("bound", ["C1", "C2", "C3"])
def test_the_least_flexible_stays(bound: str) -> None:
    """Of three tables in s1 one is left; two of the three companies could also come later."""
    companies = [present(f"C{n}", "1" if bound == f"C{n}" else "123", 3) for n in (1, 2, 3)]
    stand = desk("A", 3, {2: {"s1", "s2", "s3"}, 3: {"s1", "s2", "s3"}})
    housed_now = housed(fair(3, [stand], companies, "C1-A:5 C2-A:5 C3-A:5"), "C1-A@s1 C2-A@s1#2 C3-A@s1#3")

    assert f"{bound}-A@s1" in housed_now
    assert {entry[:4] for entry in housed_now} == {"C1-A", "C2-A", "C3-A"}


@pytest.mark.parametrize("bound", ["A", "B", "C"])
def test_of_one_company_as_well(bound: str) -> None:
    """It may have one meeting now and was promised three: the one that can be at no other time is kept."""
    stands = [closed(key, "23" if key == bound else "") for key in "ABC"]
    at = {key: "s1" if key == bound else f"s{2 + place % 2}" for place, key in enumerate("ABC")}
    before = " ".join(f"C1-{key}@{slot}" for key, slot in at.items())

    assert housed(fair(3, stands, [Company("C1", 1)], "C1-A:5 C1-B:5 C1-C:5"), before) == {f"C1-{bound}@s1"}


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 1)])
def test_of_those_without_a_meeting_the_first_drawn_is_taken_in(order: tuple[int, ...]) -> None:
    worth = {number: 9 - place for place, number in enumerate(reversed(order))}
    problem = fair(
        1,
        [desk("A")],
        [Company(f"C{number}", 1) for number in order],
        " ".join(f"C{n}-A:{worth[n]}" for n in (1, 2, 3)),
    )

    assert housed(problem, "") == {f"C{order[0]}-A@s1"}


def test_its_wish_of_greatest_worth_comes_first() -> None:
    problem = fair(1, [desk("A"), desk("B"), desk("C")], [Company("C1", 1)], "C1-A:2 C1-B:9 C1-C:5")

    assert housed(problem, "") == {"C1-B@s1"}


def test_whoever_has_no_meeting_comes_before_a_second_one_whatever_it_is_worth() -> None:
    problem = fair(1, [desk("A"), desk("B")], [Company("C1", 2), Company("C2", 1)], "C1-A:9 C2-A:1")
    longer = fair(
        2, [closed("A", "1"), closed("B", "2")], [Company("C1", 2), Company("C2", 1)], "C1-A:9 C1-B:9 C2-A:1"
    )

    assert housed(problem, "") == {"C1-A@s1"}
    assert housed(longer, "C1-B@s1") == {"C1-B@s1", "C2-A@s2"}


def test_a_group_of_which_one_has_a_meeting_waits_with_the_others() -> None:
    """C2 would be drawn first, and its group is served by the promise to C1."""
    companies = [Company("C1", 1, group="G"), Company("C2", 1, group="G"), Company("C3", 1)]
    problem = fair(1, [desk("A"), desk("B")], companies, "C1-B:1 C2-A:9 C3-A:1")

    assert housed(problem, "C1-B@s1") == {"C1-B@s1", "C3-A@s1"}


def test_so_does_a_group_that_a_pin_serves() -> None:
    companies = [Company("C1", 1, group="G"), Company("C2", 1, group="G"), Company("C3", 1)]
    problem = fair(1, [desk("A"), desk("B")], companies, "C2-A:9 C3-A:1", [Pin("C1", "B", "s1")])

    assert housed(problem, "") == {"C3-A@s1"}


def test_a_group_without_a_meeting_is_taken_in_once() -> None:
    companies = [Company("C1", 1, group="G"), Company("C2", 1, group="G"), Company("C3", 1)]
    problem = fair(2, [desk("A")], companies, "C1-A:9 C2-A:9 C3-A:1")

    assert {entry[:4] for entry in housed(problem, "")} in ({"C1-A", "C3-A"}, {"C2-A", "C3-A"})


def test_breathing_keeps_a_place_between_two_meetings_empty() -> None:
    stands = [desk("A"), desk("B"), closed("C", "13")]
    problem = fair(3, stands, [Company("C1", 3, breathing=True)], "C1-A:1 C1-B:1 C1-C:99")

    assert housed(problem, "C1-A@s1 C1-B@s3") == {"C1-A@s1", "C1-B@s3"}


def test_for_the_sake_of_a_breathing_space_a_neighbour_makes_way() -> None:
    """A is open in s2 only now; B in s3 is too near and goes to s4."""
    problem = fair(
        4, [closed("A", "134"), closed("B", "12")], [Company("C1", 2, breathing=True)], "C1-A:1 C1-B:1"
    )

    assert housed(problem, "C1-A@s1 C1-B@s3") == {"C1-A@s2", "C1-B@s4"}


def test_who_may_have_no_meeting_loses_what_was_promised() -> None:
    problem = fair(2, [desk("A")], [Company("C1", 0), Company("C2", 1)], "C1-A:9 C2-A:1")

    assert housed(problem, "C1-A@s1") == {"C2-A@s1"}


def test_places_left_go_to_the_greatest_worth_and_leave_the_day_short() -> None:
    problem = fair(4, [closed("A", "124"), desk("B"), desk("C")], [Company("C1", 2)], "C1-A:1 C1-B:5 C1-C:6")

    assert housed(problem, "C1-A@s3") == {"C1-A@s3", "C1-C@s2"}


def test_no_rule_is_broken_and_no_place_left_that_somebody_could_take() -> None:
    for seed in range(80):
        for problem in (wild_repair(seed), random_repair(seed)):
            assert violations(problem, preview(problem).meetings) == ()
            openings, promises = promised(problem, seed=1)
            grid = rehoused(openings, promises)
            met = [0] * len(openings.companies)
            for number, slot in enumerate(grid.slot):
                met[openings.pairings[number].company] += slot != NOWHERE
            for number, slot in enumerate(grid.slot):
                company = openings.pairings[number].company
                if slot == NOWHERE and met[company] < openings.quota[company]:
                    assert not grid.vacant(number)


@pytest.mark.parametrize("mend", [preview, repair])
def test_what_needs_no_repair_is_not_touched(mend: object) -> None:
    """Slot and table of everybody; nothing lost, nothing new."""
    for seed in range(30):
        problem = random_repair(seed)
        problem = replace(problem, published=published(solve(problem).meetings))
        found = changes(problem, mend(problem).meetings)

        assert len(found.stayed) == len(problem.published)
        assert found.concerned == frozenset()


def test_a_repair_repaired_is_the_same() -> None:
    for seed in range(30):
        problem = wild_repair(seed)
        result = repair(problem)
        again = replace(problem, published=published(result.meetings))

        assert repair(again).meetings == result.meetings


def test_a_place_to_begin_from_may_be_given() -> None:
    """The vertex of a programme is such a place; whoever has none there looks for a slot."""
    problem = fair(2, [desk("A")], [Company("C1", 1), Company("C2", 1)], "C1-A:5 C2-A:5")
    promises = (Promise("C1", "A", "s1", "A-1"), Promise("C2", "A", "s2", "A-1"))
    openings, kept = promised(replace(problem, published=promises), seed=1)
    first, second = numbers(openings, "C1-A C2-A")
    home = [NOWHERE, NOWHERE]
    home[first], home[second] = 1, NOWHERE

    assert standing(openings, rehoused(openings, kept, home).slot) == {"C1-A@s2", "C2-A@s1"}
