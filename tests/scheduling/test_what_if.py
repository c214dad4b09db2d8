"""What would become of the figures: as brute force says of the other problem, and of what is forced."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.asking.what_if_changes import (
    AddTable,
    Change,
    CloseTable,
    Forbid,
    Force,
    Gone,
    Impossible,
    Quota,
    Under,
)
from matchmaker.scheduling.asking.what_if_problem import changed
from matchmaker.scheduling.contradictions import contradictions
from matchmaker.scheduling.problem import Desk, Pair, Pin, Problem, Table, Wish
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Result
from matchmaker.scheduling.what_if import Standing, standing, what_if
from tests.scheduling import oracle
from tests.scheduling.problems import Shape, large_problem, random_problem

TINY = Shape(companies=(2, 4), desks=(1, 3), tables=(0, 2), slots=(1, 3), pins=(0, 1), most_wishes=8)
SCARCE = Shape(companies=(3, 5), desks=(2, 3), tables=(1, 1), slots=(2, 3), most_wishes=9, wished=0.9)
PUSHED = Shape((3, 4), (2, 2), (1, 1), (2, 3), pins=(0, 0), most_wishes=6, absent=0.4, grouped=0.1)
Best = tuple[int, tuple[int, ...], int]


def busy(problem: Problem) -> Problem:
    """The same where everybody may have two meetings, so that more can be forced."""
    most = min(2, len(problem.slots))
    return replace(problem, companies=tuple(replace(c, max_meetings=most) for c in problem.companies))


def asking(problem: Problem) -> set[int]:
    entries = (*problem.wishes, *problem.pins)
    return {problem.rank[problem.company[entry.company].party] for entry in entries}


def best_of(ways: Sequence[Problem]) -> Best:
    """The best timetable of all these problems, which are about the same parties."""
    found, ranks = [oracle.best(way) for way in ways], asking(ways[0])
    if ways[0].policy == "worth":
        return max(found, key=lambda best: best[2])
    return max(found, key=lambda best: (best[0], [-rank for rank in sorted(ranks - set(best[1]))], best[2]))


def pinned_somewhere(problem: Problem, pairs: Sequence[Pair]) -> Iterator[Problem]:
    """The problem with these pairs pinned, in every way in which they could meet without a pin."""
    room = oracle.places(problem)
    for at in itertools.product(range(len(problem.slots)), repeat=len(pairs)):
        there = list(zip(pairs, at, strict=True))
        spots = [(pair.desk, t) for pair, t in there]
        pins = tuple(Pin(*pair, problem.slots[t].id) for pair, t in there)
        way = replace(problem, pins=problem.pins + pins)
        is_there = all(t in oracle.free_slots(problem, problem.company[pair.company]) for pair, t in there)
        if is_there and all(spots.count(spot) <= room[spot] for spot in spots) and not contradictions(way):
            yield way


def is_told(found: Standing, best: Best) -> None:
    """Under policy "worth" who is served is what one of the best timetables gives: only worth is compared."""
    if found.policy == "floor":
        assert (len(found.served), found.left_out) == best[:2]
    assert found.worth.value == best[2] or (not found.worth.is_exact and found.worth.value > best[2])


def is_told_of_forced(problem: Problem, pairs: Sequence[Pair]) -> None:
    ways = list(pinned_somewhere(problem, pairs))
    if ways:
        is_told(standing(problem, forced=pairs), best_of(ways))
    else:
        with pytest.raises(Impossible):
            standing(problem, forced=pairs)


def unpinned(problem: Problem) -> list[Pair]:
    pinned = {pin.pair for pin in problem.pins}
    pairs = (Pair(company, desk) for company in problem.company for desk in problem.desk)
    return [pair for pair in pairs if pair not in pinned]


@given(st.integers(0, 2**32))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_the_figures_are_the_best_there_are(seed: int) -> None:
    problem = random_problem(seed, TINY)

    is_told(standing(problem), oracle.best(problem))


@given(st.integers(0, 2**32))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_what_is_forced_is_the_best_of_pinning_it_wherever_it_could_be(seed: int) -> None:
    problem, random = busy(random_problem(seed, TINY)), Random(seed)
    pairs = unpinned(problem)

    is_told_of_forced(problem, random.sample(pairs, min(len(pairs), random.randint(1, 3))))


@given(st.integers(0, 2**32))
@settings(max_examples=600, deadline=None, derandomize=True)
def test_meetings_forced_upon_one_company_are_never_at_once(seed: int) -> None:
    problem = replace(busy(random_problem(seed, PUSHED)), policy="floor")

    is_told_of_forced(problem, [Pair("C0", "D0"), Pair("C0", "D1")])


@given(st.integers(0, 2**32))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_a_change_is_the_problem_that_it_leads_to(seed: int) -> None:
    problem, random = random_problem(seed, replace(SCARCE, pins=(0, 0), closed=0.0)), Random(seed)
    wish, stand = random.choice(problem.wishes or (None,)), random.choice(problem.desks)
    company, first = random.choice(problem.companies), problem.slots[0].id
    changes: list[tuple[Change, Problem]] = [
        (Gone(company.id), without(problem, lambda wish: wish.company == company.id)),
        (AddTable(stand.id), with_tables(problem, stand, *stand.tables, Table("new"))),
        (CloseTable(stand.tables[0].id), with_tables(problem, stand)),
        (
            CloseTable(stand.tables[0].id, first),
            with_tables(problem, stand, Table(stand.tables[0].id, frozenset({first}))),
        ),
        (Quota(1), with_quota(problem, dict.fromkeys(problem.company, 1))),
        (Quota(0, company.id), with_quota(problem, {company.id: 0})),
        (Under("worth"), replace(problem, policy="worth")),
    ]
    if wish is not None:
        changes.append((Forbid(*wish.pair), without(problem, lambda other: other == wish)))

    for change, other in changes:
        is_told(what_if(problem, [change]).after, oracle.best(other))


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_changes_together_are_the_best_of_pinning_what_is_forced_in_the_other_problem(seed: int) -> None:
    problem, random = busy(random_problem(seed, replace(SCARCE, pins=(0, 1), closed=0.0))), Random(seed)
    pairs, pinned = unpinned(problem), {pin.company for pin in problem.pins}
    forced, wish = random.sample(pairs, 2), random.choice(problem.wishes or (None,))
    others: list[Change] = [AddTable("D0"), CloseTable("D1-0", "s1"), Quota(1, "C0")]
    others += [
        Gone(key) for key in problem.company if key not in pinned | {"C0", *(p.company for p in forced)}
    ][:1]
    if wish is not None and wish.pair in pairs and wish.pair not in forced:
        others.append(Forbid(*wish.pair))
    other = changed(problem, others).problem
    ways = list(pinned_somewhere(other, forced))

    if ways:
        is_told(what_if(problem, [*(Force(*pair) for pair in forced), *others]).after, best_of(ways))
    else:
        with pytest.raises(Impossible):
            what_if(problem, [*others, *(Force(*pair) for pair in forced)])


def without(problem: Problem, is_gone: Callable[[Wish], bool]) -> Problem:
    return replace(problem, wishes=tuple(wish for wish in problem.wishes if not is_gone(wish)))


def with_tables(problem: Problem, stand: Desk, *tables: Table) -> Problem:
    other = replace(stand, tables=tables)
    return replace(problem, desks=tuple(other if one == stand else one for one in problem.desks))


def with_quota(problem: Problem, quota: dict[str, int]) -> Problem:
    companies = (replace(c, max_meetings=quota.get(c.id, c.max_meetings)) for c in problem.companies)
    return replace(problem, companies=tuple(companies))


@pytest.mark.parametrize("availability", [1.0, 0.9])
@pytest.mark.parametrize("policy", ["floor", "worth"])
def test_a_large_fair_has_the_figures_of_its_timetable(availability: float, policy: str) -> None:
    problem = replace(large_problem(3, 90, 8, 6, availability), policy=policy)
    found, result = standing(problem), solve(problem)

    assert found.worth.is_exact
    assert found.worth.value == result.level("worth").value == result.level("worth").bound
    assert found.meetings.value == len(result.meetings)
    assert found.placed.keys() == {meeting.pair for meeting in result.meetings}
    assert found.served == served_in(problem, result)


@pytest.mark.parametrize("seed", range(4))
def test_in_a_larger_fair_what_is_forced_is_the_best_of_the_timetables_that_pin_it(seed: int) -> None:
    problem = large_problem(seed, 50, 5, 5, 0.8)
    left_out = next(wish for wish in problem.wishes if wish.pair not in standing(problem).placed)
    found = standing(problem, forced=[left_out.pair])
    solved = [solve(way) for way in pinned_somewhere(problem, [left_out.pair])]

    best = max(len(served_in(problem, result)) for result in solved)
    worths = [r.level("worth").value for r in solved if served_in(problem, r) == found.served]
    assert (len(found.served), found.worth.is_exact, found.worth.value) == (best, True, max(worths))


def served_in(problem: Problem, result: Result) -> set[str]:
    return {problem.company[meeting.company].party for meeting in result.meetings}


@given(st.integers(0, 2**32))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_neither_the_order_of_the_file_nor_of_the_changes_plays_a_part(seed: int) -> None:
    random, problem = Random(seed), busy(random_problem(seed, replace(SCARCE, pins=(0, 0))))
    wish = next(iter(problem.wishes), None)
    changes: list[Change] = [AddTable("D0"), Quota(1, "C0"), Under("floor"), CloseTable("D1-0", "s1")]
    changes += [Force("C1", "D0"), *([Forbid(*wish.pair)] if wish and wish.pair != ("C1", "D0") else [])]
    turned = replace(problem, wishes=problem.wishes[::-1], desks=problem.desks[::-1])

    assert told(turned, random.sample(changes, len(changes))) == told(problem, changes)


def told(problem: Problem, changes: Sequence[Change]) -> object:
    """The figures and where meetings are, or why not."""
    try:
        outcome = what_if(problem, changes)
    except Impossible as impossible:
        return set(impossible.reasons)
    return outcome, outcome.after.placed
