"""What is missing for everybody's first meeting, and what would be enough: tables, slots, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.scheduling.problem import Company, Problem
from matchmaker.scheduling.what_if import standing
from matchmaker.services.capacity.advice import MOST_SLOTS, Advice, advice
from matchmaker.services.capacity.first_meetings import places_of
from tests.scheduling.problems import Shape, desk, random_problem
from tests.scheduling.small_fairs import fair


def a_fair(wishes: str, slots: int = 2, absent: dict[str, set[str]] | None = None, **tables: int) -> Problem:
    """A desk for each name given with its number of tables; whoever wishes comes."""
    away = absent or {}
    names = sorted({wish.partition("-")[0] for wish in wishes.split()})
    people = [Company(name, slots, absent=frozenset(away.get(name, ()))) for name in names]
    return fair(slots, [desk(code, count) for code, count in tables.items()], people, wishes)


def all_at(code: str, count: int) -> str:
    return " ".join(f"C{n}-{code}:100" for n in range(count))


def test_where_everybody_can_be_received_nothing_is_advised() -> None:
    found = advice([a_fair(all_at("A", 2), A=1)])

    assert found == Advice((0,), (), 0)
    assert found.is_enough


def test_as_many_places_are_missing_as_companies_are_left_over() -> None:
    """Five companies, two places: a table gives two more, a slot one."""
    found = advice([a_fair(all_at("A", 5), A=1)])

    assert (found.missing, found.tables, found.slots) == ((3,), (("A", 2),), 3)
    assert not found.is_enough


def test_a_table_serves_no_more_than_it_has_slots() -> None:
    assert places_of(a_fair(all_at("A", 5), A=1)).served_by_table() == {"A": 2}
    assert places_of(a_fair(all_at("A", 3), A=1)).served_by_table() == {"A": 1}


def test_the_table_is_put_where_those_left_over_ask() -> None:
    wishes = f"{all_at('A', 4)} D1-B:100"

    assert advice([a_fair(wishes, A=1, B=1)]).tables == (("A", 1),)


def test_a_table_elsewhere_helps_if_others_can_move_there() -> None:
    """C0 and C1 could meet B as well, where there is no table; C2 and C3 cannot."""
    wishes = f"{all_at('A', 4)} C0-B:1 C1-B:1"
    found = advice([a_fair(wishes, A=1, B=0)])

    assert found.tables is not None
    assert sum(count for _desk, count in found.tables) == 1


def test_of_equally_useful_stands_the_most_crowded_one_gets_the_table() -> None:
    """Everybody asks both; at A two tables stand already."""
    wishes = " ".join(f"C{n}-A:100 C{n}-B:70" for n in range(8))

    assert advice([a_fair(wishes, A=2, B=1)]).tables == (("B", 1),)


def test_a_table_that_later_ones_make_superfluous_is_not_advised() -> None:
    """C would serve four and is tried first; then A and B are needed anyway, and serve everybody."""
    wishes = "P1-A:1 P1-C:1 P2-A:1 P2-C:1 P3-A:1 Q1-B:1 Q1-C:1 Q2-B:1 Q2-C:1 Q3-B:1"

    assert advice([a_fair(wishes, slots=4, A=0, B=0, C=0)]).tables == (("A", 1), ("B", 1))


def test_a_stand_without_table_is_not_opened_by_slots() -> None:
    found = advice([a_fair(all_at("A", 2), A=0, B=1)])

    assert (found.tables, found.slots) == ((("A", 1),), None)


def test_who_is_never_there_cannot_be_helped() -> None:
    found = advice([a_fair("C1-A:100", absent={"C1": {"s1", "s2"}}, A=1)])

    assert (found.missing, found.tables, found.slots) == ((1,), None, None)


def test_slots_at_the_end_are_of_no_use_to_who_leaves_early() -> None:
    away = {"C0": {"s2"}, "C1": {"s2"}}

    assert advice([a_fair(all_at("A", 2), absent=away, A=1)]).slots is None
    assert advice([a_fair(all_at("A", 3), absent={"C0": {"s2"}}, A=1)]).slots == 1


def test_slots_are_tried_up_to_a_dozen() -> None:
    assert advice([a_fair(all_at("A", 2 + MOST_SLOTS), A=1)]).slots == MOST_SLOTS
    assert advice([a_fair(all_at("A", 3 + MOST_SLOTS), A=1)]).slots is None


def test_nine_simulations_of_ten_are_enough() -> None:
    good, bad = a_fair(all_at("A", 2), A=1), a_fair(all_at("A", 3), A=1)

    assert advice([good] * 9 + [bad]).is_enough
    assert not advice([good] * 8 + [bad] * 2).is_enough


def test_what_is_advised_is_enough_in_nine_of_ten_and_no_table_is_to_spare() -> None:
    worlds = [a_fair(all_at("A", count) + " D1-B:100 D2-B:100 D3-B:70", A=1, B=1) for count in (2, 3, 4, 5)]
    found = advice(worlds)
    assert found.tables is not None
    counts = dict(found.tables)

    def left(tables: dict[str, int]) -> int:
        return sum(places_of(grown(world, tables)).missing > 0 for world in worlds)

    assert left(counts) == 0
    assert all(left(counts | {code: counts[code] - 1}) > 0 for code in counts)


def grown(problem: Problem, more: dict[str, int]) -> Problem:
    desks = (desk(one.id, len(one.tables) + more.get(one.id, 0)) for one in problem.desks)
    return replace(problem, desks=tuple(desks))


@pytest.mark.parametrize("seed", range(80))
def test_first_meetings_are_counted_as_the_scheduler_counts_them(seed: int) -> None:
    """With absences place by place, without them desk by desk."""
    for absent in (0.0, 0.4):
        shape = Shape(companies=(3, 8), pins=(0, 0), absent=absent)
        problem = replace(random_problem(seed, shape), policy="floor")
        found = standing(problem)

        assert places_of(problem).missing == len(found.asking) - len(found.served)


@pytest.mark.parametrize("seed", range(80))
def test_a_table_and_a_slot_more_count_as_if_they_were_there(seed: int) -> None:
    """Against the problem made anew with them; who misses the last slot misses those after it."""
    problem = random_problem(seed, Shape(companies=(3, 8), pins=(0, 0), absent=0.3, closed=0.0))
    places = places_of(problem)
    first = problem.desks[0].id

    assert places.with_table(first).missing == places_of(grown(problem, {first: 1})).missing
    assert places.with_slots(2).missing == places_of(longer(longer(problem))).missing


def longer(problem: Problem) -> Problem:
    """One slot more at the end."""
    last = problem.slots[-1]
    new = replace(last, id=f"{last.id}+")
    people = (
        replace(one, absent=one.absent | {new.id}) if last.id in one.absent else one
        for one in problem.companies
    )
    return replace(problem, slots=(*problem.slots, new), companies=tuple(people))
