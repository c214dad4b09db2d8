"""Every choice of chains is a legal timetable, and no chain could be smaller."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain as flattened
from itertools import combinations
from random import Random

import pytest

from matchmaker.scheduling.chains import Chain, Shift, accepted, chains
from matchmaker.scheduling.problem import Company, Pair, Pin, Problem
from matchmaker.scheduling.repair import preview
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Booking
from tests.scheduling.large_repairs import Day, disturbed
from tests.scheduling.problems import Shape, desk, random_problem
from tests.scheduling.repairs import random_repair
from tests.scheduling.small_fairs import fair, meetings
from tests.scheduling.states import by_lot, in_order

Edges = tuple[Problem, list[Booking], list[Booking]]
ROOMY = Shape(
    companies=(3, 5), desks=(2, 4), tables=(1, 2), slots=(3, 5), pins=(0, 1), wished=0.9, absent=0.1
)


def two_hands(seed: int) -> Edges:
    """The same fair, twice by lot."""
    problem = random_problem(seed, ROOMY if seed % 2 else None)
    found = preview(problem).meetings
    one, other = (by_lot(problem, found, Random(f"{hand}/{seed}")) for hand in ("one", "other"))
    return problem, one, other


def mended(seed: int) -> Edges:
    """What was published, and what repairs it; companies may be gone, tables shut, pins new."""
    problem, random = random_repair(seed, ROOMY if seed % 2 else None), Random(f"mended/{seed}")
    before = [Booking(p.company, p.desk, p.slot, p.table) for p in problem.published]
    gone = {company.id for company in problem.companies if random.random() < 0.15}
    pins = {pin.company for pin in problem.pins}
    quotas = tuple(
        replace(company, max_meetings=max(0, company.max_meetings - random.choice([0, 0, 1])))
        if company.id not in pins
        else company
        for company in problem.companies
    )
    after = replace(
        problem,
        companies=tuple(company for company in quotas if company.id not in gone - pins),
        wishes=tuple(wish for wish in problem.wishes if wish.company not in gone - pins),
        published=tuple(promise for promise in problem.published if promise.company not in gone - pins),
    )
    meetings = by_lot(after, preview(after).meetings, random, moving=seed % 3 > 0)
    return after, before, meetings


def choices(found: Sequence[Chain], random: Random) -> Iterator[tuple[Chain, ...]]:
    """Every choice of free chains, or a hundred of them by lot."""
    free = [chain for chain in found if not chain.is_forced]
    if len(free) <= 7:
        sizes = range(len(free) + 1)
        yield from flattened.from_iterable(combinations(free, size) for size in sizes)
    else:
        yield from (tuple(chain for chain in free if random.random() < 0.5) for _ in range(100))


def judge(problem: Problem, before: list[Booking], after: list[Booking]) -> tuple[Chain, ...]:
    found = chains(problem, before, after)
    for chosen in choices(found, Random(1)):
        mixture = accepted(problem, before, after, chosen)
        assert violations(problem, mixture) == ()
        assert list(mixture) == in_order(problem, mixture)
    assert accepted(problem, before, after, found) == tuple(in_order(problem, after))
    return found


@pytest.mark.parametrize("seed", range(300))
def test_every_choice_between_two_legal_timetables_is_legal(seed: int) -> None:
    problem, before, after = two_hands(seed)
    pinned = {pin.pair for pin in problem.pins}
    forced = [chain for chain in judge(problem, before, after) if chain.is_forced]

    assert all(chain.pairs & pinned for chain in forced)
    assert forced or list(accepted(problem, before, after, ())) == before


@pytest.mark.parametrize("seed", range(300))
def test_every_choice_after_something_happened_is_legal(seed: int) -> None:
    judge(*mended(seed))


@pytest.mark.parametrize("seed", range(4))
def test_every_choice_in_a_large_repair_is_legal(seed: int) -> None:
    problem = disturbed(seed, Day(companies=120, desks=11, slots=9, breathing=0.2, pinned=0.05))
    gone = [Booking(p.company, p.desk, p.slot, p.table) for p in problem.published]
    found = judge(problem, gone, list(preview(problem).meetings))

    assert len([chain for chain in found if not chain.is_forced]) > 10


def mixture_of(before: Sequence[Booking], after: Sequence[Booking], made: set[Pair]) -> list[Booking]:
    """The pairs of ``made`` as after, the others as before."""
    return [b for b in after if b.pair in made] + [b for b in before if b.pair not in made]


@pytest.mark.parametrize("seed", range(300))
def test_no_chain_falls_into_two_that_could_be_chosen_apart(seed: int) -> None:
    """For each way to cut a chain in two, some choice of the other chains makes one half alone illegal."""
    problem, before, after = two_hands(seed)
    found = chains(problem, before, after)
    for chain in found if len(found) <= 8 else ():
        others = [other for other in found if other is not chain]
        rests = [set[Pair]().union(*(c.pairs for c in some)) for some in choices(others, Random(1))]
        for half in halves(chain):
            mixtures = [rest | part for rest in rests for part in (half, chain.pairs - half)]
            assert any(violations(problem, mixture_of(before, after, made)) for made in mixtures)


def halves(chain: Chain) -> Iterator[set[Pair]]:
    first, *others = sorted(chain.pairs)
    for size in range(len(others)):
        for some in combinations(others, size):
            yield {first, *some}


@pytest.mark.parametrize("seed", range(300))
def test_a_forced_chain_is_one_without_which_what_is_left_would_be_illegal(seed: int) -> None:
    problem, before, after = mended(seed)
    pinned = {pin.pair for pin in problem.pins}
    forced = [chain for chain in chains(problem, before, after) if chain.is_forced]
    for chain in forced:
        made = set[Pair]().union(*(other.pairs for other in forced if other is not chain))
        marked = [replace(b, pinned=b.pair in pinned) for b in mixture_of(before, after, made)]
        assert chain.pairs & pinned or violations(problem, marked)


FAIR = fair(
    4,
    [desk("A"), desk("B", 2), desk("D")],
    [Company("C1", 2), Company("C2", 1), Company("C3", 2, breathing=True)],
    "C1-A:9 C1-B:5 C1-D:4 C2-A:7 C2-B:6 C3-A:3 C3-B:2 C3-D:1",
)


def split(before: str, after: str, problem: Problem = FAIR) -> list[set[str]]:
    """The chains as sets of "C1-A"; a star marks a forced one."""
    found = chains(problem, meetings(before), meetings(after))
    return [{f"{p.company}-{p.desk}{'*' if chain.is_forced else ''}" for p in chain.pairs} for chain in found]


def test_changes_that_do_not_touch_are_chains_of_their_own() -> None:
    assert split("C1-A@s1 C2-B@s1", "C1-A@s2 C2-B@s3") == [{"C1-A"}, {"C2-B"}]


def test_whoever_takes_a_place_is_bound_to_whoever_leaves_it() -> None:
    assert split("C1-A@s1 C2-A@s2", "C1-A@s2 C2-A@s3") == [{"C1-A", "C2-A"}]
    assert split("C1-B@s1 C2-B@s2", "C1-B@s2#2 C2-B@s3") == [{"C1-B"}, {"C2-B"}]


def test_a_company_changes_its_hours_in_one_go() -> None:
    assert split("C1-A@s1 C1-B@s2", "C1-A@s2 C1-B@s3") == [{"C1-A", "C1-B"}]
    assert split("C1-A@s1 C1-B@s2", "C1-A@s3 C1-B@s4") == [{"C1-A"}, {"C1-B"}]


def test_a_breathing_space_binds_the_hours_beside_each_other() -> None:
    assert split("C3-A@s1 C3-B@s4", "C3-A@s3 C3-B@s1") == [{"C3-A", "C3-B"}]
    assert split("C3-A@s1 C3-B@s3", "C3-A@s2 C3-B@s4") == [{"C3-A", "C3-B"}]


def test_a_quota_binds_as_many_losses_to_gains_as_it_must() -> None:
    assert split("C2-A@s1", "C2-B@s2") == [{"C2-A", "C2-B"}]
    assert split("C1-A@s1", "C1-B@s2") == [{"C1-A"}, {"C1-B"}]
    assert split("C1-A@s1 C1-B@s2", "C1-B@s2 C1-D@s3") == [{"C1-A", "C1-D"}]


def test_what_cannot_stay_is_forced_and_so_is_what_makes_room_but_not_who_comes_in_its_place() -> None:
    """C1 is sent from its closed table to the place of C2, which goes elsewhere; C3 may come to A later."""
    shut = replace(FAIR, desks=(desk("A", 1, {1: {"s1"}}), *FAIR.desks[1:]))
    before, after = "C1-A@s1 C2-A@s2", "C1-A@s2 C2-A@s3 C3-A@s4"

    assert split(before, after, shut) == [{"C1-A*", "C2-A*"}, {"C3-A"}]
    assert split("C1-A@s1 C2-A@s2", "C2-A@s2 C3-D@s1", shut) == [{"C1-A*"}, {"C3-D"}]


def test_whoever_is_gone_is_lost_in_any_case_and_its_place_may_be_taken_or_not() -> None:
    left = replace(FAIR, companies=FAIR.companies[:2], wishes=FAIR.wishes[:5], draw=("C1", "C2"))
    before, after = meetings("C3-A@s1 C1-D@s4"), meetings("C2-A@s1 C1-D@s4")
    forced, free = chains(left, before, after)

    assert (forced.is_forced, forced.lost, free.new) == (True, (before[0],), (after[0],))
    assert accepted(left, before, after, ()) == (before[1],)
    assert accepted(left, before, after, [free]) == (after[1], after[0])


def test_a_new_pin_is_forced_and_what_is_pinned_is_marked() -> None:
    fixed = replace(FAIR, pins=(Pin("C1", "A", "s3", "A-1"),))
    before, after = meetings("C1-A@s1 C2-B@s1"), meetings("C1-A@s3! C2-B@s2")

    assert accepted(fixed, before, after, ()) == tuple(meetings("C1-A@s3! C2-B@s1"))


def test_of_a_quota_that_sinks_as_many_are_forced_as_exceed_it() -> None:
    lower = replace(FAIR, companies=(Company("C1", 1), *FAIR.companies[1:]))

    assert split("C1-A@s1 C1-B@s2", "", lower) == [{"C1-A*"}, {"C1-B"}]


def test_a_chain_says_what_becomes_of_whom() -> None:
    before = meetings("C1-A@s1 C2-B@s1 C3-D@s3")
    after = meetings("C1-A@s2 C2-B@s1#2 C1-D@s4")
    moved, new, reseated, lost = chains(FAIR, before, after)

    assert moved.moved == (Shift(before[0], after[0]),)
    assert reseated.reseated == (Shift(before[1], after[1]),)
    assert (lost.lost, new.new) == ((before[2],), (after[2],))
    assert moved.concerned == {"C1"}


def test_where_nothing_changes_there_is_no_chain_although_marks_differ() -> None:
    fixed = replace(FAIR, pins=(Pin("C1", "A", "s1", "A-1"),))

    assert chains(fixed, meetings("C1-A@s1"), meetings("C1-A@s1!")) == ()


def test_a_chain_of_another_repair_is_refused() -> None:
    (other,) = chains(FAIR, meetings("C1-A@s1"), meetings("C1-A@s3"))

    with pytest.raises(ValueError, match="not one of those"):
        accepted(FAIR, meetings("C1-A@s1"), meetings("C1-A@s2"), [other])
