"""Who could be served at best, found again without the solver.

The checker does not believe a matching, it makes its own: parties in draw order, each looking for a place
that is free or whose holder finds another (Berge 1957). By Edmonds and Fulkerson (1965) the sets that can be
served are the independent sets of a matroid, so this greedy way serves the most parties, and its first n
parties are the first set of n in draw order.
"""

from __future__ import annotations

from collections import defaultdict

from matchmaker.scheduling.occupancy import Spot, places_beside_pins
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.quality import asking_parties


class BestServed:
    """The parties that pins serve, and those that can be served beside them, in draw order."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.pinned = {problem.company[pin.company].party for pin in problem.pins}
        self._places = places_beside_pins(problem)
        self._holders: dict[Spot, list[str]] = defaultdict(list)
        self._closed_off: set[Spot] = set()
        self._choices = self._choices_of_parties()
        self.added = [party for party in problem.draw if party in self._choices and self._find_place(party)]

    @property
    def most(self) -> int:
        """How many parties can be served."""
        return len(self.pinned) + len(self.added)

    def unserved_ranks(self, served: int) -> tuple[int, ...]:
        """The draw ranks left out by the first set of that many parties in draw order."""
        first = self.pinned.union(self.added[: served - len(self.pinned)])
        return tuple(sorted(self._problem.rank[party] for party in asking_parties(self._problem) - first))

    def _choices_of_parties(self) -> dict[str, list[Spot]]:
        """Where each party without a pin could have a first meeting."""
        choices: dict[str, list[Spot]] = defaultdict(list)
        for wish in self._problem.wishes:
            company = self._problem.company[wish.company]
            if company.party not in self.pinned and company.max_meetings > 0:
                spots = (
                    (wish.desk, slot.id) for slot in self._problem.slots if slot.id not in company.absent
                )
                choices[company.party].extend(spot for spot in spots if self._places[spot])
        return choices

    def _find_place(self, newcomer: str) -> bool:
        """Seat the newcomer, others changing place if need be.

        Spots seen in vain are closed off: whoever holds a place there can go to no spot but these, and none
        of them has a place left.
        """
        reached_from: dict[Spot, tuple[str, Spot | None]] = {}
        waiting: list[tuple[str, Spot | None]] = [(newcomer, None)]
        for party, held in waiting:
            for spot in self._choices[party]:
                if spot in reached_from or spot in self._closed_off:
                    continue
                reached_from[spot] = (party, held)
                if len(self._holders[spot]) < self._places[spot]:
                    self._move_along(spot, reached_from)
                    return True
                waiting.extend((holder, spot) for holder in self._holders[spot])
        self._closed_off.update(reached_from)
        return False

    def _move_along(self, free: Spot, reached_from: dict[Spot, tuple[str, Spot | None]]) -> None:
        spot: Spot | None = free
        while spot is not None:
            party, held = reached_from[spot]
            self._holders[spot].append(party)
            if held is not None:
                self._holders[held].remove(party)
            spot = held
