"""The commands: what they print, where, with which exit code."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import EXECUTABLE, run, written

PROBLEM: dict[str, Any] = {
    "format": "matchmaker-problem/1",
    "slots": [
        {"id": "s1", "start": "2023-11-15T10:30:00+01:00", "end": "2023-11-15T10:38:00+01:00"},
        {"id": "s2", "start": "2023-11-15T10:40:00+01:00", "end": "2023-11-15T10:48:00+01:00"},
    ],
    "desks": [
        {"id": "EAU", "directorate": "DSEA", "tables": [{"id": "EAU-1", "closed": ["s2"]}]},
        {"id": "CON", "directorate": "DB", "tables": [{"id": "CON-1", "closed": ["s1"]}]},
    ],
    "companies": [{"id": f"C{number}", "max_meetings": 2} for number in range(1, 5)],
    "wishes": [
        {"company": "C1", "desk": "EAU", "worth": 100},
        {"company": "C1", "desk": "CON", "worth": 70},
        {"company": "C2", "desk": "EAU", "worth": 45},
        {"company": "C3", "desk": "CON", "worth": 100},
    ],
    "draw": ["C4", "C3", "C2", "C1"],
}


PINNED_TWICE = PROBLEM | {"pins": [{"company": c, "desk": "CON", "slot": "s2"} for c in ("C1", "C3")]}


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    return written(tmp_path / "problem.json", PROBLEM)


@pytest.fixture
def timetable(tmp_path: Path, problem: Path) -> Path:
    assert run("solve", problem, "-o", tmp_path / "timetable.json").exit_code == 0
    return tmp_path / "timetable.json"


def test_a_problem_is_solved_and_the_timetable_checked(problem: Path, timetable: Path) -> None:
    checked = run("check", problem, timetable)

    assert (checked.exit_code, checked.stderr) == (0, "")
    assert checked.stdout.splitlines() == [
        "meetings: 2, every rule obeyed",
        "unplaced: 2, every reason true",
        "served: 2, bound 2, re-verified by a matching",
        "draw: [4], bound [4], re-verified by a matching",
        "worth: 145, bound 145, re-verified by the certificate",
        "idle: 0, bound 0, the least there is",
    ]


def test_without_output_the_timetable_goes_to_standard_output_and_nothing_else_does(
    problem: Path, timetable: Path
) -> None:
    solved = run("solve", problem)

    assert (solved.exit_code, solved.stderr) == (0, "")
    assert solved.stdout_bytes == timetable.read_bytes()


def test_a_dash_is_standard_input_and_output(problem: Path, timetable: Path) -> None:
    assert run("solve", "-", "-o", "-", stdin=problem.read_bytes()).stdout_bytes == timetable.read_bytes()
    assert run("check", "-", timetable, stdin=problem.read_bytes()).exit_code == 0
    assert run("check", problem, "-", stdin=timetable.read_bytes()).exit_code == 0
    assert run("check", "-", "-").exit_code == 2


def test_the_seed_draws_the_parties_of_a_problem_without_draw(tmp_path: Path) -> None:
    drawn = written(tmp_path / "p.json", {key: PROBLEM[key] for key in PROBLEM if key != "draw"})
    ranks = {
        json.loads(run("solve", drawn, "--seed", str(seed)).stdout)["objective"][1]["value"][0]
        for seed in range(9)
    }

    assert len(ranks) > 1
    for seed in range(9):
        assert run("solve", drawn, "--seed", str(seed), "-o", tmp_path / "t.json").exit_code == 0
        assert run("check", drawn, tmp_path / "t.json").exit_code == 0


def test_a_time_limit_of_zero_still_gives_a_timetable_that_obeys_every_rule(
    problem: Path, tmp_path: Path
) -> None:
    solved = run("solve", problem, "--time-limit", "0", "-o", tmp_path / "t.json")

    assert solved.exit_code == 0
    assert json.loads((tmp_path / "t.json").read_bytes())["status"] == "feasible"
    assert run("check", problem, tmp_path / "t.json").exit_code == 0


def test_a_worth_without_certificate_is_accepted_and_not_re_verified(problem: Path, timetable: Path) -> None:
    document = json.loads(timetable.read_bytes()) | {"certificate": None}
    checked = run("check", problem, written(timetable, document))

    assert checked.exit_code == 0
    assert "worth: 145, bound 145, not re-verified, for there is no certificate" in checked.stdout


def test_a_timetable_that_lies_is_refused_with_one_line_for_each_lie(problem: Path, timetable: Path) -> None:
    document = json.loads(timetable.read_bytes())
    document["objective"][0]["value"] = 3
    document["unplaced"][0]["reason"]["text"] = "C2 has the place."
    checked = run("check", problem, written(timetable, document))

    assert (checked.exit_code, checked.stderr) == (1, "")
    assert checked.stdout.splitlines() == [
        "objective.served.value: 3, counted again 2",
        "status: optimal, but not proven at the level served",
        'unplaced[0].reason.text: names another company, "C2"',
    ]


def test_reasons_are_given_company_by_company(problem: Path, timetable: Path) -> None:
    explained = run("explain", problem, timetable)

    assert explained.exit_code == 0
    only_place = (
        "draw. The draw decides, and this is number 4 of 4. 3 companies, this one among"
        " them, can only be received at the same 2 places of 2 desks, and all the others were drawn earlier."
    )
    assert explained.stdout.splitlines() == [
        'Company "C1"',
        f'  desk "CON": {only_place}',
        f'  desk "EAU": {only_place}',
    ]


def test_the_reasons_of_one_company_can_be_asked_for(problem: Path, timetable: Path) -> None:
    def answer(company: str) -> tuple[int, str]:
        explained = run("explain", problem, timetable, "--company", company)
        return explained.exit_code, explained.output.partition("\n")[0]

    assert answer("C1") == (0, 'Company "C1"')
    assert answer("C2") == (0, "Every wish is a meeting.")
    assert answer("C4") == (0, 'Company "C4" has no wish.')
    assert answer("C9") == (2, 'The problem has no company "C9".')


def test_reasons_are_not_given_for_a_timetable_of_another_problem(
    problem: Path, timetable: Path, tmp_path: Path
) -> None:
    other = written(tmp_path / "other.json", PROBLEM | {"policy": "worth"})
    explained = run("explain", other, timetable)

    assert (explained.exit_code, explained.stderr) == (2, "The timetable is of another problem.\n")


def test_a_timetable_that_could_be_better_without_harm_is_not_explained_away(
    problem: Path, timetable: Path
) -> None:
    document = json.loads(timetable.read_bytes())
    document["meetings"] = document["meetings"][:1]
    explained = run("explain", problem, written(timetable, document))

    assert (explained.exit_code, explained.stdout) == (2, "")
    assert explained.stderr.startswith("The timetable says that it is the best one, but company ")


def test_every_fault_of_a_malformed_file_is_a_line_on_standard_error_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    document = copy.deepcopy(PROBLEM)
    document["wishes"][3]["desk"] = "DBX"
    document["slots"][0]["end"] = "soon"
    output = tmp_path / "out.json"
    output.write_text("what was there")
    solved = run("solve", written(tmp_path / "p.json", document), "-o", output)

    assert (solved.exit_code, solved.stdout) == (2, "")
    assert solved.stderr.splitlines() == [
        'slots[0].end: not an RFC 3339 time: "soon"',
        'wishes[3].desk: no desk "DBX"',
    ]
    assert output.read_text() == "what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.json", "p.json"]


@pytest.mark.parametrize("command", ["solve", "check", "explain"])
def test_a_problem_that_contradicts_itself_ends_with_3(command: str, tmp_path: Path, timetable: Path) -> None:
    impossible = written(tmp_path / "p.json", PINNED_TWICE)
    ended = run(command, impossible, *([] if command == "solve" else [timetable]))

    assert (ended.exit_code, ended.stdout) == (3, "")
    assert (
        ended.stderr == 'pins[0], pins[1]: desk "CON" in slot "s2" has 2 meetings, more than its tables (1)\n'
    )


def test_a_malformed_timetable_ends_with_2(problem: Path, tmp_path: Path) -> None:
    broken = tmp_path / "t.json"
    broken.write_bytes(b'{"format": 3')
    checked = run("check", problem, broken)

    assert (checked.exit_code, checked.stdout) == (2, "")
    assert checked.stderr == "timetable: not JSON (Expecting ',' delimiter at line 1, column 13)\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["solve", "{tmp}/none.json"], 'Cannot read "{tmp}/none.json": No such file or directory.'),
        (["solve", "{tmp}"], 'Cannot read "{tmp}": Is a directory.'),
        (
            ["check", "{tmp}/none.json", "{tmp}/none.json"],
            'Cannot read "{tmp}/none.json": No such file or directory.',
        ),
        (["solve", "{problem}", "-o", "{tmp}"], 'Cannot write "{tmp}": it is a directory.'),
        (
            ["solve", "{problem}", "-o", "{tmp}/none/out.json"],
            'Cannot write "{tmp}/none/out.json": there is no directory "{tmp}/none".',
        ),
        (["solve", "{problem}", "-o", "/dev/full"], 'Cannot write "/dev/full": No space left on device.'),
    ],
)
def test_what_cannot_be_read_or_written_is_said_in_a_sentence(
    arguments: list[str], sentence: str, problem: Path, tmp_path: Path
) -> None:
    ended = run(*(argument.format(tmp=tmp_path, problem=problem) for argument in arguments))

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr == sentence.format(tmp=tmp_path) + "\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["solve", "--seed", "-1"],
        ["solve", "--seed", "one"],
        ["solve", "--time-limit", "-1"],
        ["solve", "--time-limit", "nan"],
        ["repair", "--seed", "-1"],
        ["mend"],
    ],
)
def test_what_the_commands_do_not_understand_ends_with_2(arguments: list[str], problem: Path) -> None:
    assert run(*arguments, problem).exit_code == 2


def test_the_output_is_replaced_as_a_whole_and_keeps_its_mode_and_links(
    problem: Path, tmp_path: Path
) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("before")
    real.chmod(0o640)
    link.symlink_to(real)
    with real.open() as still_open:
        assert run("solve", problem, "-o", link).exit_code == 0
        assert still_open.read() == "before"

    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert json.loads(real.read_bytes())["status"] == "optimal"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.json", "problem.json", "real.json"]


def test_a_full_standard_output_is_said_in_a_sentence(problem: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        solved = subprocess.run(
            [EXECUTABLE, "solve", problem], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert solved.returncode == 2
    assert solved.stderr == b"Cannot write to standard output: No space left on device.\n"


LIGHT = "import sys; from matchmaker.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"


HEAVY = ("ortools", "highspy", "networkx", "numpy", "flask", "sqlalchemy", "matchmaker.scheduling.solve")


@pytest.mark.parametrize("command", ["check", "explain", "--help"])
def test_what_needs_no_solver_loads_none(command: str, problem: Path, timetable: Path) -> None:
    arguments = [command] if command == "--help" else [command, str(problem), str(timetable)]
    look = f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    ended = subprocess.run([sys.executable, "-c", LIGHT + look, *arguments], capture_output=True, check=True)

    assert ended.stderr == b"[]\n"
