"""Files that cannot be read or written, or are not what they should be: a sentence, a code, and no trace."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from matchmaker.scheduling.files import write_problem
from matchmaker.scheduling.problem import Company
from tests.scheduling.problems import desk
from tests.scheduling.small_fairs import fair
from tests.terminal import EXECUTABLE, run

DATA = write_problem(fair(2, [desk("A")], [Company("C1", 2), Company("C2", 1)], "C1-A:9 C2-A:5"))
TEXT = DATA.decode()


def instead(part: str, other: str) -> bytes:
    assert part in TEXT
    return TEXT.replace(part, other, 1).encode("utf-8", "surrogatepass")


HOSTILE: list[tuple[bytes, str]] = [
    (b"", "problem: empty"),
    (b"\xef\xbb\xbf" + DATA, "problem: begins with a byte order mark"),
    (TEXT.encode("utf-16"), "problem: not UTF-8 (byte 0)"),
    (instead('"DIR"', '"\ud800"'), f"problem: not UTF-8 (byte {TEXT.index('DIR')})"),
    (instead('"DIR"', '"\\ud800"'), r'desks[0].directorate: lone surrogate in "\ud800"'),
    (DATA + DATA, "problem: not JSON (Extra data at line 23, column 1)"),
    (b'{"a":' * 100_000, "problem: nested too deeply"),
    (instead('"worth": 9', '"worth": 9, "worth": 9'), "wishes[0].worth: key given more than once"),
    (instead('"worth": 9', '"worth": 9, "w\\u006frth": 9'), "wishes[0].worth: key given more than once"),
    (instead('"worth": 9', '"worth": 9.0'), "wishes[0].worth: expected an integer, found 9.0"),
    (instead('"worth": 9', '"worth": 9e0'), "wishes[0].worth: expected an integer, found 9e0"),
    (instead('"worth": 9', '"worth": true'), "wishes[0].worth: expected an integer, found true"),
    (instead('"worth": 9', '"worth": NaN'), "wishes[0].worth: expected an integer, found NaN"),
    (
        instead('"worth": 9', '"worth": ' + "9" * 4500),
        f"wishes[0].worth: expected an integer, found {'9' * 60}…",
    ),
    (instead('"worth": 9', '"worth": 9, "rank": 1'), "wishes[0].rank: unknown key"),
    (instead('"desk": "A", "worth"', '"desk": "B", "worth"'), 'wishes[0].desk: no desk "B"'),
]


@pytest.mark.parametrize(("data", "line"), HOSTILE)
def test_what_is_no_problem_is_one_line_with_its_path_and_nothing_is_written(
    data: bytes, line: str, tmp_path: Path
) -> None:
    solved = run("solve", "-", "-o", tmp_path / "t.json", stdin=data)

    assert (solved.exit_code, solved.stdout, solved.stderr) == (2, "", line + "\n")
    assert list(tmp_path.iterdir()) == []


def test_ten_thousand_keys_given_twice_are_ten_thousand_lines_and_no_wait(tmp_path: Path) -> None:
    keys = ",".join(f'"k{number % 10_000}":1' for number in range(20_000))
    solved = run("solve", "-", stdin=f"{{{keys}}}".encode())

    assert solved.exit_code == 2
    assert solved.stderr.count("key given more than once") == 10_000


def test_a_name_that_no_file_can_have_is_said_before_the_work(tmp_path: Path) -> None:
    name = tmp_path / ("x" * 300)
    solved = run("solve", "-", "-o", name, stdin=DATA)

    assert (solved.exit_code, solved.stdout) == (2, "")
    assert solved.stderr == f'Cannot write "{name}": File name too long.\n'
    assert run("solve", name).stderr == f'Cannot read "{name}": File name too long.\n'


def test_a_file_that_cannot_be_written_to_its_end_stays_as_it_was(tmp_path: Path) -> None:
    """No file of this process may have more than no bytes."""
    problem, output = tmp_path / "p.json", tmp_path / "t.json"
    problem.write_bytes(DATA)
    output.write_text("what was there")
    solved = subprocess.run(
        ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", EXECUTABLE, "solve", problem, "-o", output],
        capture_output=True,
        check=False,
    )

    assert (solved.returncode, solved.stdout) == (2, b"")
    assert solved.stderr.decode() == f'Cannot write "{output}": File too large.\n'
    assert output.read_text() == "what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.json", "t.json"]


def test_where_no_file_can_be_made_it_is_said() -> None:
    solved = run("solve", "-", "-o", "/proc/t.json", stdin=DATA)

    assert (solved.exit_code, solved.stdout) == (2, "")
    assert solved.stderr.startswith('Cannot write "/proc/t.json": ')


@pytest.mark.parametrize("command", ["solve", "check", "explain"])
def test_a_reader_who_has_gone_is_said_in_a_sentence(command: str, tmp_path: Path) -> None:
    problem, timetable = tmp_path / "p.json", tmp_path / "t.json"
    problem.write_bytes(DATA)
    assert run("solve", problem, "-o", timetable).exit_code == 0
    arguments = [problem] if command == "solve" else [problem, timetable]
    with subprocess.Popen(
        [EXECUTABLE, command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()

    assert (process.returncode, said) == (2, b"Cannot write to standard output: Broken pipe.\n")


@pytest.mark.parametrize("mode", ["", "1"])
def test_where_nothing_can_be_said_the_exit_code_still_says_it(tmp_path: Path, mode: str) -> None:
    """1 would say that the timetable is not sound, 120 that a buffer could not be emptied at exit."""
    problem = tmp_path / "p.json"
    problem.write_bytes(b"{")
    environment = os.environ | {"PYTHONUNBUFFERED": mode}
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run([EXECUTABLE, "solve", problem], stderr=full, env=environment, check=False)

    assert ended.returncode == 2


def test_a_timetable_in_the_place_of_a_problem_is_refused_by_its_format(tmp_path: Path) -> None:
    timetable = run("solve", "-", stdin=DATA).stdout_bytes
    swapped = run("solve", "-", stdin=timetable)

    assert swapped.exit_code == 2
    assert (
        'format: expected "matchmaker-problem/1", found "matchmaker-timetable/1"'
        in swapped.stderr.splitlines()
    )
    assert json.loads(timetable)["status"] == "optimal"
