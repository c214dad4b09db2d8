"""Where a request of lower worth has a place at a stand that could not receive a higher one, and why.

At the whiteboard: think the two exchanged, the higher request in the very place of the lower one. Either
something stands against it: the organiser's word, a promise, the draw, somebody's only meeting, the company's
own day. Or nothing does, and then the exchange would bring points; a timetable proven to be the best one
leaves none such. So a case that stays open is a finding, not a reason: the search was stopped, or the
timetable was changed by hand since.

Of those reasons the first true one is given. That a place was the only possible one for another company is
said only where a matching shows it: whoever else were given it, one of those served would meet nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from matchmaker.scheduling.explaining.first_places import FirstPlaces
from matchmaker.scheduling.occupancy import Occupancy
from matchmaker.scheduling.price import keeping_promises, openings_of
from matchmaker.scheduling.problem import Pair, Problem, Wish
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.timetable import Booking, Result


class Why(Enum):
    """Why the lower request has the place: the closed list, in the order in which it is decided."""

    PINNED = "pinned"
    BY_HAND = "by_hand"
    PROMISED = "promised"
    DRAW = "draw"
    ONLY_PLACE = "only_place"
    ABSENT = "absent"
    ANNOUNCED = "announced"
    OWN_MEETING = "own_meeting"
    BREATHING = "breathing"
    QUOTA = "quota"
    FIRST_MEETING = "first_meeting"
    OPEN = "open"


@dataclass(frozen=True)
class Taken:
    """A meeting of lower worth, and why it stands rather than the request it is held against."""

    booking: Booking
    worth: int
    why: Why


@dataclass(frozen=True)
class Case:
    """A request without a slot, with every meeting of lower worth at the stand it asked."""

    wish: Wish
    taken: tuple[Taken, ...]

    @property
    def is_open(self) -> bool:
        return any(one.why is Why.OPEN for one in self.taken)


def cases(problem: Problem, result: Result, by_hand: Collection[Pair] = ()) -> tuple[Case, ...]:
    """Every such case, by stand, then the highest worth first.

    ``by_hand``: the pairs that the organiser has put where they are since the last run.
    """
    beside = _Beside(problem, result, by_hand)
    met = {booking.pair for booking in result.meetings}
    unmet = [wish for wish in problem.wishes if wish.pair not in met]
    unmet.sort(key=lambda wish: (wish.desk, -wish.worth, wish.company))
    found = (Case(wish, tuple(beside.lower(wish))) for wish in unmet)
    return tuple(case for case in found if case.taken)


def counted(found: Collection[Case]) -> Counter[Why]:
    """How many places of lower worth have each reason."""
    return Counter(one.why for case in found for one in case.taken)


class _PlaceByPlace(FirstPlaces):
    """Who goes without a first meeting if one certain place goes to somebody."""

    def is_needed(self, party: int, desk: int, slot: int, slots: int) -> bool:
        """Whether somebody served loses the first meeting once ``party`` has this place, come what may."""
        matching, gains = self._taken_out(party)
        loses = matching.last_to_yield(1 << desk * slots + slot)
        return loses is not None and loses != gains


class _Beside:
    """What every case is held against: who sits where, what stands fast, who needs which place."""

    def __init__(self, problem: Problem, result: Result, by_hand: Collection[Pair]) -> None:
        self.problem, self.result, self.by_hand = problem, result, by_hand
        self.occupancy = Occupancy(problem, result.meetings, result.is_repaired)
        published = {promise.pair for promise in problem.published}
        self.promised = published if result.is_repaired else set()
        self._at: dict[str, list[Booking]] = defaultdict(list)
        for booking in result.meetings:
            self._at[booking.desk].append(booking)
        self._needed: dict[tuple[int, int, int], bool] = {}

    def lower(self, wish: Wish) -> Iterator[Taken]:
        """The meetings at its stand that are worth less; one that nobody asked for is worth nothing."""
        for booking in self._at[wish.desk]:
            worth = self.problem.worth.get(booking.pair, 0)
            if worth < wish.worth:
                asked = _Question(self, wish, booking)
                yield Taken(booking, worth, next(why for why, is_true in _DECISIONS if is_true(asked)))

    def is_needed(self, party: str, desk: str, slot: str) -> bool:
        """Whether the place is the only possible one for somebody who would meet nobody else."""
        if self._places is None:
            return False
        key = self.problem.rank[party] - 1, self._desk[desk], self.problem.slot_index[slot]
        if key not in self._needed:
            self._needed[key] = self._places.is_needed(*key, len(self.problem.slots))
        return self._needed[key]

    @cached_property
    def _places(self) -> _PlaceByPlace | None:
        """None where the timetable does not serve those it should: then the matching speaks of others."""
        places = _PlaceByPlace(self._openings)
        party, rank = self.problem.company, self.problem.rank
        served = {rank[party[booking.company].party] - 1 for booking in self.result.meetings}
        return places if self.problem.policy == "floor" and places.served == served else None

    @cached_property
    def _openings(self) -> Openings:
        return openings_of(keeping_promises(self.problem, self.result), self.result)

    @cached_property
    def _desk(self) -> dict[str, int]:
        return {desk.id: number for number, desk in enumerate(self._openings.desks)}


class _Question:
    """One request beside one meeting of lower worth: could the request have that very place?"""

    def __init__(self, beside: _Beside, wish: Wish, booking: Booking) -> None:
        problem = beside.problem
        self.beside, self.wish, self.booking = beside, wish, booking
        self.company = problem.company[wish.company]
        self.other = problem.company[booking.company].party

    @property
    def is_pinned(self) -> bool:
        return self.booking.pinned

    @property
    def is_by_hand(self) -> bool:
        return self.booking.pair in self.beside.by_hand

    @property
    def is_promised(self) -> bool:
        return self.booking.pair in self.beside.promised

    @property
    def is_up_to_the_draw(self) -> bool:
        """Both have nothing else, and the other was drawn earlier."""
        rank = self.beside.problem.rank
        return self._is_only and not self._is_served and rank[self.other] < rank[self.company.party]

    @property
    def is_only_place(self) -> bool:
        place = self.company.party, self.booking.desk, self.booking.slot
        return self._is_only and self._is_served and self.beside.is_needed(*place)

    @property
    def is_absent(self) -> bool:
        return self.booking.slot in self.company.absent

    @property
    def is_announced_for_later(self) -> bool:
        return self.booking.slot in self.beside.occupancy.too_early(*self.wish.pair)

    @property
    def is_in_meeting(self) -> bool:
        return self.beside.occupancy.in_meeting(self.company.id, self.booking.slot)

    @property
    def is_breathing(self) -> bool:
        return self.beside.occupancy.is_busy(self.company.id, self.booking.slot)

    @property
    def has_used_its_quota(self) -> bool:
        held = self.beside.occupancy.meetings(self.company.id)
        return len(held) >= self.company.max_meetings

    @property
    def is_somebodys_only(self) -> bool:
        return self._is_only and self._is_served

    @property
    def _is_served(self) -> bool:
        return self.beside.occupancy.meetings_of_party(self.company.party) > 0

    @property
    def _is_only(self) -> bool:
        """With policy "floor", the only meeting of its party, which is not the one that asks."""
        alone = self.beside.occupancy.meetings_of_party(self.other) == 1
        return alone and self.beside.problem.policy == "floor" and self.other != self.company.party


_DECISIONS: tuple[tuple[Why, Callable[[_Question], bool]], ...] = (
    (Why.PINNED, lambda asked: asked.is_pinned),
    (Why.BY_HAND, lambda asked: asked.is_by_hand),
    (Why.PROMISED, lambda asked: asked.is_promised),
    (Why.DRAW, lambda asked: asked.is_up_to_the_draw),
    (Why.ONLY_PLACE, lambda asked: asked.is_only_place),
    (Why.ABSENT, lambda asked: asked.is_absent),
    (Why.ANNOUNCED, lambda asked: asked.is_announced_for_later),
    (Why.OWN_MEETING, lambda asked: asked.is_in_meeting),
    (Why.BREATHING, lambda asked: asked.is_breathing),
    (Why.QUOTA, lambda asked: asked.has_used_its_quota),
    (Why.FIRST_MEETING, lambda asked: asked.is_somebodys_only),
    (Why.OPEN, lambda asked: True),
)
