"""What would become of the figures if something changed: in tens of milliseconds, and without a timetable.

At the whiteboard: who gets a first meeting is a matching (serve.py), and the greatest worth is a flow that is
then placed in time (choose.py, tighten.py, place.py). Both are fast. What makes a timetable slower is what
nobody reads off a comparison: short days, tables, reasons, and the search where the placing fails. So that is
left out. Parties served and the draw are exact whatever happens. Worth is exact if all the chosen meetings
found a slot, and else an upper bound; it is said which.

What must be held comes in as stand-ins (forced.py): parties of their own that must be served. To the flow
they are companies of their own, which may meet while the real one does: its value remains a bound, for every
timetable with the forced meetings obeys it. The placing knows the real companies, so what it places counts.

Most meetings of the changed problem stood in the one before: they are put where they stood, and only the
others look for a slot. If some find none, the placing begins from nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace

from matchmaker.scheduling.asking.forced import StandIns
from matchmaker.scheduling.asking.what_if_changes import Change, Impossible
from matchmaker.scheduling.asking.what_if_problem import changed
from matchmaker.scheduling.asking.why_not_forced import not_at_once, pair_of, pairing_of, refuse_impossible
from matchmaker.scheduling.problem import Pair, Policy, Problem, Wish
from matchmaker.scheduling.quality import asking_parties
from matchmaker.scheduling.solving.choose import Choice, choose
from matchmaker.scheduling.solving.grid import NOWHERE, Grid
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings, openings
from matchmaker.scheduling.solving.place import insert, place, settle
from matchmaker.scheduling.solving.serve import pinned_parties
from matchmaker.scheduling.solving.tighten import tighten


@dataclass(frozen=True)
class Figure:
    """A count, and whether it is exact."""

    value: int
    is_exact: bool


@dataclass(frozen=True)
class Standing:
    """The figures of the best timetable, without the timetable.

    ``asking``: the parties with a wish, a pin or a forced meeting; ``served``: those with a meeting;
    ``left_out``: the ranks of those of them without, ascending. Under policy "floor" these are exact; under
    "worth" they are what one choice of greatest worth gives. ``worth``, if it is not exact, is an upper
    bound, and ``meetings`` are those of the choice, of which some may find no slot. ``placed``: slot ids of
    the meetings that found one, pins aside.
    """

    policy: Policy
    asking: frozenset[str]
    served: frozenset[str]
    left_out: tuple[int, ...]
    worth: Figure
    meetings: Figure
    placed: Mapping[Pair, str] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Outcome:
    """The figures as things stand, and after the changes."""

    before: Standing
    after: Standing

    @property
    def gaining(self) -> frozenset[str]:
        """The parties that would have a first meeting."""
        return self.after.served - self.before.served

    @property
    def losing(self) -> frozenset[str]:
        """The parties that would have none any more."""
        return self.before.served - self.after.served


def what_if(
    problem: Problem, changes: Iterable[Change], seed: int = 1, before: Standing | None = None
) -> Outcome:
    """Both standings. The pins of the problem must not contradict each other (see contradictions.py).

    ``seed`` breaks ties, as in ``solve``. ``before`` is the standing of the problem itself, for whoever asks
    several times. Raises UnknownName if the changes speak of what is not there, Impossible if they contradict
    each other or a pin, or if what is forced cannot all be held.
    """
    other, forced = changed(problem, changes)
    before = standing(problem, seed) if before is None else before
    return Outcome(before, standing(other, seed, forced, before.placed))


def standing(
    problem: Problem, seed: int = 1, forced: Iterable[Pair] = (), hint: Mapping[Pair, str] | None = None
) -> Standing:
    """The figures of the best timetable in which the forced pairs meet; raises Impossible if none can be.

    ``hint``: slot ids in which pairs could stand; it saves time.
    """
    pinned = {pin.pair for pin in problem.pins}
    to_force = [pair for pair in dict.fromkeys(forced) if pair not in pinned]
    wished = _wishing(problem, to_force)
    whole = openings(wished, seed)
    refuse_impossible(wished, whole, to_force)
    number = pairing_of(whole)
    stand_ins = StandIns(whole, [number[pair] for pair in to_force])
    first = stand_ins.serve() if problem.policy == "floor" else stand_ins.serve_only()
    if first is None:
        raise Impossible(not_at_once(to_force))
    return _Question(wished, whole, stand_ins, first.keys(), seed).answer(hint or {})


def _wishing(problem: Problem, forced: Collection[Pair]) -> Problem:
    """A forced pair that nobody wished is wished, and worth nothing."""
    unasked = tuple(Wish(*pair, 0) for pair in forced if pair not in problem.worth)
    return replace(problem, wishes=problem.wishes + unasked)


class _Question:
    """The worth, once it is known who must be served, stand-ins among them."""

    def __init__(
        self, problem: Problem, whole: Openings, stand_ins: StandIns, first: Set[int], seed: int
    ) -> None:
        self._problem, self._seed = problem, seed
        self._has_floor = problem.policy == "floor"
        self._served = pinned_parties(whole) | stand_ins.parties | {party for party in first if party >= 0}
        self._openings, self._apart = whole, replace(stand_ins.openings, must_serve=tuple(sorted(first)))
        if self._has_floor:
            self._openings = whole.narrowed(self._served, ())
            self._apart = self._apart.narrowed(self._served | first, first)

    def answer(self, hint: Mapping[Pair, str]) -> Standing:
        choice = tighten(self._apart, choose(self._apart), Limit())
        placed = self._place(choice, hint)
        problem, is_placed = self._problem, len(placed) == len(choice.chosen)
        asking, served = asking_parties(problem), self._names(choice)
        pinned = sum(problem.worth.get(pin.pair, 0) for pin in problem.pins)
        return Standing(
            policy=problem.policy,
            asking=frozenset(asking),
            served=served,
            left_out=tuple(sorted(problem.rank[party] for party in asking - served)),
            worth=Figure(choice.worth + pinned, is_placed),
            meetings=Figure(len(choice.chosen) + len(problem.pins), is_placed),
            placed=placed,
        )

    def _names(self, choice: Choice) -> frozenset[str]:
        pairings, party = self._openings.pairings, self._openings.party
        chosen = set() if self._has_floor else {party[pairings[n].company] for n in choice.chosen}
        return frozenset(self._problem.draw[served] for served in self._served | chosen)

    def _place(self, choice: Choice, hint: Mapping[Pair, str]) -> Mapping[Pair, str]:
        """Where the chosen meetings stand, all of them or, if that is not found, as many as there are."""
        grid = self._as_before(choice, hint) if hint else Grid(self._openings)
        if any(grid.slot[number] == NOWHERE for number in choice.chosen):
            grid = place(self._openings, choice.chosen, f"{self._seed}:0", Limit())
        slots = self._problem.slots
        standing = ((number, slot) for number, slot in enumerate(grid.slot) if slot != NOWHERE)
        return {pair_of(self._openings, number): slots[slot].id for number, slot in standing}

    def _as_before(self, choice: Choice, hint: Mapping[Pair, str]) -> Grid:
        grid, moving = Grid(self._openings), []
        for number in choice.chosen:
            slot = self._problem.slot_index.get(hint.get(pair_of(self._openings, number), ""), NOWHERE)
            if slot != NOWHERE and grid.vacant(number) >> slot & 1:
                grid.put(number, slot)
            else:
                moving.append(number)
        homeless = [number for number in moving if not insert(grid, number)]
        return settle(grid, homeless, f"{self._seed}:0", Limit())
