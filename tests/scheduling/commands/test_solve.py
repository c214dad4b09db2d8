"""What ``solve`` makes of its options, of pins and of Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from matchmaker.scheduling.files import write_problem
from matchmaker.scheduling.problem import Company, Pin, Problem, Promise
from tests.scheduling.problems import desk, large_problem
from tests.scheduling.small_fairs import fair
from tests.terminal import EXECUTABLE, hearing_ctrl_c, run

SHUT = desk("A", 2, closed={1: {"s1"}})
"""At desk A only the second table is open in the first slot."""
TWO = [Company("C1", 1), Company("C2", 1)]


def solve(problem: Problem, *arguments: str) -> Result:
    return run("solve", "-", *arguments, stdin=write_problem(problem))


def solved(problem: Problem) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(solve(problem).stdout)
    return document


def seats(problem: Problem) -> list[str]:
    return [f"{m['company']}@{m['slot']} {m['table']}" for m in solved(problem)["meetings"]]


@pytest.mark.parametrize(
    ("pins", "expected"),
    [
        # Without a table: an open one first, a closed one only if the pins leave none open
        ([Pin("C1", "A", "s1")], ["C1@s1 A-2"]),
        ([Pin("C1", "A", "s1"), Pin("C2", "A", "s1", "A-2")], ["C1@s1 A-1", "C2@s1 A-2"]),
        # At a closed table: the open one is left to the wish
        ([Pin("C1", "A", "s1", "A-1")], ["C1@s1 A-1", "C2@s1 A-2"]),
    ],
)
def test_a_pin_takes_an_open_table_unless_it_names_a_closed_one(pins: list[Pin], expected: list[str]) -> None:
    wishes = "C2-A:5" if len(pins) == 1 else ""
    found = fair(1, [SHUT], TWO, wishes, pins)

    assert seats(found) == expected


def test_a_pin_stands_where_its_company_is_absent() -> None:
    absent = Company("C1", 1, frozenset({"s1"}))

    assert seats(fair(1, [desk("A")], [absent], "", [Pin("C1", "A", "s1")])) == ["C1@s1 A-1"]


def test_what_was_published_changes_nothing_but_the_digest() -> None:
    found = fair(2, [desk("A")], TWO, "C1-A:9 C2-A:5")
    promised = replace(
        found, published=(Promise("C2", "A", "s1", "A-1", "s2"), Promise("C1", "A", "s1", "A-1"))
    )
    plain, with_promises = solved(found), solved(promised)

    assert plain.pop("problem_sha256") != with_promises.pop("problem_sha256")
    assert plain == with_promises


@pytest.mark.parametrize(
    "arguments",
    [
        ["--time-limit", "nan"],
        ["--time-limit", "inf"],
        ["--time-limit", "1e999"],
        ["--time-limit", "-0.001"],
        ["--time-limit", ""],
        ["--time-limit"],
        ["--seed", "1.0"],
        ["--seed", "-1"],
        ["--seed", str(2**31)],
        ["--seed", "9" * 5000],
        ["one more"],
        ["--sead", "1"],
    ],
)
def test_an_option_that_means_nothing_ends_with_2(arguments: list[str]) -> None:
    ended = solve(fair(1, [desk("A")], TWO, "C1-A:1"), *arguments)

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "Error: " in ended.stderr


@pytest.mark.parametrize("limit", ["0", "-0", "0.0", "1e-9", "1e9"])
def test_any_limit_that_is_a_number_of_seconds_gives_a_timetable(limit: str) -> None:
    ended = solve(fair(1, [desk("A")], TWO, "C1-A:1 C2-A:9"), "--time-limit", limit)

    assert (ended.exit_code, ended.stderr) == (0, "")
    assert [meeting["company"] for meeting in json.loads(ended.stdout)["meetings"]] == ["C1"]


def test_ctrl_c_during_the_search_gives_the_best_timetable_so_far(tmp_path: Path) -> None:
    """The bar on the terminal says that the search has begun."""
    problem, timetable = tmp_path / "p.json", tmp_path / "t.json"
    problem.write_bytes(write_problem(large_problem(2, availability=0.7, breathing=0.3)))
    screen, terminal = os.openpty()
    with hearing_ctrl_c():
        process = subprocess.Popen([EXECUTABLE, "solve", problem, "-o", timetable], stderr=terminal)
    os.close(terminal)
    seen = b""
    while b"choosing" not in seen:
        seen += os.read(screen, 1000)
    process.send_signal(signal.SIGINT)

    assert process.wait(timeout=30) == 0
    os.close(screen)
    assert json.loads(timetable.read_bytes())["status"] == "feasible"
    checked = run("check", problem, timetable)
    assert checked.exit_code == 0
