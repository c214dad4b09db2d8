"""The same question gives the same repair, to the byte: whatever the order of the lists or the hash seed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from matchmaker.scheduling.files import write_problem, write_timetable
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.repair import preview, repair
from tests.scheduling.large_repairs import Day, disturbed
from tests.scheduling.repairs import random_repair
from tests.scheduling.test_solve import permuted
from tests.scheduling.wild_repairs import wild_repair

SMALL = Day(30, 6, 6, breathing=0.3, grouped=0.3, pinned=0.1, announced=0.5, shut=0.15)


def shuffled(problem: Problem, seed: int) -> Problem:
    """Every list but slots and draw in another order, what was published too."""
    promises = tuple(Random(seed).sample(problem.published, len(problem.published)))
    return replace(permuted(problem, seed), published=promises)


@pytest.mark.parametrize("make", [repair, preview], ids=["proven", "preview"])
@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_the_order_of_the_lists_changes_nothing(seed: int, make: Any) -> None:
    for problem in (wild_repair(seed), random_repair(seed)):
        assert write_timetable(make(shuffled(problem, seed))) == write_timetable(make(problem))


def test_the_order_of_the_lists_changes_nothing_on_a_realistic_day() -> None:
    problem = disturbed(3, SMALL)

    assert write_timetable(repair(shuffled(problem, 1))) == write_timetable(repair(problem))


def test_the_digest_alone_knows_of_the_order(tmp_path: Path) -> None:
    problem = disturbed(3, SMALL)
    first, second = (json.loads(repaired(tmp_path, other, "1")) for other in (problem, shuffled(problem, 1)))

    assert first.pop("problem_sha256") != second.pop("problem_sha256")
    assert first == second


@pytest.mark.parametrize(
    "problem",
    [disturbed(4, SMALL), wild_repair(408), wild_repair(886)],
    ids=["a realistic day", "by the programme", "by a search"],
)
def test_the_hash_seed_changes_nothing(problem: Problem, tmp_path: Path) -> None:
    first, second = (repaired(tmp_path, problem, hash_seed) for hash_seed in ("1", "2"))

    assert first == second
    assert first.startswith(b"{")


def repaired(folder: Path, problem: Problem, hash_seed: str) -> bytes:
    """What the command prints in a process of its own."""
    file = folder / "problem.json"
    file.write_bytes(write_problem(problem))
    command = [str(Path(sys.executable).with_name("matchmaker")), "repair", str(file)]
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout


def test_another_seed_may_break_ties_otherwise_and_reaches_the_same_figures() -> None:
    for number in range(20):
        problem = wild_repair(number)
        figures = [
            [(level.name, level.value) for level in repair(problem, seed).objective if level.name != "idle"]
            for seed in (1, 2, 3)
        ]

        assert figures[0] == figures[1] == figures[2]
