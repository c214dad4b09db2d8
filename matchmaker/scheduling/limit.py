"""When to stop: the only place of the scheduler that reads a clock, and only if somebody set a time limit.

Everything else is bounded by counts (moves, nodes, iterations), so that the same problem gives the same
bytes on a slow machine and on a fast one. The solvers written in C++ run in a thread of their own while
Python waits: otherwise Ctrl-C would be heard only when they are done.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from math import inf
from typing import TypeVar

Progress = Callable[[str, float], None]
"""Called with the name of the stage, in plain English, and the share of the whole that is behind it."""

_T = TypeVar("_T")


class Stopped(Exception):
    """The time limit has passed; what was found so far stands."""


class Limit:
    """The time that is left, and somebody to tell how far we are."""

    def __init__(self, seconds: float | None = None, progress: Progress | None = None) -> None:
        self._end = inf if seconds is None else time.monotonic() + seconds
        self._progress = progress

    @property
    def left(self) -> float:
        """Seconds left, ``inf`` without a limit."""
        return inf if self._end == inf else max(0.0, self._end - time.monotonic())

    def check(self) -> None:
        """Raise Stopped once the time has passed."""
        if self._end != inf and time.monotonic() >= self._end:
            raise Stopped

    def enter(self, stage: str, share: float) -> None:
        """Begin a stage: stop here if the time has passed, else say so to whoever listens."""
        self.check()
        if self._progress is not None:
            self._progress(stage, share)


def interruptible(work: Callable[[], _T], stop: Callable[[], object]) -> _T:
    """Run ``work`` in a thread and wait; Ctrl-C calls ``stop``, waits for the end and is raised again."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            return pool.submit(work).result()
        except KeyboardInterrupt:
            stop()
            raise
