"""What the engine is measured against: the ways a fair is filled without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from matchmaker.scheduling.problem import Problem, Wish


class Filled:
    """A timetable under construction, one wish at a time, never taken back."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.places = {
            (desk.id, slot.id): sum(slot.id not in table.closed for table in desk.tables)
            for desk in problem.desks
            for slot in problem.slots
        }
        self.busy: dict[str, set[str]] = defaultdict(set)
        self.worth = 0

    def place(self, wish: Wish) -> None:
        """The first slot that both have free, if any."""
        company = self.problem.company[wish.company]
        taken = self.busy[wish.company]
        if len(taken) >= company.max_meetings:
            return
        for slot in self.problem.slots:
            if slot.id not in company.absent and slot.id not in taken and self.places[wish.desk, slot.id]:
                self.places[wish.desk, slot.id] -= 1
                taken.add(slot.id)
                self.worth += wish.worth
                return

    @property
    def served(self) -> int:
        return sum(bool(slots) for slots in self.busy.values())


def filled(problem: Problem, wishes: Iterable[Wish]) -> Filled:
    timetable = Filled(problem)
    for wish in wishes:
        timetable.place(wish)
    return timetable


def first_come_first_served(problem: Problem) -> Filled:
    """Companies in order of arrival, each with all its choices: what a booking page does."""
    return filled(problem, problem.wishes)


def greatest_worth_first(problem: Problem) -> Filled:
    """All wishes by worth: what a spreadsheet does."""
    return filled(problem, sorted(problem.wishes, key=lambda wish: -wish.worth))
