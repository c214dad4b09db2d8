"""Which desks are scarce, and what one more table or one more slot of them would bring.

At the whiteboard, three answers of different kinds:

- *Who competes.* Let first meetings flow from parties to places. By the theorem of Ford and Fulkerson (1956)
  a smallest cut says why no more arrive: on its one side stand the parties that compete, and all the places
  where they could be received, full to the last. Of all smallest cuts the one nearest to the parties is
  taken: it is all the circuits of the draw together (circuit.py), and empty if everybody is served.
- *What a place is worth.* The certificate has a price for each place. By weak duality one place more, where
  there is one already, brings at most its price, as long as the same parties are served.
- *What more would bring.* The problem is solved again with it: parties served exactly, by the matching; worth
  by the flow, which bounds it, and exactly if the choice can be placed as well and the timetable is proven.

Of a repaired timetable all this holds with the published meetings standing where they stand.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, NamedTuple

from matchmaker.scheduling.explaining.first_places import FirstPlaces
from matchmaker.scheduling.explaining.reduced_cost import prices_of
from matchmaker.scheduling.price import keeping_promises, openings_of
from matchmaker.scheduling.problem import Desk, Problem, Table
from matchmaker.scheduling.quality import asking_parties
from matchmaker.scheduling.solving.choose import choose
from matchmaker.scheduling.solving.grid import NOWHERE
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import bits
from matchmaker.scheduling.solving.place import place
from matchmaker.scheduling.solving.tighten import tighten
from matchmaker.scheduling.timetable import Result

_SOURCE, _SINK = ("source",), ("sink",)


class Gain(NamedTuple):
    """What a change brings: parties served, exactly; worth, at most so much unless it is exact."""

    served: int
    worth: int
    is_exact: bool


@dataclass(frozen=True)
class ScarceDesk:
    """A desk at which a place more could bring something.

    ``contested``: its places for which more parties compete than there are places. ``price``: the worth that
    a further place brings at most in a slot in which the desk has one, the same parties being served; None
    without a certificate. ``table``: what one more table brings, open when any of the desk's is. ``slot``: in
    which slot one more place brings most, and ``place``: what.
    """

    desk: str
    contested: int
    price: int | None
    table: Gain
    slot: str
    place: Gain


@dataclass(frozen=True)
class Scarcity:
    """How many parties compete for how many first meetings, and the scarce desks, scarcest first."""

    competing: int
    contested: int
    desks: tuple[ScarceDesk, ...]


def scarcity(problem: Problem, result: Result) -> Scarcity:
    """The organiser's picture of a timetable that obeys the rules of the problem."""
    picture = _Picture(keeping_promises(problem, result), result)
    asked = [picture.of(desk) for desk in problem.desks if picture.may_be_scarce(desk)]
    found = [one for one in asked if any((*one.table[:2], *one.place[:2]))]
    found.sort(key=lambda one: (-one.table.served, -one.place.served, -one.table.worth, one.desk))
    return Scarcity(picture.competing, sum(picture.contested.values()), tuple(found))


class _Picture:
    """What is asked of the timetable once, and then of the same with one place more."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self._problem, self._result = problem, result
        self._has_floor = problem.policy == "floor"
        self._now = _Answer(problem, result)
        self._worth = sum(problem.worth.get(booking.pair, 0) for booking in result.meetings)
        self._is_proven = self._now.is_the_same() and (
            self._now.worth()[0] == self._worth
            or any(level.name == "worth" and level.is_proven for level in result.objective)
        )
        self.competing, self.contested = self._now.cut() if self._has_floor else (0, {})
        self._certificate = prices_of(result)
        self._without = self._now.without_meeting() if self._has_floor else set()
        party = {company.id: company.party for company in problem.companies}
        self._wished = {wish.desk for wish in problem.wishes}
        self._wanted = {wish.desk for wish in problem.wishes if party[wish.company] in self._without}

    def may_be_scarce(self, desk: Desk) -> bool:
        """Wanted by who has nothing, or dear; without certificate anybody's wish is enough."""
        is_dear = desk.id in self._wished if self._certificate is None else bool(self._prices(desk))
        return desk.id in self._wanted or is_dear

    def of(self, desk: Desk) -> ScarceDesk:
        slot = self._best_slot(desk)
        scale = self._certificate["scale"] if self._certificate else None
        return ScarceDesk(
            desk=desk.id,
            contested=self.contested.get(desk.id, 0),
            price=max(self._prices(desk).values(), default=0) // scale if scale else None,
            table=self._gain(_with_table(self._problem, desk, _shut(self._problem, desk))),
            slot=slot,
            place=self._gain(_with_table(self._problem, desk, _all_but(self._problem, slot))),
        )

    def _prices(self, desk: Desk) -> dict[str, int]:
        """Slot -> the price of a place of the desk, times the scale of the certificate."""
        known = self._problem.slot_index
        prices = self._certificate["desk_slot"].get(desk.id, {}) if self._certificate else {}
        return {slot: price for slot, price in prices.items() if slot in known and price > 0}

    def _best_slot(self, desk: Desk) -> str:
        """Where one more place lets the most parties be served; of equal ones the dearest, then the first."""
        prices = self._prices(desk)

        def key(slot: str) -> tuple[int, int]:
            return self._served_with(desk, slot), prices.get(slot, 0)

        return max((slot.id for slot in self._problem.slots), key=key)

    def _served_with(self, desk: Desk, slot: str) -> int:
        if not self._without:
            return 0
        return _Answer(_with_table(self._problem, desk, _all_but(self._problem, slot)), self._result).served

    def _gain(self, changed: Problem) -> Gain:
        answer = _Answer(changed, self._result)
        served = answer.served - self._now.served if self._has_floor else 0
        worth, is_placed = answer.worth()
        return Gain(served, worth - self._worth, is_placed and self._is_proven)


class _Answer:
    """The parties served and the worth of a problem, without a timetable."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self._problem, self._result = problem, result
        self._openings = openings_of(problem, result)
        self._first = FirstPlaces(self._openings)

    @property
    def served(self) -> int:
        return len(self._first.served)

    def without_meeting(self) -> set[str]:
        """The parties that asked and are not served."""
        served = {self._problem.draw[party] for party in self._first.served}
        return asking_parties(self._problem) - served

    def is_the_same(self) -> bool:
        """Whether the timetable serves the parties that it should."""
        company, rank = self._problem.company, self._problem.rank
        met = {rank[company[booking.company].party] - 1 for booking in self._result.meetings}
        return self._problem.policy == "worth" or met == self._first.served

    def worth(self) -> tuple[int, bool]:
        """By the flow: what no timetable passes, and whether one was found that reaches it."""
        left = self._openings
        if self._problem.policy == "floor":
            left = left.narrowed(self._first.served, self._first.served - self._first.pinned)
        choice = tighten(left, choose(left), Limit())
        slots = place(left, choice.chosen, str(self._result.seed), Limit()).slot
        pinned = sum(self._problem.worth.get(pin.pair, 0) for pin in self._problem.pins)
        return choice.worth + pinned, all(slots[number] != NOWHERE for number in choice.chosen)

    def cut(self) -> tuple[int, dict[str, int]]:
        """The parties that compete, and desk -> its places for which they do."""
        import networkx as nx  # noqa: PLC0415 - solvers are loaded when first used

        graph = self._network(nx.DiGraph())
        # From the sink backwards: then the side that cannot be left out is the one of the source.
        _, near = nx.minimum_cut(graph.reverse(), _SINK, _SOURCE)[1]
        contested: Counter[str] = Counter()
        for d, row in enumerate(self._openings.places):
            contested[self._openings.desks[d].id] += sum(
                room for t, room in enumerate(row) if ("spot", d, t) in near
            )
        return sum(node[0] == "party" for node in near), dict(+contested)

    def _network(self, graph: Any) -> Any:
        """Source -> parties without a pin -> spots -> sink."""
        for pairing in self._openings.pairings:
            party = self._openings.party[pairing.company]
            if party not in self._first.pinned:
                graph.add_edge(_SOURCE, ("party", party), capacity=1)
                for t in bits(pairing.slots):
                    graph.add_edge(("party", party), ("spot", pairing.desk, t), capacity=1)
        for d, row in enumerate(self._openings.places):
            for t, room in enumerate(row):
                graph.add_edge(("spot", d, t), _SINK, capacity=room)
        graph.add_nodes_from((_SOURCE, _SINK))
        return graph


def _with_table(problem: Problem, desk: Desk, closed: frozenset[str]) -> Problem:
    """The problem with one more table at the desk."""
    taken = {table.id for other in problem.desks for table in other.tables}
    name = next(name for n in count(1) if (name := f"{desk.id}+{n}") not in taken)
    larger = replace(desk, tables=(*desk.tables, Table(name, closed)))
    return replace(problem, desks=tuple(larger if one.id == desk.id else one for one in problem.desks))


def _shut(problem: Problem, desk: Desk) -> frozenset[str]:
    """The slots in which the desk receives nobody; one without tables would always receive."""
    slots = {slot.id for slot in problem.slots} if desk.tables else set()
    return frozenset(slots).intersection(*(table.closed for table in desk.tables))


def _all_but(problem: Problem, slot: str) -> frozenset[str]:
    return frozenset(other.id for other in problem.slots if other.id != slot)
