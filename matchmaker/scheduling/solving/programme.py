"""The time-indexed programme: a column for every pairing and slot, a row for every rule, ones everywhere.

At the whiteboard: x[n, t] = 1 if pairing n is held in slot t. Rows: each pairing at most once; each company
at most once in a slot (in two neighbouring slots if it breathes) and at most its quota; each desk at most
its free places in a slot; each party that must be served at least once. The sum of worth is the only
objective: served and draw are settled before, so no row mixes levels and no coefficient but 1 occurs, which
keeps the arithmetic of the solver clean. Rows that cannot bind are left out.

HiGHS solves it (highs.py), as a linear programme or with integrality.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matchmaker.scheduling.solving.certificate import RowKind
from matchmaker.scheduling.solving.highs import Outcome, quiet_highs, run
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings, bits

Column = tuple[int, int]
"""A pairing, by number, and a slot."""


@dataclass
class Row:
    """At most ``limit`` of these columns, or for a party at least 1; ``key`` says whose rule it is."""

    kind: RowKind
    key: tuple[int, ...]
    limit: int
    columns: list[int]


class Programme:
    """Columns and rows; ``allowed`` may leave columns out."""

    def __init__(self, openings: Openings, allowed: Callable[[int, int], bool] = lambda n, t: True) -> None:
        self.openings = openings
        self._needy = frozenset(openings.must_serve)
        self.columns: list[Column] = [
            (number, t)
            for number, pairing in enumerate(openings.pairings)
            for t in bits(pairing.slots)
            if allowed(number, t)
        ]
        self.rows = self._rows()

    def _rows(self) -> list[Row]:
        rows: dict[tuple[Any, ...], Row] = {}
        for column, (number, t) in enumerate(self.columns):
            for kind, key, limit in self._rules(number, t):
                rows.setdefault((kind, key), Row(kind, key, limit, [])).columns.append(column)
        for party in self.openings.must_serve:
            rows.setdefault(("party", (party,)), Row("party", (party,), 1, []))
        return [row for row in rows.values() if row.kind == "party" or len(row.columns) > row.limit]

    def _rules(self, number: int, t: int) -> list[tuple[RowKind, tuple[int, ...], int]]:
        openings = self.openings
        c, d = openings.pairings[number][:2]
        rules: list[tuple[RowKind, tuple[int, ...], int]] = [
            ("pairing", (number,), 1),
            ("quota", (c,), openings.quota[c]),
            ("desk_slot", (d, t), openings.places[d][t]),
        ]
        if openings.companies[c].breathing:
            rules += [
                ("breathing", (c, first), 1) for first in (t - 1, t) if 0 <= first < openings.slot_count - 1
            ]
        if not openings.companies[c].breathing or openings.slot_count == 1:
            rules.append(("company_slot", (c, t), 1))
        if openings.party[c] in self._needy:
            rules.append(("party", (openings.party[c],), 1))
        return rules

    def solve(self, integral: bool, limit: Limit, **options: int | float) -> Outcome:
        """The best vertex, or with ``integral`` the best solution, within limits and the time left."""
        highs = quiet_highs(integral, **options)
        highs.passModel(self._model(integral))
        return run(highs, integral, limit)

    def _model(self, integral: bool) -> Any:
        import highspy  # noqa: PLC0415 - solvers are loaded when first used
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.columns), len(self.rows)
        model.col_cost_ = -np.array(
            [self.openings.pairings[number].worth for number, _ in self.columns], float
        )
        model.col_lower_, model.col_upper_ = np.zeros(len(self.columns)), np.ones(len(self.columns))
        at_least = np.array([row.kind == "party" for row in self.rows], dtype=bool)
        limits = np.array([row.limit for row in self.rows], dtype=float)
        model.row_lower_ = np.where(at_least, limits, -highspy.kHighsInf)
        model.row_upper_ = np.where(at_least, highspy.kHighsInf, limits)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0] + [len(row.columns) for row in self.rows])
        model.a_matrix_.index_ = np.array(
            [column for row in self.rows for column in row.columns], dtype=np.int32
        )
        model.a_matrix_.value_ = np.ones(sum(len(row.columns) for row in self.rows))
        if integral:
            model.integrality_ = [highspy.HighsVarType.kInteger] * len(self.columns)
        return model
