"""HiGHS as this house uses it: quiet, in one thread, with counted limits, and interruptible.

The same problem gives the same vertex on every machine: no clock stops it but a time limit that somebody has
set. As a linear programme it is solved by the simplex method (a vertex is wanted, an interior point would be
fractional where an integral optimum exists).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from matchmaker.scheduling.solving.limit import Limit, interruptible

SETTINGS: dict[str, Any] = {"output_flag": False, "threads": 1, "parallel": "off"}
WHOLE: dict[str, Any] = {"solver": "choose", "mip_rel_gap": 0.0, "mip_abs_gap": 0.99}
"""For whole numbers: an objective in integers is proven once the gap is less than one."""
VERTEX: dict[str, Any] = {"solver": "simplex"}


@dataclass(frozen=True)
class Outcome:
    """What HiGHS says: values by column, duals by row, its bound; ``values`` is empty if it found nothing."""

    finished: bool
    values: list[float]
    duals: list[float]
    bound: float


def quiet_highs(integral: bool, **options: int | float) -> Any:
    """A solver that can be interrupted and prints nothing, not even while it is being made."""
    import highspy  # noqa: PLC0415 - solvers are loaded when first used

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's own name
            self.silent()
            super().enableCallbacks()  # type: ignore[no-untyped-call]  # HiGHS ships no types

    highs = Quiet()  # type: ignore[no-untyped-call]  # HiGHS ships no types
    highs.HandleUserInterrupt = True
    for name, value in {**SETTINGS, **(WHOLE if integral else VERTEX), **options}.items():
        highs.setOptionValue(name, value)
    return highs


def give_up_after(highs: Any, looks: int) -> None:
    """Let branch and cut end when it has looked so many times whether it has to.

    It does so at counted moments, the root's rounds of cuts among them, which no limit of nodes ends.
    """
    seen = count(1)

    def look(event: Any) -> None:
        if next(seen) > looks:
            event.interrupt()

    highs.cbMipInterrupt += look


def run(highs: Any, integral: bool, limit: Limit) -> Outcome:
    """Minimise, within limits and the time left; the outcome is of the objective turned round, a greatest."""
    if limit.left < float("inf"):
        highs.setOptionValue("time_limit", highs.getRunTime() + limit.left)  # it counts from the first run
    import highspy  # noqa: PLC0415 - solvers are loaded when first used

    status = interruptible(highs.run, highs.cancelSolve)
    limit.check()
    if status == highspy.HighsStatus.kError:
        # Once it refused to work because somebody else in the process had asked for more threads.
        raise RuntimeError("HiGHS could not run; its own log says why")
    return _outcome(highs, integral)


def _outcome(highs: Any, integral: bool) -> Outcome:
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
