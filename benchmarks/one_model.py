"""The way many would begin: everything in one integer programme, given whole to a good solver (HiGHS).

A 0-1 variable for each wish and slot, and one for each party that is served, which counts for more than all
worths together. The programme knows nothing of the draw, of idle time, of tables and of reasons: less is
asked of it than of the scheduler.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import highspy

from benchmarks.baselines import Outcome, places_of
from matchmaker.scheduling.problem import Problem, Wish

PATIENCE_SECONDS = 10.0
OPTIONS = {
    "time_limit": PATIENCE_SECONDS,
    "threads": 1,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,
}


class _Quiet(highspy.Highs):
    """Prints nothing, not even while it is being made."""

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's own name
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def one_model(problem: Problem) -> Outcome:
    """The best that HiGHS finds on one thread within its patience."""
    solver: Any = _Quiet()  # type: ignore[no-untyped-call]
    for option, value in OPTIONS.items():
        solver.setOptionValue(option, value)
    meets = {
        (wish, slot.id): solver.addBinary()
        for wish in problem.wishes
        for slot in problem.slots
        if slot.id not in problem.company[wish.company].absent
    }
    served = _constrained(problem, solver, meets)
    most = 1 + sum(wish.worth for wish in problem.wishes)
    worth = [wish.worth * meeting for (wish, _slot), meeting in meets.items()]
    solver.maximize(solver.qsum([*worth, *(most * party for party in served)]))
    return _outcome(problem, solver, meets)


def _constrained(problem: Problem, solver: Any, meets: dict[tuple[Wish, str], Any]) -> list[Any]:
    """The rules as sums that stay within a limit; returns the variables of the parties served."""
    limits: dict[Any, int] = defaultdict(lambda: 1)  # a pair, a company in a slot
    limits |= places_of(problem) | {company: company.max_meetings for company in problem.companies}
    sums, of_party = defaultdict[Any, list[Any]](list), defaultdict[str, list[Any]](list)
    for (wish, slot), meeting in meets.items():
        company = problem.company[wish.company]
        of_party[company.party].append(meeting)
        for scarce in (wish, (company, slot), (wish.desk, slot), company):
            sums[scarce].append(meeting)
    for scarce, meetings in sums.items():
        solver.addConstr(solver.qsum(meetings) <= limits[scarce])
    parties = {party: solver.addBinary() for party in of_party}
    for party, is_served in parties.items():
        solver.addConstr(solver.qsum(of_party[party]) >= is_served)
    return list(parties.values())


def _outcome(problem: Problem, solver: Any, meets: dict[tuple[Wish, str], Any]) -> Outcome:
    values = solver.getSolution().col_value
    met = [wish for (wish, _slot), meeting in meets.items() if values and values[meeting.index] > 0.5]
    served = {problem.company[wish.company].party for wish in met}
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Outcome(len(served), sum(wish.worth for wish in met), proven)
