"""Whether a company may stand at a place, and if not, which rule forbids it and which meeting is in the way.

The same rules as in ``rules.py``, asked about one company of a legal timetable before anything is done; the
tests hold the two against each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.scheduling.reading import quoted
from matchmaker.scheduling.rules import RuleName
from matchmaker.scheduling.timetable import Booking

Forbids = RuleName | Literal["earliest"]
"""A rule of the timetable or, after a repair, the hour before which nobody may be moved."""


class Place(NamedTuple):
    """A table in a slot, by their ids."""

    slot: str
    table: str


class Refusal(NamedTuple):
    """Why not: the rule, whose meeting it forbids, and the meeting that stands in the way, if one does."""

    rule: Forbids
    pair: Pair
    witness: Booking | None = None


class Illegal(ValueError):
    """A deed that a rule forbids; ``refusal`` says which."""

    def __init__(self, refusal: Refusal) -> None:
        company, desk = refusal.pair
        super().__init__(f"company {quoted(company)} with desk {quoted(desk)}: rule {quoted(refusal.rule)}")
        self.refusal = refusal


class Grounds:
    """What stands against a meeting; ``early``: slots to which a pair may not be moved."""

    def __init__(
        self, problem: Problem, bookings: Sequence[Booking], early: Mapping[Pair, frozenset[str]]
    ) -> None:
        self._problem, self._early = problem, early
        self.standing = {booking.pair: booking for booking in bookings}
        self.occupant = {Place(booking.slot, booking.table): booking for booking in bookings}
        self._own: dict[str, list[Booking]] = defaultdict(list)
        for booking in bookings:
            self._own[booking.company].append(booking)
        self._closed = {table.id: table.closed for desk in problem.desks for table in desk.tables}

    def unknown(self, pair: Pair, place: Place | None = None) -> Refusal | None:
        """Whether an id is not the problem's, or the table not the desk's."""
        problem = self._problem
        is_known = pair.company in problem.company and pair.desk in problem.desk
        if is_known and place is not None:
            tables = {table.id for table in problem.desk[pair.desk].tables}
            is_known = place.slot in problem.slot_index and place.table in tables
        return None if is_known else Refusal("known", pair)

    def against(self, pair: Pair, place: Place) -> Refusal | None:
        """The first rule that keeps the pair from the place, whoever stands there now."""
        return next(self._held_back(pair), None) or next(self._kept_out(pair, place), None)

    def _held_back(self, pair: Pair) -> Iterator[Refusal]:
        """What keeps it from moving, or coming, to any place at all."""
        standing = self.standing.get(pair)
        if standing is not None and standing.pinned:
            yield Refusal("pinned", pair, standing)
        most = self._problem.company[pair.company].max_meetings
        if standing is None and len(self._own.get(pair.company, ())) >= most:
            yield Refusal("quota", pair)

    def _kept_out(self, pair: Pair, place: Place) -> Iterator[Refusal]:
        """What keeps it from this place: the table, the company, the company's other meetings."""
        if place.slot in self._closed[place.table]:
            yield Refusal("open", pair)
        if place.slot in self._problem.company[pair.company].absent:
            yield Refusal("present", pair)
        if place.slot in self._early.get(pair, ()):
            yield Refusal("earliest", pair)
        yield from self._too_near(pair, place.slot)

    def _too_near(self, pair: Pair, slot: str) -> Iterator[Refusal]:
        """The company's other meetings in the slot, or beside it if it needs a breathing space."""
        index = self._problem.slot_index
        others = [booking for booking in self._own.get(pair.company, ()) if booking.pair != pair]
        yield from (Refusal("one_place", pair, other) for other in others if other.slot == slot)
        if self._problem.company[pair.company].breathing:
            beside = (other for other in others if abs(index[other.slot] - index[slot]) == 1)
            yield from (Refusal("breathing", pair, other) for other in beside)
