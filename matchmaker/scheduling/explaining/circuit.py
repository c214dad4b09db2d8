"""Who competes with a party for the places of its first meeting: the circuit that the draw has to break.

At the whiteboard: start at a party without meeting and mark every place where it could have one. Mark who
holds these places, then every place where those could be received instead, and so on. If nothing marked is
free or held by somebody who has another meeting, and all who hold one were drawn earlier, then n + 1 parties
can be received at the n places marked and nowhere else, and the one without is the last of them in the draw.

Why it is so in every timetable that serves as many parties as can be served, and among those sets the first
in draw order. A place is marked along an alternating path: on it everybody could move one place on, and the
party that is not served would come in. If the path ended at a free place, or with somebody who has another
meeting, one party more would be served (Berge 1957). So every place marked is full, and each of its holders
has this meeting alone; hence there are as many holders as places, and together with the party that is not
served they are one too many (Hall 1935). Were one of the holders drawn later, the path that ends with it
would exchange the two, and the served would come earlier in the draw.

Why no other rule can change that. Whoever moves along a path gives up its only meeting for another, so
neither quota nor breathing space nor another meeting is in its way; absences and closed tables are no places
from the beginning. A party that a pin serves needs no other meeting, so at a place left by the pins it would
be somebody with another meeting. A group moves as one party: whichever of its companies holds the place, any
of them may take the next one.

Why it is minimal. The sets of parties that can all be served are the independent sets of a transversal
matroid (Edmonds and Fulkerson 1965); the served with one party more contain exactly one circuit, the parties
whose removal would make room for it. These are the holders reached, every one of them, and nobody else.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from matchmaker.scheduling.occupancy import Occupancy, Spot, places_beside_pins
from matchmaker.scheduling.problem import Problem


class Circuit(NamedTuple):
    """How many parties, groups among them, compete for how many places of how many desks."""

    parties: int
    groups: int
    places: int
    desks: int


class _Crowd(NamedTuple):
    """Who holds a set of places: the last rank among them, and how many."""

    last_rank: int
    holders: int
    groups: int
    desks: int


class Circuits:
    """The circuits of a timetable that obeys the rules.

    Spots are bits of an integer, a row of slots for each desk; one bit beyond them, the leak, stands for all
    places that are free or could be.
    """

    def __init__(self, problem: Problem, occupancy: Occupancy) -> None:
        self._problem, self._occupancy = problem, occupancy
        self._row = {desk.id: row * len(problem.slots) for row, desk in enumerate(problem.desks)}
        self._leak = 1 << len(problem.desks) * len(problem.slots)
        self._room = {self._number(spot): places for spot, places in places_beside_pins(problem).items()}
        self._holders = {number: self._held_by(number) for number in self._room}
        self._closures: dict[int, int] = {}
        self._known = 0
        self._crowds: dict[int, _Crowd] = {}
        self._left_by: dict[frozenset[str], int] = {}

    def of(self, party: str) -> Circuit | None:
        """The circuit that a party without meeting closes; None if it is not the draw that leaves it out."""
        reached = self._closure(self._options.get(party, 0))
        if not reached or reached & self._leak:
            return None
        crowd = self._crowd(reached)
        if crowd.last_rank > self._problem.rank[party]:
            return None
        groups = crowd.groups + (party not in self._problem.company)
        return Circuit(crowd.holders + 1, groups, crowd.holders, crowd.desks)

    def meets_a_promise(self, party: str) -> bool:
        """Whether a published meeting would have to give way, somewhere, for the party to be served."""
        return bool(self._closure(self._options.get(party, 0)) & self._promised)

    @cached_property
    def _options(self) -> dict[str, int]:
        """Party -> the spots where one of its companies could have a first meeting."""
        options: dict[str, int] = {}
        for wish in self._problem.wishes:
            company = self._problem.company[wish.company]
            if company.max_meetings > 0:
                absent = company.absent | self._occupancy.too_early(*wish.pair)
                row = self._present(absent) & self._open[wish.desk]
                options[company.party] = options.get(company.party, 0) | row << self._row[wish.desk]
        return options

    def _present(self, absent: frozenset[str]) -> int:
        """The slots that are left by an absence."""
        if absent not in self._left_by:
            index = self._problem.slot_index.items()
            self._left_by[absent] = sum(1 << t for slot, t in index if slot not in absent)
        return self._left_by[absent]

    @cached_property
    def _open(self) -> dict[str, int]:
        """Desk -> the slots in which the pins leave it a place."""
        everywhere = (1 << len(self._problem.slots)) - 1
        places = sum(1 << number for number in self._room)
        return {desk: places >> row & everywhere for desk, row in self._row.items()}

    @cached_property
    def _promised(self) -> int:
        published = {promise.pair for promise in self._problem.published}
        return sum(
            1 << number
            for number in self._room
            if any(booking.pair in published for booking in self._occupancy.seated(*self._spot(number)))
        )

    def _number(self, spot: Spot) -> int:
        return self._row[spot[0]] + self._problem.slot_index[spot[1]]

    def _spot(self, number: int) -> Spot:
        desk, slot = divmod(number, len(self._problem.slots))
        return self._problem.desks[desk].id, self._problem.slots[slot].id

    def _held_by(self, number: int) -> list[str]:
        """The parties at the places of a spot that no pin takes."""
        seated = self._occupancy.seated(*self._spot(number))
        return [self._problem.company[booking.company].party for booking in seated if not booking.pinned]

    def _closure(self, spots: int) -> int:
        """All spots to which these lead, themselves included."""
        reached = 0
        while rest := spots & ~reached:
            reached |= self._closure_of(_lowest(rest))
        return reached

    def _closure_of(self, spot: int) -> int:
        """Breadth first; a spot whose closure is known already is not searched again."""
        if spot not in self._closures:
            reached = pending = 1 << spot
            while pending:
                seen = _lowest(pending & self._known or pending)
                closed = self._closures.get(seen, 1 << seen)
                found = self._closures.get(seen) or self._one_on(seen)
                pending = (pending | found & ~reached) & ~closed
                reached |= found
            self._closures[spot] = reached
            self._known |= 1 << spot
        return self._closures[spot]

    def _one_on(self, spot: int) -> int:
        """Where the holders of a spot could be instead; the leak if it need not be held."""
        if spot not in self._room:
            return 0
        holders = self._holders[spot]
        only = [party for party in holders if self._occupancy.meetings_of_party(party) == 1]
        found = 0 if len(only) == self._room[spot] else self._leak
        for party in only:
            found |= self._options[party]
        return found

    def _crowd(self, spots: int) -> _Crowd:
        if spots not in self._crowds:
            numbers = [number for number in self._room if spots >> number & 1]
            holders = [party for number in numbers for party in self._holders[number]]
            self._crowds[spots] = _Crowd(
                last_rank=max(self._problem.rank[party] for party in holders),
                holders=len(holders),
                groups=sum(party not in self._problem.company for party in holders),
                desks=len({self._spot(number)[0] for number in numbers}),
            )
        return self._crowds[spots]


def _lowest(spots: int) -> int:
    return (spots & -spots).bit_length() - 1
