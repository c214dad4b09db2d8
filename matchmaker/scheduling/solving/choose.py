"""Which pairs meet: the choice of greatest worth, found by one flow that forgets the clock.

At the whiteboard: a unit of flow is a meeting. It runs from a party that needs its first meeting (or from
the common source) through a company, along a pairing of some worth, to a desk. Forget that slots differ: a
company takes at most its quota, or as many meetings as its hours can hold; a desk as many as it has free
places. That is a network, its vertices are integral, so one flow gives the best choice, and its value bounds
every timetable. Where nobody is absent the choice can always be placed (König, see place.py).

Where it cannot, ``tighten`` names companies and desks at which time is scarce. Those are expanded: the flow
runs through their slots, each with its own capacity. The two sides of a pairing may still choose different
slots, so it stays a network, and its value stays a bound, only a better one.

A party's first meeting is a lower bound, written as a unit of supply at the party: no big number stands for
"must", so the prices read off the network are plain worth. Between equal choices the one with more slots in
common wins, for it is easier to place.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from matchmaker.scheduling.solving.certificate import Prices
from matchmaker.scheduling.solving.grid import NOWHERE
from matchmaker.scheduling.solving.network import Network
from matchmaker.scheduling.solving.openings import Openings, bits


@dataclass(frozen=True)
class Choice:
    """Pairings by number, their worth, and the prices that prove that no choice is worth more."""

    chosen: tuple[int, ...]
    worth: int
    prices: Prices


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


def cover(openings: Openings, company: int, slots: int) -> list[int]:
    """Slots that cover a company's slots, as few as possible: it cannot have more meetings in them.

    Each covers itself, and for a breathing company the next slot as well. From the left, the first slot not
    yet covered is taken; these slots are themselves far enough apart to hold a meeting each.
    """
    starts = []
    while slots:
        low = slots & -slots
        starts.append(low.bit_length() - 1)
        slots &= ~(low | low << 1) if openings.companies[company].breathing else ~low
    return starts


class ChoiceFlow:
    """The network, and which of its nodes and arcs means what."""

    def __init__(
        self,
        openings: Openings,
        companies: Collection[int] = (),
        desks: Collection[int] = (),
        avoided: Collection[int] = (),
    ) -> None:
        self._openings = openings
        self._avoided = frozenset(avoided)
        self.net = Network()
        self._source, self._sink = self.net.node(), self.net.node()
        self._party: dict[int, int] = {party: self.net.node() for party in openings.must_serve}
        self._company: dict[int, int] = {}
        self._company_arc: dict[int, tuple[int, list[int], int]] = {}
        self._company_slot: dict[tuple[int, int], tuple[int, int]] = {}
        self._desk_arc: dict[int, int] = {}
        self._desk: dict[int, int] = {}
        self._desk_slot: dict[tuple[int, int], tuple[int, int]] = {}
        self._sides: dict[tuple[int, int], list[int]] = {}
        self._past: dict[int, int] = {}
        self._expanded = frozenset(companies), frozenset(desks)
        self._add_companies(self._expanded[0])
        self._add_desks(self._expanded[1])
        self.pair_arc = [self._add_pairing(number) for number in range(len(openings.pairings))]
        self._add_supplies()

    def _add_companies(self, expanded: frozenset[int]) -> None:
        slots: dict[int, int] = {}
        for pairing in self._openings.pairings:
            slots[pairing.company] = slots.get(pairing.company, 0) | pairing.slots
        for c, mask in slots.items():
            self._company[c] = node = self.net.node()
            party = self._party.get(self._openings.party[c], self._source)
            starts = cover(self._openings, c, mask)
            cap = min(len(starts), self._openings.quota[c])
            self._company_arc[c] = (self.net.arc(party, node, cap), starts, cap)
            for t in bits(mask) if c in expanded else ():
                inner = self.net.node()
                self._company_slot[c, t] = (inner, self.net.arc(node, inner, 1))

    def _add_desks(self, expanded: frozenset[int]) -> None:
        for d, places in enumerate(self._openings.places):
            self._desk[d] = node = self.net.node()
            self._desk_arc[d] = self.net.arc(node, self._sink, sum(places))
            for t, room in enumerate(places):
                if d in expanded and room:
                    inner = self.net.node()
                    self._desk_slot[d, t] = (inner, self.net.arc(inner, node, room))

    def _add_pairing(self, number: int) -> int:
        """The arc that carries the worth; slot nodes on either side where time is counted."""
        pairing = self._openings.pairings[number]
        tail, head = self._company[pairing.company], self._desk[pairing.desk]
        if pairing.company in self._expanded[0]:
            tail = self.net.node()
            for t in bits(pairing.slots):
                arc = self.net.arc(self._company_slot[pairing.company, t][0], tail, 1)
                self._sides.setdefault((number, t), []).append(arc)
        if pairing.desk in self._expanded[1]:
            head = self.net.node()
            for t in bits(pairing.slots):
                arc = self.net.arc(head, self._desk_slot[pairing.desk, t][0], 1)
                self._sides.setdefault((number, t), []).append(arc)
        tie = 0 if number in self._avoided else pairing.slots.bit_count()
        return self.net.arc(tail, head, 1, worth=pairing.worth, tie=tie)

    def _add_supplies(self) -> None:
        """A unit at every party that must be served; what the source need not send goes past everybody."""
        self._units = units = 1 + sum(cap for _, _, cap in self._company_arc.values())
        for party, node in self._party.items():
            self.net.supply(node, 1)
            self._past[party] = self.net.arc(self._source, node, units)
        self.net.supply(self._source, units - len(self._party))
        self.net.supply(self._sink, -units)
        self._unsent = self.net.arc(self._source, self._sink, units + 1)

    def carry(self, slots: Sequence[int]) -> None:
        """Take a timetable for the flow. ValueError if the network allows a choice of greater worth.

        ``slots``: where each pairing stands, or NOWHERE; the timetable serves whoever must be served.
        """
        flow = [0] * self.net.arcs
        for number, t in enumerate(slots):
            if t != NOWHERE:
                for arc in self._way(number, t):
                    flow[arc] += 1
        for arc in self._past.values():
            flow[arc] -= 1
        sent = sum(flow[arc] for arc, _, _ in self._company_arc.values()) - len(self._party)
        flow[self._unsent] = self._units - len(self._party) - sent
        self.net.carry(flow)

    def _way(self, number: int, t: int) -> list[int]:
        """The arcs of a meeting, from the party that needs it, or from the source, to the sink."""
        c, d = self._openings.pairings[number][:2]
        party = self._openings.party[c]
        counted = (self._company_slot.get((c, t)), self._desk_slot.get((d, t)))
        return [
            *([self._past[party]] if party in self._past else []),
            self._company_arc[c][0],
            *(inner[1] for inner in counted if inner),
            *self._sides.get((number, t), ()),
            self.pair_arc[number],
            self._desk_arc[d],
        ]

    def solve(self) -> Choice:
        flow = self.net.solve()
        chosen = tuple(number for number, arc in enumerate(self.pair_arc) if flow[arc])
        worth = sum(self._openings.pairings[number].worth for number in chosen)
        return Choice(chosen, worth, self._prices())

    def _prices(self) -> Prices:
        """As prices of the time-indexed programme: a price that knows no time holds in every slot."""
        prices = Prices()
        for party, node in self._party.items():
            prices.party[party] = self.net.rise(node, self._source)
        for c, (arc, starts, cap) in self._company_arc.items():
            self._price_company(prices, c, self.net.price(arc), starts if len(starts) == cap else None)
        for spot, (_, arc) in self._company_slot.items():
            prices.company_slot[spot] = prices.company_slot.get(spot, 0) + self.net.price(arc)
        for d, arc in self._desk_arc.items():
            for t in range(self._openings.slot_count):
                prices.desk_slot[d, t] = self.net.price(arc)
        for spot, (_, arc) in self._desk_slot.items():
            prices.desk_slot[spot] += self.net.price(arc)
        return prices

    def _price_company(self, prices: Prices, c: int, price: int, starts: list[int] | None) -> None:
        """A company held back by its hours pays for its hours, else for its quota."""
        if starts is None:
            prices.quota[c] = price
            return
        last = self._openings.slot_count - 1
        for t in starts:
            breathes = self._openings.companies[c].breathing and t < last
            (prices.breathing if breathes else prices.company_slot)[c, t] = price
