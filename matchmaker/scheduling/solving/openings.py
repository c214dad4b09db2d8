"""What the pins leave open: places at desks, slots and quota of companies, the pairings still to be granted.

The solver works on small integers and bit masks: bit ``t`` of a mask is the slot of index ``t``. Companies
and desks are numbered by the SHA-256 of ``"{seed}:{id}"``, never in the order of the file, so that permuted
lists give the same timetable and no place in a list is an advantage. Parties are numbered by the draw,
from 0.

A pin counts in every rule but may stand where its company is absent, and it takes an open table unless it
names a closed one or finds none open. All of that is settled here once; later stages know no pins, only
what they left, and the slots they occupy (``held``), which idle time counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from matchmaker.scheduling.problem import Company, Desk, Pin, Problem, drawn_by_seed


class Pairing(NamedTuple):
    """A meeting that could be held: company and desk by number, and the slots in which both could."""

    company: int
    desk: int
    worth: int
    slots: int


@dataclass(frozen=True)
class Openings:
    """The problem after its pins, numbered.

    ``places[d][t]``: open tables of desk d in slot t that no pin takes. ``presence[c]``: slots in which
    company c could have a further meeting. ``held[c]``: slots of its pins. ``quota[c]``: meetings it may
    still have. ``party[c]``: its place in the draw. ``must_serve``: parties that need a first meeting.
    """

    slot_count: int
    companies: tuple[Company, ...]
    desks: tuple[Desk, ...]
    party: tuple[int, ...]
    places: tuple[tuple[int, ...], ...]
    presence: tuple[int, ...]
    held: tuple[int, ...]
    quota: tuple[int, ...]
    pairings: tuple[Pairing, ...]
    must_serve: tuple[int, ...] = ()

    def narrowed(self, served: Collection[int], must_serve: Collection[int]) -> Openings:
        """Only the pairings of served parties: nobody else can meet anybody while all of these do."""
        kept = tuple(pairing for pairing in self.pairings if self.party[pairing.company] in served)
        return replace(self, pairings=kept, must_serve=tuple(sorted(must_serve)))

    def of_company(self) -> list[list[int]]:
        """Company -> its pairings, by number."""
        lists: list[list[int]] = [[] for _ in self.companies]
        for number, pairing in enumerate(self.pairings):
            lists[pairing.company].append(number)
        return lists


def bits(mask: int) -> Iterator[int]:
    """The slots of a mask, in time order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def beside(mask: int) -> int:
    """The slots that neighbour a slot of the mask."""
    return mask << 1 | mask >> 1


def openings(problem: Problem, seed: int) -> Openings:
    """Number the problem and take its pins out. The pins must not contradict each other."""
    companies = tuple(problem.company[key] for key in drawn_by_seed(problem.company, seed))
    desks = tuple(problem.desk[key] for key in drawn_by_seed(problem.desk, seed))
    pins = _pins_by_company(problem)
    occupied = {key: _mask(problem, [pin.slot for pin in own]) for key, own in pins.items()}
    held = tuple(occupied.get(c.id, 0) for c in companies)
    bare = Openings(
        slot_count=len(problem.slots),
        companies=companies,
        desks=desks,
        party=tuple(problem.rank[c.party] - 1 for c in companies),
        places=tuple(_places(problem, desk) for desk in desks),
        presence=tuple(_presence(problem, c, mask) for c, mask in zip(companies, held, strict=True)),
        held=held,
        quota=tuple(c.max_meetings - len(pins.get(c.id, ())) for c in companies),
        pairings=(),
    )
    return replace(bare, pairings=_pairings(problem, bare))


def _pins_by_company(problem: Problem) -> dict[str, list[Pin]]:
    pins: dict[str, list[Pin]] = {}
    for pin in problem.pins:
        pins.setdefault(pin.company, []).append(pin)
    return pins


def _mask(problem: Problem, slots: Collection[str]) -> int:
    mask, index = 0, problem.slot_index
    for slot in slots:
        mask |= 1 << index[slot]
    return mask


def _presence(problem: Problem, company: Company, held: int) -> int:
    taken = held | (beside(held) if company.breathing else 0)
    everywhere = (1 << len(problem.slots)) - 1
    return everywhere & ~_mask(problem, company.absent) & ~taken


def _places(problem: Problem, desk: Desk) -> tuple[int, ...]:
    """A pin that names a closed table leaves the open ones free; others take an open one if they can."""
    left = [len(desk.tables)] * len(problem.slots)
    for table in desk.tables:
        for slot in table.closed:
            left[problem.slot_index[slot]] -= 1
    closed = {table.id: table.closed for table in desk.tables}
    for pin in problem.pins:
        if pin.desk == desk.id and (pin.table is None or pin.slot not in closed[pin.table]):
            left[problem.slot_index[pin.slot]] -= 1
    return tuple(max(0, places) for places in left)


def _pairings(problem: Problem, bare: Openings) -> tuple[Pairing, ...]:
    company_number = {company.id: number for number, company in enumerate(bare.companies)}
    desk_number = {desk.id: number for number, desk in enumerate(bare.desks)}
    open_slots = [sum(1 << t for t, places in enumerate(row) if places) for row in bare.places]
    pinned = {(company_number[pin.company], desk_number[pin.desk]) for pin in problem.pins}
    presence, quota = bare.presence, bare.quota
    found = []
    for wish in problem.wishes:
        c, d = company_number[wish.company], desk_number[wish.desk]
        slots = presence[c] & open_slots[d]
        if slots and quota[c] > 0 and (c, d) not in pinned:
            found.append((c, d, wish.worth, slots))
    return tuple(map(Pairing._make, sorted(found)))
