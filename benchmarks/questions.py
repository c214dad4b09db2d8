"""What an organiser asks about a timetable that is there: prices of wishes, and what would be if."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from benchmarks.answer import Answer
from matchmaker.scheduling.asking.what_if_changes import AddTable, Change, Force
from matchmaker.scheduling.price import Prices, price
from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Result
from matchmaker.scheduling.what_if import Standing, standing, what_if

PATIENCE = 60.0


class Asked(NamedTuple):
    """A fair with its timetable, and what is known of it before anybody asks."""

    problem: Problem
    result: Result
    before: Standing

    @property
    def a_wish(self) -> Pair:
        """One without a meeting, from the middle of the list."""
        unplaced = self.result.unplaced[len(self.result.unplaced) // 2]
        return Pair(unplaced.company, unplaced.desk)

    @property
    def scarcest(self) -> str:
        """The desk with the most wishes in vain."""
        return Counter(unplaced.desk for unplaced in self.result.unplaced).most_common(1)[0][0]


def scheduled(problem: Problem) -> Asked:
    return Asked(problem, solve(problem, seed=1, time_limit=PATIENCE), standing(problem))


def one_price(asked: Asked, _patience: float) -> Answer:
    """From nothing: what all questions share is made for this one."""
    found = price(asked.problem, asked.result, asked.a_wish)
    return Answer(None, is_proven=found.is_exact)


def all_prices(asked: Asked, _patience: float) -> Answer:
    prices = Prices(asked.problem, asked.result)
    found = [prices.of(Pair(unplaced.company, unplaced.desk)) for unplaced in asked.result.unplaced]
    exact = sum(each.is_exact for each in found)
    return Answer(None, is_proven=exact == len(found), figures={"wishes": len(found), "exact": exact})


def one_more_table(asked: Asked, _patience: float) -> Answer:
    return _what_if(asked, AddTable(asked.scarcest))


def a_meeting_forced(asked: Asked, _patience: float) -> Answer:
    return _what_if(asked, Force(*asked.a_wish))


def _what_if(asked: Asked, change: Change) -> Answer:
    outcome = what_if(asked.problem, [change], before=asked.before)
    return Answer(None, is_proven=outcome.after.worth.is_exact)
