"""A slot for every chosen pairing: always where König says so, and never at anybody's cost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company, Problem
from matchmaker.scheduling.solving.choose import choose
from matchmaker.scheduling.solving.grid import NOWHERE, Grid
from matchmaker.scheduling.solving.limit import Limit, Stopped
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.solving.place import insert, place, settle
from tests.scheduling.numbered import names, numbers, opened, settled, slots, standing
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair

OPEN_ALL_DAY = Shape(
    companies=(2, 9),
    desks=(1, 8),
    tables=(0, 2),
    slots=(1, 6),
    pins=(0, 0),
    most_wishes=60,
    absent=0,
    closed=0,
)
HOLES = Shape(
    companies=(4, 9), desks=(3, 6), tables=(1, 2), slots=(3, 6), absent=0.4, closed=0.3, most_wishes=60
)


def placed(left: Openings, chosen: list[int] | tuple[int, ...], seed: str = "1") -> Grid:
    return place(left, chosen, seed, Limit())


def homeless(left: Openings, chosen: tuple[int, ...], grid: Grid) -> set[str]:
    return names(left, (number for number in chosen if grid.slot[number] == NOWHERE))


def without_breathing(problem: Problem) -> Problem:
    companies = [replace(company, breathing=False) for company in problem.companies]
    return replace(problem, companies=tuple(companies))


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_where_nobody_is_absent_and_nothing_closed_every_choice_is_placed(seed: int) -> None:
    """König 1916: as many colours as the busiest node has edges suffice for a bipartite graph."""
    left = opened(without_breathing(random_problem(seed, OPEN_ALL_DAY)))
    chosen = choose(left).chosen

    assert homeless(left, chosen, placed(left, chosen)) == set()


@pytest.mark.parametrize("seed", [1, 2])
def test_so_it_is_in_a_large_fair_where_every_place_is_taken(seed: int) -> None:
    left = settled(large_problem(seed, companies=150, desks=15, demand=3))
    chosen = choose(left).chosen

    assert len(chosen) == sum(map(sum, left.places))
    assert homeless(left, chosen, placed(left, chosen)) == set()


def test_a_latin_square_is_filled_to_the_last_field() -> None:
    companies = [Company(f"C{n}", 7) for n in range(7)]
    wishes = " ".join(f"C{c}-D{d}:1" for c in range(7) for d in range(7))
    left = opened(fair(7, [desk(f"D{n}") for n in range(7)], companies, wishes))

    assert NOWHERE not in placed(left, range(49)).slot


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_with_absences_and_pins_what_is_placed_obeys_every_rule(seed: int) -> None:
    left = opened(random_problem(seed, HOLES))
    chosen = choose(left).chosen
    grid = placed(left, chosen)

    assert Grid.of(left, grid.slot).busy == grid.busy
    assert {number for number, slot in enumerate(grid.slot) if slot != NOWHERE} <= set(chosen)


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_to_insert_a_pairing_costs_nobody_a_place(seed: int) -> None:
    left = opened(random_problem(seed, HOLES))
    grid = Grid(left)
    for number in range(len(left.pairings)):
        before = set(names(left, (n for n, slot in enumerate(grid.slot) if slot != NOWHERE)))
        gained = names(left, [number]) if insert(grid, number) else set()

        assert names(left, (n for n, slot in enumerate(grid.slot) if slot != NOWHERE)) == before | gained


def test_a_pairing_stands_beside_the_other_meetings_of_its_company() -> None:
    left = opened(fair(5, [desk("A"), desk("B")], [Company("C1", 2)], "C1-A:1 C1-B:1"))
    grid = Grid.of(left, slots(left, "C1-A@s4"))

    assert insert(grid, *numbers(left, "C1-B"))
    assert grid.idle_in_all() == 0


def test_where_company_and_desk_have_no_slot_in_common_left_a_chain_makes_one() -> None:
    left = opened(
        fair(2, [desk("A"), desk("B")], [Company("C1", 2), Company("C2", 2)], "C1-A:1 C1-B:1 C2-B:1")
    )
    grid = Grid.of(left, slots(left, "C1-A@s1 C2-B@s2"))

    assert insert(grid, *numbers(left, "C1-B"))
    assert standing(left, grid.slot) == {"C1-A@s1", "C1-B@s2", "C2-B@s1"}


def test_who_has_only_one_slot_gets_it() -> None:
    """Whoever comes first would sit there; two chains of exchanges make room."""
    companies = [Company("C1", 2), Company("C2", 2), Company("C3", 1, frozenset({"s2", "s3"}))]
    left = opened(fair(3, [desk("A"), desk("B")], companies, "C1-A:1 C1-B:1 C2-A:1 C2-B:1 C3-A:1"))

    assert "C3-A@s1" in standing(left, placed(left, range(5)).slot)
    assert NOWHERE not in placed(left, range(5)).slot


def test_where_not_all_can_stand_as_many_as_a_fight_can_keep_do() -> None:
    early = [Company(f"C{n}", 1, frozenset({"s2"})) for n in (1, 2)]
    left = opened(fair(2, [desk("A")], early, "C1-A:1 C2-A:1"))

    assert len(standing(left, placed(left, [0, 1]).slot)) == 1


def test_ejections_find_a_place_where_slots_and_chains_do_not() -> None:
    """Every third round of the fair's day is shut at some desk: a hundred companies fight for the rest."""
    left = settled(large_problem(3, companies=60, desks=8, availability=0.7))
    chosen = choose(left).chosen
    grid, fought = Grid(left), placed(left, chosen)
    simply = {number for number in chosen if insert(grid, number)}

    assert len(homeless(left, chosen, fought)) < len(set(chosen) - simply)


def test_the_same_seed_places_alike() -> None:
    left = settled(large_problem(3, companies=60, desks=8, availability=0.7))
    chosen = choose(left).chosen

    assert placed(left, chosen, "1:0").slot == placed(left, chosen, "1:0").slot


def test_a_fight_ends_when_the_time_is_over() -> None:
    early = [Company(f"C{n}", 1, frozenset({"s2"})) for n in (1, 2)]
    left = opened(fair(2, [desk("A")], early, "C1-A:1 C2-A:1"))

    with pytest.raises(Stopped):
        place(left, [0, 1], "1", Limit(0))


def test_who_is_without_a_slot_finds_one_while_others_move() -> None:
    """C1 and C2 hold the hours that C3 could come at; each has another that C3 has not."""
    companies = [Company("C1", 1), Company("C2", 1), Company("C3", 1, frozenset({"s3"}))]
    left = opened(fair(3, [desk("A")], companies, "C1-A:1 C2-A:1 C3-A:1"))
    grid = Grid.of(left, slots(left, "C1-A@s1 C2-A@s2"))
    settled_in = settle(grid, numbers(left, "C3-A"), "1", Limit())

    assert len(standing(left, settled_in.slot)) == 3
    assert settle(grid, [], "1", Limit()) is grid
