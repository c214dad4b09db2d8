"""The day itself, said to the core: what has begun, or is about to, stays; nobody is asked to come earlier.

Who meets within ten minutes is on the way to the table or already there: an announcement would come too late.
So those meetings become pins, at their tables, and the places that nobody takes by then are closed. Whatever
makes such a meeting impossible (its table is lost, its company not there) goes before: it is not kept.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from matchmaker.scheduling.problem import Pair, Pin, Problem, Promise, Table

IMMINENT_MINUTES = 10
"""One slot and its changeover: the time it takes to be called, to cross the hall and to sit down."""


class Asked(NamedTuple):
    """A question, and the pairs that are pinned in it only because their meeting has begun or is about to."""

    problem: Problem
    frozen: frozenset[Pair]


def frozen(problem: Problem, at: datetime) -> Asked:
    """The question on the day, as seen at that instant."""
    by = frozen_slots(problem, at)
    kept = [one for one in problem.published if one.slot in by and _can_be_held(problem, one)]
    settled = {pin.pair for pin in problem.pins}
    pins = [Pin(*one.pair, one.slot, one.table) for one in kept if one.pair not in settled]
    taken = {(one.table, one.slot) for one in kept} | {(pin.table, pin.slot) for pin in problem.pins}
    question = replace(
        problem,
        desks=tuple(
            replace(desk, tables=tuple(_closed(table, by, taken) for table in desk.tables))
            for desk in problem.desks
        ),
        pins=(*problem.pins, *pins),
        published=tuple(replace(one, earliest=one.slot) for one in problem.published),
    )
    return Asked(question, frozenset(pin.pair for pin in pins))


def frozen_slots(problem: Problem, at: datetime) -> frozenset[str]:
    """The slots that have begun at that instant, or begin within ten minutes."""
    imminent = at + timedelta(minutes=IMMINENT_MINUTES)
    return frozenset(slot.id for slot in problem.slots if slot.start <= imminent)


def without_slots(problem: Problem, lost: Collection[str]) -> Problem:
    """With every table closed in those slots."""
    if not lost:
        return problem
    desks = tuple(
        replace(desk, tables=tuple(replace(table, closed=table.closed | set(lost)) for table in desk.tables))
        for desk in problem.desks
    )
    return replace(problem, desks=desks)


def still_possible(problem: Problem) -> Problem:
    """Without the organiser's pins that what has happened makes impossible: they are promises like others."""
    pins = tuple(pin for pin in problem.pins if _can_be_held(problem, pin))
    return replace(problem, pins=pins)


def _can_be_held(problem: Problem, one: Promise | Pin) -> bool:
    """Whether its table is open then and its company there."""
    table = next((t for t in problem.desk[one.desk].tables if t.id == one.table), None)
    is_there = one.slot not in problem.company[one.company].absent
    return table is not None and one.slot not in table.closed and is_there


def _closed(table: Table, by: Collection[str], taken: Collection[tuple[str | None, str]]) -> Table:
    """No more places in those slots than are taken."""
    return replace(table, closed=table.closed | {slot for slot in by if (table.id, slot) not in taken})
