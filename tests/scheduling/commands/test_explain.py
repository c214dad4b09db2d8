"""``explain`` gives a company its own reasons and tells it of nobody else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.files import write_problem
from matchmaker.scheduling.problem import Company
from matchmaker.scheduling.solve import solve
from tests.scheduling.problems import Shape, desk, random_problem
from tests.scheduling.small_fairs import fair
from tests.terminal import run

CROWDED = Shape(companies=(4, 6), desks=(1, 3), tables=(1, 2), slots=(2, 4), pins=(0, 2), wished=0.9)
THREE = fair(2, [desk("A")], [Company(f"C{n}", 1) for n in (1, 2, 3)], "C1-A:9 C2-A:5 C3-A:5")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "p.json").write_bytes(write_problem(THREE))
    assert run("solve", tmp_path / "p.json", "-o", tmp_path / "t.json").exit_code == 0
    return tmp_path


def with_meetings(folder: Path, count: int, table: str = "A-1") -> None:
    document = json.loads((folder / "t.json").read_bytes())
    document["meetings"] = [meeting | {"table": table} for meeting in document["meetings"][:count]]
    (folder / "t.json").write_text(json.dumps(document))


@pytest.mark.parametrize("count", [1, 2])
def test_a_timetable_that_is_not_what_it_says_names_nobody_to_one_company(count: int, folder: Path) -> None:
    """A place left free in a timetable that is said to be the best; a table that is none."""
    with_meetings(folder, count, "A-1" if count == 1 else "Z-1")
    files = folder / "p.json", folder / "t.json"
    to_all, to_one = run("explain", *files), run("explain", *files, "--company", "C3")

    assert (to_all.exit_code, to_all.stdout) == (2, "")
    assert 'company "C' in to_all.stderr
    assert (to_one.exit_code, to_one.stdout) == (2, "")
    assert to_one.stderr == "The timetable is not what it says it is; matchmaker check says why.\n"


def test_the_timetable_of_another_problem_is_said_to_be(folder: Path) -> None:
    (folder / "p.json").write_bytes(write_problem(replace(THREE, policy="worth")))
    ended = run("explain", folder / "p.json", folder / "t.json", "--company", "C3")

    assert (ended.exit_code, ended.stderr) == (2, "The timetable is of another problem.\n")


@pytest.mark.parametrize("company", ["C9", "", "c1"])
def test_a_company_that_the_problem_does_not_know_is_no_company(company: str, folder: Path) -> None:
    ended = run("explain", folder / "p.json", folder / "t.json", "--company", company)

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr == f'The problem has no company "{company}".\n'


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_no_text_names_another_company_or_party_or_desk(seed: int) -> None:
    problem = random_problem(seed, CROWDED)
    ids = {*problem.company, *problem.draw, *problem.desk}

    for unplaced in explain(problem, solve(problem).meetings, stopped=False):
        assert [name for name in ids if name in unplaced.reason.text] == []
