"""What a terminal does to the commands: its encoding, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

from tests.terminal import EXECUTABLE, hearing_ctrl_c, run_for_real
from tests.test_cli import PROBLEM


def test_ids_are_printed_as_they_are_whatever_the_terminal_believes(tmp_path: Path) -> None:
    text = json.dumps(PROBLEM).replace('"C1"', '"Société"').replace('"EAU"', '"水"')
    problem, timetable = tmp_path / "p.json", tmp_path / "t.json"
    problem.write_text(text, encoding="utf-8")
    ascii_only = os.environ | {
        "LC_ALL": "C",
        "PYTHONIOENCODING": "ascii",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
    }

    assert run_for_real("solve", problem, "-o", timetable, env=ascii_only).returncode == 0
    explained = run_for_real("explain", problem, timetable, env=ascii_only)
    assert explained.returncode == 0
    assert 'Company "Société"' in explained.stdout.decode("utf-8")
    refused = run_for_real("explain", problem, timetable, "--company", "Café", env=ascii_only)
    assert (refused.returncode, b"Traceback" in refused.stderr) == (2, False)


def test_ctrl_c_ends_in_a_sentence_and_writes_nothing(tmp_path: Path) -> None:
    """The problem comes through a pipe, so that the command is surely at work when it is interrupted."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [EXECUTABLE, "solve", pipe, "-o", tmp_path / "t.json"]
    with hearing_ctrl_c():
        process = subprocess.Popen(command, stderr=subprocess.PIPE)
    with process, pipe.open("wb"):
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=30)

    assert (process.returncode, error) == (130, b"Interrupted.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
