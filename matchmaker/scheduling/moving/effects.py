"""What a change of a few meetings does to the figures, without counting the others again.

At the whiteboard: worth is a sum over meetings, idle time a sum over companies, and a party is served or not.
So a change is the difference of the few terms it touches, whatever the size of the fair.

The draw is passed over where a place goes to the first meeting of somebody while a party drawn earlier, which
asked for the same desk and could come in that very slot, is without any; or where somebody loses its only
meeting, and not to an earlier party without one, while others drawn later keep theirs. Only what the change
itself does is said: a desk that nobody earlier asked for passes nobody over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from matchmaker.scheduling.problem import Company, Pair, Problem
from matchmaker.scheduling.solving.grid import idle
from matchmaker.scheduling.timetable import Booking


@dataclass(frozen=True)
class Effect:
    """Differences of the figures, and whom they concern.

    ``served``, ``worth`` and ``idle``: after less before (parties, worth, slots). ``gains`` and ``loses``:
    the party that gets its first meeting, or has none any more. ``passed_over``: the parties without any
    meeting over which the draw is passed, first drawn first. ``displaced``: the booking that is no meeting
    any more; ``exchanged``: the other company's new booking, where two change places.
    """

    served: int = 0
    worth: int = 0
    idle: int = 0
    gains: str | None = None
    loses: str | None = None
    passed_over: tuple[str, ...] = ()
    displaced: Booking | None = None
    exchanged: Booking | None = None


@dataclass(frozen=True)
class Change:
    """Bookings that go and bookings that come; ``pair``: whose card it is."""

    pair: Pair
    out: tuple[Booking, ...]
    into: tuple[Booking, ...]


class Effects:
    """The effects of changes to one legal timetable; ``early``: slots to which a pair may not be moved."""

    def __init__(
        self, problem: Problem, bookings: Sequence[Booking], early: Mapping[Pair, frozenset[str]]
    ) -> None:
        self._problem, self._early = problem, early
        company, rank = problem.company, problem.rank
        self._busy: dict[str, int] = defaultdict(int)
        self._meetings: Counter[str] = Counter()
        for booking in bookings:
            self._busy[booking.company] |= 1 << problem.slot_index[booking.slot]
            self._meetings[company[booking.company].party] += 1
        self._last_served = max((rank[party] for party in self._meetings), default=0)
        self._waiting = self._waiting_by_desk()

    def _waiting_by_desk(self) -> dict[str, list[tuple[int, Company]]]:
        """Desk -> draw rank and company of who asks for it, is of no served party and may have a meeting."""
        waiting: dict[str, list[tuple[int, Company]]] = defaultdict(list)
        if self._problem.policy == "floor":
            for wish in self._problem.wishes:
                company = self._problem.company[wish.company]
                if company.party not in self._meetings and company.max_meetings:
                    waiting[wish.desk].append((self._problem.rank[company.party], company))
        return waiting

    def of(self, change: Change) -> Effect:
        """What the change does."""
        worth = self._problem.worth
        gains, loses = self._first_meetings(change)
        met = {booking.pair for booking in change.into}
        displaced = next((booking for booking in change.out if booking.pair not in met), None)
        return Effect(
            served=(gains is not None) - (loses is not None),
            worth=sum(worth.get(b.pair, 0) for b in change.into)
            - sum(worth.get(b.pair, 0) for b in change.out),
            idle=self._idle(change),
            gains=gains,
            loses=loses,
            passed_over=self._passed_over(change, gains, loses),
            displaced=displaced,
            exchanged=next((booking for booking in change.into if booking.pair != change.pair), None),
        )

    def _first_meetings(self, change: Change) -> tuple[str | None, str | None]:
        """The party that gets a first meeting, and the one that loses its last."""
        party = self._problem.company
        more = Counter(party[booking.company].party for booking in change.into)
        more.subtract(party[booking.company].party for booking in change.out)
        after = {name: self._meetings[name] + by for name, by in more.items() if by}
        gains = next((name for name, count in after.items() if count and not self._meetings[name]), None)
        return gains, next((name for name, count in after.items() if not count), None)

    def _idle(self, change: Change) -> int:
        busy: dict[str, int] = {}
        for booking in (*change.out, *change.into):
            held = busy.get(booking.company, self._busy.get(booking.company, 0))
            busy[booking.company] = held ^ 1 << self._problem.slot_index[booking.slot]
        company = self._problem.company
        return sum(
            idle(held, company[key].breathing) - idle(self._busy.get(key, 0), company[key].breathing)
            for key, held in busy.items()
        )

    def _passed_over(self, change: Change, gains: str | None, loses: str | None) -> tuple[str, ...]:
        if self._problem.policy == "worth":
            return ()
        rank, draw = self._problem.rank, self._problem.draw
        lost = set() if loses is None else {rank[loses]}
        if gains is None:
            return tuple(draw[last - 1] for last in lost if last < self._last_served)
        booking = change.into[0]
        earlier = {place for place in lost | self._could_come(booking) if place < rank[gains]}
        return tuple(draw[place - 1] for place in sorted(earlier))

    def _could_come(self, booking: Booking) -> Set[int]:
        """The draw ranks of those without meeting that ask for the desk and are present then."""
        return {
            rank
            for rank, company in self._waiting.get(booking.desk, ())
            if booking.slot not in company.absent
            and booking.slot not in self._early.get(Pair(company.id, booking.desk), ())
        }
