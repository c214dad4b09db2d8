"""The model of an operations research course: a column for each pair and slot, given whole to HiGHS.

A party served counts for more than all worths together, so one objective asks for the most parties, then
for the greatest worth. That was up to twice as fast as two programmes one after the other, and without
presolve it was a third faster again. The linear programme is mostly whole or has at least a tight bound.
Where it is not whole there is no timetable in it, and branch and cut goes on for the time that is left. It
knows nothing of the draw, of idle time and of reasons: less is asked of it than of Matchmaker.
"""

from __future__ import annotations

import time
from typing import Any

import highspy
import numpy as np

from benchmarks.answer import Answer, seated
from benchmarks.rivals.rules_as_rows import Rows, first_of_all, rows_of
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.solving.openings import Openings, openings

SLACK = 1e-6
OPTIONS: dict[str, Any] = {
    "threads": 1,
    "parallel": "off",
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.99,
}


def linear(problem: Problem, patience: float) -> Answer:
    """The linear programme alone: a timetable if its best vertex is whole, else only a bound."""
    return _Model(problem, patience).solved()


def linear_as_shipped(problem: Problem, patience: float) -> Answer:
    """The same with presolve, as HiGHS comes: it is slower."""
    return _Model(problem, patience, presolve="choose").solved()


def integral(problem: Problem, patience: float) -> Answer:
    """The linear programme, then branch and cut where its vertex is not whole."""
    model = _Model(problem, patience)
    answer = model.solved()
    return answer if answer.bookings is not None else model.solved(integral=True)


class _Quiet(highspy.Highs):
    """Prints nothing, not even while it is being made."""

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's own name
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # HiGHS ships no types


class _Model:
    def __init__(self, problem: Problem, patience: float, presolve: str = "off") -> None:
        self._end = time.perf_counter() + patience
        self._problem, self._openings = problem, openings(problem, seed=1)
        self._rows = rows_of(self._openings)
        self._solver: Any = _Quiet()  # type: ignore[no-untyped-call]  # HiGHS ships no types
        for option, value in {**OPTIONS, "presolve": presolve}.items():
            self._solver.setOptionValue(option, value)
        self._solver.passModel(_matrix(self._rows, _costs(self._rows, self._openings)))

    def solved(self, integral: bool = False) -> Answer:
        if integral:
            count = self._solver.getNumCol()
            kinds = np.full(count, highspy.HighsVarType.kInteger)
            self._solver.setOptionValue("presolve", "on")
            self._solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)
        left = max(0.0, self._end - time.perf_counter())
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + left)
        self._solver.run()
        return self._answer(self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal, integral)

    def _answer(self, is_proven: bool, integral: bool) -> Answer:
        info = self._solver.getInfo()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if not found or not (is_proven or integral):
            return Answer(None)
        values = np.asarray(self._solver.getSolution().col_value)[: len(self._rows.columns)]
        if np.minimum(values, 1 - values).max(initial=0) > SLACK:
            return Answer(None)
        placed = [self._rows.columns[column] for column in np.flatnonzero(values > 0.5)]
        return Answer(seated(self._problem, self._openings, placed), is_proven)


def _costs(rows: Rows, whole: Openings) -> Any:
    worths = [whole.pairings[number].worth for number, _t in rows.columns]
    return -np.array(worths + [first_of_all(whole)] * len(rows.parties), float)


def _matrix(rows: Rows, costs: Any) -> Any:
    """Ones everywhere, and a party less its meetings is at most 0."""
    met = len(rows.columns)
    served = [(0, [*columns, met + party]) for party, columns in enumerate(rows.parties)]
    all_rows = [*rows.limits, *served]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(costs), len(all_rows)
    model.col_cost_ = costs
    model.col_lower_, model.col_upper_ = np.zeros(len(costs)), np.ones(len(costs))
    model.row_lower_ = np.full(len(all_rows), -highspy.kHighsInf)
    model.row_upper_ = np.array([limit for limit, _columns in all_rows], float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0] + [len(columns) for _limit, columns in all_rows])
    model.a_matrix_.index_ = np.array([c for _limit, columns in all_rows for c in columns], dtype=np.int32)
    ones = sum(len(columns) for _limit, columns in rows.limits)
    in_parties = [1.0 if c >= met else -1.0 for _limit, columns in served for c in columns]
    model.a_matrix_.value_ = np.concatenate([np.ones(ones), np.array(in_parties)])
    return model
