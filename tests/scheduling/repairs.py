"""Days on which something happened: a published timetable, and the problem as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from matchmaker.scheduling.contradictions import contradictions
from matchmaker.scheduling.problem import Company, Desk, Pin, Problem, Promise, Wish, drawn_by_seed
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Booking
from tests.scheduling.problems import Shape, large_problem, random_problem


def published(bookings: Sequence[Booking]) -> tuple[Promise, ...]:
    """These meetings as promises that may move to any slot."""
    return tuple(Promise(b.company, b.desk, b.slot, b.table) for b in bookings)


def random_repair(seed: int, shape: Shape | None = None) -> Problem:
    """A tiny fair after its publication: tables shut, people late, wishes withdrawn and new, pins besides."""
    random = Random(f"repair/{seed}")
    before = random_problem(seed, shape)
    promises = published(solve(before).meetings)
    ids = [slot.id for slot in before.slots]
    after = replace(
        before,
        desks=tuple(_shut(stand, ids, random) for stand in before.desks),
        companies=tuple(_late(company, ids, random) for company in before.companies),
        wishes=tuple(_wishes(before, random)),
        published=tuple(_announced(promise, ids, random) for promise in promises),
    )
    pins = [pin for pin in (*before.pins, *_settled(promises, random)) if random.random() < 0.7]
    return _with_pins(after, pins)


def _shut(stand: Desk, ids: list[str], random: Random) -> Desk:
    tables = [
        replace(table, closed=table.closed | {slot for slot in ids if random.random() < 0.2})
        for table in stand.tables
    ]
    return replace(stand, tables=tuple(tables))


def _late(company: Company, ids: list[str], random: Random) -> Company:
    missed = ids[: random.choice([0, 0, 0, 1, 2])]
    return replace(company, absent=company.absent | set(missed))


def _wishes(before: Problem, random: Random) -> list[Wish]:
    kept = [wish for wish in before.wishes if random.random() < 0.85]
    wished = {wish.pair for wish in before.wishes}
    new = [
        Wish(company.id, stand.id, random.choice([1, 8, 100]))
        for company in before.companies
        for stand in before.desks
        if (company.id, stand.id) not in wished and random.random() < 0.2
    ]
    return [*kept, *new]


def _announced(promise: Promise, ids: list[str], random: Random) -> Promise:
    return replace(promise, earliest=random.choice([None, None, promise.slot, *ids]))


def _settled(promises: Sequence[Promise], random: Random) -> list[Pin]:
    """Meetings that are held already, where they were announced."""
    return [Pin(p.company, p.desk, p.slot, p.table) for p in promises if random.random() < 0.2]


def _with_pins(problem: Problem, pins: Sequence[Pin]) -> Problem:
    """As many of these pins as do not contradict each other."""
    problem = replace(problem, pins=())
    for pin in pins:
        more = replace(problem, pins=(*problem.pins, pin))
        problem = problem if contradictions(more) else more
    return problem


def large_repair(
    seed: int, companies: int = 300, desks: int = 30, slots: int = 8, breathing: float = 0.0
) -> Problem:
    """The busiest desk loses a table for three slots, one comes late, ten companies go, five are new."""
    random = Random(f"repair/{seed}")
    before = large_problem(seed, companies, desks, slots, 0.9, breathing)
    meetings = solve(before).meetings
    at = [booking.desk for booking in meetings]
    busiest, late = max(sorted(set(at)), key=at.count), random.choice(sorted(set(at)))
    ids = [slot.id for slot in before.slots]
    lost = random.randrange(len(ids) - 2)
    gone = set(random.sample([company.id for company in before.companies], 10))
    new = [Company(f"N{number}", 4) for number in range(5)]
    there = [company for company in before.companies if company.id not in gone] + new
    wishes = [wish for wish in before.wishes if wish.company not in gone]
    for company in new:
        stands = random.sample(before.desks, 4)
        wishes += [Wish(company.id, stand.id, random.randint(1, 100)) for stand in stands]
    return replace(
        before,
        desks=tuple(_disturbed(stand, busiest, late, ids, lost) for stand in before.desks),
        companies=tuple(there),
        wishes=tuple(wishes),
        draw=drawn_by_seed([company.party for company in there], seed),
        published=published([booking for booking in meetings if booking.company not in gone]),
    )


def _disturbed(stand: Desk, busiest: str, late: str, ids: list[str], lost: int) -> Desk:
    first, *others = stand.tables
    if stand.id == busiest:
        first = replace(first, closed=first.closed | set(ids[lost : lost + 3]))
    if stand.id == late:
        first, *others = (replace(table, closed=table.closed | set(ids[:2])) for table in (first, *others))
    return replace(stand, tables=(first, *others))
