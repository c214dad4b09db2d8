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
from matchmaker.scheduling.problem import Company, Promise
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


def test_the_price_of_each_wish_can_be_asked_for(folder: Path) -> None:
    files = folder / "p.json", folder / "t.json"
    to_all, to_one = run("explain", *files, "--price"), run("explain", *files, "--company", "C3", "--price")

    assert to_all.stdout.splitlines()[2] == (
        "    Placing it would break the draw: number 2 would go without a meeting in the place of number 3."
    )
    assert to_one.stdout.splitlines()[2] == (
        "    Placing it would break the draw: somebody drawn earlier would go without a meeting."
    )


def test_what_is_scarce_can_be_asked_for(folder: Path) -> None:
    told = run("explain", folder / "p.json", folder / "t.json", "--scarce")

    assert told.exit_code == 0
    assert told.stdout.splitlines()[2:] == [
        "3 parties compete for 2 first meetings: they can be received at these places and at no other.",
        'Desk "A", 2 of its places contested',
        "  one more table: 1 party more served, 5 of worth more",
        '  one more place, in slot "s1": 1 party more served, 5 of worth more',
    ]


def test_what_is_scarce_is_not_for_one_company(folder: Path) -> None:
    ended = run("explain", folder / "p.json", folder / "t.json", "--scarce", "--company", "C3")

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr == "What is scarce is the organiser's picture, not that of one company.\n"


def test_after_a_repair_everything_can_be_asked_for_too(folder: Path) -> None:
    """C3, drawn last, was promised a place: the draw has not decided, and no price lets the promise go."""
    late = replace(THREE, published=(Promise("C3", "A", "s1", "A-1"), Promise("C2", "A", "s2", "A-1")))
    (folder / "p.json").write_bytes(write_problem(late))
    assert run("repair", folder / "p.json", "-o", folder / "t.json").exit_code == 0
    told = run("explain", folder / "p.json", folder / "t.json", "--price", "--scarce")

    assert told.exit_code == 0
    taken = "In the 2 common slots all 2 places of the desk are taken: 2 by meetings already published."
    assert told.stdout.splitlines() == [
        'Company "C1"',
        f'  desk "A": desk_full. {taken}',
        f"    No timetable can hold it. {taken}",
        "No first meeting is contested.",
        'Desk "A"',
        "  one more table: 1 party more served, 9 of worth more",
        '  one more place, in slot "s1": 1 party more served, 9 of worth more',
    ]


def test_claims_that_are_not_true_do_not_stop_the_questions(folder: Path) -> None:
    """No level at all, and a certificate of strangers with a price below nothing."""
    document = json.loads((folder / "t.json").read_bytes())
    document["objective"], document["proof"] = [], {}
    document["certificate"] |= {"quota": {"C9": 5, "C1": -5}, "desk_slot": {"Z": {"s1": 1}, "A": {"s1": -1}}}
    (folder / "t.json").write_text(json.dumps(document))
    told = run("explain", folder / "p.json", folder / "t.json", "--price", "--scarce")

    assert (told.exit_code, len(told.stdout.splitlines())) == (0, 7)


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_no_text_names_another_company_or_party_or_desk(seed: int) -> None:
    problem = random_problem(seed, CROWDED)
    ids = {*problem.company, *problem.draw, *problem.desk}

    for unplaced in explain(problem, solve(problem).meetings, stopped=False):
        assert [name for name in ids if name in unplaced.reason.text] == []
