"""Parties at places: a matching that takes one party after the other, and never lets go of one it has.

At the whiteboard: a newcomer takes a place, its occupant moves to another, and so on until a free place is
reached: an augmenting path (Berge 1957). It is sought breadth first, hence it is a shortest one: as few as
possible change place. A search that fails has seen a set of places that its parties fill for good; no later
path leads out of it, so those places are struck off (the Hungarian tree of Kuhn 1955).

Places are bits of an integer, a row of slots for each desk: what a party can reach, what was seen and what
is free are one number each, and most newcomers are seated by a single "and".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from matchmaker.scheduling.solving.openings import bits


class Matching:
    """``room[p]``: how many fit place p; ``options``: party -> its places; ``at``: party -> its place."""

    def __init__(self, room: Sequence[int], options: Mapping[int, int]) -> None:
        self._room, self._options = room, options
        self._guests: list[list[int]] = [[] for _ in room]
        self._open = sum(1 << place for place, units in enumerate(room) if units)
        self._struck = 0
        self.at: dict[int, int] = {}

    def without(self, party: int) -> Matching:
        """The same matching less one party."""
        other = Matching(self._room, self._options)
        for seated, place in self.at.items():
            if seated != party:
                other._seat(seated, place)
        return other

    def admit(self, newcomer: int) -> bool:
        """Give a place to one party more, others moving on if need be; False if that cannot be."""
        free = self._options[newcomer] & self._open
        if free:
            self._seat(newcomer, (free & -free).bit_length() - 1)
            return True
        return self._admit_by_moving_others(newcomer)

    def _admit_by_moving_others(self, newcomer: int) -> bool:
        seen = self._struck
        comes: dict[int, int] = {}
        queue = deque([newcomer])
        while queue:
            party = queue.popleft()
            found = self._options[party] & ~seen
            seen |= found
            for place in bits(found):
                comes[place] = party
                for guest in self._guests[place]:
                    free = self._options[guest] & self._open
                    if free:
                        self._move_on(newcomer, guest, (free & -free).bit_length() - 1, comes)
                        return True
                    queue.append(guest)
        self._struck = seen
        return False

    def last_to_yield(self, places: int) -> int | None:
        """Of all who could make room at one of these places the last; None if nobody need lose a place."""
        seen, last, pending = 0, -1, places
        while pending:
            if pending & self._open:
                return None
            seen |= pending
            guests = [guest for place in bits(pending) for guest in self._guests[place]]
            last = max([last, *guests])
            pending = 0
            for guest in guests:
                pending |= self._options[guest]
            pending &= ~seen
        return last

    def _move_on(self, newcomer: int, party: int, place: int, comes: Mapping[int, int]) -> None:
        """Walk the path back: everybody on it takes the place that it found."""
        while party != newcomer:
            left = self.at[party]
            self._guests[left].remove(party)
            self._seat(party, place)
            place, party = left, comes[left]
        self._seat(newcomer, place)

    def _seat(self, party: int, place: int) -> None:
        self.at[party] = place
        guests = self._guests[place]
        guests.append(party)
        if len(guests) >= self._room[place]:
            self._open &= ~(1 << place)
