"""Whom a visitor plays: found by a rule in what is published, so that the story always shows the point."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from matchmaker.demo import roles
from matchmaker.demo.moments import MOMENTS, PUBLISHED, REQUESTS_OPEN, THE_DAY
from matchmaker.models import Account, Company, Desk, Membership, Role, Schedule, Sitting, Table, Wish
from matchmaker.services.fit import suggestions
from matchmaker.services.schedules import readable
from tests.demo.stored import count


@pytest.fixture
def firm(built_demo, at):
    """The firm at a moment."""

    def company(moment):
        address = roles.address_of(Role.COMPANY, built_demo)
        of_account = sa.select(Company).join(Membership, Membership.company_id == Company.id).join(Account)
        return at(moment).scalars(of_account.where(Account.email == address)).one()

    return company


def test_every_company_has_its_account_from_its_first_day(at):
    for moment in MOMENTS:
        session = at(moment)
        of_companies = sa.select(Membership.company_id).where(Membership.role == Role.COMPANY)
        assert set(session.scalars(of_companies)) == set(session.scalars(sa.select(Company.id)))
        assert count(session, Account, Account.password_hash.is_not(None)) == 0


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
def test_the_firm_is_validated_and_asks_from_the_first_moment_on(firm, moment):
    company = firm(moment)

    assert company.validated_at < REQUESTS_OPEN.now
    assert company.group is None
    assert len(company.wishes) > 1


def test_the_firm_has_stands_that_suit_it(firm, at):
    desks = at(REQUESTS_OPEN).scalars(sa.select(Desk).order_by(Desk.position)).all()

    assert suggestions(at(REQUESTS_OPEN), firm(REQUESTS_OPEN), desks)


def test_the_firm_meets_one_stand_at_its_second_table_and_reads_true_reasons_for_the_rest(firm, at):
    schedule = at(PUBLISHED).scalars(sa.select(Schedule).where(Schedule.version == 1)).one()
    days = readable(at(PUBLISHED), schedule, "fr").days
    day = next(day for day in days if day.company.code == firm(PUBLISHED).code)

    assert [(card.table.number, card.asked.rank) for card in day.cards] == [(2, 1)]
    assert {wish.reason.code for wish in day.unplaced} >= {"desk_full", "outranked"}
    assert len(day.cards) + len(day.unplaced) + len(day.set_aside) == len(firm(THE_DAY).wishes)


def test_the_lead_receives_at_the_stand_that_most_companies_ask_for(built_demo, at):
    session = at(THE_DAY)
    lead = session.scalars(
        sa.select(Account).where(Account.email == roles.address_of(Role.HOST, built_demo))
    ).one()
    seated = sa.select(Table).join(Sitting).where(Sitting.account_id == lead.id).distinct()
    asked = sa.select(Wish.desk_id).group_by(Wish.desk_id).order_by(sa.func.count().desc())

    (table,) = session.scalars(seated)

    assert (table.desk_id, table.number) == (session.scalars(asked).first(), 1)


@pytest.mark.parametrize("role", roles.ROLES)
def test_whoever_is_played_is_there_at_every_moment(built_demo, at, role):
    address = roles.address_of(role, built_demo)

    found = {
        moment: at(moment).scalars(sa.select(Account.id).where(Account.email == address)).all()
        for moment in MOMENTS
    }

    assert len({tuple(ids) for ids in found.values()}) == 1
    assert all(len(ids) == 1 for ids in found.values())
