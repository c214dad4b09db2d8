"""The ladder of a repair: level by level the best there is, from the timetable that was mended by hand.

1. Kept, served, moved: each has a bound that costs nothing (everybody kept; the matching of first meetings;
   those who cannot stay where they were). Where the timetable does not reach it, the linear programme bounds
   the level and mostly its vertex is the timetable that reaches it; else branch and cut.
2. Draw: without promises the sets that can be served are a matroid, and one matching decides (serve.py). With
   meetings kept and moves counted they need not be; still the set that comes first in the draw is found one
   party at a time, for who can be had beside all that were taken before is in it, and who cannot is in no set
   that contains them. Whoever has a meeting can be had, whoever the matching has no place for cannot; in
   between a timetable that serves this one party is asked for by the means of 1.
3. Worth: as the first three, with the served parties fixed.

Whatever is settled becomes a row, so a later level never costs an earlier one. At every moment there is a
timetable that obeys every rule, so the ladder may be left at any rung.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import floor

from matchmaker.scheduling.repairing.aims import Agenda, Aim, LevelPrices
from matchmaker.scheduling.repairing.levels_programme import LevelsProgramme
from matchmaker.scheduling.repairing.promises import Promises
from matchmaker.scheduling.repairing.rehouse import rehoused
from matchmaker.scheduling.solving.choose import choose
from matchmaker.scheduling.solving.exact import LARGEST_SEARCH, SCALES
from matchmaker.scheduling.solving.grid import NOWHERE, Grid
from matchmaker.scheduling.solving.highs import Outcome
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.solving.serve import pinned_parties, serve
from matchmaker.scheduling.timetable import LevelName, Proof

LARGEST_PROGRAMME = 250_000
_SLACK = 1e-6


@dataclass
class Finding:
    """How far a level can go, beside the pins and as a greatest, and how that is known.

    ``prices`` prove the bound where there are any; ``proof`` names what it rests on.
    """

    bound: int
    proof: Proof
    prices: LevelPrices | None = None

    def lower(self, bound: int, proof: Proof, prices: LevelPrices | None = None) -> None:
        """A closer bound takes the place of this one."""
        if bound < self.bound:
            self.bound, self.proof, self.prices = bound, proof, prices


class RepairLadder:
    """The best timetable so far, and what was found out about each level.

    ``slots``: slot of every pairing, or NOWHERE. ``findings`` lacks the levels not reached yet; ``left_out``
    are the parties that must do without at the least, by number, and ``draw_proof`` says how that is known.
    """

    def __init__(
        self, openings: Openings, promises: Promises, has_floor: bool, start: Grid, limit: Limit
    ) -> None:
        self.openings, self.promises = openings, promises
        self.agenda = Agenda(openings, promises, has_floor)
        self.slots = list(start.slot)
        self.findings: dict[LevelName, Finding] = {}
        self.left_out: tuple[int, ...] | None = None
        self.draw_proof: Proof = "matching"
        self._hopeless: set[int] = set()
        self._has_floor, self._limit = has_floor, limit
        self._programme: LevelsProgramme | None = None

    def climb(self) -> None:
        """Go up until every level is settled. Raises Stopped when the time is over."""
        agenda = self.agenda
        self._limit.enter("keeping what was promised", 0.1)
        self._reach(agenda.kept)
        if self._has_floor:
            self._limit.enter("serving everybody who can be served", 0.2)
            self._reach(agenda.served_parties)
        self._limit.enter("moving as few as possible", 0.3)
        self._reach(agenda.stayed)
        if self._has_floor:
            self._limit.enter("letting the draw decide", 0.4)
            self._let_the_draw_decide()
        self._limit.enter("choosing who meets whom", 0.6)
        self._reach(agenda.worth)

    def value(self, aim: Aim, slots: Sequence[int] | None = None) -> int:
        """What an aim comes to in a timetable, the best so far unless given, beside the pins."""
        slots = self.slots if slots is None else slots
        standing = [place for place in enumerate(slots) if place[1] != NOWHERE]
        return sum(aim.of_pairing(*place) for place in standing) + sum(map(aim.of_party, self._served(slots)))

    def _reach(self, aim: Aim) -> None:
        """Bring one aim as far as it goes, note how far that is, and hold what was reached."""
        finding = self.findings[aim.name] = self._cheap_bound(aim)
        if self.value(aim) < finding.bound:
            self._raise(aim, finding)
        value = self.value(aim)
        self.agenda.held[aim.name] = (aim, value)
        if self._programme is not None:
            self._programme.hold(aim, value)

    def _raise(self, aim: Aim, finding: Finding) -> None:
        """By the vertex of the linear programme, mended where it is fractional; else by branch and cut."""
        programme = self._of_this_size()
        if programme is None:
            return
        outcome = programme.relax(aim, self._limit)
        if not outcome.finished:
            return
        prices = self._rounded(programme, aim, outcome)
        finding.lower(prices.bound(self.agenda), "linear programme", prices)
        if self.value(aim) == finding.bound:
            return
        self._offer(rehoused(self.openings, self.promises, programme.slots(outcome), self._limit).slot)
        value = self.value(aim)
        if value < finding.bound and len(programme.columns) <= LARGEST_SEARCH:
            searched = programme.search(prices, value + 1, self.slots, self._limit)
            if searched.values:
                self._offer(programme.slots(searched))
            # A search given up before its first bound says infinity, one that finds nothing minus infinity.
            known = max(self.value(aim), min(searched.bound, finding.bound))
            finding.lower(floor(known + _SLACK), "exhausted search")

    def _let_the_draw_decide(self) -> None:
        """Settle every party, served or barred."""
        agenda, room = self.agenda, self.value(self.agenda.served_parties)
        by_matching = set(sorted(serve(self.openings))[:room])
        if self._served() == by_matching:
            self.left_out = tuple(sorted(set(agenda.parties) - by_matching))
        for party in agenda.parties:
            self._settle(party, len(agenda.served) < room and self._can_be_had(party))
        if self.left_out is None:
            self.left_out = tuple(sorted(agenda.barred))

    def _settle(self, party: int, is_served: bool) -> None:
        (self.agenda.served if is_served else self.agenda.barred).add(party)
        if self._programme is not None:
            self._programme.settle(party, is_served)

    def _can_be_had(self, party: int) -> bool:
        """Whether a timetable serves this party beside those already taken; if so, it is at hand."""
        if party in self._served():
            return True
        if self.left_out is not None or party in self._hopeless or not self._has_a_place(party):
            return False
        self._hopeless |= self._none_can_be_had(self._in_a_row(party))
        if party in self._hopeless:
            return False
        finding, aim = Finding(1, "matching"), Aim("draw", of_party=lambda other: int(other == party))
        self._raise(aim, finding)
        if self.value(aim) == 0:
            self._note_exclusion(party, finding)
        return self.value(aim) == 1

    def _has_a_place(self, party: int) -> bool:
        """Whether the matching has a place for it beside those already taken."""
        taken = self.agenda.served | {party}
        return len(serve(self.openings.narrowed(taken, ()))) == len(taken)

    def _in_a_row(self, party: int) -> set[int]:
        """The party and those after it without a meeting, up to the next one that has one."""
        served = self._served()
        later = (other for other in self.agenda.parties if other >= party)
        return set(takewhile(lambda other: other not in served, later))

    def _none_can_be_had(self, parties: set[int]) -> set[int]:
        """These parties if the programme shows at once that it leaves room for none of them, else nobody."""
        programme = self._of_this_size()
        if programme is None or len(parties) == 1:
            return set()
        aim = Aim("draw", of_party=lambda other: int(other in parties))
        outcome = programme.relax(aim, self._limit)
        if not outcome.finished or self._rounded(programme, aim, outcome).bound(self.agenda) > 0:
            return set()
        if self.draw_proof == "matching":
            self.draw_proof = "linear programme"
        return parties

    def _note_exclusion(self, party: int, finding: Finding) -> None:
        """How it is known that a party cannot be had, or that it is not known."""
        if finding.bound > 0:
            self.left_out = self._at_best(party)
        elif self.draw_proof != "exhausted search":
            self.draw_proof = finding.proof

    def _at_best(self, doubtful: int) -> tuple[int, ...]:
        """Who is left out at best if it stays open whether this party can be had: then the last drawn."""
        agenda = self.agenda
        free = [party for party in agenda.parties if party > doubtful]
        without = len(agenda.parties) - self.value(agenda.served_parties) - len(agenda.barred)
        return tuple(sorted([*agenda.barred, *free[len(free) - without :]]))

    def _served(self, slots: Sequence[int] | None = None) -> set[int]:
        """The parties with a meeting in a timetable, the best so far unless given, beside the pins."""
        pairings, party = self.openings.pairings, self.openings.party
        slots = self.slots if slots is None else slots
        standing = {party[pairings[n].company] for n, slot in enumerate(slots) if slot != NOWHERE}
        return standing.intersection(self.agenda.parties)

    def _cheap_bound(self, aim: Aim) -> Finding:
        """What can be said without a linear programme."""
        agenda = self.agenda
        if aim is agenda.served_parties:
            return Finding(len(serve(self.openings)), "matching")
        if aim is agenda.worth:
            choice = choose(self._narrowed())
            return Finding(choice.worth, "flow", LevelPrices(aim, choice.prices))
        # Nobody lost, nobody moved; or as many moved as are kept and cannot stay where they were.
        earlier: dict[LevelName, int] = {"kept": 1} if aim is agenda.stayed else {}
        prices = [LevelPrices(aim), LevelPrices(aim, earlier=earlier)]
        bounds = [each.bound(agenda) for each in prices]
        best = bounds.index(min(bounds))
        return Finding(bounds[best], "linear programme", prices[best])

    def _narrowed(self) -> Openings:
        """The openings of those who are to be served, if that is settled."""
        if not self._has_floor:
            return self.openings
        served = self.agenda.served
        return self.openings.narrowed(served | pinned_parties(self.openings), served)

    def _of_this_size(self) -> LevelsProgramme | None:
        """The programme, made when it is first needed and told what is settled; None if it is too large."""
        if self._programme is None:
            if sum(pairing.slots.bit_count() for pairing in self.openings.pairings) > LARGEST_PROGRAMME:
                return None
            self._programme = self._told_what_is_settled(LevelsProgramme(self.agenda))
        return self._programme

    def _told_what_is_settled(self, programme: LevelsProgramme) -> LevelsProgramme:
        agenda = self.agenda
        for aim, value in agenda.held.values():
            programme.hold(aim, value)
        for party in agenda.served | agenda.barred:
            programme.settle(party, party in agenda.served)
        return programme

    def _rounded(self, programme: LevelsProgramme, aim: Aim, outcome: Outcome) -> LevelPrices:
        """Integer prices on the coarsest scale that loses nothing after rounding down, else on the finest."""
        bound = floor(outcome.bound + _SLACK)
        for scale in SCALES:
            prices = programme.prices(aim, outcome, scale)
            if prices.bound(self.agenda) <= bound:
                break
        return prices

    def _offer(self, slots: list[int]) -> None:
        """Take a timetable if it is better, level by level; the grid refuses one that breaks a rule."""
        if self._respects_what_is_settled(slots) and self._figures(slots) > self._figures(self.slots):
            self.slots = list(Grid.of(self.openings, slots).slot)

    def _respects_what_is_settled(self, slots: Sequence[int]) -> bool:
        """What was given up unproven may turn up late, but the bounds found since are of what was settled."""
        agenda, served = self.agenda, self._served(slots)
        is_as_drawn = agenda.served <= served and not agenda.barred & served
        return is_as_drawn and all(self.value(aim, slots) == value for aim, value in agenda.held.values())

    def _figures(self, slots: list[int]) -> tuple[object, ...]:
        """What timetables are compared by: of two, the greater is better."""
        kept = self.promises.count(slots)
        standing = [
            pairing for pairing, slot in zip(self.openings.pairings, slots, strict=True) if slot != NOWHERE
        ]
        worth = sum(pairing.worth for pairing in standing)
        if not self._has_floor:
            return kept.kept, -kept.moved, worth
        served = {self.openings.party[pairing.company] for pairing in standing}
        without = tuple(party for party in self.agenda.parties if party not in served)
        return kept.kept, -len(without), -kept.moved, without, worth
