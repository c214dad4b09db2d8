"""The hard rules of a timetable: one generator for each, in one tuple.

The organiser's editor, the importer, the checker and the tests read this list, so they cannot disagree about
what is allowed. A rule says every place where it is broken; it never mends anything. Later rules leave alone
what ``known_ids`` has already refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from matchmaker.scheduling.occupancy import open_tables
from matchmaker.scheduling.problem import Pin, Problem
from matchmaker.scheduling.reading import quoted
from matchmaker.scheduling.timetable import Booking

RuleName = Literal[
    "known",
    "asked",
    "open",
    "present",
    "one_place",
    "one_company",
    "once",
    "quota",
    "breathing",
    "pin",
    "pinned",
]


class Violation(NamedTuple):
    """A place where a rule does not hold: which rule, the meetings concerned, and a sentence."""

    rule: RuleName
    text: str
    meetings: tuple[Booking, ...] = ()

    def __str__(self) -> str:
        return self.text


Rule = Callable[[Problem, Sequence[Booking]], Iterator[Violation]]


def violations(problem: Problem, bookings: Sequence[Booking]) -> tuple[Violation, ...]:
    """Every place where a rule does not hold, rule by rule; empty if the bookings are a legal timetable."""
    return tuple(violation for rule in RULES for violation in rule(problem, bookings))


def known_ids(problem: Problem, bookings: Sequence[Booking]) -> Iterator[Violation]:
    """Company, desk and slot are of the problem, and the table is one of the desk's."""
    for booking in bookings:
        for kind, name, known in (
            ("company", booking.company, problem.company),
            ("desk", booking.desk, problem.desk),
            ("slot", booking.slot, problem.slot_index),
        ):
            if name not in known:
                yield Violation("known", f"{_said(booking)}: no {kind} {quoted(name)}", (booking,))
        desk = problem.desk.get(booking.desk)
        if desk is not None and booking.table not in {table.id for table in desk.tables}:
            text = f"{_said(booking)}: the desk has no table {quoted(booking.table)}"
            yield Violation("known", text, (booking,))


def asked_for(problem: Problem, bookings: Sequence[Booking]) -> Iterator[Violation]:
    """A pair meets only if it was wished or pinned."""
    pinned = {pin.pair for pin in problem.pins}
    for booking in bookings:
        if booking.pair not in problem.worth and booking.pair not in pinned:
            yield Violation("asked", f"{_said(booking)}: neither wished nor pinned", (booking,))


def open_table(problem: Problem, bookings: Sequence[Booking]) -> Iterator[Violation]:
    """Nobody meets at a closed table, unless pinned there, or pinned where pins fill the open tables."""
    tables, pins = open_tables(problem), _pins(problem)
    filled = {(booking.slot, booking.table) for booking in bookings if _pin_of(booking, pins)}
    for booking in _sound(problem, bookings):
        open_then = tables.get((booking.desk, booking.slot), frozenset())
        if booking.table in open_then:
            continue
        pin = _pin_of(booking, pins)
        if pin is None:
            yield Violation("open", f"{_said(booking)}: the table is closed then", (booking,))
        elif pin.table is None and any((booking.slot, table) not in filled for table in open_then):
            text = f"{_said(booking)}: the table is closed then, and the pins leave another open"
            yield Violation("open", text, (booking,))


def company_present(problem: Problem, bookings: Sequence[Booking]) -> Iterator[Violation]:
    """No company meets anyone where it is absent, unless pinned."""
    pins = _pins(problem)
    for booking in _sound(problem, bookings):
        if booking.slot in problem.company[booking.company].absent and not _pin_of(booking, pins):
            yield Violation("present", f"{_said(booking)}: the company is absent then", (booking,))


def company_in_one_place(problem: Problem, bookings: Sequence[Booking]) -> Iterator[Violation]:
    """A company has at most one meeting in a slot."""
    for group in _groups(bookings, lambda booking: (booking.company, booking.slot)):
        if len(group) > 1:
            company, slot = quoted(group[0].company), quoted(group[0].slot)
            yield Violation("one_place", f"company {company} has {len(group)} meetings in slot {slot}", group)


def table_with_one_company(problem: Problem, bookings: Sequence[Booking]) -> Iterator[Violation]:
    """A table has at most one meeting in a slot."""
    for group in _groups(bookings, lambda booking: (booking.table, booking.slot)):
        if len(group) > 1:
            table, slot = quoted(group[0].table), quoted(group[0].slot)
            yield Violation("one_company", f"table {table} has {len(group)} meetings in slot {slot}", group)


def pair_once(problem: Problem, bookings: Sequence[Booking]) -> Iterator[Violation]:
    """A company meets a desk at most once."""
    for group in _groups(bookings, lambda booking: booking.pair):
        if len(group) > 1:
            company, desk = group[0].pair
            text = f"company {quoted(company)} meets desk {quoted(desk)} {len(group)} times"
            yield Violation("once", text, group)


def within_quota(problem: Problem, bookings: Sequence[Booking]) -> Iterator[Violation]:
    """No company has more meetings than it may have."""
    for group in _groups(_sound(problem, bookings), lambda booking: booking.company):
        company = problem.company[group[0].company]
        if len(group) > company.max_meetings:
            counts = f"has {len(group)} meetings and may have {company.max_meetings}"
            yield Violation("quota", f"company {quoted(company.id)} {counts}", group)


def breathing_space(problem: Problem, bookings: Sequence[Booking]) -> Iterator[Violation]:
    """A company that needs a breathing space has no meetings in neighbouring slots."""
    for group in _groups(_sound(problem, bookings), lambda booking: booking.company):
        if not problem.company[group[0].company].breathing:
            continue
        in_time = sorted(group, key=lambda booking: problem.slot_index[booking.slot])
        for before, after in pairwise(in_time):
            if problem.slot_index[after.slot] - problem.slot_index[before.slot] == 1:
                slots = f"{quoted(before.slot)} and {quoted(after.slot)}"
                text = f"company {quoted(before.company)} has no breathing space between slots {slots}"
                yield Violation("breathing", text, (before, after))


def pins_honoured(problem: Problem, bookings: Sequence[Booking]) -> Iterator[Violation]:
    """Every pin is a meeting, in its slot and at its table."""
    pins = _pins(problem)
    honoured = {pin for booking in bookings if (pin := _pin_of(booking, pins))}
    for pin in problem.pins:
        if pin not in honoured:
            who = f"company {quoted(pin.company)} is pinned with desk {quoted(pin.desk)}"
            table = "" if pin.table is None else f" at table {quoted(pin.table)}"
            yield Violation("pin", f"{who} in slot {quoted(pin.slot)}{table}: no such meeting")


def pins_marked(problem: Problem, bookings: Sequence[Booking]) -> Iterator[Violation]:
    """``pinned`` is said of the pinned meetings and of no other."""
    pins = _pins(problem)
    for booking in bookings:
        is_pinned = _pin_of(booking, pins) is not None
        if booking.pinned != is_pinned:
            text = "pinned, and not marked so" if is_pinned else "marked as pinned, and is not"
            yield Violation("pinned", f"{_said(booking)}: {text}", (booking,))


RULES: tuple[Rule, ...] = (
    known_ids,
    asked_for,
    open_table,
    company_present,
    company_in_one_place,
    table_with_one_company,
    pair_once,
    within_quota,
    breathing_space,
    pins_honoured,
    pins_marked,
)


def _said(booking: Booking) -> str:
    who = f"company {quoted(booking.company)} with desk {quoted(booking.desk)}"
    return f"{who} in slot {quoted(booking.slot)} at table {quoted(booking.table)}"


def _sound(problem: Problem, bookings: Sequence[Booking]) -> list[Booking]:
    """The bookings of which every id is known."""
    return [
        booking
        for booking in bookings
        if booking.company in problem.company
        and booking.desk in problem.desk
        and booking.slot in problem.slot_index
    ]


def _pins(problem: Problem) -> dict[tuple[str, str, str], Pin]:
    return {(pin.company, pin.desk, pin.slot): pin for pin in problem.pins}


def _pin_of(booking: Booking, pins: dict[tuple[str, str, str], Pin]) -> Pin | None:
    """The pin that this meeting honours."""
    pin = pins.get((booking.company, booking.desk, booking.slot))
    return pin if pin is not None and pin.table in (None, booking.table) else None


def _groups(bookings: Sequence[Booking], key: Callable[[Booking], Hashable]) -> Iterator[tuple[Booking, ...]]:
    groups: dict[Hashable, list[Booking]] = defaultdict(list)
    for booking in bookings:
        groups[key(booking)].append(booking)
    yield from (tuple(group) for group in groups.values())
