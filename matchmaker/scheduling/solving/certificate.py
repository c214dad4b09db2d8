"""Prices that prove a bound on the worth, and the proof as plain JSON.

Weak duality of the time-indexed linear programme: put a price on every scarce thing, and no timetable is
worth more than the price of all there is plus what single meetings bring beyond their prices. It holds for
any prices that are not negative, so rounding the solver's floating-point duals to integers costs accuracy
but never validity: the bound is recomputed here from the rounded ones, in integers. docs/certificate.md
states schema and check for whoever writes a second program.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.solving.openings import Openings, bits

RowKind = Literal["pairing", "quota", "party", "company_slot", "breathing", "desk_slot"]
Spot = tuple[int, int]
"""A company or a desk, by number, in a slot."""


@dataclass
class Prices:
    """Integers >= 0 in units of 1/scale of worth; what is not listed costs nothing."""

    scale: int = 1
    quota: dict[int, int] = field(default_factory=dict)
    party: dict[int, int] = field(default_factory=dict)
    company_slot: dict[Spot, int] = field(default_factory=dict)
    breathing: dict[Spot, int] = field(default_factory=dict)
    desk_slot: dict[Spot, int] = field(default_factory=dict)

    def put(self, kind: RowKind, key: tuple[int, ...], price: int) -> None:
        """The price of a row of the programme; that of a pairing meeting once is found when it is needed."""
        if kind == "quota":
            self.quota[key[0]] = price
        elif kind == "party":
            self.party[key[0]] = price
        elif kind != "pairing":
            rows = {
                "company_slot": self.company_slot,
                "breathing": self.breathing,
                "desk_slot": self.desk_slot,
            }
            rows[kind][key[0], key[1]] = price

    def gain(self, openings: Openings, number: int, slot: int) -> int:
        """What a pairing brings in a slot beyond the prices of what it uses there; may be negative."""
        return self.scale * openings.pairings[number].worth - self.cost(openings, number, slot)

    def cost(self, openings: Openings, number: int, slot: int) -> int:
        """The prices of what a pairing uses in a slot, less what its party pays for a first meeting."""
        pairing = openings.pairings[number]
        c = pairing.company
        return (
            self.quota.get(c, 0)
            + self.company_slot.get((c, slot), 0)
            + self.breathing.get((c, slot - 1), 0)
            + self.breathing.get((c, slot), 0)
            + self.desk_slot.get((pairing.desk, slot), 0)
            - self.party.get(openings.party[c], 0)
        )

    def stock(self, openings: Openings) -> int:
        """The price of all there is: quotas, slots of companies, places of desks."""
        return (
            sum(price * openings.quota[c] for c, price in self.quota.items())
            + sum(self.company_slot.values())
            + sum(self.breathing.values())
            + sum(price * openings.places[d][t] for (d, t), price in self.desk_slot.items())
        )

    def total(self, openings: Openings) -> int:
        """Upper bound, times scale, on the worth of the meetings to be added to the pins."""
        best = sum(self.best_gain(openings, number) for number in range(len(openings.pairings)))
        return self.stock(openings) - sum(self.party.values()) + best

    def best_gain(self, openings: Openings, number: int) -> int:
        """What a pairing brings beyond prices in its best slot, at least 0: nobody is forced to meet."""
        slots = bits(openings.pairings[number].slots)
        return max(0, max(self.gain(openings, number, slot) for slot in slots))

    def bound(self, openings: Openings) -> int:
        """The same in units of worth, rounded down: worth is an integer."""
        return self.total(openings) // self.scale


def certificate(problem: Problem, openings: Openings, prices: Prices) -> dict[str, Any]:
    """The proof of the worth of ``solve``, as plain JSON."""
    return {"kind": "dual/1", **by_id(problem, openings, prices)}


def by_id(problem: Problem, openings: Openings, prices: Prices) -> dict[str, Any]:
    """The prices under the ids of the problem, keys sorted, zeros left out."""
    company = [company.id for company in openings.companies]
    desk = [desk.id for desk in openings.desks]
    return {
        "scale": prices.scale,
        "quota": _named(prices.quota, company),
        "party": _named(prices.party, list(problem.draw)),
        "company_slot": _nested(prices.company_slot, company, problem),
        "breathing": _nested(prices.breathing, company, problem),
        "desk_slot": _nested(prices.desk_slot, desk, problem),
    }


def _named(prices: dict[int, int], names: list[str]) -> dict[str, int]:
    return dict(sorted((names[key], price) for key, price in prices.items() if price))


def _nested(prices: dict[Spot, int], names: list[str], problem: Problem) -> dict[str, dict[str, int]]:
    rows: dict[str, dict[str, int]] = {}
    for (key, slot), price in prices.items():
        if price:
            rows.setdefault(names[key], {})[problem.slots[slot].id] = price
    return {name: dict(sorted(rows[name].items())) for name in sorted(rows)}
