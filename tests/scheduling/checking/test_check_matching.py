"""Who could be served at best, found again by the checker itself, equals what trying everything finds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.checking.check_matching import BestServed
from matchmaker.scheduling.problem import Company, Pin
from tests.scheduling import oracle
from tests.scheduling.problems import Shape, desk, random_problem
from tests.scheduling.small_fairs import fair

CROWDED = Shape(companies=(4, 6), desks=(1, 3), tables=(1, 2), slots=(2, 3), pins=(0, 2), wished=0.9)


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED]))
@settings(max_examples=250, deadline=None)
def test_the_first_two_levels_are_found_again_without_the_solver(seed: int, shape: Shape) -> None:
    problem = replace(random_problem(seed, shape), policy="floor")
    best = BestServed(problem, repaired=False)

    assert (best.most, best.unserved_ranks(best.most)) == oracle.best(problem)[:2]


def test_somebody_makes_room_for_the_next_by_changing_place_through_several_others() -> None:
    found = fair(
        1,
        [desk("A"), desk("B"), desk("C")],
        [Company(f"C{n}", 1) for n in range(1, 5)],
        "C1-A:1 C1-B:1 C2-B:1 C2-C:1 C3-A:1 C4-A:1",
    )
    best = BestServed(found, repaired=False)

    assert (best.added, best.most) == (["C1", "C2", "C3"], 3)
    assert [best.unserved_ranks(served) for served in (0, 1, 2, 3)] == [(1, 2, 3, 4), (2, 3, 4), (3, 4), (4,)]


def test_whom_the_pins_serve_is_served_before_anybody_is_drawn() -> None:
    companies = [Company("C1", 1), Company("C2", 1), Company("C3", 1, group="G"), Company("C4", 1, group="G")]
    found = fair(1, [desk("A", 2)], companies, "C1-A:1 C2-A:1 C4-A:1", [Pin("C3", "A", "s1")])
    best = BestServed(found, repaired=False)

    assert (best.pinned, best.added) == ({"G"}, ["C1"])
    assert best.unserved_ranks(2) == (2,)
