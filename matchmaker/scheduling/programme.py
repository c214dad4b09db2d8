"""The time-indexed programme: a column for every pairing and slot, a row for every rule, ones everywhere.

At the whiteboard: x[n, t] = 1 if pairing n is held in slot t. Rows: each pairing at most once; each company
at most once in a slot (in two neighbouring slots if it breathes) and at most its quota; each desk at most
its free places in a slot; each party that must be served at least once. The sum of worth is the only
objective: served and draw are settled before, so no row mixes levels and no coefficient but 1 occurs, which
keeps the arithmetic of the solver clean. Rows that cannot bind are left out.

HiGHS solves it: as a linear programme by the simplex method (a vertex is wanted, an interior point would be
fractional where an integral optimum exists), or with integrality, in one thread and with counted limits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from matchmaker.scheduling.limit import Limit, interruptible
from matchmaker.scheduling.openings import Openings, bits

RowKind = Literal["pairing", "quota", "party", "company_slot", "breathing", "desk_slot"]
Column = tuple[int, int]
"""A pairing, by number, and a slot."""


@dataclass
class Row:
    """At most ``limit`` of these columns, or for a party at least 1; ``key`` says whose rule it is."""

    kind: RowKind
    key: tuple[int, ...]
    limit: int
    columns: list[int]


@dataclass(frozen=True)
class Outcome:
    """What HiGHS says: values by column, duals by row, its bound; ``values`` is empty if it found nothing."""

    finished: bool
    values: list[float]
    duals: list[float]
    bound: float


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
        highs = _quiet_highs()
        settings: dict[str, Any] = {
            "output_flag": False,
            "threads": 1,
            "parallel": "off",
            "solver": "choose" if integral else "simplex",
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 0.99,
            **options,
        }
        if limit.left < float("inf"):
            settings["time_limit"] = limit.left
        for name, value in settings.items():
            highs.setOptionValue(name, value)
        highs.passModel(self._model(integral))
        interruptible(highs.run, highs.cancelSolve)
        limit.check()
        return self._outcome(highs, integral)

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

    def _outcome(self, highs: Any, integral: bool) -> Outcome:
        import highspy  # noqa: PLC0415 - solvers are loaded when first used

        status, info = highs.getModelStatus(), highs.getInfo()
        solution = highs.getSolution()
        finished = status == highspy.HighsModelStatus.kOptimal
        infeasible = status == highspy.HighsModelStatus.kInfeasible
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return Outcome(
            finished=finished or infeasible,
            values=list(solution.col_value) if found else [],
            duals=list(solution.row_dual) if finished and not integral else [],
            bound=float("-inf")
            if infeasible
            else -(info.mip_dual_bound if integral else info.objective_function_value),
        )


def _quiet_highs() -> Any:
    """A solver that can be interrupted and prints nothing, not even while it is being made."""
    import highspy  # noqa: PLC0415 - solvers are loaded when first used

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's own name
            self.silent()
            super().enableCallbacks()  # type: ignore[no-untyped-call]  # HiGHS ships no types

    highs = Quiet()  # type: ignore[no-untyped-call]  # HiGHS ships no types
    highs.HandleUserInterrupt = True
    return highs
