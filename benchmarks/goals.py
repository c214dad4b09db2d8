"""The goals of the engine, and what was seen of each in this run.

A goal is judged by all tries of its fairs in the run; how many these were is said beside it. Where a try did
not end, or was stopped before it had proven what the goal speaks of, it counts as slower than any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf
from statistics import median
from typing import NamedTuple

from benchmarks.measure import Measured
from benchmarks.plan import (
    ALL_PRICES,
    GIANT,
    HUGE_SPARSE,
    IMPORT,
    LARGE,
    LINEAR,
    MATCHMAKER,
    MIDDLE,
    MOSTLY,
    ONE_PRICE,
    PRESENCES,
    PREVIEW,
    REPAIR,
    SPARSE,
    STOPPED_AFTER_2,
)
from benchmarks.record import Run
from benchmarks.summary import summary
from benchmarks.tables import short

SMALLEST_GAP = 0.0001


class Goal(NamedTuple):
    """What must be reached, what was seen in how many tries, and whether it was; None if not tried."""

    text: str
    seen: str
    is_reached: bool | None


def goals(run: Run) -> Iterator[Goal]:
    """Every goal, in the order of the issue that set them."""
    yield from _middle(run)
    yield from _larger(run)
    yield from _repairs(run)
    yield from _rest(run)


def _middle(run: Run) -> Iterator[Goal]:
    for presence in PRESENCES:
        fair = MIDDLE._replace(presence=presence)
        times = [_proven(one) for one in run.of(MATCHMAKER, fair)]
        name = f"{fair.size}, presence {presence:.0%}"
        yield _timed(f"{name}: proven, median < 0.1 s", times, median, 0.1)
        yield _timed(f"{name}: proven, worst < 1 s (100 seeds)", times, max, 1)
        linear = summary(run, LINEAR, fair)
        ratio = linear.ratio if linear is not None else None
        seen = "not tried" if linear is None or ratio is None else f"{short(ratio)} × ({linear.ended})"
        yield Goal(
            f"{name}: 5 × faster than the time-indexed LP, median",
            seen,
            None if ratio is None else ratio >= 5,
        )


def _larger(run: Run) -> Iterator[Goal]:
    for presence in PRESENCES:
        fair = LARGE._replace(presence=presence)
        times = [_proven(one) for one in run.of(MATCHMAKER, fair)]
        yield _timed(f"{fair.size}, presence {presence:.0%}: proven, median < 1 s", times, median, 1)
    stopped = [_gap(one) for one in run.of(STOPPED_AFTER_2, HUGE_SPARSE)]
    name = f"{HUGE_SPARSE.size}, presence {SPARSE:.0%}"
    yield _judged(f"{name}: gap < 0.01 % after 2 s", stopped, max, SMALLEST_GAP, _as_percent)
    times = [_proven(one) for one in run.of(MATCHMAKER, HUGE_SPARSE)]
    yield _timed(f"{name}: proven < 60 s in 95 %", times, _quantile_95, 60)
    for presence in (1.0, MOSTLY):
        tries = run.of(MATCHMAKER, GIANT._replace(presence=presence))
        name = f"{GIANT.size}, presence {presence:.0%}"
        yield _timed(f"{name}: proven < 5 s", [_proven(one) for one in tries], max, 5)
        memory = [one.memory or inf for one in tries]
        yield _judged(f"{name}: < 300 MiB", memory, max, 300, _as_memory)
    tries = run.of(MATCHMAKER, GIANT._replace(presence=SPARSE))
    name = f"{GIANT.size}, presence {SPARSE:.0%}"
    times = [0.0 if _gap(one) < SMALLEST_GAP else _proven(one) for one in tries]
    yield _timed(f"{name}: proven < 30 s or gap < 0.01 %", times, max, 30)._replace(seen=_proof_or_gap(tries))


def _repairs(run: Run) -> Iterator[Goal]:
    for size, first, last in ((MIDDLE, 1.0, 10.0), (LARGE, 5.0, 120.0)):
        fair = size._replace(presence=MOSTLY)
        if size is MIDDLE:
            previews = [one.seconds or inf for one in run.of(PREVIEW, fair)]
            yield _timed(f"repair {fair.size}: preview < 50 ms", previews, median, 0.05)
        tries = run.of(REPAIR, fair)
        moves = [_levels(one, ("kept", "served", "moved"), one.figures.get("fewest_moves")) for one in tries]
        worths = [_levels(one, ("draw", "worth"), one.settled) for one in tries]
        name = f"repair {fair.size}"
        yield _timed(f"{name}: kept, served, moved proven < {first:g} s", moves, median, first)
        yield _timed(f"{name}: draw and worth proven < {last:g} s", worths, median, last)


def _rest(run: Run) -> Iterator[Goal]:
    for presence in PRESENCES:
        fair = MIDDLE._replace(presence=presence)
        times = [_levels(one, ("idle",), one.seconds) for one in run.of(MATCHMAKER, fair)]
        text = f"{fair.size}, presence {presence:.0%}: idle slots 0 or proven fewest < 3 s"
        yield _timed(text, times, median, 3)
    usual = MIDDLE._replace(presence=MOSTLY)
    prices = [one.seconds or inf for one in run.of(ONE_PRICE, usual)]
    yield _timed(f"{MIDDLE.size}: price of one wish < 20 ms", prices, median, 0.02)
    prices = [one.seconds or inf for one in run.of(ALL_PRICES, usual)]
    yield _timed(f"{MIDDLE.size}: prices of all open wishes < 10 s", prices, median, 10)
    yield _import(run)


def _import(run: Run) -> Goal:
    tries = [one for one in run.tries if one.way == IMPORT]
    solvers = [solver for one in tries for solver in one.figures["solvers"]]
    with_them = f"with {', '.join(solvers)}" if solvers else "without"
    seen = [f"{_as_time(one.seconds or inf)}, {with_them}" for one in tries]
    text = "import of the package for a web page: without the solvers"
    return Goal(text, "; ".join(seen) or "not tried", not solvers if tries else None)


def _proven(one: Measured) -> float:
    """Seconds until served, draw and worth were proven."""
    return one.settled if one.is_proven and one.settled is not None else inf


def _levels(one: Measured, names: Iterable[str], seconds: float | None) -> float:
    proven = one.figures.get("levels_proven", ())
    return seconds if seconds is not None and all(name in proven for name in names) else inf


def _gap(one: Measured) -> float:
    worth, bound = one.figures.get("worth"), one.figures.get("bound")
    return inf if not worth or bound is None else bound / worth - 1


def _quantile_95(times: Sequence[float]) -> float:
    return sorted(times)[max(0, -(-95 * len(times) // 100) - 1)]


def _timed(text: str, times: Sequence[float], by: Callable[[Sequence[float]], float], limit: float) -> Goal:
    return _judged(text, times, by, limit, _as_time)


def _judged(
    text: str,
    seen: Sequence[float],
    by: Callable[[Sequence[float]], float],
    limit: float,
    said: Callable[[float], str],
) -> Goal:
    if not seen:
        return Goal(text, "not tried", None)
    value = by(seen)
    return Goal(text, f"{said(value)} ({len(seen)})", value < limit)


def _as_time(seconds: float) -> str:
    if seconds == inf:
        return "not proven"
    return f"{1000 * seconds:.0f} ms" if seconds < 1 else f"{short(seconds)} s"


def _as_memory(mib: float) -> str:
    return "not ended" if mib == inf else f"{mib:.0f} MiB"


def _as_percent(gap: float) -> str:
    return "no bound" if gap == inf else f"{gap:.4%}"


def _proof_or_gap(tries: Sequence[Measured]) -> str:
    said = [_as_time(_proven(one)) if one.is_proven else f"gap {_as_percent(_gap(one))}" for one in tries]
    return ", ".join(said) or "not tried"
