"""The vocabulary of a question: slots, desks, companies, wishes, pins, the draw.

Every value is frozen and every collection a tuple or a frozenset, so that a problem can be shared,
hashed and replayed. Ids are the caller's and stable (SIREN, desk code): nothing here depends on the
order in which things were read, slots and the draw aside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal, NamedTuple

Policy = Literal["floor", "worth"]


@dataclass(frozen=True)
class Slot:
    """A period in which anyone holds at most one meeting; times carry their UTC offset."""

    id: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Table:
    """Where one meeting at a time happens, except in its closed slots (slot ids)."""

    id: str
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Desk:
    """A speciality of a directorate, received at one or more interchangeable tables."""

    id: str
    directorate: str
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Company:
    """Comes to be met: at most ``max_meetings`` times, never in its ``absent`` slots (slot ids)."""

    id: str
    max_meetings: int
    absent: frozenset[str] = frozenset()
    breathing: bool = False
    group: str | None = None

    @property
    def party(self) -> str:
        """Who counts once for the first meeting: the group, or the company alone."""
        return self.id if self.group is None else self.group


class Pair(NamedTuple):
    """A company and a desk: what a wish asks for and a meeting grants."""

    company: str
    desk: str


@dataclass(frozen=True)
class Wish:
    """A company asks a desk; ``worth`` is an integer from 1 to 1000."""

    company: str
    desk: str
    worth: int

    @property
    def pair(self) -> Pair:
        return Pair(self.company, self.desk)


@dataclass(frozen=True)
class Pin:
    """The organiser's word: this meeting stands in this slot, at this table if one is named."""

    company: str
    desk: str
    slot: str
    table: str | None = None

    @property
    def pair(self) -> Pair:
        return Pair(self.company, self.desk)


@dataclass(frozen=True)
class Promise:
    """A published meeting; it may not move before the slot ``earliest``, where one is named."""

    company: str
    desk: str
    slot: str
    table: str
    earliest: str | None = None

    @property
    def pair(self) -> Pair:
        return Pair(self.company, self.desk)


@dataclass(frozen=True)
class Problem:
    """All that the scheduler may know.

    ``draw`` lists every party once, first drawn first. ``sha256`` is the digest of the problem as it was
    read, as canonical JSON; it names the problem in the timetable and takes no part in solving.
    """

    slots: tuple[Slot, ...]
    desks: tuple[Desk, ...]
    companies: tuple[Company, ...]
    wishes: tuple[Wish, ...]
    draw: tuple[str, ...]
    pins: tuple[Pin, ...] = ()
    published: tuple[Promise, ...] = ()
    policy: Policy = "floor"
    sha256: str = field(default="", compare=False)

    @cached_property
    def slot_index(self) -> dict[str, int]:
        """Slot id -> place in time order, from 0. Neighbours and idle go by it, not by the clock."""
        return {slot.id: index for index, slot in enumerate(self.slots)}

    @cached_property
    def desk(self) -> dict[str, Desk]:
        return {desk.id: desk for desk in self.desks}

    @cached_property
    def company(self) -> dict[str, Company]:
        return {company.id: company for company in self.companies}

    @cached_property
    def worth(self) -> dict[Pair, int]:
        """Worth of each wished pair; a pinned pair that nobody wished is worth 0 and not listed."""
        return {wish.pair: wish.worth for wish in self.wishes}

    @cached_property
    def rank(self) -> dict[str, int]:
        """Party -> rank in the draw, from 1."""
        return {party: place for place, party in enumerate(self.draw, start=1)}


def drawn_by_seed(parties: Iterable[str], seed: int) -> tuple[str, ...]:
    """The order of a file that brings no draw: by the hexadecimal SHA-256 of ``"{seed}:{party}"``."""
    return tuple(sorted(set(parties), key=lambda party: _digest(seed, party)))


def _digest(seed: int, party: str) -> str:
    return hashlib.sha256(f"{seed}:{party}".encode()).hexdigest()
