"""What a reason counts adds up, and is said."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.repair import repair
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Result
from tests.scheduling.problems import Shape, random_problem
from tests.scheduling.repairs import random_repair

TAKERS = ("pinned", "published", "greater", "only", "busy", "equal", "exchange")
CROWDED = Shape(companies=(4, 6), desks=(1, 3), tables=(1, 2), slots=(2, 4), pins=(0, 2), wished=0.9)


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED]))
@settings(max_examples=150, deadline=None)
def test_what_a_reason_counts_adds_up(seed: int, shape: Shape) -> None:
    assert_it_adds_up(solve(random_problem(seed, shape)))


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED]))
@settings(max_examples=60, deadline=None)
def test_what_a_reason_counts_after_a_repair_adds_up(seed: int, shape: Shape) -> None:
    assert_it_adds_up(repair(random_repair(seed, shape)))


def assert_it_adds_up(result: Result) -> None:
    for unplaced in result.unplaced:
        found = {name: int(count) for name, count in unplaced.reason.witnesses}
        assert adds_up(unplaced.reason.code, found), (unplaced, found)
        assert all(str(found[name]) in unplaced.reason.text for name in found if is_said(name, found))


def is_said(name: str, found: dict[str, int]) -> bool:
    """One is said in words, none not at all, and what a wish is worth only beside those worth more."""
    in_words = name == "groups" or (name == "worth" and not found["greater"])
    return found[name] > 1 and not in_words


def adds_up(code: str, found: dict[str, int]) -> bool:
    def total(*names: str) -> int:
        return sum(found[name] for name in names)

    match code:
        case "no_common_slot":
            return total("present", "open") - found["early"] <= found["slots"]
        case "quota_used":
            return total("pinned", "published", "preferred") == found["quota"]
        case "draw":
            one_too_many = found["competitors"] == found["places"] + 1 <= found["rank"] <= found["parties"]
            return one_too_many and found["groups"] <= found["competitors"] and found["desks"] >= 1
        case "own_meeting":
            return total("meeting", "breathing") == found["free"] <= found["common"]
        case "outranked":
            return total("pinned", "published", "greater") == found["places"] and found["greater"] > 0
        case _:
            return total(*TAKERS) == found["places"]
