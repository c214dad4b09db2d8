"""What the rules cost this fair, counted from what is stored, without storing anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import AnswerKind, Fair, JournalEntry, Policy, Run, Schedule
from matchmaker.services import draws, rule_costs
from matchmaker.services.problems import taking_part
from matchmaker.services.rule_costs import Side, costs_of_the_rules
from tests.builders import (
    AFTER_THE_DEADLINE,
    DEADLINE,
    a_company,
    a_desk,
    a_fair,
    a_grid,
    a_meeting,
    a_schedule,
    a_wish,
    an_answer,
    some_rules,
)
from tests.services.small_fair import SIRENS, a_small_fair, drawn


def a_costly_fair(session: Session, **rules: object) -> Fair:
    """One slot, two stands: the first company alone at EAU is worth 115, both received together 95."""
    fair = a_fair()
    water, networks = a_desk(fair, code="EAU"), a_desk(fair, code="RES")
    first, second = (a_company(fair, siren=siren, name=f"E{siren[-1]}") for siren in SIRENS[:2])
    favourite = a_wish(first, water)
    session.add_all([fair, some_rules(fair, **rules), a_grid(fair, slots=1), water, networks])
    session.add_all([favourite, a_wish(first, networks, rank=4), a_wish(second, water, rank=2)])
    session.add(an_answer(favourite, AnswerKind.INTERESTED))
    session.flush()
    return fair


def test_the_second_company_is_received_at_the_cost_of_twenty_points(session: Session) -> None:
    costs = costs_of_the_rules(session, a_costly_fair(session), AFTER_THE_DEADLINE)

    assert (costs.found.floor.served, costs.found.worth.served) == (2, 1)
    assert (costs.found.floor.worth, costs.found.worth.worth) == (95, 115)
    assert [(one.company.name, one.floor, one.worth) for one in costs.of_side(Side.RECEIVED)] == [
        ("E6", 1, 0)
    ]
    assert len(costs.concerned) == 1


def test_the_policy_of_the_fair_plays_no_part(session: Session) -> None:
    fair = a_costly_fair(session, policy=Policy.WORTH)

    assert costs_of_the_rules(session, fair, AFTER_THE_DEADLINE).found.floor.served == 2


def test_each_side_stands_in_the_order_of_the_draw(session: Session) -> None:
    """Two places for three companies; the directorate prefers whom the draw leaves out."""
    fair = drawn(session, a_small_fair(session))
    by_rank = sorted(taking_part(session, fair), key=lambda c: draws.ranks(session, fair)[c.party])
    session.add(an_answer(by_rank[2].wishes[0], AnswerKind.INTERESTED))
    session.add(an_answer(by_rank[1].wishes[0], AnswerKind.INTERESTED))
    session.flush()
    costs = costs_of_the_rules(session, fair, AFTER_THE_DEADLINE)

    assert [(one.side, one.company.draw_rank) for one in costs.concerned] == [
        (Side.RECEIVED, 1),
        (Side.LEFT_OUT, 3),
    ]


def test_before_the_deadline_nothing_is_counted(session: Session) -> None:
    fair = a_costly_fair(session)

    with pytest.raises(RuleBroken, match="après leur clôture"):
        costs_of_the_rules(session, fair, DEADLINE - timedelta(seconds=1))
    assert costs_of_the_rules(session, fair, DEADLINE).found.parties == 2


def test_a_fair_without_slots_or_rules_says_so(session: Session) -> None:
    fair = a_fair()
    session.add(fair)
    session.flush()

    with pytest.raises(RuleBroken, match="pas encore de règles"):
        costs_of_the_rules(session, fair, AFTER_THE_DEADLINE)
    session.add(some_rules(fair))
    session.flush()
    with pytest.raises(RuleBroken, match="pas encore de créneaux"):
        costs_of_the_rules(session, fair, AFTER_THE_DEADLINE)


def test_a_company_validated_since_the_draw_needs_a_number_first(session: Session) -> None:
    fair = drawn(session, a_small_fair(session))
    session.add(a_company(fair, siren="000000042"))
    session.flush()

    with pytest.raises(RuleBroken, match="n’a pas encore de numéro"):
        costs_of_the_rules(session, fair, AFTER_THE_DEADLINE)


def test_locks_that_contradict_each_other_are_said_to(session: Session) -> None:
    """Two locked meetings of a company that may have one."""
    fair = a_costly_fair(session, meetings_per_company=1)
    company = taking_part(session, fair)[0]
    grid = a_grid(fair, slots=2, number=2)
    schedule = a_schedule(fair, grid)
    session.add_all([grid, schedule])
    for wish, slot in zip(company.wishes, grid.slots, strict=True):
        session.add(a_meeting(company, wish.desk.tables[0], slot, schedule, pinned=True))
    session.flush()

    with pytest.raises(RuleBroken, match="se contredisent"):
        costs_of_the_rules(session, fair, AFTER_THE_DEADLINE)


def test_a_fair_too_large_to_wait_for_is_sent_to_the_command_line(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three wishes and one slot."""
    fair = a_costly_fair(session)
    monkeypatch.setattr(rule_costs, "LARGEST", 3)
    assert costs_of_the_rules(session, fair, AFTER_THE_DEADLINE).found.parties == 2

    monkeypatch.setattr(rule_costs, "LARGEST", 2)
    with pytest.raises(RuleBroken, match="matchmaker what-if"):
        costs_of_the_rules(session, fair, AFTER_THE_DEADLINE)


def test_nothing_is_stored(session: Session) -> None:
    fair = a_costly_fair(session)
    session.commit()
    costs_of_the_rules(session, fair, AFTER_THE_DEADLINE)

    assert [*session.new, *session.dirty, *session.deleted] == []
    for table in (Run, Schedule, JournalEntry):
        assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
