"""A way of filling a fair, measured in a process of its own, so that one's memory is not another's.

The clock runs only while the way works: making the fair comes before it, checking the timetable after it.
Memory is the greatest the process ever had, libraries and the fair included. Who cannot stop by himself when
his time is over is stopped from outside, and that is written down too.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any, NamedTuple, Protocol

from benchmarks.answer import Answer
from benchmarks.instances import Fair
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.quality import asking_parties, quality
from matchmaker.scheduling.rules import violations

WARM_UP, WARM_UP_SECONDS = Fair(120, 12, 6, presence=0.6), 1.0
GRACE = 10.0


class Source(Protocol):
    """Where problems come from: a fair that is drawn, or one that was published."""

    def problem(self, seed: int) -> Problem: ...


class Trial(NamedTuple):
    """A way, what it is tried on, and the seconds it may take each time.

    ``place`` is module.function. ``before`` names a function that makes, before the clock runs, what the way
    is given instead of the problem.
    """

    way: str
    place: str
    source: Source
    seeds: Sequence[int]
    patience: float
    before: str | None = None


class Measured(NamedTuple):
    """One try; ``seconds`` is None if it was stopped from outside or failed. Memory is in MiB."""

    way: str
    fair: str
    seed: int
    patience: float
    seconds: float | None
    settled: float | None
    memory: float | None
    is_proven: bool
    figures: dict[str, Any]


def apart(trial: Trial) -> Iterator[Measured]:
    """The tries of a trial one after the other; none is begun after one that did not end."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(trial, theirs), daemon=True)
    process.start()
    theirs.close()
    for seed in trial.seeds:
        try:
            measured = ours.recv() if ours.poll(2 * trial.patience + GRACE) else None
        except EOFError:
            measured = None
        yield measured or _unfinished(trial, seed)
        if measured is None:
            process.kill()
            break
    process.join()


def _unfinished(trial: Trial, seed: int) -> Measured:
    return Measured(trial.way, str(trial.source), seed, trial.patience, None, None, None, False, {})


def _work(trial: Trial, results: Connection) -> None:
    """In the process of its own; a small fair first, so that nothing is loaded while the clock runs."""
    fill, before = _function(trial.place), _function(trial.before) if trial.before else _as_it_is
    try:
        fill(before(WARM_UP.problem(0)), WARM_UP_SECONDS)
        for seed in trial.seeds:
            results.send(tried(trial, seed, fill, before(trial.source.problem(seed))))
    except Exception:  # the others go on; what happened is read where the run was started
        traceback.print_exc(file=sys.stderr)


def _function(place: str) -> Any:
    module, _, name = place.rpartition(".")
    return getattr(import_module(f"benchmarks.{module}"), name)


def _as_it_is(problem: Problem) -> Problem:
    return problem


def tried(trial: Trial, seed: int, fill: Any, given: Any) -> Measured:
    """One try: the clock around ``fill``, then the rules; who breaks one has proven nothing."""
    begun = time.perf_counter()
    answer = fill(given, trial.patience)
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {**answer.figures, **_counted(given, answer)}
    is_proven = answer.is_proven and not figures.get("broken_rules")
    return Measured(
        trial.way,
        str(trial.source),
        seed,
        trial.patience,
        seconds,
        answer.settled or seconds,
        memory,
        is_proven,
        figures,
    )


def _counted(given: Any, answer: Answer) -> dict[str, int]:
    """Counted from the meetings alone, by the rules that everybody else is held to."""
    if answer.bookings is None:
        return {}
    counted = quality(given, answer.bookings)
    return {
        "asking": len(asking_parties(given)),
        "served": counted.served,
        "worth": counted.worth,
        "idle": counted.idle,
        "meetings": len(answer.bookings),
        "broken_rules": len(violations(given, answer.bookings)),
    }


def unit() -> float:
    """Half a million additions and dictionary look-ups: one unit of this machine, now."""

    def piece() -> float:
        begun, counts = time.perf_counter(), dict.fromkeys(range(1000), 0)
        for number in range(500_000):
            counts[number % 1000] += number
        return time.perf_counter() - begun

    return min(piece() for _ in range(5))
