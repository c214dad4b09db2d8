"""The best repair by another way: one 0-1 programme for HiGHS, asked level by level, each answer a row.

Nothing is shared with the scheduler: no matching, no chains, no prices. A variable for every pair and slot,
one for every party; what a level has come to is added as a row before the next one is asked. Of the draw one
party after the other is asked for, unless the timetable at hand serves it already.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

import highspy

from matchmaker.scheduling.problem import Pair, Problem
from tests.scheduling import oracle

Place = tuple[Pair, int]


class Lexicographic(NamedTuple):
    """The levels of a repair before idle; those that policy "worth" leaves out are None."""

    kept: int
    served: int | None
    moved: int
    draw: tuple[int, ...] | None
    worth: int


def best_repair(problem: Problem) -> Lexicographic:
    """Level by level as far as it goes."""
    model = _Model(problem)
    kept = model.reach(lambda pair, t: pair in model.home)
    served = model.reach_parties() if problem.policy == "floor" else None
    moved = -model.reach(lambda pair, t: -(model.home.get(pair, t) != t))
    draw = model.let_the_draw_decide() if problem.policy == "floor" else None
    return Lexicographic(kept, served, moved, draw, model.reach(lambda pair, t: problem.worth.get(pair, 0)))


class _Model:
    def __init__(self, problem: Problem) -> None:
        self.problem, self.home = problem, {}
        for promise in problem.published:
            self.home[promise.pair] = problem.slot_index[promise.slot]
        self._highs = highspy.Highs()
        self._highs.setOptionValue("threads", 1)
        self._highs.silent()
        self._highs.setOptionValue("mip_abs_gap", 0.5)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._pinned = {pin.pair: problem.slot_index[pin.slot] for pin in problem.pins}
        self._meets: dict[Place, Any] = {place: self._variable() for place in self._places()}
        self._served = self._parties() if problem.policy == "floor" else {}
        self._obey()

    def _variable(self) -> Any:
        return self._highs.addBinary()

    def _places(self) -> list[Place]:
        problem, room = self.problem, oracle.places(self.problem)
        earliest = {p.pair: problem.slot_index[p.earliest] for p in problem.published if p.earliest}
        found = []
        for pair in sorted(problem.worth.keys() - self._pinned.keys()):
            for t in sorted(oracle.free_slots(problem, problem.company[pair.company])):
                early = t < earliest.get(pair, 0) and t != self.home[pair]
                if room[pair.desk, t] and not early:
                    found.append((pair, t))
        return found

    def _parties(self) -> dict[str, Any]:
        """A variable that may be 1 only if the party has a meeting; for those that no pin serves."""
        pinned = {self.problem.company[pair.company].party for pair in self._pinned}
        of_party = defaultdict(list)
        for (pair, _), variable in self._meets.items():
            of_party[self.problem.company[pair.company].party].append(variable)
        served = {}
        for party in sorted(of_party.keys() - pinned, key=lambda party: self.problem.rank[party]):
            served[party] = self._variable()
            self._highs.addConstr(served[party] <= sum(of_party[party]))
        return served

    def _obey(self) -> None:
        problem, room = self.problem, oracle.places(self.problem)
        quota = {company.id: company.max_meetings for company in problem.companies}
        for pair in self._pinned:
            quota[pair.company] -= 1
        limits: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for (pair, t), variable in self._meets.items():
            limits["pair", pair].append(variable)
            limits["desk", pair.desk, t].append(variable)
            limits["quota", pair.company].append(variable)
            limits["company", pair.company, t].append(variable)
            if problem.company[pair.company].breathing:
                limits["company", pair.company, t - 1].append(variable)
        for (kind, *whom), variables in limits.items():
            most = room[whom[0], whom[1]] if kind == "desk" else quota[whom[0]] if kind == "quota" else 1
            self._highs.addConstr(sum(variables) <= most)

    def reach(self, counts: Any) -> int:
        """The most that meetings can count, pins among them; from now on they must."""
        of_pins = sum(int(counts(*place)) for place in self._pinned.items())
        return of_pins + self._reach([int(counts(*at)) * x for at, x in self._meets.items() if counts(*at)])

    def reach_parties(self) -> int:
        of_pins = len({self.problem.company[pair.company].party for pair in self._pinned})
        return of_pins + self._reach(list(self._served.values()))

    def _reach(self, terms: list[Any]) -> int:
        if not terms:
            return 0
        self._highs.maximize(sum(terms))
        assert self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        value = round(self._highs.getObjectiveValue())
        self._highs.addConstr(sum(terms) >= value)
        return value

    def let_the_draw_decide(self) -> tuple[int, ...]:
        """The ranks of those that ask and go without, the first set in draw order served."""
        problem = self.problem
        at_hand = {party for party, variable in self._served.items() if self._is_one(variable)}
        left, served = len(at_hand), set[str]()
        for party, variable in self._served.items():
            if left and party not in at_hand:
                self._highs.maximize(variable)
                if self._is_one(variable):
                    at_hand = {other for other, there in self._served.items() if self._is_one(there)}
            is_in = left > 0 and party in at_hand
            self._highs.addConstr(variable == int(is_in))
            if is_in:
                served.add(party)
                left -= 1
        asking = {problem.company[entry.company].party for entry in (*problem.wishes, *problem.pins)}
        served |= {problem.company[pair.company].party for pair in self._pinned}
        return tuple(sorted(problem.rank[party] for party in asking - served))

    def _is_one(self, variable: Any) -> bool:
        return self._highs.val(variable) > 0.5
