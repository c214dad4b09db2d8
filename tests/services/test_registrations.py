"""Registrations are read by state, searched by name or number, and validated one by one or many at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.models import journal
from matchmaker.services import registrations
from matchmaker.services.registrations import State, state_of
from tests.builders import (
    BEFORE_THE_DEADLINE,
    REQUESTS_OPEN,
    a_company,
    a_desk,
    a_fair,
    a_wish,
    an_account,
)


@pytest.fixture
def fair(session):
    fair = a_fair()
    session.add(fair)
    session.flush()
    return fair


@pytest.fixture
def account(session):
    account = an_account()
    session.add(account)
    session.flush()
    return account


def stored(session, *companies):
    session.add_all(companies)
    session.flush()
    return companies


def names(found):
    return [one.company.name for one in found.found]


REFUSED = {"validated_at": None, "refused_at": BEFORE_THE_DEADLINE, "refused_because": "Double."}


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"validated_at": None}, State.WAITING),
        ({}, State.VALIDATED),
        (REFUSED, State.REFUSED),
        ({"withdrawn_at": BEFORE_THE_DEADLINE}, State.WITHDRAWN),
        (REFUSED | {"withdrawn_at": BEFORE_THE_DEADLINE}, State.WITHDRAWN),
    ],
)
def test_the_state_follows_from_what_was_done(fair, given, state):
    assert state_of(a_company(fair, **given)) is state


def test_those_who_wait_come_first_then_the_validated_the_refused_and_those_who_left(session, fair):
    stored(
        session,
        a_company(fair, name="Partie", withdrawn_at=BEFORE_THE_DEADLINE),
        a_company(fair, name="Refusée", **REFUSED),
        a_company(fair, name="Validée"),
        a_company(fair, name="En attente", validated_at=None),
    )

    found = registrations.registrations(session, fair)

    assert names(found) == ["En attente", "Validée", "Refusée", "Partie"]
    assert [found.counts[state] for state in State] == [1, 1, 1, 1]


def test_of_those_who_wait_the_first_that_came_is_the_first(session, fair):
    later = REQUESTS_OPEN + timedelta(hours=1)
    stored(
        session,
        a_company(fair, name="Après", validated_at=None, registered_at=later),
        a_company(fair, name="Zèle", validated_at=None),
    )

    assert names(registrations.registrations(session, fair)) == ["Zèle", "Après"]


@pytest.mark.parametrize("search", ["egouts", "ÉGOUTS", "000 123 456", "000123456", " 123456 "])
def test_a_name_is_found_without_its_accents_and_a_number_however_it_is_spaced(session, fair, search):
    stored(
        session, a_company(fair, name="Égouts de Seine", siren="000123456"), a_company(fair, name="Voirie")
    )

    assert names(registrations.registrations(session, fair, search)) == ["Égouts de Seine"]


def test_a_company_without_siren_is_found_by_its_foreign_number(session, fair):
    abroad = a_company(fair, name="Wasser", foreign_number="DEHRB1234")
    abroad.siren = None
    stored(session, abroad)

    assert names(registrations.registrations(session, fair, "hrb 12")) == ["Wasser"]


def test_a_filter_narrows_the_list_and_not_the_counts(session, fair):
    stored(session, a_company(fair, name="Validée"), a_company(fair, name="En attente", validated_at=None))

    found = registrations.registrations(session, fair, state=State.WAITING)

    assert (names(found), found.total, found.decided) == (["En attente"], 2, ())


def test_each_is_read_with_the_number_of_its_requests(session, fair):
    desk, company = a_desk(fair), a_company(fair)
    stored(session, desk, company)
    stored(session, a_wish(company, desk))

    assert [one.requests for one in registrations.registrations(session, fair).found] == [1]


def test_companies_of_another_fair_are_never_read(session, fair):
    (theirs,) = stored(session, a_company(a_fair()))

    assert registrations.registrations(session, fair).total == 0
    assert registrations.registered(session, fair, theirs.public_id) is None
    assert registrations.named(session, fair, [theirs.public_id]) == []


def test_its_history_is_what_the_journal_says_of_it_and_of_no_other(session, fair):
    company, other = stored(session, a_company(fair, siren="000000001"), a_company(fair, siren="000000010"))
    for about in (
        company.code,
        f"{company.code} EAU",
        f"EAU-1 {company.code}",
        other.code,
        f"{other.code} EAU",
    ):
        journal.append(session, fair=fair, account=None, at=REQUESTS_OPEN, deed="any", about=about)

    lines = registrations.history(session, company)

    assert [line.about for line in lines] == ["000000001", "000000001 EAU", "EAU-1 000000001"]


def test_several_are_validated_at_once(session, fair, account):
    companies = stored(session, a_company(fair, validated_at=None), a_company(fair, validated_at=None))

    refused = registrations.validate_each(session, companies, account, BEFORE_THE_DEADLINE)

    assert (refused, [c.validated_at for c in companies]) == ([], [BEFORE_THE_DEADLINE] * 2)


def test_one_that_cannot_be_validated_is_reported_and_keeps_no_other_back(session, fair, account):
    left = a_company(fair, validated_at=None, withdrawn_at=BEFORE_THE_DEADLINE)
    waiting = a_company(fair, validated_at=None)
    stored(session, left, waiting)

    refused = registrations.validate_each(session, [left, waiting], account, BEFORE_THE_DEADLINE)

    assert [(one.company, one.why) for one in refused] == [
        (left, "Cette entreprise a retiré son inscription.")
    ]
    assert (left.validated_at, waiting.validated_at) == (None, BEFORE_THE_DEADLINE)


def test_at_least_one_is_to_be_ticked(session, account):
    with pytest.raises(RuleBroken, match="Cochez au moins une"):
        registrations.validate_each(session, [], account, BEFORE_THE_DEADLINE)
