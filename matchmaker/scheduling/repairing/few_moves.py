"""The shortest days after a repair: the same pairs, no more of them moved, with the proof.

At the whiteboard: as few moves are allowed as the repair has proven to be needed, so almost everybody's day
is settled. List for every company the days it could have with so few moves, let everybody choose one
(days.py), and count the moves in one row more. The lists are complete, so the best choice is the best of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from matchmaker.scheduling.repairing.promises import Promises
from matchmaker.scheduling.solving.compact_exact import Shortest
from matchmaker.scheduling.solving.days import Day, DayProgramme, Spot
from matchmaker.scheduling.solving.grid import NOWHERE, Grid, idle
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings, beside, bits

LARGEST = 12_000
"""Days in all lists together: proven in a second or two."""
_MOVES: Spot = (-1, -1)


def shortest_days(
    openings: Openings, promises: Promises, slots: Sequence[int], limit: Limit
) -> Shortest | None:
    """The best there is for the pairs placed in ``slots``; None if there are too many days to list."""
    most = promises.count(list(slots)).moved - promises.pinned.moved
    own = [[number for number in numbers if slots[number] != NOWHERE] for numbers in openings.of_company()]
    lists: dict[int, list[Day]] = {}
    left = LARGEST
    for company, numbers in enumerate(own):
        limit.check()
        # One day more than there is room for tells that there are too many.
        lists[company] = list(islice(_days(openings, promises, company, numbers, most), left + 1))
        left -= len(lists[company])
        if left < 0:
            return None
    room = {(d, t): units for d, row in enumerate(openings.places) for t, units in enumerate(row)}
    programme = DayProgramme({**room, _MOVES: most})
    for company, listed in lists.items():
        programme.add(listed, [_uses(openings, promises, own[company], day) for day in listed])
    picked = programme.solve(limit)
    found = list(slots)
    for (company, listed), column in zip(lists.items(), picked.columns, strict=False):
        for number, slot in zip(own[company], listed[column].slots, strict=True):
            found[number] = slot
    # What is found within the counted nodes may be worse than what was there.
    best = min((list(slots), found), key=lambda each: Grid.of(openings, each).idle_in_all())
    return Shortest(best, picked.bound)


def _days(
    openings: Openings, promises: Promises, company: int, own: Sequence[int], most: int
) -> Iterator[Day]:
    """Every day on which the company holds its pins and these pairings and no more than so many are moved."""
    breathing = openings.companies[company].breathing

    def extend(chosen: tuple[int, ...], busy: int, moves: int) -> Iterator[Day]:
        if len(chosen) == len(own):
            yield Day(chosen, idle(busy, breathing))
            return
        number = own[len(chosen)]
        free = openings.pairings[number].slots & ~(busy | beside(busy) if breathing else busy)
        for slot in bits(free):
            moved = moves + promises.is_moved(number, slot)
            if moved <= most:
                yield from extend((*chosen, slot), busy | 1 << slot, moved)

    return extend((), openings.held[company], 0)


def _uses(openings: Openings, promises: Promises, own: Sequence[int], day: Day) -> Counter[Spot]:
    uses: Counter[Spot] = Counter()
    for number, slot in zip(own, day.slots, strict=True):
        uses[openings.pairings[number].desk, slot] += 1
        if promises.is_moved(number, slot):
            uses[_MOVES] += 1
    return uses
