"""How a fair is filled without a scheduler: wish after wish into the first slot that both have free.

Nothing is taken back, so all depends on the order. None of them can say how good it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import zip_longest

from benchmarks.answer import Answer
from benchmarks.grants import Room
from matchmaker.scheduling.problem import Problem, Wish
from matchmaker.scheduling.solving.seat import Visit, seat


def first_come_first_served(problem: Problem, _patience: float) -> Answer:
    """Companies in order of arrival, each with all its choices: what a booking page does."""
    return _filled(problem, problem.wishes)


def first_choices_first(problem: Problem, _patience: float) -> Answer:
    """Everybody's first choice, then everybody's second: what a patient secretary does."""
    choices: dict[str, list[Wish]] = defaultdict(list)
    for wish in problem.wishes:
        choices[wish.company].append(wish)
    rounds = zip_longest(*choices.values())
    return _filled(problem, (wish for turn in rounds for wish in turn if wish))


def greatest_worth_first(problem: Problem, _patience: float) -> Answer:
    """All wishes by worth: what a spreadsheet does."""
    return _filled(problem, sorted(problem.wishes, key=lambda wish: -wish.worth))


def _filled(problem: Problem, wishes: Iterable[Wish]) -> Answer:
    room = Room(problem)
    granted = ((wish, room.grant(wish)) for wish in wishes)
    return Answer(seat(problem, [Visit(wish.company, wish.desk, slot) for wish, slot in granted if slot]))
