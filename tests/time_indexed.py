"""The greatest worth by another way: one 0-1 variable for each wish and slot, given whole to HiGHS.

Nothing is shared with the scheduler: no flow, no placement, no draw. The parties that the draw leaves out are
given; every other party that asks must meet somebody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import highspy

from matchmaker.scheduling.problem import Problem


def greatest_worth(problem: Problem, unserved: Collection[int]) -> int:
    """The most that a timetable serving all parties but those of these draw ranks can be worth; no pins."""
    solver = highspy.Highs()
    solver.silent()
    # All that a process asks of HiGHS must ask for as many threads.
    solver.setOptionValue("threads", 1)
    left_out = {problem.draw[rank - 1] for rank in unserved}
    chosen, worth = defaultdict(list), []
    for wish in problem.wishes:
        company = problem.company[wish.company]
        for index, slot in enumerate(problem.slots):
            if company.party in left_out or slot.id in company.absent:
                continue
            variable = solver.addBinary()
            worth.append(wish.worth * variable)
            for limit in (
                ("pair", wish.pair),
                ("company", company.id),
                ("party", company.party),
                ("here", company.id, index),
                ("desk", wish.desk, index),
            ):
                chosen[limit].append(variable)
    _constrain(solver, problem, chosen)
    solver.maximize(sum(worth))
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(solver.getObjectiveValue())


def _constrain(solver: highspy.Highs, problem: Problem, chosen: dict[tuple, list]) -> None:
    for (kind, *whom), variables in chosen.items():
        total = sum(variables)
        if kind == "party":
            solver.addConstr(total >= 1)
        elif kind == "company":
            solver.addConstr(total <= problem.company[whom[0]].max_meetings)
        elif kind == "desk":
            slot = problem.slots[whom[1]].id
            solver.addConstr(total <= sum(slot not in t.closed for t in problem.desk[whom[0]].tables))
        else:
            solver.addConstr(total <= 1)
        if kind == "here" and problem.company[whom[0]].breathing:
            neighbours = variables + chosen.get(("here", whom[0], whom[1] + 1), [])
            solver.addConstr(sum(neighbours) <= 1)
