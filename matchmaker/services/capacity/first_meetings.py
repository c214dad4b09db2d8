"""How many companies could have a first meeting: a matching, in a millisecond, and what would be enough.

At the whiteboard: parties on the left, places on the right (serve.py). As many first meetings are missing as
parties are left over, and one place more, where it is asked for, brings at most one of them: so that many
places are needed, and at the right stands they are enough. Where nobody is ever absent the slots of a stand
are all alike, and its places are counted together: that is the same matching, some twenty times smaller.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from matchmaker.scheduling.problem import Company, Desk, Problem
from matchmaker.scheduling.solving.matching import Matching
from matchmaker.scheduling.solving.openings import bits


@dataclass(frozen=True)
class Places:
    """``room[p]``: how many fit place p; ``options``: party -> its places, as bits.

    ``desk[p]``: of which desk the place is; ``table[p]``, ``slot[p]``: how many more fit there with one more
    table at its desk, with one more slot at the end. Who is there in the last slot stays for those after it.
    """

    room: tuple[int, ...]
    table: tuple[int, ...]
    slot: tuple[int, ...]
    desk: tuple[str, ...]
    options: Mapping[int, int]

    @cached_property
    def missing(self) -> int:
        """How many of those who ask could have no meeting at all."""
        return len(self.options) - len(self._matching.at)

    def with_table(self, desk: str) -> Places:
        more = zip(self.room, self.table, self.desk, strict=True)
        return replace(self, room=tuple(size + gain * (code == desk) for size, gain, code in more))

    def with_slots(self, count: int) -> Places:
        more = zip(self.room, self.slot, strict=True)
        return replace(self, room=tuple(size + gain * count for size, gain in more))

    def served_by_table(self) -> Counter[str]:
        """Desk -> at most how many of those left over one more table there could serve, others moving on."""
        left = self.options.keys() - self._matching.at.keys()
        alike = Counter(self.options[party] for party in left)
        wanted: Counter[str] = Counter()
        for places, parties in alike.items():
            for desk in {self.desk[place] for place in bits(self._reached(places))}:
                wanted[desk] += parties
        gain = self._per_desk(self.table)
        return Counter({desk: min(count, gain[desk]) for desk, count in wanted.items()})

    def crowding(self) -> dict[str, float]:
        """Desk -> how many ask it for each place it has, one place more thought there."""
        asked: Counter[str] = Counter()
        for places, parties in Counter(self.options.values()).items():
            for desk in {self.desk[place] for place in bits(places)}:
                asked[desk] += parties
        room = self._per_desk(self.room)
        return {desk: asked[desk] / (room[desk] + 1) for desk in asked}

    def _per_desk(self, counts: Sequence[int]) -> Counter[str]:
        found: Counter[str] = Counter()
        for desk, count in zip(self.desk, counts, strict=True):
            found[desk] += count
        return found

    @cached_property
    def _matching(self) -> Matching:
        matching = Matching(self.room, self.options)
        for party in sorted(self.options):
            matching.admit(party)
        return matching

    @cached_property
    def _onward(self) -> list[int]:
        """Place -> all the places of those who sit there."""
        onward = [0] * len(self.room)
        for party, place in self._matching.at.items():
            onward[place] |= self.options[party]
        return onward

    def _reached(self, places: int) -> int:
        reached, pending = 0, places
        while pending:
            reached |= pending
            onward = 0
            for place in bits(pending):
                onward |= self._onward[place]
            pending = onward & ~reached
        return reached


def places_of(problem: Problem) -> Places:
    """The places of a problem without pins, of each desk together if nobody is ever absent."""
    is_always_there = not any(company.absent for company in problem.companies)
    rows = [_row(problem, desk) for desk in problem.desks]
    if is_always_there:
        rows = [_Row(row.desk, *([sum(counts)] for counts in row[1:])) for row in rows]
    width = 1 if is_always_there else len(problem.slots)
    return Places(
        room=tuple(count for row in rows for count in row.seats),
        table=tuple(count for row in rows for count in row.table),
        slot=tuple(count for row in rows for count in row.slot),
        desk=tuple(row.desk for row in rows for _ in row.seats),
        options=_options(problem, width),
    )


def _options(problem: Problem, width: int) -> dict[int, int]:
    number = {desk.id: place * width for place, desk in enumerate(problem.desks)}
    there = {company.id: _presence(problem, company, width) for company in problem.companies}
    options: dict[int, int] = {}
    for wish in problem.wishes:
        party = problem.rank[problem.company[wish.company].party]
        options[party] = options.get(party, 0) | there[wish.company] << number[wish.desk]
    return options


def _presence(problem: Problem, company: Company, width: int) -> int:
    """The slots of a row in which the company is there; a row of one stands for all of them."""
    if company.max_meetings < 1:
        return 0
    if not company.absent:
        return (1 << width) - 1
    return sum(1 << place for place, slot in enumerate(problem.slots) if slot.id not in company.absent)


class _Row(NamedTuple):
    """A desk slot by slot: its seats, and what one more table or one more slot would add."""

    desk: str
    seats: list[int]
    table: list[int]
    slot: list[int]


def _row(problem: Problem, desk: Desk) -> _Row:
    """A new table is shut where every table of the fair is, as what-if has it."""
    tables = [table for one in problem.desks for table in one.tables]
    seats = [sum(slot.id not in table.closed for table in desk.tables) for slot in problem.slots]
    more = [int(not tables or any(slot.id not in table.closed for table in tables)) for slot in problem.slots]
    return _Row(desk.id, seats, more, [0] * (len(seats) - 1) + seats[-1:])
