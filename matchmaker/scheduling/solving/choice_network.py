"""The network of the choice: which of its nodes and arcs means what.

At the whiteboard: units run from the source through companies, along pairings, to desks and into the sink.
A company whose party must be served has a unit of its own to send, and gets what else it sends from the
source; several companies of such a party share a node where this unit comes in. What the source cannot send
through anybody goes past everybody.

A company or desk at which time is counted gets a clock (clock.py): its pairings begin or end there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from copy import copy

from matchmaker.scheduling.solving.clock import Clock
from matchmaker.scheduling.solving.grid import NOWHERE
from matchmaker.scheduling.solving.network import Network
from matchmaker.scheduling.solving.openings import Openings, bits

COMPANY, DESK = 0, 1
"""The two sides of a pairing, by their place in it."""


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


class ChoiceNetwork:
    """``net`` and its arcs: of a company, a desk, a pairing, by number.

    ``first``: party that must be served -> the node where its first meeting comes in, and the arc by which
    others do. ``hours``: company -> the slots in which a desk that it asked for could receive it. ``clocks``:
    of companies and of desks. Pairings ``avoided`` win no tie.
    """

    def __init__(self, openings: Openings, avoided: Collection[int] = ()) -> None:
        self._openings = openings
        self._units = 1 + len(openings.pairings)
        self.net = Network()
        self.source, self._sink = self.net.node(), self.net.node()
        self._sent: list[int] = []
        self.first: dict[int, tuple[int, int]] = {}
        self.hours = _hours(openings)
        self._company: dict[int, int] = {}
        self.company_arc: dict[int, int] = {}
        self._add_companies()
        self._desk = [self.net.node() for _ in openings.desks]
        ends = zip(self._desk, openings.places, strict=True)
        self.desk_arc = [self.net.arc(node, self._sink, sum(places)) for node, places in ends]
        self.pair_arc = self._add_pairings(avoided)
        self._past = self.net.arc(self.source, self._sink, self._units)
        self._add_supplies()
        self.clocks: tuple[dict[int, Clock], dict[int, Clock]] = ({}, {})

    def _add_companies(self) -> None:
        party, quota, needy = self._openings.party, self._openings.quota, frozenset(self._openings.must_serve)
        members = Counter(party[c] for c in self.hours)
        for c, hours in self.hours.items():
            self._company[c] = node = self.net.node()
            most = min(_most_meetings(self._openings, c, hours), quota[c])
            if party[c] not in needy:
                self.company_arc[c] = self._from_source(node, most)
            elif members[party[c]] > 1:
                self.company_arc[c] = self.net.arc(self._node_of_group(party[c]), node, most)
            else:
                self.company_arc[c] = self._from_source(node, most - 1)
                self.first[party[c]] = (node, self.company_arc[c])

    def _node_of_group(self, party: int) -> int:
        if party not in self.first:
            node = self.net.node()
            self.first[party] = (node, self._from_source(node, self._units))
        return self.first[party][0]

    def _from_source(self, node: int, capacity: int) -> int:
        self._sent.append(self.net.arc(self.source, node, capacity))
        return self._sent[-1]

    def _add_pairings(self, avoided: Collection[int]) -> range:
        """The arcs that carry the worth, in the order of the pairings."""
        pairings = self._openings.pairings
        tails = [self._company[pairing.company] for pairing in pairings]
        heads = [self._desk[pairing.desk] for pairing in pairings]
        ties = [pairing.slots.bit_count() for pairing in pairings]
        for number in avoided:
            ties[number] = 0
        return self.net.unit_arcs(tails, heads, [pairing.worth for pairing in pairings], ties)

    def _add_supplies(self) -> None:
        for node, _ in self.first.values():
            self.net.supply(node, 1)
        self.net.supply(self.source, self._units - len(self.first))
        self.net.supply(self._sink, -self._units)

    def count_time(self, companies: Collection[int], desks: Collection[int]) -> None:
        """Let the pairings of these companies and desks begin and end at clocks."""
        for c in sorted(self.hours.keys() & companies):
            room = dict.fromkeys(bits(self.hours[c]), 1)
            self.clocks[COMPANY][c] = Clock(self.net, self._company[c], room, inward=False)
        for d in sorted(desks):
            room = {t: units for t, units in enumerate(self._openings.places[d]) if units}
            self.clocks[DESK][d] = Clock(self.net, self._desk[d], room, inward=True)
        for arc, (c, d, _, slots) in zip(self.pair_arc, self._openings.pairings, strict=True):
            if c in companies:
                self.net.begin(arc, self.clocks[COMPANY][c].door(slots))
            if d in desks:
                self.net.end(arc, self.clocks[DESK][d].door(slots))

    def counting_time(self, companies: Collection[int], desks: Collection[int]) -> ChoiceNetwork:
        """The same network, time being counted at these companies and desks as well; its flow taken along.

        As many of their meetings as can be are given a slot; others are left at the door (see Network.mend).
        """
        other = copy(self)
        other.net, other.clocks = self.net.copy(), (dict(self.clocks[COMPANY]), dict(self.clocks[DESK]))
        other.count_time(companies, desks)
        chosen = [self._openings.pairings[number] for number in self.chosen()]
        other.net.flow += [0] * (other.net.arcs - self.net.arcs)
        for side in (COMPANY, DESK):
            for key in other.clocks[side].keys() - self.clocks[side].keys():
                wants = [pairing.slots for pairing in chosen if pairing[side] == key]
                for arc, units in other.clocks[side][key].seated(wants).items():
                    other.net.flow[arc] = units
        return other

    def chosen(self) -> list[int]:
        """The pairings through which the flow goes."""
        return [number for number, arc in enumerate(self.pair_arc) if self.net.flow[arc]]

    def flow_of(self, slots: Sequence[int]) -> list[int]:
        """A timetable as a flow; it serves whoever must be served. ``slots``: of each pairing, or NOWHERE."""
        flow = [0] * self.net.arcs
        for number, t in enumerate(slots):
            if t != NOWHERE:
                for arc in self._way(number, t):
                    flow[arc] += 1
        for _, arc in self.first.values():
            flow[arc] -= 1
        flow[self._past] = self._units - len(self.first) - sum(flow[arc] for arc in self._sent)
        return flow

    def _way(self, number: int, t: int) -> set[int]:
        """The arcs of a meeting in a slot, as if all of it came from the source."""
        pairing = self._openings.pairings[number]
        way = {self.company_arc[pairing.company], self.pair_arc[number], self.desk_arc[pairing.desk]}
        party = self._openings.party[pairing.company]
        if party in self.first:
            way.add(self.first[party][1])
        for side, clocks in enumerate(self.clocks):
            if pairing[side] in clocks:
                way.update(clocks[pairing[side]].way(pairing.slots, t))
        return way


def _hours(openings: Openings) -> dict[int, int]:
    hours: dict[int, int] = {}
    for company, _, _, slots in openings.pairings:
        hours[company] = hours.get(company, 0) | slots
    return hours


def _most_meetings(openings: Openings, company: int, slots: int) -> int:
    breathing = openings.companies[company].breathing
    return len(cover(openings, company, slots)) if breathing else slots.bit_count()
