"""Where advice on capacity begins: what the fair has, and what is usual where it has nothing yet."""

from __future__ import annotations

from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import Company, Fair, Table, TableClosure
from matchmaker.services.capacity.demand import Demand
from matchmaker.services.capacity.facts import Facts, facts
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    a_company,
    a_desk,
    a_fair,
    a_grid,
    a_meeting,
    a_need,
    a_schedule,
    a_wish,
    some_rules,
)
from tests.pages import count_queries
from tests.services.small_fair import a_small_fair, drawn

T = TypeVar("T")


def of(session: Session, fair: Fair) -> Facts:
    session.flush()
    return facts(session, fair, "fr")


def stored(session: Session, *things: object) -> None:
    session.add_all(things)
    session.flush()


def test_a_fair_with_nothing_is_laid_out_by_its_hours_and_the_usual_rules(session: Session) -> None:
    fair = a_fair()
    stored(session, fair)
    found = of(session, fair)

    assert len(found.bare.slots) == 9
    assert (found.current.slot_minutes, found.current.changeover_minutes) == (8, 2)
    assert (found.current.meetings_per_company, found.most_requests) == (3, 4)
    assert (found.usual, found.labels) == (Demand(200, 1.0), ())
    assert found.bare.slots[0].start.strftime("%H:%M") == "10:30"


def test_the_form_begins_with_the_tables_and_the_quota_there_are(session: Session) -> None:
    fair = a_fair()
    stored(session, fair, some_rules(fair, meetings_per_company=2), a_desk(fair, tables=3, code="EAU"))
    found = of(session, fair)

    assert found.current.tables == (("EAU", 3),)
    assert found.current.meetings_per_company == 2
    assert found.labels == (("EAU", "Eau potable"),)
    assert not found.rules_are_locked


def test_locked_rules_are_known_to_be(session: Session) -> None:
    fair = a_fair()
    stored(session, fair, some_rules(fair, locked_at=BEFORE_OPENING))

    assert of(session, fair).rules_are_locked


def test_published_projects_attract_and_as_long_as_none_is_those_that_are_written(session: Session) -> None:
    fair = a_fair()
    water, roads = a_desk(fair, code="EAU"), a_desk(fair, code="VOI")
    stored(session, fair, water, roads, a_need(water, published_at=None), a_need(water, published_at=None))
    assert of(session, fair).attraction.projects == (("EAU", 2), ("VOI", 0))

    stored(session, a_need(roads), a_need(roads, withdrawn_at=BEFORE_OPENING))
    assert of(session, fair).attraction.projects == (("EAU", 0), ("VOI", 1))


def test_before_anybody_has_asked_the_demand_is_the_usual_one(session: Session) -> None:
    fair = a_fair()
    desks = [a_desk(fair) for _ in range(4)]
    stored(session, fair, some_rules(fair, requests_per_company=2), a_grid(fair), *desks)
    found = of(session, fair)

    assert (found.real, found.why_not) == (None, "")
    assert found.usual == Demand(200, 2.0)
    assert found.expectation(None).demand == Demand(200, 2.0)


def test_real_requests_are_asked_about_as_if_nothing_were_published(session: Session) -> None:
    fair = drawn(session, a_small_fair(session))
    grid = fair.grids[0]
    company, table = the(session, Company), the(session, Table)
    stored(session, a_meeting(company, table, grid.slots[0], a_schedule(fair, grid), pinned=True))
    found = of(session, fair)

    assert found.real is not None
    assert (len(found.real.wishes), found.real.pins, found.real.published) == (3, (), ())
    assert found.usual == Demand(3, 1.0)
    assert found.expectation(None).problem is found.real
    assert found.expectation(Demand(9, 1.0)).problem is found.bare


def the(session: Session, kind: type[T]) -> T:
    """The first of its kind."""
    return session.scalars(sa.select(kind).limit(1)).one()


def test_what_keeps_real_requests_from_being_counted_is_said(session: Session) -> None:
    fair = drawn(session, a_small_fair(session))
    late = a_company(fair, validated_at=AFTER_THE_DEADLINE)
    stored(session, late, a_wish(late, the(session, Table).desk))
    found = of(session, fair)

    assert found.real is None
    assert "n’a pas encore de numéro" in found.why_not


def test_closed_tables_stay_closed(session: Session) -> None:
    fair = a_small_fair(session)
    table = the(session, Table)
    stored(session, TableClosure(table=table, slot=fair.grids[0].slots[0]))

    assert of(session, fair).bare.desks[0].tables[0].closed == {"s1"}


def test_a_company_that_is_refused_or_gone_is_not_expected(session: Session) -> None:
    fair = a_fair()
    gone = {"withdrawn_at": AFTER_THE_DEADLINE}
    refused = {"validated_at": None, "refused_at": AFTER_THE_DEADLINE, "refused_because": "Hors sujet"}
    stored(session, fair, *(a_company(fair, **given) for given in [gone, refused] * 201))

    assert of(session, fair).usual.companies == 200


def test_thirty_stands_cost_no_more_queries_than_three(session: Session) -> None:
    fair = a_small_fair(session)
    counts = []
    for _ in range(2):
        session.expire_all()
        with count_queries(session.get_bind()) as sent:
            facts(session, fair, "fr")
        counts.append(len(sent))
        for _ in range(27):
            desk, company = a_desk(fair, tables=2), a_company(fair)
            stored(session, desk, a_need(desk), company, a_wish(company, desk))

    assert counts[0] == counts[1]
