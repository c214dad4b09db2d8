"""Whatever happened to a file on its way, the commands say it in sentences and never with a traceback.

Nothing is written where a file is refused: no timetable, no half of one, nothing over what was there.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import Result

from matchmaker.cli import COMMANDS
from matchmaker.scheduling.files import write_problem
from tests.damage import RICH, any_value, damaged
from tests.scheduling.wild_repairs import wild_repair
from tests.terminal import run

KEPT = b"what was there before"
CHANGES = [
    ["--force", "C1", "EAU"],
    ["--forbid", "C1", "EAU"],
    ["--pin", "C2", "EAU", "s1"],
    ["--pin", "C0", "D0", "s3"],
    ["--add-table", "EAU"],
    ["--close-table", "D0-1"],
    ["--close-table-in", "EAU-1", "s1"],
    ["--slot-minutes", "5"],
    ["--gone", "C1"],
    ["--quota", "1"],
    ["--quota-of", "C1", "0"],
    ["--policy", "worth"],
]

QUESTIONS = [[], ["--company", "C1"], ["--price"], ["--scarce"], ["--company", "C2", "--price"]]


@cache
def documents(number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A problem, and a timetable of it that is solved, repaired, or repaired in no time."""
    problem = RICH if number % 3 == 0 else json.loads(write_problem(wild_repair(number)))
    command = [["solve"], ["repair"], ["repair", "--time-limit", "0"]][number % 3]
    return problem, json.loads(run(*command, "-", stdin=json.dumps(problem).encode()).stdout)


def assert_said(ended: Result, codes: set[int], data: bytes) -> None:
    """One of these exit codes, and if it is no success, sentences where they belong and nothing else."""
    assert ended.exit_code in codes, (ended.exit_code, data)
    assert "Traceback" not in ended.stderr
    if ended.exit_code in {2, 3}:
        assert ended.stdout == "", data
        assert ended.stderr.strip(), data
    else:
        assert ended.stdout.strip(), data


def assert_whole_or_nothing(command: str, data: bytes, folder: Path) -> int:
    """With -o: a timetable that the checker accepts, or no file, and no change to one that was there."""
    made, there = folder / "made.json", folder / "there.json"
    there.write_bytes(KEPT)
    ended = run(command, "-", "-o", made, stdin=data)
    again = run(command, "-", "-o", there, stdin=data)

    assert ended.exit_code == again.exit_code
    assert ended.exit_code in {0, 2, 3}, data
    assert ended.stdout == ""
    if ended.exit_code == 0:
        assert made.read_bytes() == there.read_bytes()
        assert run("check", "-", made, stdin=data).exit_code == 0, data
        assert run("explain", "-", made, stdin=data).exit_code == 0, data
        made.unlink()
    else:
        assert ended.stderr.strip()
        assert there.read_bytes() == KEPT
    assert [left.name for left in folder.iterdir()] == ["there.json"]
    return ended.exit_code


def hurt_problem(number: int, folder: Path) -> int:
    random = Random(f"problem/{number}")
    problem, timetable = documents(number % 12)
    data = damaged(problem, random)
    code = assert_whole_or_nothing(random.choice(["solve", "repair"]), data, folder)
    if "what-if" in COMMANDS:
        assert_said(run("what-if", "-", *random.choice(CHANGES), stdin=data), {0, 2, 3}, data)
    beside = folder / "there.json"
    beside.write_text(json.dumps(timetable))
    assert_said(run("check", "-", beside, stdin=data), {0, 1, 2, 3}, data)
    assert_said(run("explain", "-", beside, *random.choice(QUESTIONS), stdin=data), {0, 2, 3}, data)
    return code


def hurt_timetable(number: int, folder: Path) -> int:
    problem, timetable = documents(number % 12)
    random = Random(f"timetable/{number}")
    data = damaged(timetable, random)
    beside = folder / "there.json"
    beside.write_text(json.dumps(problem))
    checked = run("check", beside, "-", stdin=data)
    assert_said(checked, {0, 1, 2}, data)
    assert_said(run("explain", beside, "-", *random.choice(QUESTIONS), stdin=data), {0, 2}, data)
    return checked.exit_code


def no_such_file(number: int, folder: Path) -> int:
    """Any JSON in the place of a problem or a timetable."""
    data = json.dumps(any_value(Random(f"any/{number}"), depth=4)).encode()
    assert_said(run("check", "-", os.devnull, stdin=data), {2}, data)
    return assert_whole_or_nothing("solve", data, folder)


def hurt(numbers: range, folder: Path) -> Counter[int]:
    """Each number names a file and what is done with it; the exit codes that came of it."""
    kinds = [hurt_problem, hurt_problem, hurt_timetable, hurt_problem, hurt_timetable]
    kinds = [*kinds, *kinds, no_such_file]
    codes = Counter[int]()
    for number in numbers:
        codes[kinds[number % len(kinds)](number, folder)] += 1
    return codes


@pytest.mark.parametrize("batch", range(5))
def test_no_damage_to_a_file_brings_a_traceback_or_half_a_timetable(batch: int, tmp_path: Path) -> None:
    codes = hurt(range(100 * batch, 100 * (batch + 1)), tmp_path)

    assert set(codes) <= {0, 1, 2, 3}
    assert min(codes[code] for code in (0, 1, 2)) >= 3, codes


@pytest.mark.nightly
@pytest.mark.parametrize("batch", range(5, 105))
def test_no_damage_to_a_file_brings_a_traceback_or_half_a_timetable_at_length(
    batch: int, tmp_path: Path
) -> None:
    hurt(range(100 * batch, 100 * (batch + 1)), tmp_path)


def test_there_is_damage_that_makes_a_problem_contradict_itself(tmp_path: Path) -> None:
    codes = Counter(hurt_problem(number, tmp_path) for number in range(100))

    assert codes[3] >= 2, codes
