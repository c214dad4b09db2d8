"""The truth about tiny problems, by trying everything: written from docs and formats, not from the solver.

Nothing here imports the solver. States are dictionaries merged when they agree on everything that matters,
so that "everything" stays small enough.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from matchmaker.scheduling.problem import Company, Pair, Pin, Problem
from matchmaker.scheduling.timetable import Booking, Result

Held = frozenset[tuple[str, str, int]]
"""Meetings as (company, desk, slot index), tables aside."""


def best(problem: Problem) -> tuple[int, tuple[int, ...], int]:
    """Parties served, ranks of the asking parties not served, worth: the best there is, policy respected."""
    found = outcomes(problem, [wish.pair for wish in problem.wishes], must_meet=False)
    figures = [_figures(problem, held, worth) for held, worth in found]
    if problem.policy == "worth":
        return max(figures, key=lambda f: f[3])[1:]
    return max(figures, key=lambda f: (f[1], tuple(-rank for rank in f[0]), f[3]))[1:]


def least_idle(problem: Problem, pairs: Collection[Pair]) -> int:
    """The least idle time of a timetable with exactly these pairs (pins among them)."""
    free = [pair for pair in pairs if pair not in {pin.pair for pin in problem.pins}]
    return min(idle(problem, held) for held, _ in outcomes(problem, free, must_meet=True, merge=False))


def idle(problem: Problem, held: Iterable[tuple[str, str, int]]) -> int:
    """The sum that formats.md defines."""
    slots: dict[str, list[int]] = {}
    for company, _, slot in held:
        slots.setdefault(company, []).append(slot)
    total = 0
    for company, own in slots.items():
        total += max(own) - min(own) + 1 - len(own)
        total -= len(own) - 1 if problem.company[company].breathing else 0
    return total


def faults(problem: Problem, bookings: Iterable[Booking]) -> list[str]:
    """Every rule of formats.md that a timetable breaks."""
    bookings = list(bookings)
    pins = {(pin.company, pin.desk, pin.slot): pin for pin in problem.pins}
    standing = {(b.company, b.desk, b.slot) for b in bookings}
    found = [f"{what} twice" for what in _repeated(bookings)]
    found += [f"{pin} is missing" for place, pin in pins.items() if place not in standing]
    for booking in bookings:
        found += _misplaced(
            problem, booking, pins.get((booking.company, booking.desk, booking.slot)), bookings
        )
    return found + _overworked(problem, bookings)


def _misplaced(problem: Problem, booking: Booking, pin: Pin | None, bookings: list[Booking]) -> list[str]:
    tables = {table.id: table.closed for table in problem.desk[booking.desk].tables}
    if booking.table not in tables or booking.pinned != (pin is not None):
        return [f"{booking}: table or pin"]
    closed = booking.slot in tables[booking.table]
    if pin is not None:
        if pin.table is None:
            return _needlessly_closed(problem, booking, bookings) if closed else []
        return [] if pin.table == booking.table else [f"{booking}: not the pin's table"]
    if closed or booking.slot in problem.company[booking.company].absent:
        return [f"{booking}: closed or absent"]
    return [] if booking.pair in problem.worth else [f"{booking}: not wished"]


def _overworked(problem: Problem, bookings: list[Booking]) -> list[str]:
    found = []
    for company in problem.companies:
        own = sorted(problem.slot_index[b.slot] for b in bookings if b.company == company.id)
        breathless = company.breathing and any(b - a < 2 for a, b in itertools.pairwise(own))
        if len(own) > company.max_meetings or breathless:
            found.append(f"{company}: quota or breathing")
    return found


def _needlessly_closed(problem: Problem, booking: Booking, bookings: list[Booking]) -> list[str]:
    """A pin without table sits at a closed one only if the pins leave no open one."""
    pinned = {b.table for b in bookings if b.pinned and b.slot == booking.slot}
    tables = problem.desk[booking.desk].tables
    if all(table.id in pinned for table in tables if booking.slot not in table.closed):
        return []
    return [f"{booking}: an open table was left"]


def _repeated(bookings: list[Booking]) -> Iterator[Any]:
    keys: Counter[Any] = Counter()
    for b in bookings:
        keys.update([("pair", b.pair), ("company", b.company, b.slot), ("table", b.table, b.slot)])
    return (key for key, count in keys.items() if count > 1)


def places(problem: Problem) -> dict[tuple[str, int], int]:
    """Open tables that no pin takes, at each desk in each slot."""
    free = {}
    for desk in problem.desks:
        for index, slot in enumerate(problem.slots):
            open_tables = {table.id for table in desk.tables if slot.id not in table.closed}
            pins = [pin for pin in problem.pins if (pin.desk, pin.slot) == (desk.id, slot.id)]
            left = open_tables - {pin.table for pin in pins}
            free[desk.id, index] = max(0, len(left) - sum(pin.table is None for pin in pins))
    return free


def free_slots(problem: Problem, company: Company) -> set[int]:
    """Where a company could have a meeting beside its pins."""
    held = {problem.slot_index[pin.slot] for pin in problem.pins if pin.company == company.id}
    taken = held | ({t + step for t in held for step in (-1, 1)} if company.breathing else set())
    return {t for t, slot in enumerate(problem.slots) if slot.id not in company.absent and t not in taken}


def outcomes(
    problem: Problem, pairs: Iterable[Pair], must_meet: bool, merge: bool = True
) -> list[tuple[Held, int]]:
    """All timetables of the pins and these pairs with their worth; of those alike, one of greatest worth."""
    pins = frozenset((pin.company, pin.desk, problem.slot_index[pin.slot]) for pin in problem.pins)
    pinned_pairs = {pin.pair for pin in problem.pins}
    room = places(problem)
    states = {_key(pins, merge): (pins, sum(problem.worth.get(pair, 0) for pair in pinned_pairs))}
    for pair in sorted(pair for pair in pairs if pair not in pinned_pairs):
        following = {} if must_meet else dict(states)
        for held, worth in states.values():
            for t in _possible(problem, pair, held - pins, held, room):
                grown = (held | {(*pair, t)}, worth + problem.worth[pair])
                key = _key(grown[0], merge)
                if key not in following or following[key][1] < grown[1]:
                    following[key] = grown
        states = following
    return list(states.values())


def _key(held: Held, merge: bool) -> Any:
    """Who is busy when, and how many are at each desk when: all that later meetings depend on."""
    if not merge:
        return held
    return frozenset((c, t) for c, _, t in held), frozenset(Counter((d, t) for _, d, t in held).items())


def _possible(
    problem: Problem, pair: Pair, added: Held, held: Held, room: dict[tuple[str, int], int]
) -> Iterator[int]:
    company = problem.company[pair.company]
    own = {t for c, _, t in held if c == company.id}
    if len(own) >= company.max_meetings:
        return
    for t in free_slots(problem, company):
        near = {t - 1, t, t + 1} if company.breathing else {t}
        there = sum((d, at) == (pair.desk, t) for _, d, at in added)
        if not near & own and there < room[pair.desk, t]:
            yield t


def _figures(problem: Problem, held: Held, worth: int) -> tuple[list[int], int, tuple[int, ...], int]:
    served = {problem.company[c].party for c, _, _ in held}
    asking = {problem.company[entry.company].party for entry in [*problem.wishes, *problem.pins]}
    ranks = sorted(problem.rank[party] for party in served)
    return ranks, len(served), tuple(sorted(problem.rank[party] for party in asking - served)), worth


def certified(problem: Problem, result: Result) -> int:
    """The bound on the worth that the certificate proves, as docs/certificate.md computes it."""
    proof = result.certificate
    assert proof is not None
    index, pinned = problem.slot_index, {pin.pair for pin in problem.pins}
    room = places(problem)
    met = {problem.company[b.company].party for b in result.meetings}
    held = Counter(pin.company for pin in problem.pins)
    left = {company.id: company.max_meetings - held[company.id] for company in problem.companies}
    to_serve = met - {problem.company[pin.company].party for pin in problem.pins}
    assert problem.policy == "floor" or not proof["party"]
    assert to_serve >= set(proof["party"])
    assert all(problem.company[key].breathing for key in proof["breathing"])
    assert all(problem.slots[-1].id not in row for row in proof["breathing"].values())
    u, b, v = (
        {(key, index[slot]): price for key, row in proof[name].items() for slot, price in row.items()}
        for name in ("company_slot", "breathing", "desk_slot")
    )
    prices = [*proof["quota"].values(), *proof["party"].values(), *u.values(), *b.values(), *v.values()]
    assert all(type(price) is int and price > 0 for price in prices)
    total = (
        sum(price * left[key] for key, price in proof["quota"].items()) + sum(u.values()) + sum(b.values())
    )
    total += sum(price * room[spot] for spot, price in v.items()) - sum(proof["party"].values())
    for wish in problem.wishes:
        company, scaled = problem.company[wish.company], proof["scale"] * wish.worth
        if wish.pair in pinned:
            total += scaled
        elif left[company.id] > 0 and (problem.policy == "worth" or company.party in met):
            scaled += proof["party"].get(company.party, 0) - proof["quota"].get(company.id, 0)
            total += (
                max(
                    0,
                    *(
                        scaled
                        - u.get((company.id, t), 0)
                        - b.get((company.id, t - 1), 0)
                        - b.get((company.id, t), 0)
                        - v.get((wish.desk, t), 0)
                        for t in free_slots(problem, company)
                        if room[wish.desk, t]
                    ),
                )
                if any(room[wish.desk, t] for t in free_slots(problem, company))
                else 0
            )
    return total // proof["scale"]
