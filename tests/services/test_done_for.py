"""What the organisers did in somebody’s place, as the company and the host read it; who is found by name."""

from __future__ import annotations

import pytest

from matchmaker.models import Role, journal
from matchmaker.services import on_behalf
from matchmaker.services.done_for import MOST_FOUND, done_for_company, done_for_host, people_called
from tests.builders import (
    BEFORE_THE_DEADLINE,
    a_company,
    a_fair,
    a_membership,
)
from tests.pages import count_queries
from tests.services.office import Office


@pytest.fixture
def office(session):
    return Office(session)


def test_a_deed_is_shown_with_the_reason_of_the_beginning_before_it(office):
    first = office.acts(reason="La première")
    office.does(first, "wish.ask")
    second = office.acts(reason="La seconde")
    office.does(second, "wish.withdraw")

    done = done_for_company(office.session, office.company)
    assert [(one.line.deed, one.reason) for one in done] == [
        ("wish.withdraw", "La seconde"),
        ("wish.ask", "La première"),
    ]


def test_what_the_company_did_itself_or_others_had_done_is_not_shown(office):
    office.does(office.acts(office.lead))
    office.acts()
    journal.append(
        office.session,
        fair=office.fair,
        account=office.member.account,
        at=BEFORE_THE_DEADLINE,
        deed="wish.ask",
    )

    assert done_for_company(office.session, office.company) == []
    assert len(done_for_host(office.session, office.fair, office.host.account)) == 1


def test_a_company_that_corrects_its_number_keeps_what_was_done_for_it_and_gives_it_to_nobody(office):
    office.does(office.acts())
    office.company.siren = "000000034"
    newcomer = a_company(office.fair, siren="000000018")
    office.session.add(newcomer)
    office.session.flush()

    assert len(done_for_company(office.session, office.company)) == 1
    assert done_for_company(office.session, newcomer) == []

    person = on_behalf.person_of(office.session, office.fair, Role.COMPANY, newcomer.public_id)
    office.does(office.acts(person, reason="Pour l’autre"))
    assert [one.reason for one in done_for_company(office.session, office.company)] == [
        "Demandé par téléphone"
    ]
    assert [one.reason for one in done_for_company(office.session, newcomer)] == ["Pour l’autre"]


@pytest.mark.parametrize("deeds", [3, 30])
def test_what_was_done_is_found_in_two_queries(office, deeds):
    line = office.acts()
    for _ in range(deeds):
        office.does(line)
    office.session.flush()

    with count_queries(office.session.get_bind().engine) as sent:
        assert len(done_for_company(office.session, office.company)) == deeds
    assert len(sent) == 2


def test_people_are_found_by_any_word_that_names_them(office):
    contact = office.company.contacts[0]
    for asked in ("durand", "CANALISATIONS", "000 000 018", contact.email, "durand contact"):
        assert people_called(office.session, office.fair, asked).companies == (office.company,)
    for asked in (office.host.account.name, office.host.account.email, f"eau {office.directorate.code}"):
        (host,) = people_called(office.session, office.fair, asked).hosts
        assert host.membership is office.host
    assert people_called(office.session, office.fair, "girafe") == people_called(
        office.session, a_stored_fair(office.session), ""
    )


def test_a_host_who_prepares_a_fair_is_named_as_such(office):
    office.session.add(a_membership(a_fair(), account=office.host.account))
    office.session.flush()

    assert [host.prepares for host in people_called(office.session, office.fair, "").hosts] == [True]


@pytest.mark.parametrize("many", [3, 30])
def test_a_long_list_is_cut_and_its_queries_are_counted(office, many):
    office.session.add_all(a_company(office.fair) for _ in range(many))
    office.session.flush()
    office.session.expire_all()
    assert office.fair.id

    with count_queries(office.session.get_bind().engine) as sent:
        found = people_called(office.session, office.fair, "")
    assert len(found.companies) + found.more_companies == many + 1
    assert len(found.companies) == min(MOST_FOUND, many + 1)
    assert len(sent) == 4


def a_stored_fair(session):
    fair = a_fair()
    session.add(fair)
    session.flush()
    return fair
