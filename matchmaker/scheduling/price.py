"""What it would cost that a certain wish be a meeting: which level of the objective loses first, how much.

At the whiteboard: suppose that the wish were pinned, in whichever slot does the least harm. Level by level:

- ``served`` and ``draw``: the wish takes a place at which others might have their first meeting. One exchange
  in the matching tells whether somebody must go without, and who (first_places.py). This is exact: first
  meetings and the wish alone make a timetable.
- ``worth``: the same parties being served, the cheapest detour in the flow of the timetable says how much
  must be lost (detour.py), for the flow bounds every timetable. It is exact if the timetable is itself a
  flow of greatest worth, which proves it, and what the detour changes can be placed as well: then there is a
  timetable that loses no more. Else it is a lower bound, and says so.

If neither loses anything, placing the wish costs at most idle time. If no timetable can hold it, the reason
is the one that would be true beside the pins alone.

Of a repaired timetable the price holds with the published meetings standing where they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.explaining.detour import Detour, Detours
from matchmaker.scheduling.explaining.first_places import FirstPlaces
from matchmaker.scheduling.explaining.reduced_cost import ReducedCosts, prices_of
from matchmaker.scheduling.problem import Pair, Pin, Problem
from matchmaker.scheduling.repairing.promises import promised
from matchmaker.scheduling.solving.choose import ChoiceFlow, choose
from matchmaker.scheduling.solving.exact import worth_of
from matchmaker.scheduling.solving.grid import NOWHERE, Grid
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings, openings
from matchmaker.scheduling.solving.place import insert, settle
from matchmaker.scheduling.solving.tighten import crowded
from matchmaker.scheduling.timetable import LevelName, Reason, Result


@dataclass(frozen=True)
class Price:
    """What one wish would cost.

    ``level``: the first level that loses, None if none before ``idle`` does, or if no timetable can hold the
    wish (``impossible`` says why). ``loss``: parties at ``served`` and ``draw``, worth at ``worth``; a lower
    bound unless ``is_exact``. ``loses`` and ``gains``: draw ranks of the parties that would go without a
    first meeting and get one. ``given_up`` and ``brought_in``: the other pairs that would change, where only
    worth is lost and the loss is exact.
    """

    pair: Pair
    level: LevelName | None = None
    loss: int = 0
    is_exact: bool = True
    impossible: Reason | None = None
    loses: int | None = None
    gains: int | None = None
    given_up: tuple[Pair, ...] = ()
    brought_in: tuple[Pair, ...] = ()


def price(problem: Problem, result: Result, pair: Pair) -> Price:
    """The price of one wish that is not a meeting; to ask for many, keep a ``Prices``."""
    return Prices(problem, result).of(pair)


class Prices:
    """The prices of a timetable: what all questions share is made once.

    The timetable obeys the rules of the problem.
    """

    def __init__(self, problem: Problem, result: Result) -> None:
        self._asked, self._result = problem, result
        self._met = {booking.pair for booking in result.meetings}
        self._problem = keeping_promises(problem, result)
        self._whole = openings_of(self._problem, result)
        self._number = {_pair(self._whole, number): number for number in range(len(self._whole.pairings))}

    def of(self, pair: Pair) -> Price:
        """The price of a wish that is not a meeting. ValueError if it is none, or is one."""
        if pair not in self._problem.worth or pair in self._met:
            raise ValueError(f"{pair} is not a wish without a meeting")
        if pair not in self._number:
            return Price(pair, impossible=self._why_impossible[pair])
        found = self._price_of_place(pair)
        if found is None and not self._serves_the_best:
            # Of another set of parties the flow knows nothing.
            return Price(pair, "worth", 0, is_exact=False)
        return found or self._level_of_worth.price(pair)

    @cached_property
    def _why_impossible(self) -> dict[Pair, Reason]:
        """The reasons that are true beside what stands fast alone."""
        fixed = {pin.pair for pin in self._problem.pins}
        standing = [booking for booking in self._result.meetings if booking.pair in fixed]
        reasons = explain(self._asked, standing, stopped=True, repaired=self._result.is_repaired)
        return {Pair(unplaced.company, unplaced.desk): unplaced.reason for unplaced in reasons}

    @cached_property
    def _first_places(self) -> FirstPlaces:
        return FirstPlaces(self._whole)

    @cached_property
    def _serves_the_best(self) -> bool:
        """Whether the timetable serves the parties that it should; what is served at best is always exact."""
        return self._problem.policy == "worth" or self._served == self._first_places.served

    @cached_property
    def _served(self) -> frozenset[int]:
        party_of, rank = self._problem.company, self._problem.rank
        return frozenset(rank[party_of[booking.company].party] - 1 for booking in self._result.meetings)

    def _price_of_place(self, pair: Pair) -> Price | None:
        """What others lose of their first meetings; None if nothing."""
        if self._problem.policy == "worth":
            return None
        loses, gains = self._first_places.exchange(self._number[pair])
        if loses is None:
            return None
        level: LevelName = "served" if gains is None else "draw"
        gained = None if gains is None else gains + 1
        return Price(pair, level, 1, self._serves_the_best, loses=loses + 1, gains=gained)

    @cached_property
    def _level_of_worth(self) -> _LevelOfWorth:
        left = self._whole
        if self._problem.policy == "floor":
            left = left.narrowed(self._served, self._served - self._first_places.pinned)
        return _LevelOfWorth(self._problem, left, self._result)


class _LevelOfWorth:
    """The prices of wishes that cost nobody its first meeting."""

    def __init__(self, problem: Problem, left: Openings, result: Result) -> None:
        self._problem, self._openings, self._result = problem, left, result
        self._number = {_pair(left, number): number for number in range(len(left.pairings))}
        at = {booking.pair: problem.slot_index[booking.slot] for booking in result.meetings}
        self._slots = [at.get(pair, NOWHERE) for pair in self._number]
        self._worth = worth_of(left, self._slots)
        flow, self._most = self._best_flow()
        self._is_proven = self._most == self._worth
        self._detours = Detours(flow)
        self._grid = Grid.of(left, self._slots)

    def _best_flow(self) -> tuple[ChoiceFlow, int]:
        """The timetable as a flow of greatest worth, and what such a flow is worth.

        Time is counted only if it has to be; where even so a flow is worth more, it is that flow.
        """
        flow = ChoiceFlow(self._openings)
        if not self._is_carried_by(flow):
            flow = ChoiceFlow(self._openings, *_short_of_time(self._openings))
            if not self._is_carried_by(flow):
                return flow, flow.solve().worth
        return flow, self._worth

    def _is_carried_by(self, flow: ChoiceFlow) -> bool:
        try:
            flow.carry(self._slots)
        except ValueError:
            return False
        return True

    @cached_property
    def _reduced_costs(self) -> ReducedCosts | None:
        certificate = prices_of(self._result)
        return None if certificate is None else ReducedCosts(self._problem, self._openings, certificate)

    def price(self, pair: Pair) -> Price:
        """The loss of worth; exact if it can be shown by a timetable."""
        number = self._number[pair]
        detour = self._detours.through(number)
        if not (self._is_proven and self._can_be_placed(detour)):
            return Price(pair, "worth", self._least_loss(number, detour), is_exact=False)
        loss = detour.loss
        changed = [tuple(_pair(self._openings, n) for n in ns) for ns in (detour.out_of, detour.into[1:])]
        return Price(pair, "worth" if loss else None, loss, given_up=changed[0], brought_in=changed[1])

    def _least_loss(self, number: int, detour: Detour) -> int:
        """By the flow, and by the certificate, which may know more of time."""
        most = self._most - detour.loss
        if self._reduced_costs is not None:
            most = min(most, self._reduced_costs.most_with(number))
        return max(0, self._worth - most)

    def _can_be_placed(self, detour: Detour) -> bool:
        grid = self._grid.copy()
        for number in detour.out_of:
            grid.lift(number)
        without = grid.slot.count(NOWHERE)
        width = {number: self._openings.pairings[number].slots.bit_count() for number in detour.into}
        homeless = [n for n in sorted(width, key=lambda n: (width[n], n)) if not insert(grid, n)]
        placed = settle(grid, homeless, str(self._result.seed), Limit()).slot
        return without - placed.count(NOWHERE) == len(detour.into)


def _short_of_time(left: Openings) -> tuple[set[int], set[int]]:
    """The companies and desks at which the flow has to count time (tighten.py)."""
    companies: set[int] = set()
    desks: set[int] = set()
    while True:
        crowded_companies, crowded_desks = crowded(left, choose(left, companies, desks).chosen)
        if crowded_companies <= companies and crowded_desks <= desks:
            return companies, desks
        companies |= crowded_companies
        desks |= crowded_desks


def keeping_promises(problem: Problem, result: Result) -> Problem:
    """The problem in which the published meetings that a repair kept are pinned where they stand."""
    if not result.is_repaired:
        return problem
    published = {promise.pair for promise in problem.published} - {pin.pair for pin in problem.pins}
    kept = [booking for booking in result.meetings if booking.pair in published]
    pins = [Pin(booking.company, booking.desk, booking.slot, booking.table) for booking in kept]
    return replace(problem, pins=(*problem.pins, *pins))


def openings_of(problem: Problem, result: Result) -> Openings:
    """What the pins leave open; after a repair no published meeting may come before its hour."""
    return promised(problem, result.seed)[0] if result.is_repaired else openings(problem, result.seed)


def _pair(left: Openings, number: int) -> Pair:
    pairing = left.pairings[number]
    return Pair(left.companies[pairing.company].id, left.desks[pairing.desk].id)
