"""What the benchmarks measure is what they say: fairs of the size asked for, rivals that obey the rules."""

from __future__ import annotations

from statistics import mean

import pytest

from benchmarks import plan
from benchmarks.answer import Answer
from benchmarks.disruptions import CANCELLED, NEW, disrupted
from benchmarks.instances import Fair, an_instance
from benchmarks.measure import Trial
from benchmarks.published import INSTANCES, Published
from benchmarks.rivals.by_hand import first_choices_first, first_come_first_served, greatest_worth_first
from benchmarks.rivals.plain_cp_sat import plain_cp_sat
from benchmarks.rivals.slot_by_slot import slot_by_slot
from benchmarks.rivals.time_indexed import integral, linear
from matchmaker.scheduling.contradictions import contradictions
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.quality import quality
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.solve import solve

HARD = Fair(30, 5, 6, presence=0.6, demand=2, pins=0.25, breathing=0.5, groups=0.3)
EXACT = [integral, plain_cp_sat]
SIMPLE = [first_come_first_served, first_choices_first, greatest_worth_first, slot_by_slot]


def best(problem: Problem) -> tuple[int, int]:
    result = solve(problem)
    assert result.status == "optimal"
    found = quality(problem, result.meetings)
    return found.served, found.worth


def reached(problem: Problem, answer: Answer) -> tuple[int, int]:
    assert answer.bookings is not None
    assert violations(problem, answer.bookings) == ()
    found = quality(problem, answer.bookings)
    return found.served, found.worth


@pytest.mark.parametrize("fair", [HARD, Fair(60, 10, 7), Fair(300, 30, 8, 0.9, 1.2)], ids=str)
def test_a_fair_has_the_size_presence_and_demand_asked_for(fair: Fair) -> None:
    problems = [an_instance(fair, seed) for seed in range(20)]
    presence = mean(1 - len(c.absent) / fair.slots for problem in problems for c in problem.companies)
    seats = [sum(len(desk.tables) for desk in problem.desks) * fair.slots for problem in problems]
    demand = mean(len(problem.wishes) for problem in problems) / mean(seats)

    assert {(len(p.companies), len(p.desks), len(p.slots)) for p in problems} == {fair[:3]}
    assert presence == pytest.approx(fair.presence, abs=0.05)
    assert demand == pytest.approx(fair.demand, rel=0.15)


def test_the_same_seed_makes_the_same_fair_and_another_seed_another() -> None:
    assert an_instance(HARD, 1) == an_instance(HARD, 1) != an_instance(HARD, 2)


def test_pins_breathing_and_groups_leave_the_rest_of_a_fair_as_it_was() -> None:
    bare = an_instance(HARD._replace(pins=0, breathing=0, groups=0), 1)
    hard = an_instance(HARD, 1)

    assert (hard.desks, hard.wishes) == (bare.desks, bare.wishes)
    assert [c.absent for c in hard.companies] == [c.absent for c in bare.companies]
    assert hard.pins
    assert any(company.breathing for company in hard.companies)
    assert len(hard.draw) < len(bare.draw)


@pytest.mark.parametrize("seed", range(10))
def test_pins_never_contradict_each_other(seed: int) -> None:
    assert list(contradictions(an_instance(HARD, seed))) == []


@pytest.mark.parametrize("way", EXACT, ids=lambda way: way.__name__)
@pytest.mark.parametrize("seed", range(3))
def test_a_rival_that_says_proven_reaches_the_same_figures(way, seed: int) -> None:
    problem = an_instance(HARD, seed)
    answer = way(problem, 60.0)

    assert answer.is_proven
    assert reached(problem, answer) == best(problem)


@pytest.mark.parametrize("seed", range(3))
def test_the_linear_programme_is_proven_where_it_is_whole_and_else_no_timetable(seed: int) -> None:
    problem = an_instance(HARD, seed)
    answer = linear(problem, 60.0)

    assert answer == Answer(None) or (answer.is_proven and reached(problem, answer) == best(problem))


@pytest.mark.parametrize("way", SIMPLE, ids=lambda way: way.__name__)
@pytest.mark.parametrize("seed", range(3))
def test_a_simple_way_obeys_every_rule_and_never_beats_the_best(way, seed: int) -> None:
    problem = an_instance(HARD, seed)

    assert reached(problem, way(problem, 60.0)) <= best(problem)


def test_no_time_means_no_proof() -> None:
    problem = an_instance(Fair(300, 30, 8), 1)

    assert not any(way(problem, 0.0).is_proven for way in (integral, linear, plain_cp_sat))


def test_the_morning_of_a_fair_changes_what_it_says() -> None:
    fair = an_instance(Fair(60, 10, 7), 1)
    changed = disrupted(fair)
    before, after = {c.id for c in fair.companies}, {c.id for c in changed.companies}
    shut = [sum(bool(table.closed) for table in desk.tables) for desk in changed.desks]

    assert (len(before - after), len(after - before)) == (CANCELLED, NEW)
    assert set(changed.draw) == {company.party for company in changed.companies}
    assert {promise.company for promise in changed.published} <= before & after
    assert sum(count > 0 for count in shut) == 2


@pytest.mark.parametrize("instance", INSTANCES, ids=str)
def test_a_published_instance_is_read_as_its_readme_says(instance: Published) -> None:
    problem = instance.problem(1)
    free = {len(problem.slots) - len(company.absent) for company in problem.companies}

    assert (len(problem.companies), len(problem.desks)) == (instance.students, 15)
    assert free == {5}
    assert {company.max_meetings for company in problem.companies} == {3}
    assert {wish.worth for wish in problem.wishes} == {2, 3, 4, 5}


def test_the_first_student_of_the_first_instance_wishes_what_its_line_says() -> None:
    """``3,4,1,1,1,1,2,2,2,4,4,2,2,3,2`` and sessions 2, 9, 10, 16, 18."""
    problem = INSTANCES[0].problem(1)
    wishes = {wish.desk: wish.worth for wish in problem.wishes if wish.company == "S001"}

    assert list(wishes.values()) == [3, 2, 5, 5, 5, 5, 4, 4, 4, 2, 2, 4, 4, 3, 4]
    assert wishes["Keelvar"] == 5
    assert {slot.id for slot in problem.slots} - problem.company["S001"].absent == {
        "s2",
        "s9",
        "s10",
        "s16",
        "s18",
    }


@pytest.mark.parametrize("form", [plan.short, plan.full], ids=lambda form: form.__name__)
def test_whoever_is_measured_is_measured_beside_matchmaker_on_the_same_fairs(form) -> None:
    trials: list[Trial] = list(form())
    ours = {trial.source: set(trial.seeds) for trial in trials if trial.way == plan.MATCHMAKER}
    deeds = {plan.PREVIEW, plan.REPAIR, *plan.QUESTIONS}
    rivals = [trial for trial in trials if trial.way not in deeds]

    assert all(set(trial.seeds) <= ours[trial.source] for trial in rivals)
