"""The linear programme of a repair: its bound holds, and branch and cut finds what brute force finds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.scheduling.problem import Company, Problem, Promise
from matchmaker.scheduling.repair import repair
from matchmaker.scheduling.repairing.aims import Agenda, Aim, LevelPrices
from matchmaker.scheduling.repairing.levels_programme import LevelsProgramme
from matchmaker.scheduling.repairing.promises import promised
from matchmaker.scheduling.solving.exact import SCALES
from matchmaker.scheduling.solving.grid import NOWHERE, Grid
from matchmaker.scheduling.solving.limit import Limit, Stopped
from tests.scheduling import repair_oracle
from tests.scheduling.numbered import placed
from tests.scheduling.problems import desk
from tests.scheduling.repair_oracle import Best
from tests.scheduling.small_fairs import fair
from tests.scheduling.wild_repairs import wild_repair


class Climb:
    """A repair by nothing but the programme: every level bounded, searched and held, the draw aside."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.openings, self.promises = promised(problem, seed=1)
        self.agenda = Agenda(self.openings, self.promises, problem.policy == "floor")
        self.programme = LevelsProgramme(self.agenda)
        self.slots = [NOWHERE] * len(self.openings.pairings)

    def reach(self, aim: Aim) -> tuple[int, int]:
        """What the level comes to by branch and cut beside the pins, and the bound of the relaxation."""
        if not self.openings.pairings:
            return 0, 0
        outcome = self.programme.relax(aim, Limit())
        assert outcome.finished
        scale = SCALES[-1]
        prices = self.programme.prices(aim, outcome, scale)
        value = self._value(aim)
        searched = self.programme.search(prices, value + 1, self.slots, Limit())
        assert searched.finished
        if searched.values and self._value(aim, found := self.programme.slots(searched)) > value:
            self.slots = list(Grid.of(self.openings, found).slot)
        value = self._value(aim)
        self.agenda.held[aim.name] = (aim, value)
        self.programme.hold(aim, value)
        return value, prices.bound(self.agenda)

    def _value(self, aim: Aim, slots: list[int] | None = None) -> int:
        standing = [(n, slot) for n, slot in enumerate(slots or self.slots) if slot != NOWHERE]
        party = self.openings.party
        served = {party[self.openings.pairings[n].company] for n, _ in standing}
        return sum(aim.of_pairing(*place) for place in standing) + sum(
            map(aim.of_party, served.intersection(self.agenda.parties))
        )

    def settle_the_draw(self, best: Best) -> None:
        for party in self.agenda.parties:
            is_served = party + 1 not in (best.draw or ())
            (self.agenda.served if is_served else self.agenda.barred).add(party)
            self.programme.settle(party, is_served)


def assert_as_far_as_it_goes(problem: Problem) -> None:
    best, climb = repair_oracle.best(problem), Climb(problem)
    agenda, pinned = climb.agenda, climb.promises.pinned
    kept, bound = climb.reach(agenda.kept)
    assert kept + pinned.kept == best.kept <= bound + pinned.kept
    if best.served is not None:
        served, bound = climb.reach(agenda.served_parties)
        of_pins = {problem.company[pin.company].party for pin in problem.pins}
        assert served + len(of_pins) == best.served <= bound + len(of_pins)
    stayed, bound = climb.reach(agenda.stayed)
    assert pinned.moved - stayed == best.moved >= pinned.moved - bound


def test_branch_and_cut_alone_finds_every_level_that_brute_force_finds() -> None:
    for seed in range(40):
        assert_as_far_as_it_goes(wild_repair(seed))


@pytest.mark.nightly
@pytest.mark.parametrize("batch", range(1, 21))
def test_branch_and_cut_alone_finds_every_level_that_brute_force_finds_at_length(batch: int) -> None:
    for seed in range(40 * batch, 40 * (batch + 1)):
        assert_as_far_as_it_goes(wild_repair(seed))


def test_with_all_settled_the_worth_is_what_brute_force_finds_and_nothing_better_exists() -> None:
    """From the best timetable: at least as much is found again, and one more is not."""
    for seed in range(40):
        problem = wild_repair(seed)
        best, climb = repair_oracle.best(problem), Climb(problem)
        result = repair(problem)
        climb.slots = placed(problem, climb.openings, result.meetings)
        agenda = climb.agenda
        levels = [agenda.kept, agenda.stayed]
        for aim in levels if best.served is None else [agenda.kept, agenda.served_parties, agenda.stayed]:
            climb.reach(aim)
        climb.settle_the_draw(best)
        pinned = sum(problem.worth.get(pin.pair, 0) for pin in problem.pins)
        worth, bound = climb.reach(agenda.worth)

        assert worth + pinned == best.worth <= bound + pinned


LATE_IN_THE_DAY = replace(
    fair(
        2,
        [desk("A", closed={1: {"s1"}}), desk("B")],
        [Company("C1", 1), Company("C2", 1)],
        "C1-A:1 C2-B:1",
    ),
    published=(Promise("C1", "A", "s1", "A-1"), Promise("C2", "B", "s1", "B-1")),
)
"""C1 has to move to be kept."""


def test_what_is_held_binds_the_questions_after_it() -> None:
    """With nobody to be kept nobody need move; with both kept one has to."""
    free, bound = Climb(LATE_IN_THE_DAY), Climb(LATE_IN_THE_DAY)
    bound.programme.hold(bound.agenda.kept, 2)

    assert free.programme.relax(free.agenda.stayed, Limit()).bound == 0
    assert bound.programme.relax(bound.agenda.stayed, Limit()).bound == -1


def test_a_party_that_is_settled_is_served_or_is_not() -> None:
    climb = Climb(LATE_IN_THE_DAY)
    agenda, programme = climb.agenda, climb.programme
    assert programme.relax(agenda.worth, Limit()).bound == 2

    programme.settle(0, is_served=False)
    assert programme.relax(agenda.worth, Limit()).bound == 1
    programme.settle(1, is_served=True)
    assert programme.relax(Aim("kept", of_pairing=lambda number, slot: -1), Limit()).bound == -1


def test_what_an_earlier_level_costs_is_a_price_on_it() -> None:
    climb = Climb(LATE_IN_THE_DAY)
    climb.programme.hold(climb.agenda.kept, 2)
    climb.agenda.held["kept"] = (climb.agenda.kept, 2)
    outcome = climb.programme.relax(climb.agenda.stayed, Limit())
    prices = climb.programme.prices(climb.agenda.stayed, outcome, 1)

    assert prices.earlier == {"kept": 1}
    assert prices.bound(climb.agenda) == -1
    assert LevelPrices(climb.agenda.stayed).bound(climb.agenda) == 0


def test_a_question_asked_after_the_time_is_over_is_not_answered() -> None:
    with pytest.raises(Stopped):
        Climb(LATE_IN_THE_DAY).programme.relax(Climb(LATE_IN_THE_DAY).agenda.kept, Limit(0))
