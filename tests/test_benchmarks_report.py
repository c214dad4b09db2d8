"""What the tables say is what was measured, and nothing is said better than it was seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks import pages, record
from benchmarks.answer import Answer
from benchmarks.goals import goals
from benchmarks.growth import growth
from benchmarks.instances import Fair
from benchmarks.measure import Measured, Trial, apart, tried
from benchmarks.plan import CP_SAT, HUGE_SPARSE, LINEAR, MATCHMAKER, SIZES, STOPPED_AFTER_2, USUAL
from benchmarks.record import Run
from benchmarks.summary import summary
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Booking

FIGURES = {
    "proof": "flow",
    "asking": 12,
    "served": 10,
    "worth": 1000,
    "idle": 0,
    "bound": 1000,
    "levels_proven": ["worth", "idle"],
}
MEDIAN = "300×30×8, presence 90%: proven, median < 0.1 s"


def one(way: str, fair: object, seed: int, seconds: float | None = 0.08, **changes: Any) -> Measured:
    figures = FIGURES | changes.pop("figures", {}) if seconds is not None else {}
    plain = Measured(way, str(fair), seed, 10.0, seconds, seconds, 50.0, seconds is not None, figures)
    return plain._replace(**changes)


def a_run(*tries: Measured) -> Run:
    return Run("short", "2026-01-01", "2 cores", [0.03, 0.05, 0.04], list(tries))


def verdict(run: Run, text: str) -> tuple[str, bool | None]:
    goal = next(goal for goal in goals(run) if goal.text == text)
    return goal.seen, goal.is_reached


def double_booked(problem: Problem) -> tuple[Booking, ...]:
    first, *others = solve(problem).meetings
    return first, first, *others


def test_what_was_measured_is_read_as_it_was_written(tmp_path: Path) -> None:
    run = a_run(one(MATCHMAKER, USUAL, 1), one(CP_SAT, USUAL, 1, None))
    record.write(run, tmp_path / "measured.json")

    assert record.read(tmp_path / "measured.json") == run


def test_only_what_stands_between_markers_is_replaced() -> None:
    page = "By hand.\n<!-- measured: goals -->\nold\n<!-- end -->\nBy hand too.\n"

    assert pages.filled(page, {"goals": "new"}) == page.replace("old", "new")


def test_a_marker_that_nothing_is_measured_for_is_refused() -> None:
    with pytest.raises(KeyError):
        pages.filled("<!-- measured: gaols -->\n<!-- end -->", {"goals": "new"})


def test_the_pages_say_what_the_record_says() -> None:
    run = record.read(pages.RECORD)
    texts = [page.read_text(encoding="utf-8") for page in (pages.PAGE, pages.LONG_TABLES)]

    assert [pages.filled(text, pages.parts(run)) for text in texts] == texts
    assert growth(run) == pages.DRAWING.read_text(encoding="utf-8")


def test_a_goal_is_reached_by_the_median_of_all_tries() -> None:
    run = a_run(*(one(MATCHMAKER, USUAL, seed, seconds) for seed, seconds in enumerate((0.05, 0.06, 0.5))))

    assert verdict(run, MEDIAN) == ("60 ms (3)", True)


def test_a_try_that_is_not_proven_is_slower_than_any_other() -> None:
    unproven = [one(MATCHMAKER, USUAL, seed, 0.01, is_proven=False) for seed in (1, 2)]

    assert verdict(a_run(*unproven, one(MATCHMAKER, USUAL, 3)), MEDIAN) == ("not proven (3)", False)


def test_a_try_that_did_not_end_is_slower_than_any_other() -> None:
    run = a_run(one(MATCHMAKER, USUAL, 1), one(MATCHMAKER, USUAL, 2, None), one(MATCHMAKER, USUAL, 3, None))

    assert verdict(run, MEDIAN) == ("not proven (3)", False)


def test_a_goal_that_nobody_tried_is_not_judged() -> None:
    assert {goal.is_reached for goal in goals(a_run())} == {None}


def test_a_gap_is_that_of_the_worst_try() -> None:
    tries = [one(STOPPED_AFTER_2, HUGE_SPARSE, n, figures={"bound": 1000 + n}) for n in (0, 1)]

    text = "2000×100×24, presence 60%: gap < 0.01 % after 2 s"
    assert verdict(a_run(*tries), text) == ("0.1000% (2)", False)


def test_a_rival_is_compared_on_the_same_fairs_only() -> None:
    ours = [one(MATCHMAKER, USUAL, 1, 0.1, settled=0.05), one(MATCHMAKER, USUAL, 2, None)]
    rival = [one(LINEAR, USUAL, n, 0.2, figures={"served": 9, "worth": 500}) for n in (1, 2, 3)]
    found = summary(a_run(*ours, *rival), LINEAR, USUAL)

    assert found is not None
    assert (found.served, found.worth, found.ratio) == (0.9, 0.5, pytest.approx(4))


def test_a_way_without_a_timetable_has_neither_served_nor_worth() -> None:
    found = summary(a_run(one(MATCHMAKER, USUAL, 1), one(LINEAR, USUAL, 1, None)), LINEAR, USUAL)

    assert found is not None
    assert (found.begun, found.ended, found.served, found.worth, found.seconds) == (1, 0, None, None, None)


def test_the_drawing_is_the_same_for_the_same_run_and_rings_what_proved_nothing() -> None:
    sizes = [size._replace(presence=0.9) for size in SIZES]
    proven = [one(MATCHMAKER, fair, 1, 0.01 * 4**n) for n, fair in enumerate(sizes)]
    run = a_run(*proven, one(CP_SAT, sizes[0], 1, 10.0, is_proven=False))
    circles = ElementTree.fromstring(growth(run)).iter("{http://www.w3.org/2000/svg}circle")

    assert growth(run) == growth(run)
    assert [circle.get("fill") == "none" for circle in circles].count(True) == 2  # once in each chart


def test_who_breaks_a_rule_proves_nothing() -> None:
    fair = Fair(20, 4, 4)
    trial = Trial("cheat", "", fair, [1], 1.0)
    cheat = tried(
        trial, 1, lambda problem, _: Answer(double_booked(problem), is_proven=True), fair.problem(1)
    )

    assert cheat.figures["broken_rules"] > 0
    assert not cheat.is_proven


def test_a_way_runs_in_a_process_of_its_own_on_every_seed() -> None:
    trial = Trial("way", "rivals.by_hand.first_come_first_served", Fair(20, 4, 4), [1, 2], 1.0)
    tries = list(apart(trial))

    assert [(each.seed, each.figures["broken_rules"]) for each in tries] == [(1, 0), (2, 0)]


def test_a_way_that_fails_is_written_down_as_not_ended() -> None:
    trial = Trial("way", "rivals.by_hand.no_such_way", Fair(20, 4, 4), [1, 2], 1.0)

    assert [(each.seed, each.seconds, each.is_proven) for each in apart(trial)] == [(1, None, False)]
