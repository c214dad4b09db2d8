"""Who gets a first meeting: as many parties as possible, and the draw alone decides between them.

At the whiteboard: draw the parties on the left and the free places (desk, slot) on the right, and join a
party to every place where one of its companies could have one of its wished meetings. A set of parties can
be served if it can be matched into the places. Such sets are the independent sets of a transversal matroid
(Edmonds and Fulkerson 1965), and in a matroid the greedy way is exact: go through the parties in the order
of the draw, keep each that can still be added. No other choice serves more parties, and among the largest
choices this one comes first in draw order at every rank, not only the first one (Rado 1957; Gale 1968).

"Can be added" is an augmenting path (Berge 1957): the newcomer takes a place, its occupant moves to another,
and so on until a free place is reached. A search that fails has seen a set of places that its parties fill
for good; no later path leads out of it, so those places are struck off (the Hungarian tree of Kuhn 1955).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from matchmaker.scheduling.solving.openings import Openings, bits


class Place(NamedTuple):
    """A desk in a slot; it takes as many meetings as tables are free."""

    desk: int
    slot: int


class First(NamedTuple):
    """A first meeting: which pairing (by number), in which slot."""

    pairing: int
    slot: int


def serve(openings: Openings) -> dict[int, First]:
    """A first meeting for every party that gets one beside those that a pin serves already, by party."""
    return _Matching(openings).fill()


def pinned_parties(openings: Openings) -> frozenset[int]:
    """The parties that a pin serves."""
    return frozenset(p for p, held in zip(openings.party, openings.held, strict=True) if held)


class _Matching:
    def __init__(self, openings: Openings) -> None:
        self._openings = openings
        self._options = self._find_options()
        self._first: dict[int, First] = {}
        self._guests: dict[Place, list[int]] = {}
        self._struck: set[Place] = set()

    def _find_options(self) -> dict[int, list[int]]:
        """Party -> its pairings, for the parties without a pin, in draw order."""
        pinned = pinned_parties(self._openings)
        options: dict[int, list[int]] = {}
        for number, pairing in enumerate(self._openings.pairings):
            party = self._openings.party[pairing.company]
            if party not in pinned:
                options.setdefault(party, []).append(number)
        return dict(sorted(options.items()))

    def fill(self) -> dict[int, First]:
        for party in self._options:
            self._admit(party)
        return self._first

    def _admit(self, newcomer: int) -> None:
        """Breadth first, hence along a shortest path: as few earlier parties as possible change place."""
        via: dict[Place, tuple[int, First]] = {}
        queue = deque([newcomer])
        while queue:
            party = queue.popleft()
            for place, first in self._reachable(party):
                if place in via:
                    continue
                via[place] = (party, first)
                guests = self._guests.get(place, [])
                if len(guests) < self._openings.places[place.desk][place.slot]:
                    self._shift(newcomer, place, via)
                    return
                queue.extend(guests)
        self._struck.update(via)

    def _reachable(self, party: int) -> Iterator[tuple[Place, First]]:
        pairings = self._openings.pairings
        for number in self._options[party]:
            for slot in bits(pairings[number].slots):
                place = Place(pairings[number].desk, slot)
                if place not in self._struck:
                    yield place, First(number, slot)

    def _shift(self, newcomer: int, place: Place, via: dict[Place, tuple[int, First]]) -> None:
        """Walk the path back: everybody on it takes the place that it found."""
        while True:
            party, first = via[place]
            left = self._place_of(party)
            self._first[party] = first
            self._guests.setdefault(place, []).append(party)
            if party == newcomer:
                return
            assert left is not None
            self._guests[left].remove(party)
            place = left

    def _place_of(self, party: int) -> Place | None:
        first = self._first.get(party)
        return first and Place(self._openings.pairings[first.pairing].desk, first.slot)
