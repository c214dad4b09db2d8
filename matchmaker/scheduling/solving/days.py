"""The days a company could have, and the programme in which everybody chooses one.

At the whiteboard: a day says where each meeting of a company stands. A column for every day listed; a row for
every company, which has exactly one of its days, and for every desk and slot, which hold no more guests than
places; the least waiting in sum. It is set partitioning with the columns of Dantzig and Wolfe (1960): because
a column knows a whole day, the gap is closed that every model slot by slot leaves, and mostly branch and cut
is over at the root.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import ceil, isfinite
from typing import Any, NamedTuple

from matchmaker.scheduling.solving.grid import idle
from matchmaker.scheduling.solving.highs import give_up_after, quiet_highs, run
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings, beside, bits

NODES = 100
LOOKS = 40
"""What is ever proven is proven by then, in seconds."""
_SLACK = 1e-6

Spot = tuple[int, int]
"""A desk and a slot, or whatever else there is only so much of."""


class Day(NamedTuple):
    """A slot for each pairing of a company, in the order given, and how long it waits."""

    slots: tuple[int, ...]
    wait: int


def days(openings: Openings, company: int, own: Sequence[int], most: int) -> list[Day]:
    """All days on which a company holds its pins and these pairings and waits ``most`` slots or less."""
    pairings, breathing = openings.pairings, openings.companies[company].breathing
    held = openings.held[company]
    meetings = len(own) + held.bit_count()
    length = most + (2 * meetings - 1 if breathing else meetings)
    found: list[Day] = []

    def extend(chosen: tuple[int, ...], busy: int) -> None:
        if len(chosen) == len(own):
            found.append(Day(chosen, idle(busy, breathing)))
            return
        free = pairings[own[len(chosen)]].slots & ~(busy | beside(busy) if breathing else busy)
        for t in bits(free & _within(busy, length)):
            extend((*chosen, t), busy | 1 << t)

    if not held & ~_within(held, length):
        extend((), held)
    return found


def _within(busy: int, length: int) -> int:
    """The slots that can be in one day of that length with all that are busy."""
    if not busy:
        return -1
    first, last = (busy & -busy).bit_length() - 1, busy.bit_length() - 1
    return ((1 << first + length) - 1) & (-1 << max(0, last + 1 - length))


class Picked(NamedTuple):
    """Which column each company takes, by number; empty if none was found. ``bound``: the least waiting."""

    columns: list[int]
    bound: int


class DayProgramme:
    """Columns, a list of them for each company, and rows: ``room`` says how much of everything there is."""

    def __init__(self, room: Mapping[Spot, int]) -> None:
        self._row = {spot: row for row, spot in enumerate(room)}
        self._limits = list(room.values())
        self._sizes: list[int] = []
        self._waits: list[int] = []
        self._uses: list[dict[int, int]] = []

    def add(self, listed: Sequence[Day], uses: Sequence[Mapping[Spot, int]]) -> None:
        """A company and its days, with what each uses of the room."""
        self._sizes.append(len(listed))
        self._waits += [day.wait for day in listed]
        self._uses += [{self._row[spot]: units for spot, units in use.items()} for use in uses]

    def solve(self, limit: Limit) -> Picked:
        """A day for every company, so that they wait least in sum, as far as the counted limits go."""
        highs = quiet_highs(integral=True, mip_max_nodes=NODES)
        give_up_after(highs, LOOKS)
        highs.passModel(self._model())
        outcome = run(highs, True, limit)
        starts = accumulate(self._sizes, initial=0)
        picked = [
            next(n for n in range(size) if outcome.values[start + n] > 0.5)
            for start, size in zip(starts, self._sizes, strict=False)
            if outcome.values
        ]
        return Picked(picked, ceil(-outcome.bound - _SLACK) if isfinite(outcome.bound) else 0)

    def _model(self) -> Any:
        import highspy  # noqa: PLC0415 - solvers are loaded when first used
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        model = highspy.HighsLp()
        columns, spots, companies = len(self._waits), len(self._limits), len(self._sizes)
        model.num_col_, model.num_row_ = columns, spots + companies
        model.col_cost_ = np.array(self._waits, dtype=float)
        model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
        model.row_lower_ = np.array([-highspy.kHighsInf] * spots + [1.0] * companies)
        model.row_upper_ = np.array([*self._limits, *[1.0] * companies], dtype=float)
        model.integrality_ = [highspy.HighsVarType.kInteger] * columns
        owner = np.repeat(np.arange(spots, spots + companies), self._sizes)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.cumsum([0] + [1 + len(use) for use in self._uses])
        model.a_matrix_.index_ = np.array(
            [row for whose, use in zip(owner, self._uses, strict=True) for row in (whose, *use)],
            dtype=np.int32,
        )
        model.a_matrix_.value_ = np.array(
            [units for use in self._uses for units in (1, *use.values())], dtype=float
        )
        return model
