"""Which pairs meet: the choice of greatest worth, found by one flow that forgets the clock.

At the whiteboard: a unit of flow is a meeting. It runs from a party that needs its first meeting (or from
the common source) through a company, along a pairing of some worth, to a desk. Forget that slots differ: a
company takes at most its quota, or as many meetings as its hours can hold; a desk as many as it has free
places. That is a network, its vertices are integral, so one flow gives the best choice, and its value bounds
every timetable. Where nobody is absent the choice can always be placed (König, see place.py).

Where it cannot, ``tighten`` names companies and desks at which time is scarce. Those are expanded: the flow
runs through their slots, each with its own capacity. The two sides of a pairing may still choose different
slots, so it stays a network, and its value stays a bound, only a better one. Few meetings are in excess
there, so the flow is not asked again: it is taken along, and those few find another way (network.py).

A party's first meeting is a lower bound, written as a unit of supply at the party: no big number stands for
"must", so the prices read off the network are plain worth. Between equal choices the one with more slots in
common wins, for it is easier to place. What means what in the network is in choice_network.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

from matchmaker.scheduling.solving.certificate import Prices, Spot
from matchmaker.scheduling.solving.choice_network import COMPANY, DESK, ChoiceNetwork, cover
from matchmaker.scheduling.solving.clock import Clock
from matchmaker.scheduling.solving.network import Network
from matchmaker.scheduling.solving.openings import Openings


@dataclass(frozen=True)
class Choice:
    """Pairings by number, their worth, and the flow that found them."""

    chosen: tuple[int, ...]
    worth: int
    flow: ChoiceFlow = field(compare=False, repr=False)

    @cached_property
    def prices(self) -> Prices:
        """The prices that prove that no choice is worth more."""
        return self.flow.prices()


def choose(
    openings: Openings,
    companies: Collection[int] = (),
    desks: Collection[int] = (),
    avoided: Collection[int] = (),
) -> Choice:
    """The best choice, time being counted only at the companies and desks named.

    Of choices of equal worth, one without the pairings ``avoided`` is preferred.

    The parties in ``openings.must_serve`` must be ones that can all be served (see serve.py).
    """
    return ChoiceFlow(openings, companies, desks, avoided).solve()


class ChoiceFlow:
    """The flow of greatest worth through the network, or that of a timetable."""

    def __init__(
        self,
        openings: Openings,
        companies: Collection[int] = (),
        desks: Collection[int] = (),
        avoided: Collection[int] = (),
    ) -> None:
        self._openings = openings
        self._network = ChoiceNetwork(openings, avoided)
        if companies or desks:
            self._network.count_time(companies, desks)

    @property
    def net(self) -> Network:
        return self._network.net

    @property
    def pair_arc(self) -> Sequence[int]:
        """Of each pairing the arc that carries its worth."""
        return self._network.pair_arc

    def solve(self) -> Choice:
        self.net.solve()
        return self._choice()

    def counting_time(self, companies: Collection[int], desks: Collection[int]) -> Choice:
        """The best choice when time is counted there as well, found from this one."""
        other = copy(self)
        other._network = self._network.counting_time(companies, desks)
        other.net.mend()
        return other._choice()

    def _choice(self) -> Choice:
        chosen = self._network.chosen()
        return Choice(tuple(chosen), sum(self._openings.pairings[number].worth for number in chosen), self)

    def carry(self, slots: Sequence[int]) -> None:
        """Take a timetable for the flow. ValueError if the network allows a choice of greater worth.

        ``slots``: where each pairing stands, or NOWHERE; the timetable serves whoever must be served.
        """
        self.net.carry(self._network.flow_of(slots))

    def prices(self) -> Prices:
        """As prices of the time-indexed programme: a price that knows no time holds in every slot."""
        prices, net, known = Prices(), self.net, self._network
        for party, (node, _) in known.first.items():
            prices.party[party] = max(0, net.rise(node, known.source))
        for c, price in zip(known.company_arc, net.prices(known.company_arc.values()), strict=True):
            if price:
                self._price_company(prices, c, price)
        for d, price in enumerate(net.prices(known.desk_arc)):
            if price:
                prices.desk_slot.update(((d, t), price) for t in range(self._openings.slot_count))
        self._price_slots(known.clocks[COMPANY], prices.company_slot)
        self._price_slots(known.clocks[DESK], prices.desk_slot)
        return prices

    def _price_company(self, prices: Prices, c: int, price: int) -> None:
        """A company held back by its hours pays for its hours, else for its quota."""
        starts = cover(self._openings, c, self._network.hours[c])
        if len(starts) > self._openings.quota[c]:
            prices.quota[c] = price
            return
        last = self._openings.slot_count - 1
        for t in starts:
            breathes = self._openings.companies[c].breathing and t < last
            (prices.breathing if breathes else prices.company_slot)[c, t] = price

    def _price_slots(self, clocks: Mapping[int, Clock], slots: dict[Spot, int]) -> None:
        """Where time is counted a slot has a price of its own, on top of the other."""
        for key, clock in clocks.items():
            for t, price in zip(clock.arc, self.net.prices(clock.arc.values()), strict=True):
                slots[key, t] = slots.get((key, t), 0) + price
