"""The shortest days with no more moved than need be, and no search without end for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.scheduling.problem import Company, Problem
from matchmaker.scheduling.repair import repair
from matchmaker.scheduling.repairing import few_moves
from matchmaker.scheduling.repairing.promises import promised
from matchmaker.scheduling.solving.limit import Limit
from tests.scheduling import repair_oracle
from tests.scheduling.numbered import placed
from tests.scheduling.problems import desk
from tests.scheduling.repairs import published
from tests.scheduling.small_fairs import fair, meetings
from tests.scheduling.wild_repairs import LONG, wild_repair


def waiting(problem: Problem) -> tuple[object, object]:
    idle = repair(problem).level("idle")
    return idle.value, idle.bound


def test_a_meeting_that_stays_stays_though_the_day_is_long() -> None:
    """B could be in s2 as well, but it was published in s4 and can be there."""
    found = fair(4, [desk("A"), desk("B")], [Company("C1", 2)], "C1-A:5 C1-B:5")
    problem = replace(found, published=published(meetings("C1-A@s1 C1-B@s4")))

    assert [booking.slot for booking in repair(problem).meetings] == ["s1", "s4"]
    assert waiting(problem) == (2, 2)


def test_whoever_has_to_move_moves_to_where_the_day_is_short() -> None:
    """B is shut in s4 now, and goes beside A and not to the first slot."""
    found = fair(6, [desk("A"), desk("B", closed={1: {"s4"}})], [Company("C1", 2)], "C1-A:5 C1-B:5")
    problem = replace(found, published=published(meetings("C1-A@s6 C1-B@s4")))

    assert {booking.slot for booking in repair(problem).meetings} == {"s5", "s6"}
    assert waiting(problem) == (0, 0)


def test_the_days_are_the_shortest_with_as_few_moves_by_brute_force() -> None:
    proven = 0
    for seed in range(60):
        problem = wild_repair(seed, LONG)
        result = repair(problem)
        held = frozenset((b.company, b.desk, problem.slot_index[b.slot]) for b in result.meetings)
        idle, least = result.level("idle"), repair_oracle.least_idle(problem, held)

        assert idle.value == least == idle.bound
        proven += least > 0
    assert proven > 5


def test_too_many_days_are_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said of the waiting is then what each company could have alone."""
    monkeypatch.setattr(few_moves, "LARGEST", 0)
    unproven = 0
    for seed in range(20):
        problem = wild_repair(seed, LONG)
        result = repair(problem)
        unproven += not result.level("idle").is_proven
        assert result.status == "optimal"
        held = frozenset((b.company, b.desk, problem.slot_index[b.slot]) for b in result.meetings)
        idle = result.level("idle")

        assert idle.bound <= repair_oracle.least_idle(problem, held) <= idle.value
    assert unproven


def test_a_day_of_more_ways_than_anybody_could_list_comes_to_an_end() -> None:
    """Two companies, eight meetings each, twenty slots: billions of days, and few of them are looked at."""
    keys, companies = "ABCDEFGH", [Company("C1", 8), Company("C2", 8)]
    shut = {key: {f"s{n}" for n in range(1, 21) if n % 8 == at} for at, key in enumerate(keys)}
    stands = [desk(key, 1, {1: slots}) for key, slots in shut.items()]
    problem = fair(20, stands, companies, " ".join(f"{c.id}-{key}:5" for c in companies for key in keys))
    openings, promises = promised(problem, seed=1)
    standing = placed(problem, openings, repair(problem).meetings)

    assert few_moves.shortest_days(openings, promises, standing, Limit()) is None
