"""The tries of a way on a fair in one line: always beside Matchmaker on the very same fairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from benchmarks.measure import Measured
from benchmarks.plan import MATCHMAKER
from benchmarks.record import Run


class Summary(NamedTuple):
    """``begun``, ``ended``, ``found``: tries, those that returned, those with a timetable.

    ``received``: the share of the parties that ask which have a meeting. ``served`` and ``worth``: shares of
    Matchmaker's on the same fairs. ``idle``: the mean of idle slots. All None without a timetable.
    ``seconds`` holds median and worst of those that returned, ``settled`` the same up to the levels before
    idle. ``ratio`` is the median of the ratios to the time in which Matchmaker settles these, fair by fair.
    """

    way: str
    begun: int
    ended: int
    found: int
    received: float | None
    served: float | None
    worth: float | None
    idle: float | None
    seconds: tuple[float, float] | None
    settled: tuple[float, float] | None
    ratio: float | None
    memory: float | None
    proven: int


def summary(run: Run, way: str, fair: object) -> Summary | None:
    """None if the way was not tried on that fair."""
    tries = run.of(way, fair)
    if not tries:
        return None
    ours = {one.seed: one for one in run.of(MATCHMAKER, fair)}
    found = [one for one in tries if "worth" in one.figures]
    seconds = [one.seconds for one in tries if one.seconds is not None]
    settled = [one.settled for one in tries if one.settled is not None]
    return Summary(
        way,
        begun=len(tries),
        ended=len(seconds),
        found=len(found),
        received=_received(found),
        served=_share(found, ours, "served"),
        worth=_share(found, ours, "worth"),
        idle=sum(one.figures["idle"] for one in found) / len(found) if found else None,
        seconds=(median(seconds), max(seconds)) if seconds else None,
        settled=(median(settled), max(settled)) if settled else None,
        ratio=_ratio(tries, ours),
        memory=max((one.memory for one in tries if one.memory is not None), default=None),
        proven=sum(one.is_proven for one in tries),
    )


def _received(found: Sequence[Measured]) -> float | None:
    asking = sum(one.figures["asking"] for one in found)
    return sum(one.figures["served"] for one in found) / asking if asking else None


def _share(found: Iterable[Measured], ours: dict[int, Measured], figure: str) -> float | None:
    both = [
        (one.figures[figure], ours[one.seed].figures[figure])
        for one in found
        if one.seed in ours and figure in ours[one.seed].figures
    ]
    whole = sum(best for _, best in both)
    return sum(reached for reached, _ in both) / whole if whole else None


def _ratio(tries: Iterable[Measured], ours: dict[int, Measured]) -> float | None:
    both = [(one.seconds, ours[one.seed].settled) for one in tries if one.seed in ours]
    ratios = [seconds / settled for seconds, settled in both if seconds is not None and settled]
    return median(ratios) if ratios else None
