"""How a morning is laid out: as many slots as fit, so many tables at each stand; and what is kept of before.

Somebody who is absent in a slot, a table that is closed in it, mean hours of the clock: from the first slot
missed to the last one in a row, and on to either end of the morning where the row reaches it. Laid out
otherwise, a slot is missed as soon as it touches such hours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from matchmaker.scheduling.asking.what_if_changes import AddTable, Change, CloseTable, Quota
from matchmaker.scheduling.asking.what_if_problem import changed
from matchmaker.scheduling.problem import Problem, Slot

ALWAYS = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Variant:
    """One way to lay the morning out; ``tables``: each desk code with its number of tables."""

    slot_minutes: int
    changeover_minutes: int
    meetings_per_company: int
    tables: tuple[tuple[str, int], ...]

    @property
    def step(self) -> timedelta:
        """From the beginning of a slot to that of the next."""
        return timedelta(minutes=self.slot_minutes + self.changeover_minutes)


@dataclass(frozen=True)
class Period:
    """From when to when companies are received."""

    start: datetime
    end: datetime

    def slots(self, minutes: int, changeover: int) -> int:
        """How many slots fit whole."""
        return max(0, (self._minutes + changeover) // (minutes + changeover))

    @property
    def _minutes(self) -> int:
        return int((self.end - self.start) / timedelta(minutes=1))


def laid_out(problem: Problem, period: Period, variant: Variant) -> Problem:
    """The same companies and wishes in the slots, at the tables and with the quota of the variant."""
    return changed(with_slots(problem, period, variant), _changes(problem, variant)).problem


def with_slots(problem: Problem, period: Period, variant: Variant) -> Problem:
    """The same problem in the slots of the variant; as it is if its own are as long and as far apart."""
    old, new = problem.slots, slots_of(period, variant)
    if rhythm(old) == (variant.slot_minutes, variant.changeover_minutes):
        return problem
    return replace(
        problem,
        slots=new,
        desks=tuple(
            replace(
                desk,
                tables=tuple(replace(table, closed=_missed(table.closed, old, new)) for table in desk.tables),
            )
            for desk in problem.desks
        ),
        companies=tuple(
            replace(company, absent=_missed(company.absent, old, new)) for company in problem.companies
        ),
    )


def rhythm(slots: tuple[Slot, ...]) -> tuple[int, int] | None:
    """Minutes of a slot and between two of them; None where they are not all alike, or too few to say."""
    minute = timedelta(minutes=1)
    lengths = {(slot.end - slot.start) // minute for slot in slots}
    pauses = {(after.start - before.end) // minute for before, after in pairwise(slots)}
    return (lengths.pop(), pauses.pop()) if len(lengths) == len(pauses) == 1 else None


def slots_of(period: Period, variant: Variant) -> tuple[Slot, ...]:
    """s1, s2 … from the beginning of the period."""
    length = timedelta(minutes=variant.slot_minutes)
    count = period.slots(variant.slot_minutes, variant.changeover_minutes)
    starts = (period.start + place * variant.step for place in range(count))
    return tuple(Slot(f"s{number}", start, start + length) for number, start in enumerate(starts, start=1))


def _missed(missed: Collection[str], old: tuple[Slot, ...], new: tuple[Slot, ...]) -> frozenset[str]:
    """Of the new slots those that touch the hours missed."""
    hours = list(_hours(missed, old))
    return frozenset(
        slot.id for slot in new if any(begin < slot.end and slot.start < end for begin, end in hours)
    )


def _hours(missed: Collection[str], slots: tuple[Slot, ...]) -> Iterator[tuple[datetime, datetime]]:
    """From when to when, for each row of slots missed one after the other."""
    begin: datetime | None = None
    for place, slot in enumerate(slots):
        if slot.id not in missed:
            continue
        if begin is None:
            begin = ALWAYS[0] if place == 0 else slot.start
        is_last = place == len(slots) - 1
        if is_last or slots[place + 1].id not in missed:
            yield begin, ALWAYS[1] if is_last else slot.end
            begin = None


def _changes(problem: Problem, variant: Variant) -> Iterator[Change]:
    """More tables are added, those too many are closed, the last ones first."""
    wanted: Mapping[str, int] = dict(variant.tables)
    for desk in problem.desks:
        number = wanted.get(desk.id, len(desk.tables))
        yield from (AddTable(desk.id) for _ in range(number - len(desk.tables)))
        yield from (CloseTable(table.id) for table in desk.tables[number:])
    yield Quota(variant.meetings_per_company)
