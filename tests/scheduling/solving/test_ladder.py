"""Each rung of the ladder proves what the cheaper ones below it cannot; each fair here needs one of them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.problem import Company, Pin, Problem
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.solving import exact
from matchmaker.scheduling.solving.grid import Grid
from matchmaker.scheduling.solving.ladder import Ladder
from matchmaker.scheduling.solving.limit import Limit, Stopped
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.solving.serve import serve
from matchmaker.scheduling.timetable import Proof
from tests.first_meetings import unserved_by_the_draw
from tests.scheduling.numbered import NOWHERE, settled
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.small_fairs import fair
from tests.time_indexed import greatest_worth

HOLES = Shape(
    companies=(4, 6), desks=(3, 4), tables=(1, 1), slots=(3, 4), pins=(0, 0), absent=0.4, closed=0.3,
    most_wishes=24,
)  # fmt: skip

RUNGS = [
    "choosing who meets whom",
    "choosing with an eye on the clock",
    "filling up",
    "linear programme",
    "placing exactly",
    "exhausted search",
]

FIRST_MEETINGS = fair(2, [desk("A")], [Company("C1", 1), Company("C2", 1)], "C1-A:9 C2-A:8")

FREE = fair(2, [desk("A"), desk("B")], [Company("C1", 2)], "C1-A:9 C1-B:8")

BOTH_EARLY = fair(
    2,
    [desk("A"), desk("B")],
    [Company("C1", 2, frozenset({"s2"})), Company("C2", 2, frozenset({"s2"}))],
    "C1-A:9 C2-A:8 C2-B:1",
)
"""A has places for both, but both come at the same time: seen as soon as A's slots are counted."""

HARD_TO_PLACE = fair(
    3,
    [desk("D2", closed={1: {"s2"}}), desk("D3", closed={1: {"s3"}})],
    [Company("C2", 3), Company("C0", 3, breathing=True)],
    "C0-D3:1 C2-D3:1 C2-D2:1 C0-D2:1",
)
"""All can meet, in one way only: C0 sees D3 first and D2 last, C2 sees D2 first and D3 in the middle."""

TWO_MINDS = fair(
    2,
    [desk("A"), desk("B", closed={1: {"s2"}})],
    [Company("C1", 2), Company("C2", 2, frozenset({"s1"}))],
    "C1-A:9 C1-B:7 C2-A:8",
)
"""C1 would have A in the second slot and A would have C1 in the first: each side alone finds room."""

LEFT_OVER = fair(
    3,
    [desk("A"), desk("B", closed={1: {"s2", "s3"}})],
    [
        Company("C1", 2),
        Company("C2", 1, frozenset({"s1"}), group="G"),
        Company("C3", 1, frozenset({"s2", "s3"}), group="G"),
        Company("C4", 1, frozenset({"s1"}), group="G"),
    ],
    "C1-A:9 C1-B:9 C2-A:9 C3-A:9 C4-A:9",
)
"""Of the four chosen one has no place at A, for C1 sees B first; C3, who was not chosen, fills it."""

IN_THE_MIDDLE = fair(
    3, [desk("A"), desk("B", closed={1: {"s1", "s3"}})], [Company("C1", 2, breathing=True)], "C1-A:2 C1-B:2"
)
"""B receives in the middle only, beside which C1 must breathe: one meeting, or three halves of one."""


def first(openings: Openings) -> list[int]:
    slots = [NOWHERE] * len(openings.pairings)
    for pairing, slot in serve(openings).values():
        slots[pairing] = slot
    return slots


def climbed(problem: Problem) -> tuple[Ladder, str]:
    """The ladder after its climb, and the rung at which it ended."""
    rungs: list[str] = []
    left = settled(problem)
    ladder = Ladder(left, first(left), 1, Limit(progress=lambda stage, share: rungs.append(stage)))
    ladder.climb()
    assert rungs == RUNGS[: len(rungs)]
    return ladder, rungs[-1]


def independent(problem: Problem) -> int:
    """By one 0-1 programme without stages; it wants at least one meeting that could be held."""
    return greatest_worth(problem, unserved_by_the_draw(problem)[1]) if settled(problem).pairings else 0


def open_to_all(problem: Problem) -> Problem:
    """The same under policy "floor", everybody being allowed a meeting: as the other ways understand it."""
    companies = [replace(company, max_meetings=max(1, company.max_meetings)) for company in problem.companies]
    return replace(problem, policy="floor", companies=tuple(companies))


@pytest.mark.parametrize(
    ("problem", "last", "proof", "worth"),
    [
        (FIRST_MEETINGS, "choosing who meets whom", "flow", 17),
        (FREE, "choosing with an eye on the clock", "flow", 17),
        (BOTH_EARLY, "choosing with an eye on the clock", "two-sided flow", 10),
        (HARD_TO_PLACE, "linear programme", "flow", 4),
        (LEFT_OVER, "choosing with an eye on the clock", "flow", 36),
        (TWO_MINDS, "linear programme", "linear programme", 17),
        (IN_THE_MIDDLE, "exhausted search", "exhausted search", 2),
    ],
    ids=["matching", "flow", "two-sided flow", "a vertex", "filled up", "programme", "branch and cut"],
)
def test_a_fair_that_needs_a_rung_is_proven_on_it(
    problem: Problem, last: str, proof: Proof, worth: int
) -> None:
    ladder, ended = climbed(problem)

    assert (ended, ladder.proof, ladder.worth, ladder.is_proven) == (last, proof, worth, True)
    assert independent(problem) == worth


def test_where_a_choice_finds_no_place_another_of_the_same_worth_may() -> None:
    """Chosen without those who were left over twice before."""
    problem = large_problem(34, 150, 15, 8, availability=0.6, breathing=0.5, demand=3, pinned=0.2)
    ladder, ended = climbed(problem)

    assert (ended, ladder.proof) == ("choosing with an eye on the clock", "two-sided flow")
    assert ladder.is_proven


def latin_square(size: int, holes: int, seed: int) -> Problem:
    """Everybody meets everybody in as many slots; but for some, all meetings are pinned."""
    random = Random(seed)
    rows, columns, order = (random.sample(range(size), size) for _ in range(3))
    fields = [(row, column) for row in range(size) for column in range(size)]
    open_ones = sorted(random.sample(fields, holes))
    pins = [
        Pin(f"C{row}", f"D{column}", f"s{order[(rows[row] + columns[column]) % size] + 1}")
        for row, column in sorted(set(fields) - set(open_ones))
    ]
    companies, desks = [Company(f"C{n}", size) for n in range(size)], [desk(f"D{n}") for n in range(size)]
    return fair(size, desks, companies, " ".join(f"C{r}-D{c}:1" for r, c in open_ones), pins)


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_a_latin_square_is_completed_by_exact_placement(seed: int) -> None:
    ladder, ended = climbed(latin_square(18, 150, seed))

    assert (ended, ladder.proof, ladder.worth, ladder.is_proven) == ("placing exactly", "flow", 150, True)


@pytest.mark.parametrize(
    ("seed", "last", "proof"),
    [
        (2074, "filling up", "flow"),
        (3613, "choosing with an eye on the clock", "flow"),
        (1497, "exhausted search", "linear programme"),
    ],
    ids=[
        "filled up to the bound",
        "another choice of the same worth",
        "found by search, proven by programme",
    ],
)
def test_a_rung_may_only_find_what_another_has_proven(seed: int, last: str, proof: Proof) -> None:
    problem = replace(random_problem(seed, HOLES), policy="floor")
    ladder, ended = climbed(problem)

    assert (ended, ladder.proof, ladder.is_proven) == (last, proof, True)
    assert solve(problem).level("worth").value == ladder.worth


def assert_as_the_independent_model(seed: int) -> None:
    problem = open_to_all(random_problem(seed, HOLES))
    ladder, _ = climbed(problem)

    assert (ladder.worth, ladder.bound) == (independent(problem),) * 2
    assert (ladder.prices is None) == (ladder.proof == "exhausted search")


@given(st.integers(0, 2**32))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_wherever_it_ends_the_worth_is_that_of_the_independent_model(seed: int) -> None:
    assert_as_the_independent_model(seed)


@pytest.mark.nightly
@pytest.mark.parametrize("batch", range(20))
def test_wherever_it_ends_the_worth_is_that_of_the_independent_model_at_length(batch: int) -> None:
    for seed in range(200 * batch, 200 * (batch + 1)):
        assert_as_the_independent_model(seed)


@pytest.mark.parametrize("rung", range(len(RUNGS)))
def test_on_whatever_rung_it_is_left_all_are_served_and_the_bound_holds(rung: int) -> None:
    def leave(stage: str, share: float) -> None:
        if stage == RUNGS[rung]:
            raise Stopped

    left = settled(IN_THE_MIDDLE)
    ladder = Ladder(left, first(left), 1, Limit(progress=leave))
    with pytest.raises(Stopped):
        ladder.climb()

    assert Grid.of(left, ladder.slots).slot == ladder.slots
    assert (ladder.worth, ladder.is_proven) == (2, False)
    assert ladder.bound == [None, 4, 4, 4, 3, 3][rung]


@pytest.mark.parametrize(("budgets", "bound"), [(["LARGEST_PROGRAMME"], 4), ([], 3)])
def test_what_is_too_large_for_the_last_rungs_is_feasible_with_a_bound(
    budgets: list[str], bound: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for budget in ("LARGEST_SEARCH", *budgets):
        monkeypatch.setattr(exact, budget, 0)
    result = solve(IN_THE_MIDDLE)
    worth = result.level("worth")

    assert (result.status, worth.value, worth.bound, worth.proof) == ("feasible", 2, bound, None)
    assert [unplaced.reason.code for unplaced in result.unplaced] == ["own_meeting"]
