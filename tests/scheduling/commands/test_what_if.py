"""``what-if`` prints both standings side by side, and says what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from matchmaker.scheduling.files import write_problem
from matchmaker.scheduling.problem import Company, Problem
from tests.scheduling.problems import desk, large_problem
from tests.scheduling.small_fairs import fair
from tests.terminal import EXECUTABLE, run

ONE_EACH = [Company("C1", 1), Company("C2", 1), Company("C3", 1)]
FAIR = fair(2, [desk("A")], ONE_EACH, "C1-A:9 C2-A:9 C3-A:5")


def what_if(*arguments: str, problem: Problem = FAIR) -> Result:
    return run("what-if", "-", *arguments, stdin=write_problem(problem))


def test_the_figures_stand_side_by_side() -> None:
    told = what_if("--force", "C3", "A")

    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.splitlines() == [
        "                  as it is    then  difference",
        "parties received    2 of 3  2 of 3           0",
        "parties left out         1       1           0",
        "worth                   18      14          -4",
        "meetings                 2       2           0",
        "Draw ranks left out as it is: 3.",
        "Draw ranks left out then: 2.",
        'Would have a first meeting: "C3" (drawn 3).',
        'Would have no meeting any more: "C2" (drawn 2).',
        "Worth is exact.",
    ]


@pytest.mark.parametrize(
    ("arguments", "received", "worth"),
    [
        (["--forbid", "C1", "A"], "2 of 2", "14"),
        (["--pin", "C3", "A", "s2"], "2 of 3", "14"),
        (["--add-table", "A"], "3 of 3", "23"),
        (["--close-table", "A-1"], "0 of 3", "0"),
        (["--close-table-in", "A-1", "s1"], "1 of 3", "9"),
        (["--slot-minutes", "3"], "3 of 3", "23"),
        (["--gone", "C1"], "2 of 2", "14"),
        (["--quota", "0"], "0 of 3", "0"),
        (["--quota-of", "C1", "0"], "2 of 3", "14"),
        (["--policy", "worth"], "2 of 3", "18"),
        (["--gone", "C1", "--gone", "C2", "--gone", "C3"], "0 of 0", "0"),
    ],
)
def test_every_change_has_an_option(arguments: list[str], received: str, worth: str) -> None:
    lines = what_if(*arguments).stdout.splitlines()

    assert lines[1].split()[5:8] == received.split()
    assert lines[3].split()[2] == worth


def test_an_id_may_hold_a_colon_and_a_space() -> None:
    odd = fair(1, [desk("A")], [Company("C:1", 1), Company("C 2", 1)], "")

    told = what_if("--force", "C:1", "A", "--quota-of", "C 2", "0", problem=odd)
    assert 'Would have a first meeting: "C:1" (drawn 1).' in told.stdout.splitlines()


def test_under_worth_alone_it_is_said_that_others_could_be_received() -> None:
    last = what_if("--policy", "worth").stdout.splitlines()[-2:]

    assert last == [
        'Under policy "worth", who is received is what one of several equally good timetables gives.',
        "Worth is exact.",
    ]


def test_a_worth_that_is_a_bound_is_called_so() -> None:
    told = what_if("--quota", "4", problem=large_problem(0, 30, 4, 4, 0.5, demand=4)).stdout

    assert "at most " in told
    assert told.splitlines()[-1] == "Not every chosen meeting found a slot, so worth may be less."


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        ([], 2, "Name at least one change; matchmaker what-if --help lists them."),
        (["--gone", "C9"], 2, 'leave out company "C9": no company "C9"'),
        (
            ["--force", "C1", "A", "--gone", "C1"],
            3,
            'force company "C1" with desk "A" and leave out company "C1": only one of the two is possible',
        ),
        (
            ["--force", "C1", "A", "--quota", "0"],
            3,
            'force company "C1" with desk "A": the company may have 0 meetings',
        ),
        (
            ["--quota", "1", "--quota", "2"],
            3,
            "set a quota of 1 and set a quota of 2: only one of the two is",
        ),
    ],
)
def test_what_cannot_be_ends_with_its_code_and_a_sentence(
    arguments: list[str], code: int, error: str
) -> None:
    ended = what_if(*arguments)

    assert (ended.exit_code, ended.stdout) == (code, "")
    assert ended.stderr.startswith(error)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--force", "C1"],
        ["--slot-minutes", "0"],
        ["--quota", "-1"],
        ["--policy", "none"],
        ["--pin", "C1", "A"],
    ],
)
def test_an_option_that_means_nothing_ends_with_2(arguments: list[str]) -> None:
    ended = what_if(*arguments)

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "Error: " in ended.stderr


def test_a_file_that_is_no_problem_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text("{}")
    ended = run("what-if", tmp_path / "p.json", "--quota", "1")

    assert ended.exit_code == 2
    assert "format: missing" in ended.stderr.splitlines()


def test_the_command_is_in_the_overview() -> None:
    assert "what-if" in run("--help").stdout
    assert EXECUTABLE.exists()
