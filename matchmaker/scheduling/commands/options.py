"""What the commands that search have in common: where to write, by which seed, how long, and a bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite
from typing import Any

import click

from matchmaker.scheduling.solving.limit import Progress

LARGEST_SEED = 2**31 - 1


def _seconds(context: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    if value is not None and not (isfinite(value) and value >= 0):
        raise click.BadParameter("expected a number of seconds, 0 or more.")
    return value


_OPTIONS = (
    click.option(
        "-o",
        "--output",
        default="-",
        metavar="FILE",
        help="Write the timetable there, whole or not at all.",
    ),
    click.option(
        "--seed",
        type=click.IntRange(0, LARGEST_SEED),
        default=1,
        show_default=True,
        help="Breaks ties; draws the parties if the problem brings no draw.",
    ),
    click.option(
        "--time-limit",
        type=float,
        callback=_seconds,
        metavar="SECONDS",
        help="Stop then, with the best timetable found so far.",
    ),
)


def searching(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a search: ``output``, ``seed`` and ``time_limit``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def bar() -> Iterator[Progress | None]:
    """A bar on a terminal, nothing anywhere else."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=100, file=sys.stderr, item_show_func=lambda stage: stage) as shown:

        def show(stage: str, share: float) -> None:
            shown.update(round(100 * share) - shown.pos, stage)

        yield show
