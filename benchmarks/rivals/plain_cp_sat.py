"""What most people would write today: a truth value for each company, desk and slot, given whole to CP-SAT.

One objective, in which a party served counts for more than all worths together; one worker, like everybody
else here. It knows nothing of the draw, of idle time and of reasons.
"""

from __future__ import annotations

import time
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.answer import Answer, seated
from benchmarks.rivals.rules_as_rows import Rows, first_of_all, rows_of
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.solving.openings import Openings, openings


def plain_cp_sat(problem: Problem, patience: float) -> Answer:
    """The best that CP-SAT finds in that time, building the model included."""
    end = time.perf_counter() + patience
    whole = openings(problem, seed=1)
    rows = rows_of(whole)
    model: Any = cp_model.CpModel()
    meets = [model.new_bool_var("") for _ in rows.columns]
    _maximise(model, meets, rows, whole)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = max(0.01, end - time.perf_counter())
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None)
    placed = [column for column, met in zip(rows.columns, meets, strict=True) if solver.boolean_value(met)]
    return Answer(seated(problem, whole, placed), is_proven=status == cp_model.OPTIMAL)


def _maximise(model: Any, meets: list[Any], rows: Rows, whole: Openings) -> None:
    for limit, columns in rows.limits:
        if limit == 1:
            model.add_at_most_one(meets[column] for column in columns)
        else:
            model.add(sum(meets[column] for column in columns) <= limit)
    served = [model.new_bool_var("") for _ in rows.parties]
    for is_served, columns in zip(served, rows.parties, strict=True):
        model.add_bool_or([~is_served, *(meets[column] for column in columns)])
    worths = [whole.pairings[number].worth for number, _t in rows.columns]
    model.maximize(first_of_all(whole) * sum(served) + cp_model.LinearExpr.weighted_sum(meets, worths))
