"""What the scheduler is measured against: the ways a fair is filled without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import zip_longest
from typing import NamedTuple

from matchmaker.scheduling.problem import Problem, Wish
from matchmaker.scheduling.solve import solve


class Outcome(NamedTuple):
    """Parties with a meeting, the worth of all meetings, and whether nothing better is known to exist."""

    served: int
    worth: int
    proven: bool = False


def matchmaker(problem: Problem) -> Outcome:
    """All levels: served, draw, worth, idle; tables, reasons and certificate as well."""
    result = solve(problem, seed=1)
    served, worth = result.level("served").value, result.level("worth").value
    assert isinstance(served, int)
    assert isinstance(worth, int)
    return Outcome(served, worth, result.status == "optimal")


def first_come_first_served(problem: Problem) -> Outcome:
    """Companies in order of arrival, each with all its choices: what a booking page does."""
    return _filled(problem, problem.wishes)


def first_choices_first(problem: Problem) -> Outcome:
    """Everybody's first choice, then everybody's second: what a patient secretary does."""
    choices: dict[str, list[Wish]] = defaultdict(list)
    for wish in problem.wishes:
        choices[wish.company].append(wish)
    rounds = zip_longest(*choices.values())
    return _filled(problem, (wish for turn in rounds for wish in turn if wish))


def greatest_worth_first(problem: Problem) -> Outcome:
    """All wishes by worth: what a spreadsheet does."""
    return _filled(problem, sorted(problem.wishes, key=lambda wish: -wish.worth))


def _filled(problem: Problem, wishes: Iterable[Wish]) -> Outcome:
    """Each wish in turn in the first slot that both have free, never taken back."""
    places = places_of(problem)
    busy: dict[str, set[str]] = defaultdict(set)
    worth = 0
    for wish in wishes:
        company, taken = problem.company[wish.company], busy[wish.company]
        free = (t.id for t in problem.slots if t.id not in company.absent | taken and places[wish.desk, t.id])
        slot = next(free, None) if len(taken) < company.max_meetings else None
        if slot is not None:
            places[wish.desk, slot] -= 1
            taken.add(slot)
            worth += wish.worth
    return Outcome(len({problem.company[company].party for company, slots in busy.items() if slots}), worth)


def places_of(problem: Problem) -> dict[tuple[str, str], int]:
    """(desk, slot) -> tables that are open then."""
    return {
        (desk.id, slot.id): sum(slot.id not in table.closed for table in desk.tables)
        for desk in problem.desks
        for slot in problem.slots
    }
