"""Reading and writing the files a command is given; what goes wrong is said in a sentence.

Exit codes: 2 for what cannot be read or written or is malformed, 3 for a problem that contradicts itself.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, TextIO

import click

from matchmaker.scheduling.contradictions import contradictions
from matchmaker.scheduling.files import Malformed, read_problem, read_timetable
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.timetable import Result


class Refused(click.ClickException):
    """The end of a command that cannot do what it was asked, with its reasons, a line for each."""

    exit_code = 2

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))

    def show(self, file: IO[Any] | None = None) -> None:
        # Where nothing can be said any more, the exit code still says it.
        try:
            click.echo(self.message, file=file, err=file is None)
        except OSError:
            _let_go(sys.stderr)


class Contradictory(Refused):
    """A problem that is well formed and impossible."""

    exit_code = 3


def problem_in(name: str, seed: int) -> Problem:
    """The problem of a file, or of standard input if it is called "-"; without contradictions."""
    try:
        problem = read_problem(_bytes_of(name), seed)
    except Malformed as malformed:
        raise Refused(*malformed.faults) from None
    if found := contradictions(problem):
        raise Contradictory(*found)
    return problem


def timetable_in(name: str) -> Result:
    """The timetable of a file, or of standard input if it is called "-"."""
    try:
        return read_timetable(_bytes_of(name))
    except Malformed as malformed:
        raise Refused(*malformed.faults) from None


def both_in(problem_name: str, timetable_name: str) -> tuple[Problem, Result]:
    """A problem and a timetable, which says by which seed the parties were drawn if the problem does not."""
    if problem_name == timetable_name == "-":
        raise Refused("Only one of the two files can come from standard input.")
    timetable = timetable_in(timetable_name)
    return problem_in(problem_name, timetable.seed), timetable


def refuse_unwritable(name: str) -> None:
    """Say before the work what would otherwise be said after it."""
    target = _target(name)
    try:
        if target.is_dir():
            raise Refused(f"Cannot write {_shown(name)}: it is a directory.")
        if not target.parent.is_dir():
            raise Refused(f"Cannot write {_shown(name)}: there is no directory {_shown(str(target.parent))}.")
    except OSError as error:
        raise Refused(f"Cannot write {_shown(name)}: {error.strerror}.") from None


def write(data: bytes, name: str) -> None:
    """Write a file whole or not at all; "-" is standard output."""
    try:
        if name == "-":
            _print(data)
        elif _target(name).exists() and not _target(name).is_file():
            _target(name).write_bytes(data)  # a device or a pipe cannot be replaced
        else:
            _replace(_target(name), data)
    except OSError as error:
        where = "to standard output" if name == "-" else _shown(name)
        raise Refused(f"Cannot write {where}: {error.strerror}.") from None


def say(lines: Iterable[str]) -> None:
    """Lines on standard output, in UTF-8 whatever the terminal believes."""
    write("".join(f"{line}\n" for line in lines).encode(), "-")


def _bytes_of(name: str) -> bytes:
    if name == "-" and sys.stdin is None:
        raise Refused("Cannot read standard input: it is closed.")
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise Refused(f"Cannot read {_shown(name)}: {error.strerror}.") from None


def _target(name: str) -> Path:
    """The file itself where the name is a link to it."""
    return Path(os.path.realpath(name))


def _replace(target: Path, data: bytes) -> None:
    beside = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with beside.open("xb") as file:
            file.write(data)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _print(data: bytes) -> None:
    if sys.stdout is None:
        raise Refused("Cannot write to standard output: it is closed.")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError:
        _let_go(sys.stdout)
        raise


def _let_go(stream: TextIO) -> None:
    """What is left in its buffer would be tried again, and fail again, at exit: let it go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _shown(name: str) -> str:
    return f'"{click.format_filename(name)}"'
