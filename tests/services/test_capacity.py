"""What a variant of the morning would give: of real requests exactly, of simulated ones within bounds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from matchmaker.scheduling.problem import Company, Problem
from matchmaker.scheduling.solve import solve
from matchmaker.services.capacity.demand import Attraction, Demand, simulated
from matchmaker.services.capacity.layout import Period, Variant, slots_of
from matchmaker.services.capacity.outcomes import Expectation, Outcome, Range, outcome, simulations_for
from tests.scheduling.problems import desk
from tests.scheduling.small_fairs import fair

START = datetime(2023, 11, 15, 9, 30, tzinfo=UTC)
MORNING = Period(START, START + timedelta(minutes=28))
"""Three slots of eight minutes, two minutes apart."""
CHOICES = (100, 70, 45, 25)


def a_variant(
    tables: int = 1, quota: int = 2, minutes: int = 8, changeover: int = 2, desks: str = "AB"
) -> Variant:
    return Variant(minutes, changeover, quota, tuple((code, tables) for code in desks))


def bare(desks: str = "AB") -> Problem:
    return Problem(slots_of(MORNING, a_variant()), tuple(desk(code) for code in desks), (), (), ())


def of_real(problem: Problem, variant: Variant) -> Outcome:
    return outcome(Expectation(problem, MORNING, Attraction((), CHOICES), None), variant, 20)


def of_simulated(variant: Variant, companies: int = 12, mean: float = 1.5, simulations: int = 20) -> Outcome:
    attraction = Attraction((("A", 3), ("B", 0)), CHOICES)
    return outcome(Expectation(bare(), MORNING, attraction, Demand(companies, mean)), variant, simulations)


def test_real_requests_laid_out_as_they_are_give_what_the_scheduler_gives() -> None:
    people = [Company(f"C{n}", 2) for n in range(1, 6)]
    problem = fair(3, [desk("A"), desk("B")], people, "C1-A:100 C1-B:70 C2-A:100 C3-A:100 C4-A:100 C5-B:100")
    result, found = solve(problem), of_real(problem, a_variant())

    assert found.served.middle == result.level("served").value
    assert found.worth.middle == result.level("worth").value
    assert found.meetings.middle == len(result.meetings)
    assert found.refused.middle == len(result.unplaced)
    assert (found.places, found.free.middle, found.simulations) == (6, 6 - len(result.meetings), 1)
    assert found.is_exact


def test_one_more_table_receives_those_who_were_left_over() -> None:
    problem = fair(
        3,
        [desk("A"), desk("B")],
        [Company(f"C{n}", 2) for n in range(1, 6)],
        "".join(f"C{n}-A:100 " for n in range(1, 6)),
    )

    assert of_real(problem, a_variant()).unserved.middle == 2
    assert of_real(problem, a_variant(tables=2)).unserved.middle == 0


def test_a_smaller_quota_takes_second_meetings_away() -> None:
    problem = fair(3, [desk("A"), desk("B")], [Company("C1", 2)], "C1-A:100 C1-B:70")

    assert (
        of_real(problem, a_variant()).several.middle,
        of_real(problem, a_variant(quota=1)).several.middle,
    ) == (1, 0)


def test_the_quota_holds_for_simulated_companies_as_well() -> None:
    once, twice = (of_simulated(a_variant(tables=8, quota=quota), mean=2.0).several for quota in (1, 2))

    assert (once, twice) == (Range(0, 0, 0), Range(12, 12, 12))


def test_shorter_meetings_make_more_places() -> None:
    found = of_simulated(a_variant(minutes=4, changeover=1))

    assert (found.slots, found.places) == (5, 10)
    assert found.ends_at == START + timedelta(minutes=24)


def test_simulations_are_the_same_for_every_variant_and_every_time() -> None:
    outcome.cache_clear()
    first = of_simulated(a_variant())
    outcome.cache_clear()

    assert of_simulated(a_variant()) == first
    assert of_simulated(a_variant(tables=2)).requests == first.requests


def test_figures_run_from_the_smallest_to_the_largest() -> None:
    found = of_simulated(a_variant())

    assert found.simulations == 20
    for one in (found.requests, found.refused, found.worth, found.missing):
        assert one.low <= one.middle <= one.high
    assert not found.requests.is_one
    assert found.asking == Range(12, 12, 12)


def test_every_first_meeting_that_is_missing_is_a_company_left_out() -> None:
    found = of_simulated(a_variant())

    assert found.missing == found.unserved == Range(6, 6, 6)


@pytest.mark.parametrize(
    ("companies", "slots", "count"), [(0, 9, 20), (200, 9, 20), (600, 9, 7), (1500, 30, 3)]
)
def test_the_page_draws_as_many_fairs_as_it_has_time_for(companies: int, slots: int, count: int) -> None:
    assert simulations_for(companies, slots) == count


# Demand


def drawn(
    demand: Demand, projects: tuple[tuple[str, int], ...] = (("A", 9), ("B", 0)), seed: int = 1
) -> Problem:
    return simulated(bare(), 2, Attraction(projects, CHOICES), demand, seed)


def test_companies_ask_as_often_as_is_expected_of_them() -> None:
    asked = len(drawn(Demand(400, 1.5)).wishes) / 400

    assert asked == pytest.approx(1.5, abs=0.08)
    assert len(drawn(Demand(400, 2.0)).wishes) == 800


def test_choices_are_worth_less_and_less_and_name_different_stands() -> None:
    for company in drawn(Demand(50, 2.0)).companies:
        wishes = [wish for wish in drawn(Demand(50, 2.0)).wishes if wish.company == company.id]
        assert [wish.worth for wish in wishes] == [100, 70]
        assert len({wish.desk for wish in wishes}) == 2


def test_a_stand_attracts_by_its_projects_and_none_is_without() -> None:
    asked = [wish.desk for wish in drawn(Demand(1000, 1.0)).wishes]

    assert asked.count("A") / 1000 == pytest.approx(10 / 11, abs=0.03)
    assert "B" in asked


def test_without_projects_all_stands_attract_alike() -> None:
    nothing = (("A", 0), ("B", 0))
    asked = [wish.desk for wish in drawn(Demand(1000, 1.0), nothing).wishes]

    assert asked.count("A") / 1000 == pytest.approx(0.5, abs=0.05)
    assert not Attraction(nothing, CHOICES).is_known


def test_another_seed_is_another_fair() -> None:
    assert drawn(Demand(50, 1.0), seed=1).wishes != drawn(Demand(50, 1.0), seed=2).wishes
