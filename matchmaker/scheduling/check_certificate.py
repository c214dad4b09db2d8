"""The bound on the worth, added up again from the certificate, in integers (docs/certificate.md).

The certificate puts a price on everything scarce. Whatever the prices, as long as none is negative, no
timetable is worth more than the price of all there is plus what single meetings bring beyond their prices
(weak duality). So nobody has to believe a certificate: wrong prices only give a bound too high to prove much.
"""

from __future__ import annotations

from collections.abc import Collection, Set
from typing import Any

from matchmaker.scheduling.occupancy import places_beside_pins
from matchmaker.scheduling.problem import Company, Problem, Wish
from matchmaker.scheduling.reading import Node, quoted
from matchmaker.scheduling.timetable_file import PRICES_OF_WHOM, PRICES_OF_WHOM_AND_WHEN

Row = dict[str, int]


def certified_bound(problem: Problem, served: Set[str], certificate: dict[str, Any]) -> int:
    """The worth that no timetable serving exactly these parties can pass, by this certificate.

    Malformed, with the path of every fault, if it is no certificate for this problem.
    """
    return _Sum(problem, served, Node(certificate, "certificate", [])).bound()


class _Sum:
    """The certificate's prices, beside what they are prices of."""

    def __init__(self, problem: Problem, served: Set[str], root: Node) -> None:
        self.problem, self.served = problem, served
        self.places = places_beside_pins(problem)
        self.pinned_pairs = {pin.pair for pin in problem.pins}
        self.held: dict[str, list[int]] = {company.id: [] for company in problem.companies}
        for pin in problem.pins:
            self.held[pin.company].append(problem.slot_index[pin.slot])
        self._read(root)
        root.refuse_faults()

    def _read(self, root: Node) -> None:
        top = root.fields(("kind", "scale", *PRICES_OF_WHOM, *PRICES_OF_WHOM_AND_WHEN))
        top["kind"].one_of(("dual/1",))
        self.scale = top["scale"].integer(least=1)
        companies, slots = self.problem.company, self.problem.slot_index
        breathing = [company.id for company in self.problem.companies if company.breathing]
        followed = [slot.id for slot in self.problem.slots[:-1]]
        self.quota = _row(top["quota"], "company", companies)
        self.party = _row(top["party"], "party to be served", self._parties_to_serve())
        self.company_slot = _rows(top["company_slot"], "company", companies, slots)
        self.breathing = _rows(top["breathing"], "company that breathes", breathing, followed)
        self.desk_slot = _rows(top["desk_slot"], "desk", self.problem.desk, slots)

    def _parties_to_serve(self) -> Set[str]:
        """The served parties without pin: with policy "floor" a first meeting is due to each."""
        pinned = {self.problem.company[pin.company].party for pin in self.problem.pins}
        return self.served - pinned if self.problem.policy == "floor" else set()

    def bound(self) -> int:
        quotas = sum(price * self._quota_left(self.problem.company[id_]) for id_, price in self.quota.items())
        company_slots = sum(sum(row.values()) for row in self.company_slot.values())
        breathing = sum(sum(row.values()) for row in self.breathing.values())
        desks = ((desk, slot, price) for desk, row in self.desk_slot.items() for slot, price in row.items())
        places = sum(price * self.places[desk, slot] for desk, slot, price in desks)
        prices = quotas + company_slots + breathing + places - sum(self.party.values())
        return (prices + sum(self._gain(wish) for wish in self.problem.wishes)) // self.scale

    def _quota_left(self, company: Company) -> int:
        return company.max_meetings - len(self.held[company.id])

    def _gain(self, wish: Wish) -> int:
        """What a wish brings at most beyond the prices of what it uses; a pinned one brings its worth."""
        company = self.problem.company[wish.company]
        if wish.pair in self.pinned_pairs:
            return self.scale * wish.worth
        barred = self.problem.policy == "floor" and company.party not in self.served
        if barred or self._quota_left(company) < 1:
            return 0
        before_slot = (
            self.scale * wish.worth - self.quota.get(company.id, 0) + self.party.get(company.party, 0)
        )
        free = [index for index in range(len(self.problem.slots)) if self._is_free(company, wish.desk, index)]
        return max([0, *(before_slot - self._slot_price(company.id, wish.desk, index) for index in free)])

    def _is_free(self, company: Company, desk: str, index: int) -> bool:
        slot, reach = self.problem.slots[index].id, 1 if company.breathing else 0
        taken = any(abs(index - held) <= reach for held in self.held[company.id])
        return not taken and slot not in company.absent and self.places[desk, slot] > 0

    def _slot_price(self, company: str, desk: str, index: int) -> int:
        slot = self.problem.slots[index].id
        pauses = self.breathing.get(company, {})
        before = pauses.get(self.problem.slots[index - 1].id, 0) if index else 0
        taken = self.company_slot.get(company, {}).get(slot, 0) + self.desk_slot.get(desk, {}).get(slot, 0)
        return taken + before + pauses.get(slot, 0)


def _row(node: Node, kind: str, known: Collection[str]) -> Row:
    prices = node.members()
    for name, price in prices.items():
        if name not in known:
            price.fault(f"no {kind} {quoted(name)}")
    return {name: price.integer(least=0) for name, price in prices.items()}


def _rows(node: Node, kind: str, known: Collection[str], slots: Collection[str]) -> dict[str, Row]:
    rows = node.members()
    for name, row in rows.items():
        if name not in known:
            row.fault(f"no {kind} {quoted(name)}")
    return {name: _row(row, "such slot", slots) for name, row in rows.items()}
