"""What happens to companies, said to the core: one leaves, one comes late. Pure functions over a problem."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from matchmaker.scheduling.problem import Company, Problem


def leaves(problem: Problem, company: str, frozen_at: datetime | None) -> Problem:
    """Without that company, but for the meetings it had begun at ``frozen_at``; those it has held."""
    if company not in problem.company:
        return problem
    begun = _begun(problem, company, frozen_at)
    if not begun:
        return _without(problem, company)
    elsewhere = frozenset(slot.id for slot in problem.slots) - begun
    held = {one.pair for one in problem.published if one.company == company and one.slot in begun}
    return replace(
        problem,
        companies=_with(problem, replace(problem.company[company], absent=elsewhere)),
        wishes=tuple(one for one in problem.wishes if one.company != company or one.pair in held),
        published=tuple(one for one in problem.published if one.company != company or one.pair in held),
        pins=tuple(one for one in problem.pins if one.company != company or one.pair in held),
    )


def is_absent(problem: Problem, company: str, slots: frozenset[str]) -> Problem:
    """That company misses these slots and no others."""
    if company not in problem.company:
        return problem
    missed = slots & problem.slot_index.keys()
    return replace(problem, companies=_with(problem, replace(problem.company[company], absent=missed)))


def comes_late(problem: Problem, company: str, last_missed: str) -> Problem:
    """That company is absent up to and including a slot."""
    if company not in problem.company:
        return problem
    missed = frozenset(slot.id for slot in problem.slots[: problem.slot_index[last_missed] + 1])
    late = problem.company[company]
    return replace(problem, companies=_with(problem, replace(late, absent=late.absent | missed)))


def _begun(problem: Problem, company: str, frozen_at: datetime | None) -> frozenset[str]:
    """The slots of its meetings that had begun, at tables that were open then."""
    if frozen_at is None:
        return frozenset()
    closed = {(table.id, slot) for desk in problem.desks for table in desk.tables for slot in table.closed}
    starts = {slot.id: slot.start for slot in problem.slots}
    return frozenset(
        one.slot
        for one in problem.published
        if one.company == company and starts[one.slot] <= frozen_at and (one.table, one.slot) not in closed
    )


def _without(problem: Problem, company: str) -> Problem:
    party = problem.company[company].party
    left = tuple(one for one in problem.companies if one.id != company)
    is_last = all(one.party != party for one in left)
    return replace(
        problem,
        companies=left,
        wishes=tuple(one for one in problem.wishes if one.company != company),
        published=tuple(one for one in problem.published if one.company != company),
        pins=tuple(one for one in problem.pins if one.company != company),
        draw=tuple(one for one in problem.draw if one != party or not is_last),
    )


def _with(problem: Problem, changed: Company) -> tuple[Company, ...]:
    return tuple(changed if one.id == changed.id else one for one in problem.companies)
