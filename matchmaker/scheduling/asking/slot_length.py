"""Slots of another length in the same exchange period, and what was said in slots carried over to them.

At the whiteboard: the period runs from the start of the first slot to the end of the last, and the pause
between any two is the same. Slots of n minutes are laid out from the start, as many as fit whole. The first
new slot is called like the first old one, and so on, as a slot that shifts keeps its id (docs/formats.md):
whoever is pinned in the third slot stays in the third slot, whenever that now is.

Absences and closed tables were said in old slots and mean hours. What is known is where somebody was there:
in every old slot not named, and between two of them that follow each other. So they are there in a new slot
if all of it lies within such hours, and nobody is expected in a minute of which nothing was said.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count, islice, pairwise

from matchmaker.scheduling.problem import Company, Desk, Problem, Slot, Table
from matchmaker.scheduling.reading import quoted


class NoSuchLength(ValueError):
    """Why the slots cannot have this length, in a sentence."""


def with_slots_of(problem: Problem, minutes: int) -> Problem:
    """The same fair in slots of so many minutes, 1 or more.

    A quota above the number of slots sinks to it; a published meeting whose slot is gone is no longer
    promised. Raises NoSuchLength if the pauses differ, if not one slot fits, or if a pin's slot is gone.
    """
    old = _at(UTC, problem.slots)
    new = _laid_out(old, timedelta(minutes=minutes))
    kept = {slot.id for slot in new}
    for pin in problem.pins:
        if pin.slot not in kept:
            who = f"company {quoted(pin.company)} with desk {quoted(pin.desk)}"
            there_are = f"with slots of {minutes} minutes there are {len(new)} slots"
            raise NoSuchLength(f"{there_are}, and the pin of {who} is in slot {quoted(pin.slot)}")
    return replace(
        problem,
        slots=_at(problem.slots[0].start.tzinfo, new),
        desks=tuple(_desk(desk, old, new) for desk in problem.desks),
        companies=tuple(_company(company, old, new) for company in problem.companies),
        published=tuple(promise for promise in problem.published if promise.slot in kept),
    )


def _at(zone: tzinfo | None, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """The same instants by another clock; by UTC they can be added and compared at any time of the year."""
    return tuple(Slot(slot.id, slot.start.astimezone(zone), slot.end.astimezone(zone)) for slot in slots)


def _laid_out(slots: tuple[Slot, ...], length: timedelta) -> tuple[Slot, ...]:
    start, end, step = slots[0].start, slots[-1].end, length + _pause(slots)
    number = (end - start - length) // step + 1 if length > timedelta(0) else 0
    if number < 1:
        raise NoSuchLength(f"no slot of {length // timedelta(minutes=1)} minutes fits the exchange period")
    starts = (start + place * step for place in range(number))
    names = _names(slots, number)
    return tuple(Slot(name, begin, begin + length) for name, begin in zip(names, starts, strict=True))


def _pause(slots: tuple[Slot, ...]) -> timedelta:
    """The one pause there is; none at all if there is only one slot."""
    pauses = [(later.start - earlier.end, earlier.id, later.id) for earlier, later in pairwise(slots)]
    for pause, earlier, later in pauses:
        if pause != pauses[0][0]:
            where = f"between slots {quoted(earlier)} and {quoted(later)}"
            raise NoSuchLength(f"the pauses between slots differ: the one {where} is not like the first one")
    return pauses[0][0] if pauses else timedelta(0)


def _names(slots: tuple[Slot, ...], number: int) -> list[str]:
    """The names there are, then numbered ones that are not among them."""
    taken = {slot.id for slot in slots}
    fresh = (name for place in count(len(slots) + 1) if (name := f"s{place}") not in taken)
    names = [slot.id for slot in slots[:number]]
    return names + list(islice(fresh, number - len(names)))


def _desk(desk: Desk, old: tuple[Slot, ...], new: tuple[Slot, ...]) -> Desk:
    tables = (Table(table.id, _carried_over(table.closed, old, new)) for table in desk.tables)
    return replace(desk, tables=tuple(tables))


def _company(company: Company, old: tuple[Slot, ...], new: tuple[Slot, ...]) -> Company:
    absent = _carried_over(company.absent, old, new)
    return replace(company, absent=absent, max_meetings=min(company.max_meetings, len(new)))


def _carried_over(missed: Collection[str], old: tuple[Slot, ...], new: tuple[Slot, ...]) -> frozenset[str]:
    """The new slots that do not lie within hours in which no old slot is missed."""
    hours = _hours(missed, old)
    return frozenset(
        slot.id for slot in new if not any(begin <= slot.start and slot.end <= end for begin, end in hours)
    )


def _hours(missed: Collection[str], slots: tuple[Slot, ...]) -> list[tuple[datetime, datetime]]:
    """From when to when no slot is missed, for every unbroken run of slots."""
    hours: list[tuple[datetime, datetime]] = []
    follows = False
    for slot in slots:
        if slot.id in missed:
            follows = False
        elif follows:
            hours[-1] = (hours[-1][0], slot.end)
        else:
            hours.append((slot.start, slot.end))
            follows = True
    return hours
