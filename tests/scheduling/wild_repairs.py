"""Repairs of what no solver would have published: promises by lot, as a file from anywhere may have them.

Two of them may want one table, a company may have been promised more than it may have, its promises may stand
where it is absent, at a closed table, before the hour announced, and of pairs that nobody wishes.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from matchmaker.scheduling.problem import Pair, Problem, Promise
from tests.scheduling.problems import Shape, random_problem

TIGHT = Shape(
    companies=(4, 5),
    desks=(2, 2),
    tables=(1, 2),
    slots=(3, 3),
    pins=(0, 1),
    wished=0.9,
    absent=0.15,
    closed=0.1,
    breathing=0.2,
    grouped=0.2,
)
SHARED = Shape(
    companies=(3, 5),
    desks=(2, 2),
    tables=(1, 1),
    slots=(3, 3),
    pins=(0, 2),
    wished=0.9,
    absent=0.1,
    closed=0.1,
    breathing=0.2,
    grouped=0.6,
)
LONG = Shape(
    companies=(2, 3),
    desks=(2, 2),
    tables=(1, 1),
    slots=(5, 5),
    pins=(0, 2),
    wished=1,
    absent=0.1,
    closed=0.1,
    breathing=0.7,
    grouped=0.3,
)
CROWD = Shape(
    companies=(6, 7),
    desks=(2, 3),
    tables=(1, 1),
    slots=(2, 3),
    pins=(0, 1),
    most_wishes=14,
    absent=0.25,
    closed=0.15,
    breathing=0.1,
    grouped=0.1,
)
"""So many for so few places that mending by hand often gives them to the wrong ones."""
HOLLOW = Shape(
    companies=(5, 6),
    desks=(3, 3),
    tables=(1, 1),
    slots=(3, 3),
    pins=(0, 0),
    most_wishes=14,
    absent=0.35,
    closed=0.25,
    breathing=0.3,
    grouped=0.1,
)
"""Places with holes in them, so that who meets whom is a question of when."""
WILD = [TIGHT, SHARED, LONG]
"""Few places for many, few places for groups, and a longer day of companies that need to breathe."""


def wild_repair(seed: int, shape: Shape | None = None) -> Problem:
    """A tiny fair of which anything may have been published; by default one shape after the other."""
    random, problem = Random(f"wild/{seed}"), random_problem(seed, shape or WILD[seed % len(WILD)])
    pairs = [Pair(company.id, desk.id) for company in problem.companies for desk in problem.desks]
    promises = [_promise(problem, pair, random) for pair in pairs if random.random() < 0.6]
    return replace(problem, published=tuple(promise for promise in promises if promise is not None))


def _promise(problem: Problem, pair: Pair, random: Random) -> Promise | None:
    tables, ids = problem.desk[pair.desk].tables, [slot.id for slot in problem.slots]
    if not tables:
        return None
    slot, table = random.choice(ids), random.choice(tables).id
    return Promise(*pair, slot, table, random.choice([None, None, *ids]))
