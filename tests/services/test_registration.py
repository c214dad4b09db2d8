"""Companies register while registration is open, once, with a true SIRET and the charter accepted."""

import dataclasses
from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import Company, CpvOrigin, JournalEntry, SizeClass
from matchmaker.services import draws
from matchmaker.services.registration import Registration, register
from tests.builders import (
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    DEADLINE,
    EXCHANGE,
    a_charter,
    a_cpv,
    a_fair,
    a_sector,
    an_account,
    some_rules,
)
from tests.open_fair import an_open_fair

FORM = Registration(
    name="Éclairage public Seine-Orly",
    siret="000 000 018 00010",
    contact_name="Direction commerciale",
    contact_email="Contact@Seine-Orly.example",
    accepts_charter=True,
)


@pytest.fixture
def fair(session):
    return an_open_fair(session)


def changed(**fields):
    return dataclasses.replace(FORM, **fields)


def test_a_company_is_kept_with_all_it_says(session, fair):
    sector, cpv = a_sector(), a_cpv()
    session.add_all([sector, cpv])
    session.flush()
    hours = (EXCHANGE, EXCHANGE + timedelta(minutes=30))
    form = changed(sectors=[sector.code] * 2, cpv_won=[cpv.code, f"{cpv.code}-0"], presence=[hours])

    company = register(session, fair, form, BEFORE_THE_DEADLINE)

    assert (company.code, company.siret, company.name) == ("000000018", "00000001800010", FORM.name)
    assert company.sectors == [sector]
    assert [(line.cpv_code, line.origin) for line in company.cpv] == [(cpv.code, CpvOrigin.WON)]
    assert [contact.email for contact in company.contacts] == ["contact@seine-orly.example"]
    assert [hours.starts_at for hours in company.presences] == [EXCHANGE]
    assert (company.charter.number, company.charter_accepted_at) == (1, BEFORE_THE_DEADLINE)
    assert company.validated_at is None


def test_companies_that_name_the_same_group_belong_together(session, fair):
    first = register(session, fair, changed(group="Groupe Seine"), BEFORE_THE_DEADLINE)
    second = register(
        session, fair, changed(group="Groupe Seine ", siret="00000002600013"), BEFORE_THE_DEADLINE
    )

    assert first.group is second.group
    assert second.party == "G000000018"


@pytest.mark.parametrize(
    ("form", "now", "words"),
    [
        (FORM, BEFORE_OPENING, "pas encore ouvertes"),
        (FORM, DEADLINE, "closes"),
        (changed(accepts_charter=False), BEFORE_THE_DEADLINE, "acceptez la charte"),
        (changed(siret="00000001800011"), BEFORE_THE_DEADLINE, "SIRET n’est pas valable"),
    ],
)
def test_a_registration_that_breaks_a_rule_is_refused(session, fair, form, now, words):
    with pytest.raises(RuleBroken, match=words):
        register(session, fair, form, now)


def test_an_agency_of_a_company_already_there_is_a_colleague(session, fair):
    register(session, fair, FORM, BEFORE_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="déjà inscrite"):
        register(session, fair, changed(name="Autre agence"), BEFORE_THE_DEADLINE)


def test_nobody_registers_before_there_is_a_charter(session):
    bare = a_fair()
    session.add(bare)
    session.flush()

    with pytest.raises(RuleBroken, match="charte"):
        register(session, bare, FORM, BEFORE_THE_DEADLINE)


def test_nobody_registers_before_the_rules_are_locked(session):
    fair = a_fair()
    session.add_all([fair, a_charter(fair), some_rules(fair)])
    session.flush()
    draws.commit(session, fair, "0" * 32, "Loto", None, BEFORE_OPENING)

    with pytest.raises(RuleBroken, match="règles seront verrouillées"):
        register(session, fair, FORM, BEFORE_THE_DEADLINE)


def test_nobody_registers_before_the_draw_is_committed(session):
    """Once somebody is there it could never be committed, and no draft could ever be published."""
    fair = a_fair()
    session.add_all([fair, a_charter(fair), some_rules(fair, locked_at=BEFORE_OPENING)])
    session.flush()

    with pytest.raises(RuleBroken, match="empreinte du tirage"):
        register(session, fair, FORM, BEFORE_THE_DEADLINE)


def test_a_company_without_siret_is_known_by_its_foreign_number(session, fair):
    form = changed(siret=" ", foreign_country="BE", foreign_number="0123.456.789")

    company = register(session, fair, form, BEFORE_THE_DEADLINE)

    assert (company.code, company.siren, company.siret) == ("BE0123456789", None, None)
    with pytest.raises(RuleBroken, match="déjà inscrite") as refusal:
        register(session, fair, form, BEFORE_THE_DEADLINE)
    assert refusal.value.field == "foreign_number"


def test_what_a_company_adds_is_kept(session, fair):
    account = an_account()
    session.add(account)
    form = changed(
        size_class=SizeClass.MICRO, phone="01 23 45 67 89", adapted_access=" Un fauteuil ", breathing=True
    )

    company = register(session, fair, form, BEFORE_THE_DEADLINE, account)

    assert (company.size_class, company.adapted_access) == (SizeClass.MICRO, "Un fauteuil")
    assert company.breathing
    assert company.contacts[0].phone == "01 23 45 67 89"
    assert (
        session.scalars(sa.select(JournalEntry.account_id).order_by(JournalEntry.id)).all()[-1] == account.id
    )


def test_a_group_is_the_same_however_it_is_written(session, fair):
    first = register(session, fair, changed(group="Groupe Électricité"), BEFORE_THE_DEADLINE)
    second = register(
        session, fair, changed(group="groupe  ELECTRICITE", siret="00000002600013"), BEFORE_THE_DEADLINE
    )

    assert first.group is second.group


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"accepts_charter": False}, "accepts_charter"),
        ({"charter_number": 7}, "accepts_charter"),
        ({"siret": ""}, "siret"),
        ({"siret": "00000001800011"}, "siret"),
        ({"foreign_country": "BE", "foreign_number": "0123456789"}, "foreign_number"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"contact_name": ""}, "contact_name"),
        ({"contact_email": "contact"}, "contact_email"),
        ({"contact_email": ""}, "contact_email"),
        ({"phone": "en semaine"}, "phone"),
        ({"adapted_access": "x" * 1001}, "adapted_access"),
        ({"group": "x" * 201}, "group"),
        ({"sectors": ["lune"]}, "sectors"),
        ({"cpv_declared": ["99999999"]}, "cpv_declared"),
        ({"cpv_won": ["travaux"]}, "cpv_won"),
        ({"naf_code": "99.99Z"}, "naf_code"),
        ({"presence": [(DEADLINE, EXCHANGE)]}, "presence"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_stored(session, fair, form, field):
    with pytest.raises(RuleBroken) as refusal:
        register(session, fair, changed(**form), BEFORE_THE_DEADLINE)

    assert refusal.value.field == field
    assert session.scalars(sa.select(Company)).all() == []
