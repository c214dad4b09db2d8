"""``repair`` says in words what it changes, and refuses what ``solve`` refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from tempfile import NamedTemporaryFile

import pytest
from click.testing import Result

from matchmaker.scheduling.files import write_problem
from matchmaker.scheduling.problem import Company, Pin, Problem, Promise
from tests.scheduling.problems import desk
from tests.scheduling.repairs import large_repair, random_repair
from tests.scheduling.small_fairs import fair
from tests.terminal import run

THREE = [Company(f"C{number}", 1) for number in (1, 2, 3)]


def repaired(problem: Problem, *arguments: str) -> Result:
    return run("repair", "-", *arguments, stdin=write_problem(problem))


def promised(problem: Problem, *promises: str) -> Problem:
    """Promises as "C1-A@s1#2"."""
    parts = (promise.replace("@", "-").replace("#", "-").split("-") for promise in promises)
    published = (Promise(company, at, slot, f"{at}-{table}") for company, at, slot, table in parts)
    return replace(problem, published=tuple(published))


def test_it_says_who_stays_who_moves_who_loses_and_who_is_new() -> None:
    """Table A-1 is shut at first; A-2 remains, B is new and C3 has withdrawn its wish."""
    shut = desk("A", 2, closed={1: {"s1", "s2"}})
    wishes = "C1-A:9 C2-A:9 C2-B:1"
    ended = repaired(
        promised(
            fair(2, [shut, desk("B")], [Company("C1", 1), Company("C2", 2), THREE[2]], wishes),
            "C1-A@s1#1",
            "C2-A@s1#2",
            "C3-A@s2#2",
        )
    )

    assert ended.exit_code == 0
    lines = ended.stderr.splitlines()
    assert lines[0] == (
        "Of 3 published meetings 1 stay as they are, 0 change only the table, 1 move to another time, "
        "1 are lost; 1 are new."
    )
    assert sorted(line.split()[0] for line in lines[1:]) == ["lost", "moved", "new"]
    assert 'lost   company "C3" with desk "A": 09:40 ("s2"). It is no longer wished.' in lines
    assert [level["name"] for level in json.loads(ended.stdout)["objective"]][:3] == [
        "kept",
        "served",
        "moved",
    ]


def test_whoever_stays_at_the_hour_but_not_at_the_table_is_told_of_the_table() -> None:
    shut = desk("A", 2, closed={1: {"s1"}})
    ended = repaired(promised(fair(1, [shut], THREE, "C1-A:9"), "C1-A@s1#1"))

    assert ended.stderr.splitlines()[1:] == [
        'table  company "C1" with desk "A": 09:30 ("s1"), table "A-1" → "A-2"'
    ]


def test_somebody_who_loses_a_meeting_is_told_why() -> None:
    shut = desk("A", 1, closed={1: {"s2"}})
    ended = repaired(promised(fair(2, [shut], THREE, "C1-A:9 C2-A:5"), "C1-A@s1#1", "C2-A@s2#1"))

    assert ended.stderr.splitlines()[1].startswith('lost   company "C2" with desk "A": 09:40 ("s2"). ')
    assert json.loads(ended.stdout)["unplaced"][0]["reason"]["text"] in ended.stderr


def test_a_pair_published_twice_is_a_contradiction_that_names_the_entries() -> None:
    ended = repaired(promised(fair(2, [desk("A", 2)], THREE, "C1-A:9"), "C1-A@s1#1", "C1-A@s2#2"))

    assert (ended.exit_code, ended.stdout) == (3, "")
    assert ended.stderr == (
        'published[0], published[1]: company "C1" is published with desk "A" more than once\n'
    )


def test_pins_that_contradict_each_other_are_refused_as_by_solve() -> None:
    pins = [Pin("C1", "A", "s1"), Pin("C1", "A", "s2")]
    ended = repaired(fair(2, [desk("A", 2)], THREE, "", pins))

    assert (ended.exit_code, ended.stdout) == (3, "")
    assert ended.stderr.startswith("pins[0], pins[1]: ")


def test_a_malformed_file_is_refused_and_nothing_is_written() -> None:
    ended = run("repair", "-", stdin=b"{}")

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "slots: missing" in ended.stderr.splitlines()


@pytest.mark.parametrize("limit", ["0", "0.05"])
def test_a_time_limit_leaves_the_best_found_and_the_checker_agrees(limit: str) -> None:
    problem = large_repair(3)
    ended = repaired(problem, "--time-limit", limit)

    assert ended.exit_code == 0
    assert json.loads(ended.stdout)["status"] == "feasible"
    assert checked(problem, ended.stdout).exit_code == 0


def test_what_it_makes_is_found_sound_and_explained() -> None:
    for seed in range(10):
        problem = random_repair(seed)
        ended = repaired(problem)
        assert ended.exit_code == 0
        assert checked(problem, ended.stdout).exit_code == 0


def checked(problem: Problem, timetable: str) -> Result:
    with NamedTemporaryFile(suffix=".json") as file:
        file.write(timetable.encode())
        file.flush()
        return run("check", "-", file.name, stdin=write_problem(problem))
