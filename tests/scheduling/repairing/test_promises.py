"""What was published, beside what is open now: where it may stand, and what the pins settle of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.scheduling.problem import Company, Pin, Problem, Promise
from matchmaker.scheduling.repairing.promises import Promises, promised
from matchmaker.scheduling.solving.grid import NOWHERE
from matchmaker.scheduling.solving.openings import Openings, bits
from tests.scheduling import repair_oracle
from tests.scheduling.numbered import name, numbers
from tests.scheduling.numbered import slots as standing_at
from tests.scheduling.problems import desk
from tests.scheduling.small_fairs import fair
from tests.scheduling.wild_repairs import wild_repair

TWO = [Company("C1", 2), Company("C2", 2)]


def publishing(problem: Problem, *promises: Promise) -> tuple[Openings, Promises]:
    return promised(replace(problem, published=promises), seed=1)


def allowed(found: tuple[Openings, Promises], pair: str) -> list[str]:
    """The slots in which a pair may stand."""
    openings, _ = found
    (number,) = numbers(openings, pair)
    return [f"s{slot + 1}" for slot in bits(openings.pairings[number].slots)]


@pytest.mark.parametrize(
    ("slot", "earliest", "expected"),
    [
        ("s2", None, ["s1", "s2", "s3", "s4"]),
        ("s2", "s2", ["s2", "s3", "s4"]),
        ("s2", "s3", ["s2", "s3", "s4"]),
        ("s1", "s4", ["s1", "s4"]),
        ("s4", "s2", ["s2", "s3", "s4"]),
        ("s4", "s1", ["s1", "s2", "s3", "s4"]),
    ],
)
def test_a_meeting_may_stay_or_move_to_the_hour_announced_or_later(
    slot: str, earliest: str | None, expected: list[str]
) -> None:
    found = publishing(
        fair(4, [desk("A", 2)], TWO, "C1-A:5 C2-A:5"), Promise("C1", "A", slot, "A-1", earliest)
    )

    assert allowed(found, "C1-A") == expected
    assert allowed(found, "C2-A") == ["s1", "s2", "s3", "s4"]


def test_its_own_slot_is_of_no_use_where_the_company_is_absent_or_the_desk_is_shut() -> None:
    absent = fair(3, [desk("A")], [Company("C1", 1, frozenset({"s1"}))], "C1-A:5")
    shut = fair(3, [desk("A", closed={1: {"s1"}})], TWO, "C1-A:5")

    for problem in (absent, shut):
        assert allowed(publishing(problem, Promise("C1", "A", "s1", "A-1", "s3")), "C1-A") == ["s3"]


def test_a_promise_with_no_slot_left_is_lost_whatever_is_done() -> None:
    problem = fair(3, [desk("A", closed={1: {"s1", "s3"}})], TWO, "C1-A:5 C2-A:5")
    openings, promises = publishing(problem, Promise("C1", "A", "s1", "A-1", "s3"))

    assert [name(openings, number) for number in range(len(openings.pairings))] == ["C2-A"]
    assert promises.numbers == []


def test_a_pair_that_is_neither_wished_nor_pinned_any_more_is_lost() -> None:
    openings, promises = publishing(
        fair(2, [desk("A"), desk("B")], TWO, "C2-A:5"),
        Promise("C1", "A", "s1", "A-1"),
        Promise("C2", "A", "s2", "A-1"),
    )

    assert [name(openings, number) for number in promises.numbers] == ["C2-A"]
    assert promises.pinned == (0, 0)


def test_a_promise_that_a_pin_fulfils_is_counted_and_settled() -> None:
    """Kept where it was, kept elsewhere, earlier than announced too: the pin is the organiser's word."""
    pins = [Pin("C1", "A", "s2"), Pin("C1", "B", "s1"), Pin("C2", "B", "s3")]
    openings, promises = publishing(
        fair(3, [desk("A"), desk("B")], TWO, "C1-A:5 C2-A:5", pins),
        Promise("C1", "A", "s2", "A-1"),
        Promise("C1", "B", "s2", "B-1", "s2"),
    )

    assert promises.pinned == (2, 1)
    assert promises.numbers == []
    assert promises.count([NOWHERE] * len(openings.pairings)) == (2, 1)


def test_kept_and_moved_are_counted_beside_the_pins() -> None:
    problem = fair(3, [desk("A", 2), desk("B")], TWO, "C1-A:5 C2-A:5 C2-B:5", [Pin("C1", "B", "s3")])
    openings, promises = publishing(
        problem,
        Promise("C1", "B", "s1", "B-1"),
        Promise("C1", "A", "s1", "A-1"),
        Promise("C2", "A", "s2", "A-2"),
    )

    def count(described: str) -> tuple[int, int]:
        return promises.count(standing_at(openings, described))

    assert count("") == (1, 1)
    assert count("C1-A@s1 C2-A@s2") == (3, 1)
    assert count("C1-A@s2 C2-A@s2") == (3, 2)
    assert count("C1-A@s2 C2-A@s3") == (3, 3)
    assert count("C2-B@s1") == (1, 1)


def test_of_a_new_pairing_nothing_was_promised() -> None:
    openings, promises = publishing(
        fair(2, [desk("A")], TWO, "C1-A:5 C2-A:5"), Promise("C1", "A", "s1", "A-1")
    )
    old, new = numbers(openings, "C1-A C2-A")

    assert (promises.is_promised(old), promises.is_promised(new)) == (True, False)
    assert [promises.is_moved(old, slot) for slot in (0, 1)] == [False, True]
    assert [promises.is_moved(new, slot) for slot in (0, 1)] == [False, False]


def test_every_slot_left_to_a_pairing_is_one_it_may_move_to_and_no_other_is() -> None:
    for seed in range(60):
        problem = wild_repair(seed)
        (openings, promises), (bare, _) = (
            promised(problem, 1),
            promised(replace(problem, published=()), 1),
        )
        left = {name(openings, n): pairing.slots for n, pairing in enumerate(openings.pairings)}
        for n, pairing in enumerate(bare.pairings):
            pair = (bare.companies[pairing.company].id, bare.desks[pairing.desk].id)
            for slot in bits(pairing.slots):
                too_early = repair_oracle.is_too_early(problem, frozenset({(*pair, slot)}))
                assert (left.get(name(bare, n), 0) >> slot & 1 == 1) is not too_early
        assert all(openings.pairings[number].slots for number in promises.numbers)
