"""How many tables, which slots: what a morning laid out otherwise would give, before anything is settled.

Where companies have asked already, their requests are counted as they are: every figure is exact, or said not
to be. Where nobody has, or on demand, twenty fairs are drawn by chance and each figure is given from the
smallest to the largest; the same twenty for every variant, so that what differs is the variant. Nothing is
stored. The figures come from the scheduler's own question "what if" (scheduling/what_if.py), in milliseconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from statistics import median_low

from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.what_if import Standing, standing
from matchmaker.services.capacity.advice import Advice, advice
from matchmaker.services.capacity.demand import Attraction, Demand, simulated
from matchmaker.services.capacity.layout import Period, Variant, laid_out

MOST_SIMULATIONS, FEWEST_SIMULATIONS, WORK = 20, 3, 40_000
"""Simulations for a page that opens at once: WORK is what they may take, in companies times slots."""


@dataclass(frozen=True)
class Range:
    """A figure over all simulations; of real requests the three are one."""

    low: int
    middle: int
    high: int

    @property
    def is_one(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Expectation:
    """A question: the fair without requests and who is expected, or the real requests (``demand`` None)."""

    problem: Problem
    period: Period
    attraction: Attraction
    demand: Demand | None


@dataclass(frozen=True)
class Outcome:
    """What a variant gives.

    ``refused``: requests that find no slot; ``several``: companies with two meetings or more; ``free``: the
    places that stay empty; ``is_exact``: whether every meeting counted has its place in time, else worth and
    meetings are at most so many.
    """

    variant: Variant
    slots: int
    ends_at: datetime
    places: int
    asking: Range
    requests: Range
    served: Range
    unserved: Range
    several: Range
    free: Range
    meetings: Range
    refused: Range
    worth: Range
    simulations: int
    is_exact: bool
    advice: Advice

    @property
    def missing(self) -> Range:
        """How many first meetings are missing at least, whatever timetable is made."""
        return _range(self.advice.missing)


def simulations_for(companies: int, slots: int) -> int:
    """As many as the page has time for."""
    return max(FEWEST_SIMULATIONS, min(MOST_SIMULATIONS, WORK // max(1, companies * slots)))


@lru_cache(maxsize=64)
def outcome(expected: Expectation, variant: Variant, simulations: int) -> Outcome:
    """The figures of one variant. At least one slot fits the period."""
    problems = _problems(expected, variant, simulations)
    found = [standing(problem) for problem in problems]
    rows = [_figures(problem, one) for problem, one in zip(problems, found, strict=True)]

    return Outcome(
        variant=variant,
        slots=len(problems[0].slots),
        ends_at=problems[0].slots[-1].end,
        places=_places(problems[0]),
        **{name: _range(row[name] for row in rows) for name in rows[0]},
        simulations=len(problems),
        is_exact=all(one.worth.is_exact for one in found),
        advice=advice(problems),
    )


def _problems(expected: Expectation, variant: Variant, simulations: int) -> list[Problem]:
    laid = laid_out(expected.problem, expected.period, variant)
    if expected.demand is None:
        return [laid]
    seeds, quota = range(1, simulations + 1), variant.meetings_per_company
    return [simulated(laid, quota, expected.attraction, expected.demand, seed) for seed in seeds]


def _figures(problem: Problem, found: Standing) -> dict[str, int]:
    per_company = Counter(pair.company for pair in found.placed)
    return {
        "asking": len(found.asking),
        "requests": len(problem.wishes),
        "served": len(found.served),
        "unserved": len(found.asking) - len(found.served),
        "free": _places(problem) - found.meetings.value,
        "several": sum(count > 1 for count in per_company.values()),
        "meetings": found.meetings.value,
        "refused": len(problem.wishes) - found.meetings.value,
        "worth": found.worth.value,
    }


def _range(values: Iterable[int]) -> Range:
    known = sorted(values)
    return Range(known[0], median_low(known), known[-1])


def _places(problem: Problem) -> int:
    return sum(len(problem.slots) - len(table.closed) for desk in problem.desks for table in desk.tables)
