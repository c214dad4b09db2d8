"""What would be enough for everybody to have a first meeting: so many tables, or so many slots more.

Tables are added one at a time, each where it could serve the most of those left over, and taken away again
where it turns out that the others are enough. That is no proof that no fewer would do, so it is said as an
example; that they are enough is counted, by the matching. Slots are added at the end until they are enough.
"Enough" means in nine simulations of ten; of real requests, for every one of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from matchmaker.scheduling.problem import Problem
from matchmaker.services.capacity.first_meetings import Places, places_of

MOST_TABLES, MOST_SLOTS = 20, 12
EXCEPTIONS = 0.1


@dataclass(frozen=True)
class Advice:
    """``missing``: how many first meetings, for each simulation.

    Then what is enough, None if nothing tried is. ``tables``: desk code and how many more. ``slots``: how
    many more, at every stand.
    """

    missing: tuple[int, ...]
    tables: tuple[tuple[str, int], ...] | None
    slots: int | None

    @property
    def is_enough(self) -> bool:
        return _is_enough(self.missing)


def advice(problems: Sequence[Problem]) -> Advice:
    """Of the same fair with the companies of each simulation, or with the real ones."""
    worlds = [places_of(problem) for problem in problems]
    missing = tuple(world.missing for world in worlds)
    if _is_enough(missing):
        return Advice(missing, (), 0)
    return Advice(missing, _tables(worlds), _slots(worlds))


def _is_enough(missing: Sequence[int]) -> bool:
    return sum(count > 0 for count in missing) <= EXCEPTIONS * len(missing)


def _failing(worlds: Sequence[Places]) -> list[Places]:
    """Where somebody is left over: none if that is rare, else no more than it takes to say so."""
    rare = int(EXCEPTIONS * len(worlds))
    found = list(islice((world for world in worlds if world.missing), rare + 1))
    return found if len(found) > rare else []


def _tables(worlds: Sequence[Places]) -> tuple[tuple[str, int], ...] | None:
    added: list[str] = []
    grown = list(worlds)
    while failing := _failing(grown):
        desk = _most_useful(failing)
        if desk is None or len(added) == MOST_TABLES:
            return None
        added.append(desk)
        grown = [world.with_table(desk) for world in grown]
    return tuple(sorted(Counter(_without_spare(worlds, added)).items()))


def _without_spare(worlds: Sequence[Places], added: Sequence[str]) -> list[str]:
    """Less every table that is not missed, the first ones first."""
    kept = list(added)
    for desk in dict.fromkeys(added):
        fewer = list(kept)
        fewer.remove(desk)
        if not _failing([_with(world, fewer) for world in worlds]):
            kept = fewer
    return kept


def _with(world: Places, desks: Sequence[str]) -> Places:
    for desk in desks:
        world = world.with_table(desk)
    return world


def _most_useful(worlds: Sequence[Places]) -> str | None:
    """The desk where one more table could serve the most over these worlds; of equals the most crowded."""
    served: Counter[str] = Counter()
    crowded: dict[str, float] = defaultdict(float)
    for world in worlds:
        served.update(world.served_by_table())
        for desk, crowding in world.crowding().items():
            crowded[desk] += crowding
    useful = sorted(desk for desk, count in served.items() if count)
    return max(useful, key=lambda desk: (served[desk], crowded[desk]), default=None)


def _slots(worlds: Sequence[Places]) -> int | None:
    """The fewest slots more, at the end, with which it is enough."""
    counts = range(1, MOST_SLOTS + 1)
    return next((more for more in counts if not _failing([w.with_slots(more) for w in worlds])), None)
