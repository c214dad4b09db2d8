"""The ``matchmaker`` command as a person at a terminal runs it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from matchmaker.cli import main

EXECUTABLE = Path(sys.executable).with_name("matchmaker")


def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
    """Run a command in this process; a traceback fails the test."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def run_for_real(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run it in a process of its own."""
    command = [str(EXECUTABLE), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, **options)


def written(path: Path, document: object) -> Path:
    """A JSON file with that document."""
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@contextmanager
def hearing_ctrl_c() -> Iterator[None]:
    """Ctrl-C as at a terminal: tests that run in the background ignore it, and hand that on."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
