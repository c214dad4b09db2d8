"""Who gets a first meeting: as many parties as possible, and the draw alone decides between them.

At the whiteboard: draw the parties on the left and the free places (desk, slot) on the right, and join a
party to every place where one of its companies could have one of its wished meetings. A set of parties can
be served if it can be matched into the places. Such sets are the independent sets of a transversal matroid
(Edmonds and Fulkerson 1965), and in a matroid the greedy way is exact: go through the parties in the order
of the draw, keep each that can still be added. No other choice serves more parties, and among the largest
choices this one comes first in draw order at every rank, not only the first one (Rado 1957; Gale 1968).

"Can be added" is an augmenting path (matching.py).
"""

from __future__ import annotations

from typing import NamedTuple

from matchmaker.scheduling.solving.matching import Matching
from matchmaker.scheduling.solving.openings import Openings


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
    options = places_of_parties(openings)
    matching = Matching(room_of_places(openings), options)
    for party in sorted(options):
        matching.admit(party)
    return _first_meetings(openings, matching.at)


def pinned_parties(openings: Openings) -> frozenset[int]:
    """The parties that a pin serves."""
    return frozenset(p for p, held in zip(openings.party, openings.held, strict=True) if held)


def room_of_places(openings: Openings) -> list[int]:
    """How many each place takes, by its number: desk by desk a row of slots."""
    return [room for row in openings.places for room in row]


def places_of_parties(openings: Openings) -> dict[int, int]:
    """Party -> the places where it could have a first meeting, as bits; none for whom a pin serves."""
    pinned, options = pinned_parties(openings), dict[int, int]()
    for company, desk, _, slots in openings.pairings:
        party = openings.party[company]
        if party not in pinned:
            options[party] = options.get(party, 0) | slots << desk * openings.slot_count
    return options


def _first_meetings(openings: Openings, at: dict[int, int]) -> dict[int, First]:
    """Which pairing of a party stands at its place: the first of them that could."""
    places = {party: divmod(place, openings.slot_count) for party, place in at.items()}
    first: dict[int, First] = {}
    for number, (company, desk, _, slots) in enumerate(openings.pairings):
        party = openings.party[company]
        stands_at, slot = places.get(party, (-1, 0))
        if desk == stands_at and slots >> slot & 1 and party not in first:
            first[party] = First(number, slot)
    return first
