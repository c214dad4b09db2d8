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

from typing import NamedTuple

from matchmaker.scheduling.solving.matching import Matching
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.solving.serve import pinned_parties, places_of_parties, room_of_places


class Exchange(NamedTuple):
    """Parties (numbered by the draw, from 0) that lose or gain their first meeting; None: nobody."""

    loses: int | None
    gains: int | None


class FirstPlaces:
    """The best matching of parties to places, and what becomes of it if a pairing is forced."""

    def __init__(self, openings: Openings) -> None:
        self._openings = openings
        self.pinned = pinned_parties(openings)
        options = places_of_parties(openings)
        self._best = Matching(room_of_places(openings), options)
        self._waiting = [party for party in sorted(options) if not self._best.admit(party)]
        self._without: dict[int, tuple[Matching, int | None]] = {}

    @property
    def served(self) -> frozenset[int]:
        """The parties served at best, pinned ones among them."""
        return self.pinned | self._best.at.keys()

    def exchange(self, number: int) -> Exchange:
        """What it costs others, and brings others, that this pairing is a meeting."""
        pairing = self._openings.pairings[number]
        party = self._openings.party[pairing.company]
        matching, gains = self._taken_out(party)
        places = pairing.slots << pairing.desk * self._openings.slot_count
        loses = matching.last_to_yield(places)
        if party not in self.served:
            gains = party
        return Exchange(None, None) if loses == gains else Exchange(loses, gains)

    def _taken_out(self, party: int) -> tuple[Matching, int | None]:
        """The best matching of the others, and who comes in among them."""
        if party not in self._best.at:
            return self._best, None
        if party not in self._without:
            matching = self._best.without(party)
            came_in = next((other for other in self._waiting if matching.admit(other)), None)
            self._without[party] = matching, came_in
        return self._without[party]
