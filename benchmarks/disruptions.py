"""What goes wrong on the morning of a fair: the published timetable meets the day.

A table of the busiest desk is out for three slots, ten companies cancel, five new ones come with the wishes
of others, and another desk is two slots late.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from matchmaker.scheduling.problem import Company, Desk, Problem, Promise, Table, Wish
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Booking

PATIENCE = 60.0
CANCELLED, NEW, SLOTS_OUT, SLOTS_LATE = 10, 5, 3, 2


def disrupted(problem: Problem) -> Problem:
    """The problem of a repair: ``solve`` published, then all of that happened."""
    published = solve(problem, seed=1, time_limit=PATIENCE).meetings
    chance = Random(f"disrupted/{len(published)}")
    meetings = Counter(booking.desk for booking in published)
    busiest, *others = sorted(problem.desk, key=lambda desk: (-meetings[desk], desk))
    late = chance.choice(others)
    desks = tuple(
        _with_a_table_out(desk, published, problem)
        if desk.id == busiest
        else _late(desk, problem)
        if desk.id == late
        else desk
        for desk in problem.desks
    )
    changed = _without(replace(problem, desks=desks), set(chance.sample(sorted(problem.company), CANCELLED)))
    promises = tuple(
        Promise(booking.company, booking.desk, booking.slot, booking.table)
        for booking in published
        if booking.company in changed.company
    )
    return replace(_with_newcomers(changed, chance), published=promises)


def _with_a_table_out(desk: Desk, published: tuple[Booking, ...], problem: Problem) -> Desk:
    """Its first table, from its first meeting on."""
    first, *others = desk.tables
    held = sorted(problem.slot_index[b.slot] for b in published if b.table == first.id)
    return replace(desk, tables=(_closed(first, problem, held[0], SLOTS_OUT), *others))


def _late(desk: Desk, problem: Problem) -> Desk:
    return replace(desk, tables=tuple(_closed(table, problem, 0, SLOTS_LATE) for table in desk.tables))


def _closed(table: Table, problem: Problem, start: int, count: int) -> Table:
    return replace(table, closed=table.closed | {slot.id for slot in problem.slots[start : start + count]})


def _without(problem: Problem, gone: set[str]) -> Problem:
    companies = tuple(company for company in problem.companies if company.id not in gone)
    parties = {company.party for company in companies}
    return replace(
        problem,
        companies=companies,
        wishes=tuple(wish for wish in problem.wishes if wish.company not in gone),
        pins=tuple(pin for pin in problem.pins if pin.company not in gone),
        draw=tuple(party for party in problem.draw if party in parties),
    )


def _with_newcomers(problem: Problem, chance: Random) -> Problem:
    """They come last in the draw."""
    models = chance.sample(problem.companies, NEW)
    new = {model.id: Company(f"NEW{n}", model.max_meetings) for n, model in enumerate(models)}
    wishes = [
        Wish(new[wish.company].id, wish.desk, wish.worth) for wish in problem.wishes if wish.company in new
    ]
    return replace(
        problem,
        companies=problem.companies + tuple(new.values()),
        wishes=problem.wishes + tuple(wishes),
        draw=problem.draw + tuple(company.id for company in new.values()),
    )
