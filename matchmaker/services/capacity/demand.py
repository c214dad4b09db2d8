"""Who may come and ask what, before anybody has: companies drawn from a seed, so that all find the same.

Every company makes the mean number of requests, rounded up or down by chance, each to another stand; a stand
attracts in proportion to its projects, plus one, so that none is without. The draw is by seed as well.
Nobody is absent, nobody is in a group, no directorate has answered: choices alone give points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from matchmaker.scheduling.problem import Company, Problem, Wish, drawn_by_seed


@dataclass(frozen=True)
class Demand:
    """What is expected: so many companies, so many requests each in the mean."""

    companies: int
    requests: float


@dataclass(frozen=True)
class Attraction:
    """``projects``: desk code and how many it has; ``choices``: the points of choice 1, 2 …"""

    projects: tuple[tuple[str, int], ...]
    choices: tuple[int, ...]

    @property
    def is_known(self) -> bool:
        """Without any project every stand attracts alike."""
        return any(count for _desk, count in self.projects)


def simulated(laid: Problem, quota: int, expected: Attraction, demand: Demand, seed: int) -> Problem:
    """The problem without companies, with those of ``seed``; each may have ``quota`` meetings."""
    most = min(quota, len(laid.slots))
    companies = tuple(Company(code, most) for code in _codes(demand))
    return replace(
        laid, companies=companies, wishes=_wishes(expected, demand, seed), draw=_draw(demand, seed)
    )


def _codes(demand: Demand) -> list[str]:
    return [f"C{number:04d}" for number in range(demand.companies)]


@lru_cache(maxsize=128)
def _draw(demand: Demand, seed: int) -> tuple[str, ...]:
    return drawn_by_seed(_codes(demand), seed)


@lru_cache(maxsize=128)
def _wishes(expected: Attraction, demand: Demand, seed: int) -> tuple[Wish, ...]:
    """The same for every variant."""
    chance = Random(f"{demand.companies}/{demand.requests}/{seed}")
    return tuple(wish for code in _codes(demand) for wish in _of_company(code, expected, demand, chance))


def _of_company(code: str, expected: Attraction, demand: Demand, chance: Random) -> Iterator[Wish]:
    """Sampling by weight without replacement: the shortest waits win (Efraimidis and Spirakis 2006)."""
    number = int(demand.requests) + (chance.random() < demand.requests - int(demand.requests))
    waiting = sorted((chance.expovariate(projects + 1), desk) for desk, projects in expected.projects)
    for (_time, desk), points in zip(waiting[:number], expected.choices, strict=False):
        yield Wish(code, desk, points)
