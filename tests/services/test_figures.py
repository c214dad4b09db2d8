"""A schedule in figures, counted by hand on a fair of three companies and two places."""

import pytest
import sqlalchemy as sa

from matchmaker.models import Company, Table, TableClosure
from matchmaker.services.figures import DeskLoad, document
from tests.builders import a_company, a_group
from tests.services.small_fair import a_draft_of, a_small_fair


@pytest.fixture
def fair(session):
    return a_small_fair(session)


def figures_of(session, fair):
    return document(a_draft_of(session, fair)).figures


def test_who_asked_is_counted_by_the_meetings_they_have(session, fair):
    session.add(a_company(fair))  # asked for nothing
    session.flush()

    figures = figures_of(session, fair)

    assert figures.companies_by_meetings == ((0, 1), (1, 2))
    assert (figures.places, figures.requests, figures.meetings) == (2, 3, 2)
    assert (figures.parties, figures.served, figures.unserved) == (3, 2, 1)


def test_a_group_counts_once(session, fair):
    first, second, _third = companies(session, fair)
    first.group = second.group = a_group(fair)
    session.flush()

    figures = figures_of(session, fair)

    assert (figures.parties, figures.served, figures.unserved) == (2, 2, 0)


def test_a_closed_place_is_no_place(session, fair):
    table = session.scalars(sa.select(Table).filter_by(fair_id=fair.id)).one()
    slot = fair.grids[0].slots[0]
    session.add(TableClosure(table=table, slot=slot))
    session.flush()

    figures = figures_of(session, fair)

    assert figures.desks == (DeskLoad("EAU", tables=1, places=1, requests=3, meetings=1),)


def test_the_levels_and_their_proof_come_from_the_scheduler(session, fair):
    figures = figures_of(session, fair)

    assert [(level.name, level.is_proven) for level in figures.levels] == [
        ("served", True),
        ("draw", True),
        ("worth", True),
        ("idle", True),
    ]
    assert figures.is_optimal


def test_a_document_is_read_once(session, fair):
    draft = a_draft_of(session, fair)

    assert document(draft) is document(draft)


def companies(session, fair):
    return list(session.scalars(sa.select(Company).filter_by(fair_id=fair.id).order_by(Company.siren)))
