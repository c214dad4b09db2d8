"""Does the order of arrival explain who is received? A rank correlation, and how chance alone would do.

At the whiteboard: rank the companies by when they came, rank them by what they got, and correlate the ranks
(Spearman 1904; equals share their rank). Then shuffle the order of arrival many times: if chance alone gives
as strong a link as often as not, arrival explains nothing; if it hardly ever does, something is behind it
(the permutation test of Pitman 1937). The shuffles are drawn from a fixed seed, so that anybody finds the
same figures, and sums of ranks are whole numbers, so that no rounding decides.

A correlation is no cause: companies of one trade may register together and ask the same full stand. That is
why the page says where to look, and not that somebody was favoured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from math import sqrt
from operator import mul
from random import Random

LEAST = 10
"""With fewer companies no percentage is shown and no correlation is read."""
RARE = 0.01
"""A link that chance gives less often than that is worth a look."""
SHUFFLES, FEWER_SHUFFLES, MANY = 999, 299, 300


class Reading(Enum):
    """What may be said of a correlation."""

    TOO_FEW = "too_few"
    ALL_ALIKE = "all_alike"
    NOTHING = "nothing"
    EARLY_FAVOURED = "early_favoured"
    LATE_FAVOURED = "late_favoured"


@dataclass(frozen=True)
class Link:
    """How arrival and outcome go together among so many companies.

    ``value`` runs from 1 (the first to arrive always got more) by 0 (no link) to -1 (the last did); None
    where nothing can be compared. Of ``shuffles`` random orders ``as_strong`` give a link at least as strong.
    """

    companies: int
    value: float | None
    as_strong: int = 0
    shuffles: int = 0

    @property
    def reading(self) -> Reading:
        if self.companies < LEAST:
            return Reading.TOO_FEW
        if self.value is None:
            return Reading.ALL_ALIKE
        if (self.as_strong + 1) / (self.shuffles + 1) >= RARE:
            return Reading.NOTHING
        return Reading.EARLY_FAVOURED if self.value > 0 else Reading.LATE_FAVOURED


def links(arrivals: Sequence[int], *outcomes: Sequence[int]) -> tuple[Link, ...]:
    """The link of each outcome with the arrival; all are lists of numbers, one for each company."""
    return _links(tuple(arrivals), tuple(tuple(outcome) for outcome in outcomes))


@lru_cache(maxsize=64)
def _links(arrivals: tuple[int, ...], outcomes: tuple[tuple[int, ...], ...]) -> tuple[Link, ...]:
    early = [-rank for rank in doubled_ranks(arrivals)]
    measured = [_Measured(early, doubled_ranks(outcome)) for outcome in outcomes]
    chance, shuffled = Random(1), list(early)
    shuffles = SHUFFLES if len(early) <= MANY else FEWER_SHUFFLES
    as_strong = [0] * len(measured)
    for _ in range(shuffles):
        chance.shuffle(shuffled)
        for place, one in enumerate(measured):
            as_strong[place] += one.is_as_strong(shuffled)
    return tuple(
        Link(len(early), one.value, count, shuffles) for one, count in zip(measured, as_strong, strict=True)
    )


class _Measured:
    """One outcome beside the order of arrival; sums are of doubled ranks, times the number of companies."""

    def __init__(self, early: list[int], ranks: list[int]) -> None:
        self._ranks, self._count = ranks, len(ranks)
        self._expected = sum(early) * sum(ranks)
        self._strength = abs(self._covariance(early))
        spread = self._variance(early) * self._variance(ranks)
        self.value = self._covariance(early) / sqrt(spread) if spread else None

    def is_as_strong(self, order: list[int]) -> bool:
        return abs(self._covariance(order)) >= self._strength

    def _covariance(self, order: list[int]) -> int:
        return self._count * _product(order, self._ranks) - self._expected

    def _variance(self, ranks: list[int]) -> int:
        return self._count * _product(ranks, ranks) - sum(ranks) * sum(ranks)


def _product(left: list[int], right: list[int]) -> int:
    return sum(map(mul, left, right))


def doubled_ranks(values: Sequence[int]) -> list[int]:
    """Twice the rank of each value, from the smallest; equals share the middle of their ranks."""
    order = sorted(values)
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for place, value in enumerate(order, start=1):
        first.setdefault(value, place)
        last[value] = place
    return [first[value] + last[value] for value in values]
