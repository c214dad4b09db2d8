"""The bounds that the certificate of a repair proves, added up as docs/certificate.md says."""

from __future__ import annotations

from typing import Any

from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.scheduling.timetable import LevelName, Result
from tests.scheduling import oracle

LEVELS: dict[str, list[LevelName]] = {
    "floor": ["kept", "served", "moved", "draw", "worth"],
    "worth": ["kept", "moved", "worth"],
}


def certified(problem: Problem, told: Result) -> dict[LevelName, int]:
    """The bounds that the certificate proves; AssertionError or KeyError if it is none."""
    proof, levels = told.certificate, [name for name in LEVELS[problem.policy] if name != "draw"]
    assert proof is not None
    assert proof["kind"] == "levels/1"
    assert set(proof) <= {"kind", *levels}
    bounds: dict[LevelName, int] = {}
    for name in levels:
        if name in proof:
            assert set(proof[name]["earlier"]) <= set(levels[: levels.index(name)])
            bounds[name] = _Certified(problem, told, name, proof[name]).bound()
    return bounds


class _Certified:
    """One level of a certificate beside the problem, in the words of docs/certificate.md."""

    def __init__(self, problem: Problem, told: Result, name: LevelName, prices: dict[str, Any]) -> None:
        self.problem, self.told, self.name, self.prices = problem, told, name, prices
        self.room, self.early = oracle.places(problem), too_early(problem)
        self.home = {promise.pair: problem.slot_index[promise.slot] for promise in problem.published}
        self.pinned = {pin.pair: problem.slot_index[pin.slot] for pin in problem.pins}
        self.served = {problem.company[booking.company].party for booking in told.meetings}
        self.is_settled = name == "worth" and problem.policy == "floor"
        assert prices["scale"] >= 1
        index, company = problem.slot_index, problem.company
        self.u, self.b, self.v = (
            {(key, index[slot]): price for key, row in prices[section].items() for slot, price in row.items()}
            for section in ("company_slot", "breathing", "desk_slot")
        )
        for section in ("quota", "party", "earlier"):
            assert all(price >= 0 for price in prices[section].values())
        assert all(price >= 0 for rows in (self.u, self.b, self.v) for price in rows.values())
        assert prices["company_slot"].keys() | prices["quota"].keys() <= company.keys()
        assert prices["desk_slot"].keys() <= problem.desk.keys()
        assert all(company[key].breathing for key in prices["breathing"])
        assert all(t < len(problem.slots) - 1 for _, t in self.b)
        assert prices["party"].keys() <= self.parties()

    def parties(self) -> set[str]:
        if self.problem.policy == "worth":
            return set()
        able = {self.problem.company[pair.company].party for pair in self.pairings()}
        pinned = {self.problem.company[pair.company].party for pair in self.pinned}
        return (self.served if self.is_settled else able) - pinned

    def pairings(self) -> dict[Pair, set[int]]:
        """Wished pairs that are not pinned, and their slots; those without one left out."""
        found = {}
        for pair in self.problem.worth.keys() - self.pinned.keys():
            company = self.problem.company[pair.company]
            if self._left(company.id) < 1 or (self.is_settled and company.party not in self.served):
                continue
            free = oracle.free_slots(self.problem, company) - self.early.get(pair, set())
            found[pair] = {t for t in free if self.room[pair.desk, t]}
        return {pair: slots for pair, slots in found.items() if slots}

    def bound(self) -> int:
        prices, scale = self.prices, self.prices["scale"]
        total = sum(price * self._left(key) for key, price in prices["quota"].items())
        total += sum(self.u.values()) + sum(self.b.values())
        total += sum(price * self.room[spot] for spot, price in self.v.items())
        total -= sum(price * self._demand(earlier) for earlier, price in prices["earlier"].items())
        for pair, slots in self.pairings().items():
            total += max(0, *(self._brings(pair, t) for t in slots))
        for party in self.parties():
            brings = self._of_party() - prices["party"].get(party, 0)
            total += brings if self.is_settled else max(0, brings)
        proven = total // scale + self._of_pins(self.name)
        return -proven if self.name == "moved" else proven

    def _left(self, company: str) -> int:
        pins = sum(pair.company == company for pair in self.pinned)
        return self.problem.company[company].max_meetings - pins

    def _counts(self, name: LevelName, pair: Pair, t: int) -> int:
        if name == "worth":
            return self.problem.worth.get(pair, 0)
        if name == "moved":
            return -(self.home.get(pair, t) != t)
        return int(name == "kept" and pair in self.home)

    def _of_pins(self, name: LevelName) -> int:
        if name == "served":
            return len({self.problem.company[pair.company].party for pair in self.pinned})
        return sum(self._counts(name, *place) for place in self.pinned.items())

    def _demand(self, name: LevelName) -> int:
        value = self.told.level(name).value
        return (-value if name == "moved" else value) - self._of_pins(name)

    def _of_party(self) -> int:
        of_itself = self.prices["scale"] if self.name == "served" else 0
        return of_itself + self.prices["earlier"].get("served", 0)

    def _brings(self, pair: Pair, t: int) -> int:
        brings = self.prices["scale"] * self._counts(self.name, pair, t)
        for name, price in self.prices["earlier"].items():
            brings += price * self._counts(name, pair, t)
        company = pair.company
        party = self.prices["party"].get(self.problem.company[company].party, 0)
        used = self.u.get((company, t), 0) + self.v.get((pair.desk, t), 0)
        pauses = self.b.get((company, t - 1), 0) + self.b.get((company, t), 0)
        return brings + party - self.prices["quota"].get(company, 0) - used - pauses


def too_early(problem: Problem) -> dict[Pair, set[int]]:
    """The slots into which a published pair may not be moved."""
    index = problem.slot_index
    return {
        promise.pair: set(range(index[promise.earliest])) - {index[promise.slot]}
        for promise in problem.published
        if promise.earliest is not None
    }
