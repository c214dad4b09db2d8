"""Days of a realistic size on which much happens at once; what was published is legal and no optimum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from matchmaker.scheduling.problem import Company, Desk, Pin, Policy, Problem, Promise, Wish, drawn_by_seed
from matchmaker.scheduling.repair import preview
from tests.scheduling.problems import large_problem
from tests.scheduling.repairs import published


@dataclass(frozen=True)
class Day:
    """How large the fair is, and the shares of companies and published meetings of each kind."""

    companies: int = 60
    desks: int = 10
    slots: int = 7
    breathing: float = 0.0
    grouped: float = 0.0
    pinned: float = 0.0
    announced: float = 0.0
    gone: float = 0.1
    shut: float = 0.05
    demand: float = 2.0
    policy: Policy = "floor"


def disturbed(seed: int, day: Day) -> Problem:
    """Tables shut here and there, companies gone and new; meetings are pinned or may not move forward."""
    random = Random(f"disturbed/{seed}")
    size = day.companies, day.desks, day.slots
    before = large_problem(seed, *size, availability=0.9, breathing=day.breathing, demand=day.demand)
    before = _grouped(before, day, random)
    ids = [slot.id for slot in before.slots]
    gone = {company.id for company in before.companies if random.random() < day.gone}
    new = [Company(f"N{number}", 3) for number in range(max(2, len(gone) // 2))]
    there = [company for company in before.companies if company.id not in gone] + new
    wishes = [wish for wish in before.wishes if wish.company not in gone]
    for company in new:
        wishes += [Wish(company.id, stand.id, random.randint(1, 100)) for stand in before.desks[:4]]
    promises = published([b for b in preview(before).meetings if b.company not in gone])
    return replace(
        before,
        desks=tuple(_shut(stand, ids, day, random) for stand in before.desks),
        companies=tuple(there),
        wishes=tuple(wishes),
        draw=drawn_by_seed([company.party for company in there], seed),
        pins=tuple(_pins(promises, day, random)),
        published=tuple(_announced(promise, ids, day, random) for promise in promises),
        policy=day.policy,
    )


def _grouped(problem: Problem, day: Day, random: Random) -> Problem:
    """Some companies in groups of about three."""
    members = [company for company in problem.companies if random.random() < day.grouped]
    group = {company.id: f"G{at // 3}" for at, company in enumerate(members)}
    companies = tuple(replace(company, group=group.get(company.id)) for company in problem.companies)
    draw = drawn_by_seed([company.party for company in companies], 1)
    return replace(problem, companies=companies, draw=draw)


def _shut(stand: Desk, ids: Sequence[str], day: Day, random: Random) -> Desk:
    tables = [
        replace(table, closed=table.closed | {slot for slot in ids if random.random() < day.shut})
        for table in stand.tables
    ]
    return replace(stand, tables=tuple(tables))


def _pins(promises: Sequence[Promise], day: Day, random: Random) -> list[Pin]:
    """Meetings that are held already, wherever they were published."""
    return [Pin(p.company, p.desk, p.slot, p.table) for p in promises if random.random() < day.pinned]


def _announced(promise: Promise, ids: Sequence[str], day: Day, random: Random) -> Promise:
    earliest = random.choice([promise.slot, random.choice(ids)])
    return replace(promise, earliest=earliest) if random.random() < day.announced else promise
