"""Who goes without a first meeting if one of the places goes to a certain wish.

At the whiteboard: the first meetings are a matching of parties to places, and a set of parties that can all
be matched is an independent set of a matroid (serve.py). A wish that has to be a meeting takes one place of
its desk and serves its party, whatever else happens. So

1. take the party out of the matching: if somebody who is not served could come in now, the first of them in
   draw order does;
2. take the place out: whoever holds it looks for another one, and if all those found are taken, the last in
   draw order of all who were found on the way goes without.

Both steps are exchanges of a matroid's best basis, out of which an element is deleted or into which one is
contracted: one exchange gives the best basis again (Edmonds 1971). Of the places that the wish could take the
one is taken that the latest party loses, so one search from all of them together is enough: what it finds is
either a free place, and nobody loses anything, or the last party that any of the places would cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matchmaker.scheduling.solving.openings import Openings, bits
from matchmaker.scheduling.solving.serve import pinned_parties


class Exchange(NamedTuple):
    """Parties (numbered by the draw, from 0) that lose or gain their first meeting; None: nobody."""

    loses: int | None
    gains: int | None


class FirstPlaces:
    """The best matching of parties to places, and what becomes of it if a pairing is forced.

    Places are bits of an integer: a row of slots for each desk.
    """

    def __init__(self, openings: Openings) -> None:
        self._openings = openings
        self.pinned = pinned_parties(openings)
        self._room = [places for row in openings.places for places in row]
        self._options: dict[int, int] = {}
        for pairing in openings.pairings:
            party = openings.party[pairing.company]
            if party not in self.pinned:
                self._options[party] = self._options.get(party, 0) | self._spots(pairing.desk, pairing.slots)
        self._best = _Matching(self._room, self._options)
        self._waiting = [party for party in sorted(self._options) if not self._best.admit(party)]
        self._without: dict[int, tuple[_Matching, int | None]] = {}

    @property
    def served(self) -> frozenset[int]:
        """The parties served at best, pinned ones among them."""
        return self.pinned | self._best.at.keys()

    def exchange(self, number: int) -> Exchange:
        """What it costs others, and brings others, that this pairing is a meeting."""
        pairing = self._openings.pairings[number]
        party = self._openings.party[pairing.company]
        matching, gains = self._taken_out(party)
        loses = matching.last_to_yield(self._spots(pairing.desk, pairing.slots))
        if party not in self.served:
            gains = party
        return Exchange(None, None) if loses == gains else Exchange(loses, gains)

    def _spots(self, desk: int, slots: int) -> int:
        return slots << desk * self._openings.slot_count

    def _taken_out(self, party: int) -> tuple[_Matching, int | None]:
        """The best matching of the others, and who comes in among them."""
        if party not in self._best.at:
            return self._best, None
        if party not in self._without:
            matching = self._best.without(party)
            came_in = next((other for other in self._waiting if matching.admit(other)), None)
            self._without[party] = matching, came_in
        return self._without[party]


class _Matching:
    """Parties at places; ``at``: the spot of each party that has one."""

    def __init__(self, room: Sequence[int], options: dict[int, int]) -> None:
        self._room, self._options = room, options
        self._guests: dict[int, list[int]] = {}
        self._free = sum(1 << spot for spot, places in enumerate(room) if places)
        self._struck = 0
        self.at: dict[int, int] = {}

    def without(self, party: int) -> _Matching:
        """The same matching less one party."""
        other = _Matching(self._room, self._options)
        for seated, spot in self.at.items():
            if seated != party:
                other._seat(seated, spot)
        return other

    def admit(self, newcomer: int) -> bool:
        """Give a place to one party more, others moving on if need be; False if that cannot be."""
        if at_once := self._options[newcomer] & self._free:
            self._seat(newcomer, next(bits(at_once)))
            return True
        mover = dict.fromkeys(bits(self._options[newcomer] & ~self._struck), newcomer)
        for spot in self._reached(mover, self._struck):
            if self._free >> spot & 1:
                self._move_on(newcomer, spot, mover)
                return True
        self._struck |= sum(1 << spot for spot in mover)
        return False

    def last_to_yield(self, spots: int) -> int | None:
        """Of all who could make room at one of these spots the last; None if nobody need lose a place."""
        mover = dict.fromkeys(bits(spots), -1)
        last = -1
        for spot in self._reached(mover, 0):
            if self._free >> spot & 1:
                return None
            last = max(last, *self._guests[spot])
        return last

    def _reached(self, mover: dict[int, int], struck: int) -> Iterator[int]:
        """The spots of ``mover`` and all to which their guests could move; who would, is noted there."""
        pending = list(mover)
        seen = struck | sum(1 << spot for spot in pending)
        for spot in pending:
            yield spot
            for guest in self._guests.get(spot, ()):
                for found in bits(self._options[guest] & ~seen):
                    mover[found] = guest
                    pending.append(found)
                seen |= self._options[guest]

    def _move_on(self, newcomer: int, free: int, mover: dict[int, int]) -> None:
        spot, party = free, mover[free]
        while party != newcomer:
            left = self.at[party]
            self._guests[left].remove(party)
            self._free |= 1 << left
            self._seat(party, spot)
            spot, party = left, mover[left]
        self._seat(newcomer, spot)

    def _seat(self, party: int, spot: int) -> None:
        self.at[party] = spot
        guests = self._guests.setdefault(spot, [])
        guests.append(party)
        if len(guests) == self._room[spot]:
            self._free &= ~(1 << spot)
