"""The last stages for the worth: the linear programme, and the search that leaves nothing out.

At the whiteboard: the optimum of the time-indexed linear programme bounds every timetable, and more closely
than any flow, for both sides of a meeting must agree on its slot. Its duals, rounded to integers, are prices
(certificate.py) from which the bound is recomputed exactly. Mostly its best vertex is a timetable itself.

If it is not, the prices say more: suppose pairing n stood in slot t; then at most the bound less what n
brings elsewhere, plus what it brings there, could be had. Where that does not beat the timetable at hand,
the column can be left out (reduced-cost fixing, Dantzig, Fulkerson, Johnson 1954). Branch and cut over the
columns that remain either finds something better or has proven that there is nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from matchmaker.scheduling.solving.certificate import Prices
from matchmaker.scheduling.solving.grid import NOWHERE
from matchmaker.scheduling.solving.highs import Outcome
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.solving.programme import Programme

LARGEST_PROGRAMME = 250_000
LARGEST_SEARCH = 120_000
NODES = 20_000
ITERATIONS = 2_000_000
SCALES = (1, 2, 6, 12, 60, 840, 10_000, 1_000_000)
_SLACK = 1e-6


@dataclass(frozen=True)
class Relaxed:
    """The linear programme's bound with its prices; ``slots`` if the vertex is a timetable."""

    prices: Prices
    bound: int
    slots: list[int] | None


@dataclass(frozen=True)
class Searched:
    """The best timetable that beats the one at hand, if any, and the bound that the search reached."""

    slots: list[int] | None
    bound: int


def relax(openings: Openings, limit: Limit) -> Relaxed | None:
    """Solve the linear programme; None if it is too large or its iterations are used up."""
    if sum(pairing.slots.bit_count() for pairing in openings.pairings) > LARGEST_PROGRAMME:
        return None
    programme = Programme(openings)
    outcome = programme.solve(False, limit, simplex_iteration_limit=ITERATIONS)
    if not outcome.duals:
        return None
    prices = _rounded(programme, outcome)
    whole = all(min(value, 1 - value) < _SLACK for value in outcome.values)
    return Relaxed(prices, prices.bound(openings), _slots(programme, outcome) if whole else None)


def search(openings: Openings, prices: Prices, worth: int, limit: Limit) -> Searched | None:
    """Look for a timetable of more than ``worth``; None if there are too many columns to begin."""
    programme = _promising(openings, prices, worth)
    if len(programme.columns) > LARGEST_SEARCH:
        return None
    outcome = programme.solve(True, limit, mip_max_nodes=NODES)
    slots = _slots(programme, outcome) if outcome.values else None
    found = 0 if slots is None else worth_of(openings, slots)
    if outcome.finished:
        return Searched(slots if found > worth else None, max(found, worth))
    # Ended before its first bound, the search says infinity; the prices always say something.
    reached = floor(min(outcome.bound, prices.bound(openings)) + _SLACK)
    return Searched(slots if found > worth else None, max(worth, found, reached))


def worth_of(openings: Openings, slots: list[int]) -> int:
    """The worth of the pairings that stand somewhere."""
    pairings = zip(openings.pairings, slots, strict=True)
    return sum(pairing.worth for pairing, slot in pairings if slot != NOWHERE)


def _promising(openings: Openings, prices: Prices, worth: int) -> Programme:
    """The programme without the columns that no timetable of more than ``worth`` can use."""
    to_spare = prices.total(openings) - prices.scale * (worth + 1)
    best = [prices.best_gain(openings, number) for number in range(len(openings.pairings))]
    return Programme(openings, lambda n, t: best[n] - prices.gain(openings, n, t) <= to_spare)


def _slots(programme: Programme, outcome: Outcome) -> list[int]:
    slots = [NOWHERE] * len(programme.openings.pairings)
    for (number, t), value in zip(programme.columns, outcome.values, strict=True):
        if value > 0.5:
            slots[number] = t
    return slots


def _rounded(programme: Programme, outcome: Outcome) -> Prices:
    """Integer prices on the coarsest scale that loses nothing after rounding down, else on the finest."""
    aim = floor(outcome.bound + _SLACK)
    for scale in SCALES:
        prices = _scaled(programme, outcome.duals, scale)
        if prices.bound(programme.openings) <= aim:
            break
    return prices


def _scaled(programme: Programme, duals: list[float], scale: int) -> Prices:
    prices = Prices(scale)
    for row, dual in zip(programme.rows, duals, strict=True):
        prices.put(row.kind, row.key, round(abs(dual) * scale))
    return prices
