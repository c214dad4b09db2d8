"""The problem that changes lead to.

A list of changes is a set, and their order says nothing: they are made kind by kind, slots and tables first,
since others may speak of them. Where two contradict each other, or one of them a pin of the problem, a
sentence names both and nothing is changed.

Whoever is gone stays in the list of companies without a wish, so that the ranks of the draw stay what they
were. A forced pair is no part of a problem, which knows only pins, and a pin needs a slot: forced pairs are
handed on beside it (see forced.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, count
from typing import NamedTuple

from matchmaker.scheduling.asking.slot_length import NoSuchLength, with_slots_of
from matchmaker.scheduling.asking.what_if_changes import (
    AddTable,
    Change,
    CloseTable,
    Forbid,
    Force,
    Gone,
    Impossible,
    Quota,
    SlotLength,
    Under,
    UnknownName,
    said,
)
from matchmaker.scheduling.contradictions import contradictions
from matchmaker.scheduling.problem import Company, Desk, Pair, Pin, Problem, Table
from matchmaker.scheduling.reading import quoted


class Changed(NamedTuple):
    """A problem after its changes, and the pairs that must meet in it."""

    problem: Problem
    forced: tuple[Pair, ...]


def changed(problem: Problem, changes: Iterable[Change]) -> Changed:
    """The problem with these changes. Raises UnknownName, or Impossible if they contradict something."""
    wanted = tuple(changes)
    _refuse(_at_odds(wanted))
    laid_out = _with_tables(_with_slots(problem, wanted), wanted)
    if unknown := dict.fromkeys(line for change in wanted for line in _unknown(change, laid_out)):
        raise UnknownName(*unknown)
    _refuse(_against(problem, wanted))
    made = _with_rules(_with_people(_with_closed(laid_out, wanted), wanted), wanted)
    # Whoever names changes has no entries of a file in mind: the sentence behind them says it all.
    _refuse(line.partition(": ")[2] for line in contradictions(made))
    return Changed(made, tuple(dict.fromkeys(change.pair for change in wanted if isinstance(change, Force))))


def _refuse(reasons: Iterable[str]) -> None:
    if found := tuple(dict.fromkeys(reasons)):
        raise Impossible(*found)


def _at_odds(wanted: Sequence[Change]) -> Iterator[str]:
    for one, other in combinations(wanted, 2):
        if one != other and (_excludes(one, other) or _excludes(other, one)):
            yield f"{said(one)} and {said(other)}: only one of the two is possible"


def _excludes(one: Change, other: Change) -> bool:
    match one, other:
        case (Force() | Pin(), Forbid()):
            return one.pair == other.pair
        case (Force() | Pin(), Gone()):
            return one.company == other.company
        case (Quota(), Quota()):
            return one.company == other.company
        case (SlotLength(), SlotLength()) | (Under(), Under()):
            return True
    return False


def _unknown(change: Change, problem: Problem) -> Iterator[str]:
    """The names in a change that nothing has."""
    tables = {table.id for desk in problem.desks for table in desk.tables}
    kinds: tuple[tuple[str, Iterable[str]], ...] = (
        ("company", problem.company),
        ("desk", problem.desk),
        ("slot", problem.slot_index),
        ("table", tables),
    )
    for kind, known in kinds:
        name = getattr(change, kind, None)
        if name is not None and name not in known:
            yield f"{said(change)}: no {kind} {quoted(name)}"


def _against(problem: Problem, wanted: Sequence[Change]) -> Iterator[str]:
    """What a change would do that makes no sense in this problem."""
    pinned = {pin.pair for pin in problem.pins}
    for change in wanted:
        if isinstance(change, Forbid) and change.pair in pinned:
            yield f"{said(change)}: they are pinned"
        elif isinstance(change, Forbid) and change.pair not in problem.worth:
            yield f"{said(change)}: there is no such wish"
        elif isinstance(change, Quota) and change.meetings < 0:
            yield f"{said(change)}: a quota is 0 or more"
        elif isinstance(change, Pin):
            yield from _misplaced(change, problem, wanted)


def _misplaced(pin: Pin, problem: Problem, wanted: Sequence[Change]) -> Iterator[str]:
    added = _with_tables(problem, wanted).desk[pin.desk].tables
    if pin.table is not None and pin.table not in {table.id for table in added}:
        yield f"{said(pin)}: table {quoted(pin.table)} is not one of desk {quoted(pin.desk)}"


def _with_slots(problem: Problem, wanted: Sequence[Change]) -> Problem:
    for change in wanted:
        if isinstance(change, SlotLength):
            try:
                return with_slots_of(problem, change.minutes)
            except NoSuchLength as refusal:
                raise Impossible(f"{said(change)}: {refusal}") from None
    return problem


def _with_tables(problem: Problem, wanted: Sequence[Change]) -> Problem:
    """A new table is closed in slots in which nobody is received anywhere: they are past, or lost."""
    more = [change.desk for change in wanted if isinstance(change, AddTable)]
    tables = [table for desk in problem.desks for table in desk.tables]
    shut = frozenset(
        slot.id for slot in problem.slots if tables and all(slot.id in table.closed for table in tables)
    )
    taken = {table.id for table in tables}

    def grown(desk: Desk) -> Desk:
        fresh = (name for place in count(len(desk.tables) + 1) if (name := f"{desk.id}-{place}") not in taken)
        new = tuple(Table(next(fresh), shut) for key in more if key == desk.id)
        return replace(desk, tables=(*desk.tables, *new))

    return replace(problem, desks=tuple(grown(desk) for desk in problem.desks))


def _with_closed(problem: Problem, wanted: Sequence[Change]) -> Problem:
    everywhere = frozenset(problem.slot_index)
    closed = [change for change in wanted if isinstance(change, CloseTable)]

    def narrowed(table: Table) -> Table:
        own = [change.slot for change in closed if change.table == table.id]
        return replace(table, closed=everywhere if None in own else table.closed.union(filter(None, own)))

    desks = (replace(desk, tables=tuple(narrowed(table) for table in desk.tables)) for desk in problem.desks)
    return replace(problem, desks=tuple(desks))


def _with_people(problem: Problem, wanted: Sequence[Change]) -> Problem:
    """Who is gone, which wishes are none any more, which meetings are pinned."""
    gone = {change.company for change in wanted if isinstance(change, Gone)}
    forbidden = {change.pair for change in wanted if isinstance(change, Forbid)}
    pins = dict.fromkeys((*problem.pins, *(change for change in wanted if isinstance(change, Pin))))
    return replace(
        problem,
        wishes=tuple(w for w in problem.wishes if w.company not in gone and w.pair not in forbidden),
        pins=tuple(pin for pin in pins if pin.company not in gone),
        published=tuple(promise for promise in problem.published if promise.company not in gone),
    )


def _with_rules(problem: Problem, wanted: Sequence[Change]) -> Problem:
    quotas = {change.company: change.meetings for change in wanted if isinstance(change, Quota)}
    policies = [change.policy for change in wanted if isinstance(change, Under)]
    most = len(problem.slots)

    def limited(company: Company) -> Company:
        meetings = quotas.get(company.id, quotas.get(None, company.max_meetings))
        return replace(company, max_meetings=min(meetings, most))

    companies = tuple(limited(company) for company in problem.companies)
    return replace(problem, companies=companies, policy=policies[0] if policies else problem.policy)
