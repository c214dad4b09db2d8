"""Who could be served at best, and who is left out by the draw alone, found again without the solver.

The checker does not believe a matching, it makes its own: parties in draw order, each looking for a place
that is free or whose holder finds another (Berge 1957). By Edmonds and Fulkerson (1965) the sets that can be
served are the independent sets of a matroid, so this greedy way serves the most parties, and its first n
parties are the first set of n in draw order.

The draw leaves a party out if it cannot be served beside those of the served that were drawn earlier. Then,
and only then, some of these compete with it for one place too few (Hall 1935); each of them has a meeting in
the timetable, so those places are taken up to the last one by their only meetings.

In a repaired timetable nobody may be moved to before the hour announced: such places are none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set

from matchmaker.scheduling.occupancy import Spot, places_beside_pins, too_early
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.quality import asking_parties

Steps = dict[Spot, tuple[str, Spot | None]]
"""Spot -> who came to it, and from which spot."""


class BestServed:
    """The parties that pins serve, and those that can be served beside them, in draw order."""

    def __init__(self, problem: Problem, repaired: bool) -> None:
        self._problem = problem
        self.pinned = _pinned_parties(problem)
        matching = _Matching(problem, self.pinned, repaired)
        self.added = [party for party in problem.draw if party in matching.choices and matching.admit(party)]

    @property
    def most(self) -> int:
        """How many parties can be served."""
        return len(self.pinned) + len(self.added)

    def unserved_ranks(self, served: int) -> tuple[int, ...]:
        """The draw ranks left out by the first set of that many parties in draw order."""
        first = self.pinned.union(self.added[: served - len(self.pinned)])
        return tuple(sorted(self._problem.rank[party] for party in asking_parties(self._problem) - first))


def left_out_by_draw(problem: Problem, served: Set[str], repaired: bool) -> set[str]:
    """The parties that are not served and cannot be, beside those of the served that were drawn earlier."""
    matching = _Matching(problem, _pinned_parties(problem), repaired)
    left_out = set()
    for party in problem.draw:
        if party in served:
            matching.admit(party)
        elif not matching.could_admit(party):
            left_out.add(party)
    return left_out


def _pinned_parties(problem: Problem) -> set[str]:
    return {problem.company[pin.company].party for pin in problem.pins}


class _Matching:
    """Parties at the places of their first meetings; ``choices``: where each without a pin could have one."""

    def __init__(self, problem: Problem, pinned: Set[str], repaired: bool) -> None:
        self._places = places_beside_pins(problem)
        self._holders: dict[Spot, list[str]] = defaultdict(list)
        self._closed_off: set[Spot] = set()
        self.choices: dict[str, list[Spot]] = defaultdict(list)
        early = too_early(problem) if repaired else {}
        for wish in problem.wishes:
            company = problem.company[wish.company]
            if company.party not in pinned and company.max_meetings > 0:
                barred = company.absent | early.get(wish.pair, frozenset())
                spots = ((wish.desk, slot.id) for slot in problem.slots if slot.id not in barred)
                self.choices[company.party].extend(spot for spot in spots if self._places[spot])

    def admit(self, newcomer: str) -> bool:
        """Seat the newcomer, others changing place if need be; False if it cannot be."""
        steps: Steps = {}
        free = self._find_place(newcomer, steps)
        if free is not None:
            self._move_along(free, steps)
        return free is not None

    def could_admit(self, newcomer: str) -> bool:
        """Whether it could be seated; nobody moves."""
        return self._find_place(newcomer, {}) is not None

    def _find_place(self, newcomer: str, steps: Steps) -> Spot | None:
        """A place that is free at the end of a path of steps.

        Spots seen in vain are closed off: whoever holds a place there can go to no spot but these, and none
        of them has a place left.
        """
        waiting: list[tuple[str, Spot | None]] = [(newcomer, None)]
        for party, held in waiting:
            for spot in self.choices.get(party, ()):
                if spot in steps or spot in self._closed_off:
                    continue
                steps[spot] = (party, held)
                if len(self._holders[spot]) < self._places[spot]:
                    return spot
                waiting.extend((holder, spot) for holder in self._holders[spot])
        self._closed_off.update(steps)
        return None

    def _move_along(self, free: Spot, steps: Steps) -> None:
        spot: Spot | None = free
        while spot is not None:
            party, held = steps[spot]
            self._holders[spot].append(party)
            if held is not None:
                self._holders[held].remove(party)
            spot = held
