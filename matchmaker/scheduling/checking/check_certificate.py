"""The bounds of a timetable, added up again from its certificate, in integers (docs/certificate.md).

The certificate puts a price on everything scarce. Whatever the prices, as long as none is negative, no
timetable comes to more than the price of all there is plus what single meetings bring beyond their prices
(weak duality). So nobody has to believe a certificate: wrong prices only give a bound too high to prove much.
For ``solve`` that is the worth; for ``repair`` every level, each counting what it counts, and with a price
for what the levels before it demand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from matchmaker.scheduling.occupancy import places_beside_pins, too_early
from matchmaker.scheduling.problem import Company, Pair, Problem, Wish
from matchmaker.scheduling.quality import REPAIR_LEVELS, Quality
from matchmaker.scheduling.reading import Node, quoted
from matchmaker.scheduling.timetable import LevelName
from matchmaker.scheduling.timetable_file import PRICES_OF_WHOM, PRICES_OF_WHOM_AND_WHEN

Row = dict[str, int]
CERTIFIED: tuple[LevelName, ...] = ("kept", "served", "moved", "worth")
"""The levels of a repair that are sums, in the order in which they are settled."""


@dataclass(frozen=True)
class _Sum:
    """What a level counts: of a meeting, by pair and slot index; of a party that is served; of the pins."""

    of_pins: int
    of_meeting: Callable[[Pair, int], int] = lambda pair, index: 0
    of_party: int = 0


def certified_bound(problem: Problem, served: Set[str], certificate: dict[str, Any]) -> int:
    """The worth that no timetable serving exactly these parties can pass, by the certificate of ``solve``.

    Malformed, with the path of every fault, if it is no certificate for this problem.
    """
    root = Node(certificate, "certificate", [])
    top = root.fields(("kind", "scale", *PRICES_OF_WHOM, *PRICES_OF_WHOM_AND_WHEN))
    top["kind"].one_of(("dual/1",))
    house = _House(problem, served if problem.policy == "floor" else None)
    prices = _Prices(house, top)
    root.refuse_faults()
    return prices.bound(_sums(problem)["worth"], {})


def certified_bounds(
    problem: Problem, served: Set[str], reached: Quality, certificate: dict[str, Any]
) -> dict[LevelName, int]:
    """For each level that the certificate of ``repair`` has prices for, what cannot be passed.

    ``served`` are the parties with a meeting, ``reached`` the figures of the timetable: a bound holds with
    the earlier levels at these; that of the moves is the least. Malformed as above.
    """
    root = Node(certificate, "certificate", [])
    names = [name for name in CERTIFIED if name in REPAIR_LEVELS[problem.policy]]
    top = root.fields(("kind",), names)
    top["kind"].one_of(("levels/1",))
    everybody = _House(problem, None, repaired=True)
    those_served = _House(problem, served, repaired=True) if problem.policy == "floor" else everybody
    read = {}
    for name in names:
        if top[name].is_given:
            keys = top[name].fields(("scale", *PRICES_OF_WHOM, *PRICES_OF_WHOM_AND_WHEN, "earlier"))
            before = names[: names.index(name)]
            read[name] = _Prices(those_served if name == "worth" else everybody, keys, before)
    root.refuse_faults()
    sums = _sums(problem)
    demanded = {name: (sums[name], _demand(sums[name], name, reached)) for name in names}
    bounds = {name: prices.bound(sums[name], demanded) for name, prices in read.items()}
    return {name: -bound if name == "moved" else bound for name, bound in bounds.items()}


def _demand(counted: _Sum, name: LevelName, reached: Quality) -> int:
    """What a level came to, beside the pins; moves count below zero."""
    value = reached.figure(name)
    assert isinstance(value, int)
    return (-value if name == "moved" else value) - counted.of_pins


def _sums(problem: Problem) -> dict[LevelName, _Sum]:
    """The levels as sums. The fewest moves are the greatest number below zero."""
    index = problem.slot_index
    home = {promise.pair: index[promise.slot] for promise in problem.published}
    pinned = {pin.pair: index[pin.slot] for pin in problem.pins}

    def moved(pair: Pair, at: int) -> int:
        return -(home.get(pair, at) != at)

    return {
        "kept": _Sum(sum(pair in home for pair in pinned), lambda pair, at: int(pair in home)),
        "served": _Sum(len({problem.company[pair.company].party for pair in pinned}), of_party=1),
        "moved": _Sum(sum(moved(pair, at) for pair, at in pinned.items()), moved),
        "worth": _Sum(
            sum(problem.worth.get(pair, 0) for pair in pinned), lambda pair, at: problem.worth[pair]
        ),
    }


class _House:
    """What the pins leave: places, slots, quotas, the wishes that can still be granted.

    ``served``: the parties that have meetings, each at least one, and no other party any; None if that is
    open. ``repaired``: nobody is moved to before the hour announced.
    """

    def __init__(self, problem: Problem, served: Set[str] | None, repaired: bool = False) -> None:
        self.problem, self.served = problem, served
        self.places = places_beside_pins(problem)
        self.held: dict[str, list[int]] = {company.id: [] for company in problem.companies}
        for pin in problem.pins:
            self.held[pin.company].append(problem.slot_index[pin.slot])
        self._too_early = too_early(problem) if repaired else {}
        pinned = {pin.pair for pin in problem.pins}
        slots = {wish.pair: self._slots(wish) for wish in problem.wishes if wish.pair not in pinned}
        self.slots = {pair: free for pair, free in slots.items() if free}
        self._pinned_parties = {problem.company[pin.company].party for pin in problem.pins}
        self._able = {problem.company[pair.company].party for pair in self.slots}

    def parties(self) -> Set[str]:
        """Those that no pin serves: the served if it is settled who is, else all that can have a meeting."""
        return (self._able if self.served is None else self.served) - self._pinned_parties

    def quota_left(self, company: str) -> int:
        return self.problem.company[company].max_meetings - len(self.held[company])

    def _slots(self, wish: Wish) -> list[int]:
        company = self.problem.company[wish.company]
        barred = self.served is not None and company.party not in self.served
        if barred or self.quota_left(company.id) < 1:
            return []
        return [t for t in range(len(self.problem.slots)) if self._is_free(company, wish.desk, t)]

    def _is_free(self, company: Company, desk: str, index: int) -> bool:
        slot, reach = self.problem.slots[index].id, 1 if company.breathing else 0
        taken = any(abs(index - held) <= reach for held in self.held[company.id])
        early = slot in self._too_early.get(Pair(company.id, desk), ())
        return not taken and not early and slot not in company.absent and self.places[desk, slot] > 0


class _Prices:
    """A certificate's prices, beside what they are prices of."""

    def __init__(self, house: _House, top: Mapping[str, Node], earlier: Sequence[LevelName] = ()) -> None:
        self.house = house
        problem = house.problem
        self.scale = top["scale"].integer(least=1)
        companies, slots = problem.company, problem.slot_index
        breathing = [company.id for company in problem.companies if company.breathing]
        followed = [slot.id for slot in problem.slots[:-1]]
        # With policy "worth" a first meeting is due to nobody.
        parties = house.parties() if problem.policy == "floor" else ()
        self.quota = _row(top["quota"], "company", companies)
        self.party = _row(top["party"], "party to be served", parties)
        self.company_slot = _rows(top["company_slot"], "company", companies, slots)
        self.breathing = _rows(top["breathing"], "company that breathes", breathing, followed)
        self.desk_slot = _rows(top["desk_slot"], "desk", problem.desk, slots)
        given = _row(top["earlier"], "earlier level", earlier) if "earlier" in top else {}
        self.earlier = {name: given[name] for name in earlier if name in given}

    def bound(self, aim: _Sum, demanded: Mapping[LevelName, tuple[_Sum, int]]) -> int:
        paid = [(price, *demanded[name]) for name, price in self.earlier.items()]
        counted = [(self.scale, aim), *((price, earlier) for price, earlier, _ in paid)]
        total = self._stock() - sum(price * demand for price, _, demand in paid)
        total += sum(self._of_pair(counted, pair) for pair in self.house.slots)
        if self.house.problem.policy == "floor":
            total += sum(self._of_party(counted, party) for party in self.house.parties())
        return total // self.scale + aim.of_pins

    def _stock(self) -> int:
        """The price of all there is."""
        places = self.house.places
        desks = ((desk, slot, price) for desk, row in self.desk_slot.items() for slot, price in row.items())
        return (
            sum(price * self.house.quota_left(company) for company, price in self.quota.items())
            + sum(sum(row.values()) for row in self.company_slot.values())
            + sum(sum(row.values()) for row in self.breathing.values())
            + sum(price * places[desk, slot] for desk, slot, price in desks)
        )

    def _of_pair(self, counted: Collection[tuple[int, _Sum]], pair: Pair) -> int:
        """What a wish brings at most beyond the prices of what it uses."""
        gains = (
            sum(price * level.of_meeting(pair, index) for price, level in counted) - self._cost(pair, index)
            for index in self.house.slots[pair]
        )
        return max(0, *gains)

    def _of_party(self, counted: Collection[tuple[int, _Sum]], party: str) -> int:
        """What a party brings by being served; where that is open, it need not."""
        brings = sum(price * level.of_party for price, level in counted) - self.party.get(party, 0)
        return max(0, brings) if self.house.served is None else brings

    def _cost(self, pair: Pair, index: int) -> int:
        company, slots = pair.company, self.house.problem.slots
        slot = slots[index].id
        pauses = self.breathing.get(company, {})
        before = pauses.get(slots[index - 1].id, 0) if index else 0
        taken = self.company_slot.get(company, {}).get(slot, 0) + self.desk_slot.get(pair.desk, {}).get(
            slot, 0
        )
        first = self.party.get(self.house.problem.company[company].party, 0)
        return self.quota.get(company, 0) + taken + before + pauses.get(slot, 0) - first


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
