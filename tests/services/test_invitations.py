"""Contacts of companies that a file brought are invited to open an account, once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.models import Company, JournalEntry, Message, Role
from matchmaker.services import colleagues, invitations
from matchmaker.services.colleagues import LINK_DAYS
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_THE_DEADLINE,
    a_company,
    a_fair,
    a_membership,
    an_account,
)


@pytest.fixture
def fair(session):
    fair = a_fair()
    session.add_all([fair, a_company(fair, siren="000000018"), an_account()])
    session.add(a_membership(fair, Role.COMPANY, company=a_company(fair)))
    session.add(a_company(fair, withdrawn_at=AFTER_THE_DEADLINE))
    session.flush()
    return fair


def invite(session, fair, now=AFTER_THE_DEADLINE):
    account = an_account()
    session.add(account)
    session.flush()
    return invitations.invite_contacts(session, fair, account, lambda c, to: f"https://x/{c.code}/{to}", now)


def written(session):
    return session.scalars(sa.select(Message)).all()


def test_only_who_comes_and_has_nobody_signing_in_is_invited(session, fair):
    assert invite(session, fair) == 1

    (message,) = written(session)
    assert message.email == "contact-000000018@example.org"
    assert "https://x/000000018/contact-000000018@example.org" in message.body
    deeds = sa.select(JournalEntry.deed, JournalEntry.about)
    assert session.execute(deeds).all() == [("contact.invite", "000000018")]


def test_nobody_is_invited_twice_while_the_link_is_good(session, fair):
    invite(session, fair, BEFORE_THE_DEADLINE)

    assert invite(session, fair, BEFORE_THE_DEADLINE + timedelta(days=LINK_DAYS - 1)) == 0
    assert invite(session, fair, BEFORE_THE_DEADLINE + timedelta(days=LINK_DAYS, minutes=1)) == 1


def test_after_the_fair_nobody_is_invited(session, fair):
    assert invite(session, fair, fair.closes_at) == 0


def test_who_accepted_is_not_waited_for(session, fair):
    company = session.scalars(sa.select(Company).filter_by(siren="000000018")).one()
    address = company.contacts[0].email
    colleagues.accept_as_new(
        session, company, address, "Contact", "quatorze-carottes-bleues", "fr", AFTER_THE_DEADLINE
    )

    assert invitations.to_invite(session, fair, AFTER_THE_DEADLINE) == []
    assert [contact.email for contact in company.contacts] == [address]
