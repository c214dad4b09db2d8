"""Who still has room when: what a person with a pencil keeps an eye on, by every rule of the fair.

The pins stand before anything else is granted. Nothing is ever taken back.
"""

from __future__ import annotations

from matchmaker.scheduling.problem import Problem, Wish
from matchmaker.scheduling.solving.openings import beside


class Room:
    """Places at desks, free slots and quota of companies, less what has been granted so far."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._places = _places(problem)
        self._left = {company.id: company.max_meetings for company in problem.companies}
        self._away = {company.id: _away(company.absent, problem) for company in problem.companies}
        self._met = {pin.pair for pin in problem.pins}
        for pin in problem.pins:
            self._take(pin.company, pin.desk, problem.slot_index[pin.slot])

    def grant(self, wish: Wish) -> str | None:
        """The first slot that both have free, which is then taken; None if there is none."""
        if self._left[wish.company] <= 0 or wish.pair in self._met:
            return None
        free = ~self._away[wish.company]
        for t, places in enumerate(self._places[wish.desk]):
            if places > 0 and free >> t & 1:
                self._met.add(wish.pair)
                self._take(wish.company, wish.desk, t)
                return self._problem.slots[t].id
        return None

    def _take(self, company: str, desk: str, t: int) -> None:
        self._places[desk][t] -= 1
        self._left[company] -= 1
        around = beside(1 << t) if self._problem.company[company].breathing else 0
        self._away[company] |= 1 << t | around


def _places(problem: Problem) -> dict[str, list[int]]:
    """Desk -> tables open in each slot."""
    return {
        desk.id: [sum(slot.id not in table.closed for table in desk.tables) for slot in problem.slots]
        for desk in problem.desks
    }


def _away(absent: frozenset[str], problem: Problem) -> int:
    return sum(1 << problem.slot_index[slot] for slot in absent)
