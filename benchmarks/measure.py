"""A way of filling a fair, measured in a process of its own, so that one's memory is not another's."""

from __future__ import annotations

import multiprocessing
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from typing import Any, NamedTuple

from benchmarks.instances import Size, an_instance


class Way(NamedTuple):
    """A way of filling a fair, loaded where it is measured, and the seeds it is measured on."""

    name: str
    place: str
    seeds: range


class Measured(NamedTuple):
    """Seconds and outcome for each seed, and the memory of the process in MiB."""

    seconds: list[float]
    outcomes: list[Any]
    memory: float

    def first(self, number: int) -> Measured:
        return Measured(self.seconds[:number], self.outcomes[:number], self.memory)

    def total(self, figure: str) -> int:
        return sum(getattr(outcome, figure) for outcome in self.outcomes)


def measure(way: Way, size: Size) -> Measured:
    """Runs in a process of its own; a small fair first, so that nothing is loaded while the clock runs."""
    module, _, name = way.place.partition(".")
    fill = getattr(import_module(f"benchmarks.{module}"), name)
    fill(an_instance(Size(20, 4, 4, 1.0, 2.0), 0))
    seconds, outcomes = [], []
    for seed in way.seeds:
        problem = an_instance(size, seed)
        begun = time.perf_counter()
        outcomes.append(fill(problem))
        seconds.append(time.perf_counter() - begun)
    return Measured(seconds, outcomes, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def apart(way: Way, size: Size) -> Measured:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as process:
        return process.submit(measure, way, size).result()


def unit() -> float:
    """Half a million additions and dictionary look-ups: one unit of this machine, now."""

    def piece() -> float:
        begun, counts = time.perf_counter(), dict.fromkeys(range(1000), 0)
        for number in range(500_000):
            counts[number % 1000] += number
        return time.perf_counter() - begun

    return min(piece() for _ in range(5))
