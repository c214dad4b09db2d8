"""What is written at a publication: each company its own day, and kind words to who goes without."""

import pytest
import sqlalchemy as sa

from matchmaker.models import Company, Contact, Message
from matchmaker.services.publishing import publication
from tests.builders import AFTER_THE_DEADLINE
from tests.services.small_fair import a_draft_of, a_small_fair, drawn


@pytest.fixture
def fair(session):
    return drawn(session, a_small_fair(session))


def publish(session, fair):
    return publication.publish(session, a_draft_of(session, fair), None, AFTER_THE_DEADLINE)


def messages_of(session, company):
    event = f"schedule v1 {company.siren}"
    return list(session.scalars(sa.select(Message).filter_by(fair_id=company.fair_id, event=event)))


def companies(session, fair):
    here = session.scalars(sa.select(Company).filter_by(fair_id=fair.id).order_by(Company.siren))
    return list(here)


def plain(text):
    return text.replace("\u00a0", " ")


def test_a_company_reads_the_hour_and_the_table_of_each_meeting(session, fair):
    publish(session, fair)

    company = next(company for company in companies(session, fair) if company.meetings)
    (message,) = messages_of(session, company)
    minute = {1: "30", 2: "40"}[company.meetings[0].slot.position]
    assert f"— 10 h {minute}, stand Eau potable, table 1" in plain(message.body).splitlines()
    assert (message.email, message.locale) == (company.contacts[0].email, "fr")
    assert plain(message.subject) == "Vos rendez-vous : Salon de l’achat public"
    assert "L. 311-3-1" in plain(message.body)


def test_who_goes_without_is_told_what_remains(session, fair):
    publish(session, fair)

    company = next(company for company in companies(session, fair) if not company.meetings)
    (message,) = messages_of(session, company)
    assert "accueil acheteurs" in message.body


def test_every_contact_of_a_company_is_written_to(session, fair):
    company = companies(session, fair)[0]
    company.contacts.append(Contact(name="Accueil", email="accueil@example.org"))

    publish(session, fair)

    assert len(messages_of(session, company)) == 2


def test_one_person_may_answer_for_two_companies(session, fair):
    first, second, _third = companies(session, fair)
    for company in (first, second):
        company.contacts[0].email = "agence@example.org"

    publish(session, fair)

    received = [message.email for company in (first, second) for message in messages_of(session, company)]
    assert received == ["agence@example.org"] * 2


def test_who_has_left_is_not_written_to(session, fair):
    company = companies(session, fair)[0]
    company.withdrawn_at = AFTER_THE_DEADLINE

    publish(session, fair)

    assert messages_of(session, company) == []
