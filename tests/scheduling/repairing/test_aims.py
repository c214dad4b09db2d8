"""Any prices that are not below nothing prove a bound, and three programs make the same bound of them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from matchmaker.scheduling.checking.check_certificate import certified_bounds
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.quality import quality
from matchmaker.scheduling.repair import preview
from matchmaker.scheduling.repairing.aims import Agenda, Aim, LevelPrices
from matchmaker.scheduling.repairing.promises import Promises, promised
from matchmaker.scheduling.solving.certificate import Prices, by_id
from matchmaker.scheduling.solving.openings import Openings
from matchmaker.scheduling.solving.serve import pinned_parties
from matchmaker.scheduling.timetable import LevelName, Result
from tests.scheduling import repair_verdict
from tests.scheduling.numbered import placed
from tests.scheduling.repair_certificate import certified
from tests.scheduling.wild_repairs import wild_repair


def aims(agenda: Agenda) -> list[Aim]:
    """In the order in which they are settled, the draw aside."""
    return [agenda.kept, agenda.served_parties, agenda.stayed, agenda.worth]


def settled_before(problem: Problem, told: Result, name: LevelName) -> Agenda:
    """The agenda when a level's turn comes, the earlier ones at the figures of this timetable."""
    openings, promises = promised(problem, seed=1)
    agenda = Agenda(openings, promises, problem.policy == "floor")
    for aim in aims(agenda):
        if aim.name == name:
            break
        if problem.policy == "floor" or aim.name != "served":
            value = told.level(aim.name).value
            beside_pins = (-value if aim.name == "moved" else value) - of_pins(
                problem, promises, openings, aim
            )
            agenda.held[aim.name] = (aim, beside_pins)
    if name == "worth" and problem.policy == "floor":
        served = {problem.rank[problem.company[b.company].party] - 1 for b in told.meetings}
        agenda.served = served & set(agenda.parties)
        agenda.barred = set(agenda.parties) - served
    return agenda


def of_pins(problem: Problem, promises: Promises, openings: Openings, aim: Aim) -> int:
    return {
        "kept": promises.pinned.kept,
        "served": len(pinned_parties(openings)),
        "moved": -promises.pinned.moved,
        "worth": sum(problem.worth.get(pin.pair, 0) for pin in problem.pins),
    }[aim.name]


def any_prices(agenda: Agenda, aim: Aim, random: Random) -> LevelPrices:
    """By lot: most things cost nothing, the others up to three times as much as a unit of the aim."""
    openings, scale = agenda.openings, random.choice([1, 2, 7])
    most = 3 * scale * (40 if aim.name == "worth" else 1)

    def price() -> int:
        return random.randint(0, most) if random.random() < 0.4 else 0

    pairings = openings.pairings
    spots = [(c, t) for c, company in enumerate(openings.companies) for t in range(openings.slot_count)]
    breathing = [(c, t) for c, t in spots if openings.companies[c].breathing and t < openings.slot_count - 1]
    desks = [(d, t) for d in range(len(openings.desks)) for t in range(openings.slot_count)]
    able = agenda.served if aim.name == "worth" else agenda.parties
    prices = Prices(
        scale,
        quota={pairing.company: price() for pairing in pairings},
        party={party: price() for party in sorted(able)},
        company_slot={spot: price() for spot in spots},
        breathing={spot: price() for spot in breathing},
        desk_slot={spot: price() for spot in desks},
    )
    return LevelPrices(aim, prices, {name: price() for name in agenda.held})


def shown(problem: Problem, openings: Openings, told: Result, found: LevelPrices) -> Result:
    """The timetable with these prices as its certificate."""
    entry = by_id(problem, openings, found.prices) | {"earlier": dict(found.earlier)}
    return replace(told, certificate={"kind": "levels/1", found.aim.name: entry})


@pytest.mark.parametrize("name", ["kept", "served", "moved", "worth"])
def test_whatever_the_prices_no_timetable_passes_the_bound_and_three_programs_agree(name: LevelName) -> None:
    for seed in range(90):
        problem, random = wild_repair(seed), Random(f"{name}/{seed}")
        if name not in repair_verdict.LEVELS[problem.policy]:
            continue
        told, outcomes = preview(problem), repair_verdict.outcomes(problem)
        furthest = repair_verdict.furthest(outcomes, told, name)
        agenda = settled_before(problem, told, name)
        openings, promises = promised(problem, seed=1)
        aim = next(aim for aim in aims(agenda) if aim.name == name)
        for _ in range(4):
            found = any_prices(agenda, aim, random)
            bound = found.bound(agenda) + of_pins(problem, promises, openings, aim)
            bound = -bound if name == "moved" else bound
            priced = shown(problem, openings, told, found)
            served = {problem.company[booking.company].party for booking in told.meetings}
            reached = quality(problem, told.meetings)

            assert bound <= furthest if name == "moved" else bound >= furthest
            assert certified(problem, priced) == {name: bound}
            assert certified_bounds(problem, served, reached, priced.certificate) == {name: bound}


def test_an_aim_counts_what_its_level_counts() -> None:
    """Beside the pins, of any timetable: the sums are the figures of quality.py."""
    for seed in range(60):
        problem = wild_repair(seed)
        told, (openings, promises) = preview(problem), promised(problem, seed=1)
        agenda = Agenda(openings, promises, has_floor=True)
        slots = placed(problem, openings, told.meetings)
        standing = [(number, slot) for number, slot in enumerate(slots) if slot >= 0]
        served = {openings.party[openings.pairings[number].company] for number, _ in standing}
        counted = quality(problem, told.meetings)
        for aim in aims(agenda):
            value = sum(aim.of_pairing(*place) for place in standing)
            value += sum(map(aim.of_party, served.intersection(agenda.parties)))
            figure = counted.figure(aim.name)
            of_pins_alone = of_pins(problem, promises, openings, aim)
            assert value + of_pins_alone == (-figure if aim.name == "moved" else figure)
