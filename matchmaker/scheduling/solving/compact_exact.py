"""The shortest days of all companies at once, with the proof that they could not be shorter.

At the whiteboard: list the days of every company that are no longer than its shortest by more than some
allowance, and let everybody choose (days.py). What was not listed need not be: where somebody's day is
longer, all together wait longer than their shortest days ask for by more than the allowance. So it grows from
nothing until the best choice is known to be the best of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.scheduling.solving.days import Day, DayProgramme, Spot, days
from matchmaker.scheduling.solving.grid import NOWHERE, idle
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.solving.shortest import least_idle

LARGEST = 40_000
"""Days in a programme; beyond that the linear programme alone may take minutes."""
ROUNDS = 3
_COUNTED: Spot = (-1, -1)


@dataclass(frozen=True)
class Shortest:
    """The best slots known, and a number of idle slots below which no placement of these pairs gets."""

    slots: list[int]
    bound: int


@dataclass(frozen=True)
class AtMost:
    """Of these places (pairing, slot) a placement may take no more than ``number``."""

    places: frozenset[tuple[int, int]] = frozenset()
    number: int = 0


def compact_exactly(
    openings: Openings, slots: Sequence[int], limit: Limit, at_most: AtMost | None = None
) -> Shortest:
    """Improve a placement or prove it best, as far as the counted limits go."""
    compaction = ExactCompaction(openings, slots, at_most)
    compaction.run(limit)
    return Shortest(compaction.slots, compaction.bound)


class ExactCompaction:
    """The best slots so far, and a number of idle slots below which no placement of these pairs gets."""

    def __init__(self, openings: Openings, slots: Sequence[int], at_most: AtMost | None = None) -> None:
        self.slots = list(slots)
        self._openings = openings
        self._at_most = at_most or AtMost()
        self._own = [
            sorted(
                (n for n in own if slots[n] != NOWHERE), key=lambda n: openings.pairings[n].slots.bit_count()
            )
            for own in openings.of_company()
        ]
        self._least = least_idle(openings, slots)
        self.bound = sum(self._least)

    def run(self, limit: Limit) -> None:
        """Longer and longer lists, until the best choice from them is known to be the best of all."""
        least, longer = self.bound, 0
        for _ in range(ROUNDS):
            if sum(self._waits()) <= self.bound:
                return
            lists = self._lists(longer, limit)
            if lists is None:
                return
            bound = self._choose(lists, limit)
            self.bound = max(self.bound, min(bound, least + longer + 1))
            longer = sum(self._waits()) - least - 1

    def _lists(self, longer: int, limit: Limit) -> dict[int, list[Day]] | None:
        """Company -> its days, no more than so much longer than the shortest; None if they are too many."""
        lists: dict[int, list[Day]] = {}
        count = 0
        for company, own in enumerate(self._own):
            limit.check()
            if own:
                lists[company] = self._days(company, longer)
                count += len(lists[company])
            if count > LARGEST:
                return None
        return lists

    def _days(self, company: int, longer: int) -> list[Day]:
        """The days that are not much longer than the shortest, and the one that the company has now."""
        own = self._own[company]
        listed = days(self._openings, company, own, self._least[company] + longer)
        now = tuple(self.slots[number] for number in own)
        if all(day.slots != now for day in listed):
            listed.append(Day(now, self._wait(company)))
        return listed

    def _waits(self) -> list[int]:
        return [self._wait(company) for company in range(len(self._own))]

    def _wait(self, company: int) -> int:
        busy = self._openings.held[company]
        for number in self._own[company]:
            busy |= 1 << self.slots[number]
        return idle(busy, self._openings.companies[company].breathing)

    def _choose(self, lists: dict[int, list[Day]], limit: Limit) -> int:
        """Give everybody the day that is best for all; the least that all must wait with these lists."""
        others = sum(self._wait(company) for company, own in enumerate(self._own) if not own)
        room = {(d, t): units for d, row in enumerate(self._openings.places) for t, units in enumerate(row)}
        programme = DayProgramme({**room, _COUNTED: self._at_most.number})
        for company, listed in lists.items():
            programme.add(listed, [self._uses(self._own[company], day.slots) for day in listed])
        picked = programme.solve(limit)
        chosen = [listed[column] for listed, column in zip(lists.values(), picked.columns, strict=False)]
        if chosen and sum(day.wait for day in chosen) + others < sum(self._waits()):
            for company, day in zip(lists, chosen, strict=True):
                for number, slot in zip(self._own[company], day.slots, strict=True):
                    self.slots[number] = slot
        return picked.bound + others

    def _uses(self, numbers: Sequence[int], slots: Sequence[int]) -> dict[Spot, int]:
        """What the pairings of a company use in these slots."""
        pairings = self._openings.pairings
        uses = {(pairings[n].desk, slot): 1 for n, slot in zip(numbers, slots, strict=True)}
        if counted := len(self._at_most.places.intersection(zip(numbers, slots, strict=True))):
            uses[_COUNTED] = counted
        return uses
