"""Why some meetings cannot all be held: the few that already cannot, and what they compete for.

At the whiteboard, from the plainest to the deepest:

1. ``alone``: one of them cannot be held even by itself, for the pins leave it no slot, no place or no quota.
2. ``quota``: a company is to have more of them than it may have.
3. ``company``, ``desk``: a company's meetings have too few slots between them, or a desk's too few places. By
   Hall's theorem there is no other way in which one side alone can fail (hall.py), breathing spaces aside.
4. ``together``: each company and each desk could manage by itself, but not all of them at once; this is where
   placing becomes hard (Even, Itai, Shamir 1976). CP-SAT tells whether a set can be placed. Leave out one
   meeting after the other, for good whenever the rest is still impossible: what is left is a set of which
   every meeting is needed (the deletion filter of Chinneck and Dravnieks, 1991). The same finds the meetings
   of a company that needs breathing spaces.

The pins stand in every case: what is witnessed is that the meetings cannot be held beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.explaining.hall import Crowd, Spot, largest_crowd
from matchmaker.scheduling.problem import Pair, Problem, Wish
from matchmaker.scheduling.reading import quoted
from matchmaker.scheduling.solving.exact_placement import EFFORT, PlacementModel, solved
from matchmaker.scheduling.solving.grid import NOWHERE
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings, bits, openings
from matchmaker.scheduling.solving.place import place
from matchmaker.scheduling.solving.seat import seat

Kind = Literal["alone", "quota", "company", "desk", "together"]
LARGEST_FILTER = 50
"""Of more meetings no minimal set is looked for: each of them takes a search of its own."""


class Undecided(Exception):
    """Neither was a placement found, nor that there is none."""


@dataclass(frozen=True)
class Witness:
    """Meetings that cannot all be held beside the pins, sorted, and why, in a sentence.

    ``room``: how many of them could be held as far as their company or desk goes; None where nobody alone is
    to blame. ``is_minimal``: of the kinds without room, whether all but any one of them can be held.
    """

    kind: Kind
    pairs: tuple[Pair, ...]
    text: str
    room: int | None = None
    is_minimal: bool = True


def witness(problem: Problem, pairs: Iterable[Pair], seed: int = 1) -> Witness | None:
    """Why these pairs cannot all meet; None if they can.

    A pair need not be wished; one that is pinned stands anyway. The pins must not contradict each other (see
    contradictions.py). Raises Undecided if the search ends without knowing.
    """
    wanted = sorted(set(pairs) - {pin.pair for pin in problem.pins})
    unwished = [Wish(*pair, worth=1) for pair in wanted if pair not in problem.worth]
    trial = _Trial(replace(problem, wishes=(*problem.wishes, *unwished)), wanted, seed)
    stages = (trial.alone, trial.over_quota, trial.short_of_slots, trial.short_of_places, trial.together)
    return next((found for stage in stages for found in stage()), None)


class _Trial:
    """The meetings that are wanted, held against one rule after the other."""

    def __init__(self, problem: Problem, wanted: Sequence[Pair], seed: int) -> None:
        self._problem, self._wanted, self._seed = problem, wanted, seed
        self._openings = openings(problem, seed)
        pairings = self._openings.pairings
        self._pair = [_pair(self._openings, number) for number in range(len(pairings))]
        wished = {pair: number for number, pair in enumerate(self._pair)}
        self._numbers = [wished[pair] for pair in wanted if pair in wished]

    def alone(self) -> Iterator[Witness]:
        possible = {self._pair[number] for number in self._numbers}
        impossible = [pair for pair in self._wanted if pair not in possible]
        if impossible:
            reasons = explain(self._problem, seat(self._problem, ()), stopped=True)
            why = {Pair(unplaced.company, unplaced.desk): unplaced.reason.text for unplaced in reasons}
            pair = impossible[0]
            who = f"Company {quoted(pair.company)} cannot meet desk {quoted(pair.desk)}"
            yield Witness("alone", (pair,), f"{who}. {why[pair]}")

    def over_quota(self) -> Iterator[Witness]:
        for c, own in self._grouped(0):
            left, company = self._openings.quota[c], self._openings.companies[c]
            if len(own) > left:
                pinned = company.max_meetings - left
                beside = f" beside {_count(pinned, 'pinned one')}" if pinned else ""
                text = f"Company {quoted(company.id)} is to have {_count(len(own), 'meeting')}{beside}"
                text = f"{text}, and may have {company.max_meetings}."
                yield Witness("quota", self._pairs(own), text, left)

    def short_of_slots(self) -> Iterator[Witness]:
        for c, own in self._grouped(0):
            company = self._openings.companies[c]
            found = self._crowd(own, by_desk=False)
            if found is not None:
                where = f"{self._can_only_stand(found)}, where the company has {_count(found.room, 'slot')}"
                text = f"Company {quoted(company.id)}: {where}."
                yield Witness("company", self._pairs(found.members), text, found.room)
            elif company.breathing and not self._can_stand(own):
                few = self._filtered(own)
                where = self._can_only_stand(self._everywhere(few))
                text = f"Company {quoted(company.id)}: {where}, too close together for its breathing spaces."
                yield Witness("company", self._pairs(few), text)

    def short_of_places(self) -> Iterator[Witness]:
        for d, own in self._grouped(1):
            found = self._crowd(own, by_desk=True)
            if found is not None:
                beside = " beside its pins" if self._is_pinned_at(d, found.spots) else ""
                has = f"where the desk has {_count(found.room, 'place')}{beside}"
                text = f"Desk {quoted(self._openings.desks[d].id)}: {self._can_only_stand(found)}, {has}."
                yield Witness("desk", self._pairs(found.members), text, found.room)

    def together(self) -> Iterator[Witness]:
        grid = place(self._openings, self._numbers, str(self._seed), Limit())
        if any(grid.slot[number] == NOWHERE for number in self._numbers) and not self._can_stand(
            self._numbers
        ):
            is_minimal = len(self._numbers) <= LARGEST_FILTER
            few = self._filtered(self._numbers) if is_minimal else self._numbers
            any_fewer = ", though without any one of them the others can" if is_minimal else ""
            listed = "; ".join(_said(pair) for pair in self._pairs(few))
            text = f"These {len(few)} meetings cannot all be held{any_fewer}: {listed}."
            yield Witness("together", self._pairs(few), text, is_minimal=is_minimal)

    def _grouped(self, side: int) -> list[tuple[int, list[int]]]:
        """The wanted pairings of each company (side 0) or desk (side 1), by its id."""
        groups: dict[int, list[int]] = {}
        for number in self._numbers:
            groups.setdefault(self._openings.pairings[number][side], []).append(number)
        return sorted(groups.items(), key=lambda group: self._pair[group[1][0]][side])

    def _pairs(self, numbers: Iterable[int]) -> tuple[Pair, ...]:
        return tuple(sorted(self._pair[number] for number in numbers))

    def _crowd(self, numbers: Sequence[int], by_desk: bool) -> Crowd | None:
        """Those of one desk, or of one company, that have too few places between them."""
        options: dict[int, list[Spot]] = {}
        room: dict[Spot, int] = {}
        for number in numbers:
            pairing = self._openings.pairings[number]
            options[number] = [(pairing.desk if by_desk else 0, t) for t in bits(pairing.slots)]
            for spot in options[number]:
                room[spot] = self._openings.places[pairing.desk][spot[1]] if by_desk else 1
        return largest_crowd(options, room)

    def _everywhere(self, numbers: Sequence[int]) -> Crowd:
        spots = sorted({(0, t) for number in numbers for t in bits(self._openings.pairings[number].slots)})
        return Crowd(tuple(numbers), tuple(spots), 0)

    def _can_only_stand(self, crowd: Crowd) -> str:
        when = self._hours(sorted({slot for _, slot in crowd.spots}))
        return f"{_count(len(crowd.members), 'meeting')} can only stand {when}"

    def _hours(self, slots: Sequence[int]) -> str:
        """Their hours, from the first to the last if they follow each other."""
        starts = [f"{self._problem.slots[t].start:%H:%M}" for t in slots]
        if len(slots) == 1:
            return f"at {starts[0]}"
        if slots[-1] - slots[0] == len(slots) - 1:
            return f"between {starts[0]} and {self._problem.slots[slots[-1]].end:%H:%M}"
        return f"at {', '.join(starts[:-1])} and {starts[-1]}"

    def _is_pinned_at(self, desk: int, spots: Iterable[Spot]) -> bool:
        at = {(self._openings.desks[desk].id, self._problem.slots[t].id) for _, t in spots}
        return any((pin.desk, pin.slot) in at for pin in self._problem.pins)

    def _can_stand(self, numbers: Sequence[int]) -> bool:
        model = PlacementModel(self._openings, numbers)
        if solved(model, Limit(), EFFORT):
            return True
        if model.is_refuted:
            return False
        raise Undecided

    def _filtered(self, numbers: Sequence[int]) -> list[int]:
        """Of an impossible set the meetings that are needed to make it so."""
        needed = sorted(numbers, key=lambda number: self._pair[number])
        for number in list(needed):
            rest = [other for other in needed if other != number]
            if not self._can_stand(rest):
                needed = rest
        return needed


def _pair(left: Openings, number: int) -> Pair:
    pairing = left.pairings[number]
    return Pair(left.companies[pairing.company].id, left.desks[pairing.desk].id)


def _said(pair: Pair) -> str:
    return f"company {quoted(pair.company)} with desk {quoted(pair.desk)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
