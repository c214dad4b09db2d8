"""``matchmaker solve``: from a problem to a timetable."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite

import click

from matchmaker.scheduling.commands.papers import problem_in, refuse_unwritable, write
from matchmaker.scheduling.files import write_timetable
from matchmaker.scheduling.limit import Progress
from matchmaker.scheduling.solve import solve

LARGEST_SEED = 2**31 - 1


def _seconds(context: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    if value is not None and not (isfinite(value) and value >= 0):
        raise click.BadParameter("expected a number of seconds, 0 or more.")
    return value


@click.command("solve")
@click.argument("problem")
@click.option(
    "-o",
    "--output",
    default="-",
    metavar="FILE",
    help="Write the timetable there, whole or not at all.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    default=1,
    show_default=True,
    help="Breaks ties; draws the parties if the problem brings no draw.",
)
@click.option(
    "--time-limit",
    type=float,
    callback=_seconds,
    metavar="SECONDS",
    help="Stop then, with the best timetable found so far.",
)
def command(problem: str, output: str, seed: int, time_limit: float | None) -> None:
    """Make the best timetable for PROBLEM ("-" for standard input), with the proof that it is.

    Without -o the timetable goes to standard output. Exit code 0: a timetable that obeys every rule. 2: a
    file that cannot be read or written or is malformed (one line for each fault on standard error). 3: a
    problem that contradicts itself (one line for each contradiction).
    """
    question = problem_in(problem, seed)
    if output != "-":
        refuse_unwritable(output)
    with _bar() as progress:
        result = solve(question, seed=seed, time_limit=time_limit, progress=progress)
    write(write_timetable(result), output)


@contextmanager
def _bar() -> Iterator[Progress | None]:
    """A bar on a terminal, nothing anywhere else."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=100, file=sys.stderr, item_show_func=lambda stage: stage) as bar:

        def show(stage: str, share: float) -> None:
            bar.update(round(100 * share) - bar.pos, stage)

        yield show
