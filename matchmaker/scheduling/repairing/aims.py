"""The levels of a repair as sums, and prices that prove how far each can go.

At the whiteboard: every level counts something of meetings and parties. Kept: 1 for a promised pair that
meets. Served: 1 for a party with a meeting. Moved: minus 1 for a promised pair in another slot. Worth: the
worth of a meeting. So each is a linear function, the earlier levels are rows "at least as much as was
reached", and weak duality bounds the level at hand as it bounds the worth of ``solve`` (certificate.py): put
a price on everything scarce, and on each unit that an earlier level gives up; nothing can come to more than
the price of all there is, less what the earlier levels demand, plus what single meetings and parties bring
beyond their prices. Any prices that are not negative prove a bound, so it is computed here in integers from
rounded ones. docs/certificate.md has the check for a second program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from matchmaker.scheduling.repairing.promises import Promises
from matchmaker.scheduling.solving.certificate import Prices
from matchmaker.scheduling.solving.openings import Openings, bits
from matchmaker.scheduling.timetable import LevelName


@dataclass(frozen=True)
class Aim:
    """A level to be made as great as possible: what a pairing in a slot and what a served party add to it."""

    name: LevelName
    of_pairing: Callable[[int, int], int] = lambda number, slot: 0
    of_party: Callable[[int], int] = lambda party: 0


class Agenda:
    """The aims of a repair in numbers, and what those that are settled demand of the others.

    ``parties``: those that ask and that no pin serves, none if nobody counts them (policy "worth").
    ``held``: what a settled aim must come to, beside the pins. ``served`` and ``barred``: parties that must
    and that cannot have a meeting; the others are free.
    """

    def __init__(self, openings: Openings, promises: Promises, has_floor: bool) -> None:
        self.openings = openings
        self.kept = Aim("kept", of_pairing=lambda number, slot: int(promises.is_promised(number)))
        self.served_parties = Aim("served", of_party=lambda party: 1)
        self.stayed = Aim("moved", of_pairing=lambda number, slot: -int(promises.is_moved(number, slot)))
        self.worth = Aim("worth", of_pairing=lambda number, slot: openings.pairings[number].worth)
        pinned = {party for party, held in zip(openings.party, openings.held, strict=True) if held}
        asking = {openings.party[pairing.company] for pairing in openings.pairings}
        self.parties = sorted(asking - pinned) if has_floor else []
        self.held: dict[LevelName, tuple[Aim, int]] = {}
        self.served: set[int] = set()
        self.barred: set[int] = set()

    def is_barred(self, number: int) -> bool:
        """Whether the party of a pairing can have no meeting."""
        return self.openings.party[self.openings.pairings[number].company] in self.barred


@dataclass(frozen=True)
class LevelPrices:
    """Prices for one aim; ``earlier``: the price, in the same units, of a unit of each settled aim."""

    aim: Aim
    prices: Prices = field(default_factory=Prices)
    earlier: Mapping[LevelName, int] = field(default_factory=dict)

    def total(self, agenda: Agenda) -> int:
        """Upper bound, times scale, on what the aim comes to beside the pins, the settled aims respected."""
        demanded = sum(price * agenda.held[name][1] for name, price in self.earlier.items())
        numbers = range(len(agenda.openings.pairings))
        pairings = sum(self.best_gain(agenda, number) for number in numbers if not agenda.is_barred(number))
        parties = sum(self._of_party(agenda, party) for party in agenda.parties)
        return self.prices.stock(agenda.openings) - demanded + pairings + parties

    def bound(self, agenda: Agenda) -> int:
        """The same in whole units of the aim."""
        return self.total(agenda) // self.prices.scale

    def best_gain(self, agenda: Agenda, number: int) -> int:
        """What a pairing brings beyond prices in its best slot, at least 0: nobody is forced to meet."""
        slots = bits(agenda.openings.pairings[number].slots)
        return max(0, max(self.gain(agenda, number, slot) for slot in slots))

    def gain(self, agenda: Agenda, number: int, slot: int) -> int:
        """What a pairing brings in a slot beyond the prices of what it uses there; may be negative."""
        brings = self.prices.scale * self.aim.of_pairing(number, slot)
        for name, price in self.earlier.items():
            brings += price * agenda.held[name][0].of_pairing(number, slot)
        return brings - self.prices.cost(agenda.openings, number, slot)

    def _of_party(self, agenda: Agenda, party: int) -> int:
        """What a party brings beyond its price by being served; one that is free need not be."""
        if party in agenda.barred:
            return 0
        brings = self.prices.scale * self.aim.of_party(party) - self.prices.party.get(party, 0)
        for name, price in self.earlier.items():
            brings += price * agenda.held[name][0].of_party(party)
        return brings if party in agenda.served else max(0, brings)
