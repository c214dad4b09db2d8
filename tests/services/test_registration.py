"""Companies register while registration is open, once, with a true SIRET and the charter accepted."""

import dataclasses

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.models import CpvOrigin
from matchmaker.services import draws
from matchmaker.services.registration import Registration, register, validate
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    DEADLINE,
    EXCHANGE,
    a_charter,
    a_company,
    a_cpv,
    a_fair,
    a_sector,
    some_rules,
)

FORM = Registration(
    name="Éclairage public Seine-Orly",
    siret="000 000 018 00010",
    contact_name="Direction commerciale",
    contact_email="Contact@Seine-Orly.example",
    accepts_charter=True,
)


@pytest.fixture
def fair(session):
    fair = a_fair()
    session.add_all([fair, a_charter(fair), some_rules(fair, locked_at=BEFORE_OPENING)])
    session.flush()
    draws.commit(session, fair, "0" * 32, "Loto", None, BEFORE_OPENING)
    return fair


def changed(**fields):
    return dataclasses.replace(FORM, **fields)


def test_a_company_is_kept_with_all_it_says(session, fair):
    sector, cpv = a_sector(), a_cpv()
    session.add_all([sector, cpv])
    session.flush()
    form = changed(sectors=[sector.code], cpv_won=[cpv.code], presence=[(EXCHANGE, DEADLINE.replace(day=16))])

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

    with pytest.raises(RuleBroken, match="attendent les règles"):
        register(session, fair, FORM, BEFORE_THE_DEADLINE)


def test_nobody_registers_before_the_draw_is_committed(session):
    """Once somebody is there it could never be committed, and no draft could ever be published."""
    fair = a_fair()
    session.add_all([fair, a_charter(fair), some_rules(fair, locked_at=BEFORE_OPENING)])
    session.flush()

    with pytest.raises(RuleBroken, match="empreinte du tirage"):
        register(session, fair, FORM, BEFORE_THE_DEADLINE)


def test_a_registration_is_validated_once(session, fair):
    company = register(session, fair, FORM, BEFORE_THE_DEADLINE)
    validate(session, company, None, BEFORE_THE_DEADLINE)
    assert company.validated_at == BEFORE_THE_DEADLINE

    with pytest.raises(RuleBroken, match="déjà validée"):
        validate(session, company, None, AFTER_THE_DEADLINE)


def test_who_has_left_is_not_validated(session, fair):
    company = a_company(fair, validated_at=None, withdrawn_at=DEADLINE)

    with pytest.raises(RuleBroken, match="retiré"):
        validate(session, company, None, AFTER_THE_DEADLINE)
