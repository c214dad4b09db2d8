"""Meetings that must be held, whenever: who can be served beside them, and what to tell the flow.

At the whiteboard: give every forced pairing a stand-in, a company that wants this one meeting and is drawn
before everybody else. The greedy way of serve.py admits the stand-ins first, and in a matroid that is exact:
of all sets of parties that can be served beside the forced meetings it finds the largest, and of these the
first in draw order (the matroid contracted by the stand-ins; Edmonds 1971). The parties of the forced
companies are served by them and ask for no other first meeting.

Two stand-ins of one company are two people, and could be received at the same time: matching places to
parties does not see that. Where it happens, one of the two is tried in each of its slots and the other kept
out of it, and so on until nobody is in two places; the best of the branches is the truth, for every
timetable lies in one of them. A branch that reaches what the matching without it reached ends the search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from matchmaker.scheduling.solving.choice_network import cover
from matchmaker.scheduling.solving.openings import Openings, Pairing, beside, bits
from matchmaker.scheduling.solving.serve import First, serve


class StandIns:
    """Forced pairings, by number, each with a company of its own.

    ``openings``: the given ones, pairings in the same order, the forced ones those of their stand-ins, whose
    parties are -1, -2 …; their companies may have so many meetings fewer. ``parties``: those whom the forced
    meetings serve.
    """

    def __init__(self, whole: Openings, forced: Sequence[int]) -> None:
        self._whole, self._forced = whole, tuple(forced)
        self._owner = {-place: whole.pairings[n].company for place, n in enumerate(forced, start=1)}
        self.parties = frozenset(whole.party[company] for company in self._owner.values())
        self.openings = self._set_apart()

    @property
    def stand_ins(self) -> tuple[int, ...]:
        """Their parties."""
        return tuple(self._owner)

    def _set_apart(self) -> Openings:
        whole, own = self._whole, [self._whole.pairings[number] for number in self._forced]
        pairings, quota = list(whole.pairings), list(whole.quota)
        of_company = whole.of_company()
        for place, number in enumerate(self._forced):
            pairings[number] = whole.pairings[number]._replace(company=len(whole.companies) + place)
        for c in set(self._owner.values()):
            slots = 0
            for number in of_company[c]:
                slots |= whole.pairings[number].slots
            quota[c] = min(quota[c], len(cover(whole, c, slots))) - sum(p.company == c for p in own)
        return replace(
            whole,
            companies=whole.companies + tuple(whole.companies[p.company] for p in own),
            party=whole.party + self.stand_ins,
            presence=whole.presence + tuple(p.slots for p in own),
            held=whole.held + (0,) * len(own),
            quota=(*(max(0, left) for left in quota), *(1 for _ in own)),
            pairings=tuple(pairings),
        )

    def serve(self) -> dict[int, First] | None:
        """First meetings by party, stand-ins among them; None if the forced meetings cannot all be held."""
        asking = tuple(p for p in self.openings.pairings if self._party(p) not in self.parties)
        return self._best(replace(self.openings, pairings=asking))

    def serve_only(self) -> dict[int, First] | None:
        """The forced meetings alone."""
        own = tuple(self.openings.pairings[number] for number in self._forced)
        return self._best(replace(self.openings, pairings=own))

    def _party(self, pairing: Pairing) -> int:
        return self.openings.party[pairing.company]

    def _best(self, openings: Openings) -> dict[int, First] | None:
        first = serve(openings)
        if not self._owner.keys() <= first.keys():
            return None
        clash = self._clash(first)
        if clash is None:
            return first
        best: dict[int, First] | None = None
        for slot in bits(openings.pairings[first[clash].pairing].slots):
            found = self._best(self._settled(openings, clash, slot))
            if found is not None and (best is None or _rank(found) > _rank(best)):
                best = found
            if best is not None and best.keys() == first.keys():
                break
        return best

    def _clash(self, first: dict[int, First]) -> int | None:
        """A stand-in that meets while another of its company does, or needs its breathing space."""
        for one, other in combinations(self._owner, 2):
            company = self._owner[one]
            if company == self._owner[other]:
                taken = 1 << first[other].slot
                taken |= beside(taken) if self._whole.companies[company].breathing else 0
                if taken >> first[one].slot & 1:
                    return one
        return None

    def _settled(self, openings: Openings, settled: int, slot: int) -> Openings:
        """One stand-in meets in this slot, and the others of its company do not."""
        company, taken = self._owner[settled], 1 << slot
        kept_free = taken | (beside(taken) if self._whole.companies[company].breathing else 0)

        def narrowed(pairing: Pairing) -> Pairing:
            party = self._party(pairing)
            if party == settled:
                return pairing._replace(slots=taken)
            is_other = self._owner.get(party) == company
            return pairing._replace(slots=pairing.slots & ~kept_free) if is_other else pairing

        return replace(openings, pairings=tuple(narrowed(pairing) for pairing in openings.pairings))


def _rank(first: dict[int, First]) -> tuple[int, tuple[int, ...]]:
    """More parties are better; of as many, those drawn first."""
    return len(first), tuple(-party for party in sorted(first))
