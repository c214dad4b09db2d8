"""When to stop: the only place of the scheduler that reads a clock, and only if somebody set a time limit.

Everything else is bounded by counts (moves, nodes, iterations), so that the same problem gives the same
bytes on a slow machine and on a fast one. Ctrl-C is like a limit that has passed: it ends the search at its
next check, where every rule holds, and not in the middle of a move. The solvers written in C++ run in a
thread of their own while Python waits: otherwise Ctrl-C would be heard only when they are done.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from math import inf
from typing import TypeVar

Progress = Callable[[str, float], None]
"""Called with the name of the stage, in plain English, and the share of the whole that is behind it."""

_T = TypeVar("_T")
_at_work: list[Callable[[], object]] = []
"""How to stop the solvers that are working now."""


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

    def stop(self) -> None:
        """Let the time be over now, also for a solver that is at work."""
        self._end = -inf
        for stop in tuple(_at_work):
            stop()

    def enter(self, stage: str, share: float) -> None:
        """Begin a stage: stop here if the time has passed, else say so to whoever listens."""
        self.check()
        self.tell(stage, share)

    def tell(self, stage: str, share: float) -> None:
        """Say to whoever listens how far we are."""
        if self._progress is not None:
            self._progress(stage, share)


@contextmanager
def interrupting(limit: Limit) -> Iterator[None]:
    """Within, Ctrl-C ends the search at its next check and raises nothing."""
    with _on_interrupt(limit.stop):
        yield


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Within, Ctrl-C does nothing unless a search hears it: what was found is to be written."""
    with _on_interrupt(lambda: None):
        yield


@contextmanager
def _on_interrupt(act: Callable[[], object]) -> Iterator[None]:
    """Only the main thread hears Ctrl-C, and not in a process that is to ignore it; there nothing changes."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        yield
        return
    before = signal.signal(signal.SIGINT, lambda number, frame: act())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def interruptible(work: Callable[[], _T], stop: Callable[[], object]) -> _T:
    """Run ``work`` in a thread and wait; Ctrl-C calls ``stop``, waits for the end and is raised again.

    Where a search is ``interrupting`` it is that search's limit which calls ``stop``, and nothing is raised.
    """
    _at_work.append(stop)
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            return pool.submit(work).result()
        except KeyboardInterrupt:
            stop()
            raise
        finally:
            _at_work.remove(stop)
