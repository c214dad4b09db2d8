"""For whom one may act, how it begins, how it ends, and what the journal says of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import JournalEntry, Role, journal
from matchmaker.services import answers, on_behalf
from matchmaker.services.done_for import done_for_company
from matchmaker.services.on_behalf import BEGIN, END, Mode, Over, Person
from tests.builders import (
    BEFORE_THE_DEADLINE,
    a_company,
    a_desk,
    a_fair,
    a_membership,
    a_wish,
    an_account,
    an_answer,
)
from tests.services.office import CLOCK, UNTIL, Office


@pytest.fixture
def office(session):
    return Office(session)


def test_to_act_is_a_line_of_the_organiser_that_says_for_whom_why_and_until_when(office):
    line = office.acts(reason=" Demandé \n par téléphone ")

    assert (line.deed, line.account, line.role) == (
        BEGIN,
        office.by.account,
        "organiser for company 000000018",
    )
    assert line.about == "000000018"
    assert on_behalf.read(line) == on_behalf.Begun(
        Mode.ACT, UNTIL, office.company.public_id, "Demandé par téléphone"
    )
    assert journal.first_broken(office.session) is None


def test_to_see_is_a_line_too_and_needs_no_reason(office):
    line = office.sees(office.lead)

    assert line.role == f"organiser for host {office.host.account_id}"
    assert on_behalf.read(line).mode is Mode.SEE
    assert on_behalf.read(line).reason == ""


def test_no_name_and_no_address_stands_in_the_lines(office):
    for person in (office.firm, office.lead):
        line = office.sees(person)
        said = f"{line.role} {line.about} {line.detail}"
        assert person.name not in said
        assert person.account.email not in said


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_to_act_needs_a_reason(office, reason):
    with pytest.raises(RuleBroken, match="pourquoi vous agissez") as refusal:
        office.acts(reason=reason)

    assert refusal.value.field == "reason"


def test_a_reason_has_three_hundred_signs_at_most(office):
    office.acts(reason="x" * 300)
    with pytest.raises(RuleBroken, match="300 caractères"):
        office.acts(reason="x" * 301)


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.PROCUREMENT])
def test_nobody_acts_for_those_who_prepare_a_fair_whichever(office, role):
    elsewhere = a_membership(a_fair(), role, account=office.host.account)
    office.session.add(elsewhere)
    office.session.flush()

    with pytest.raises(RuleBroken, match="prépare un salon"):
        office.acts(office.lead)


def test_nobody_acts_for_a_company_where_somebody_prepares_a_fair(office):
    office.session.add(a_membership(office.fair, Role.PROCUREMENT, account=office.member.account))
    office.session.flush()

    with pytest.raises(RuleBroken, match="prépare un salon"):
        office.acts()


def test_nobody_acts_for_themselves(office):
    office.session.add(
        a_membership(office.fair, Role.HOST, account=office.by.account, directorate=office.directorate)
    )
    office.session.flush()
    myself = on_behalf.person_of(office.session, office.fair, Role.HOST, str(office.by.account_id))

    with pytest.raises(RuleBroken, match="C’est vous"):
        office.acts(myself)


def test_nobody_acts_across_fairs(office):
    other = a_fair()
    stranger = a_company(other)
    office.session.add(stranger)
    office.session.flush()

    assert on_behalf.person_of(office.session, office.fair, Role.COMPANY, stranger.public_id) is None
    with pytest.raises(RuleBroken, match="quelqu’un de votre salon"):
        office.acts(Person(other, Role.COMPANY, None, stranger))


@pytest.mark.parametrize("role", ["member", "host"])
def test_only_those_who_prepare_the_fair_act_for_others(office, role):
    with pytest.raises(RuleBroken, match="quelqu’un de votre salon"):
        office.acts(office.lead, by=getattr(office, role))


def test_a_company_from_a_file_is_acted_for_though_nobody_signs_in(office):
    alone = a_company(office.fair)
    office.session.add(alone)
    office.session.flush()
    person = on_behalf.person_of(office.session, office.fair, Role.COMPANY, alone.public_id)

    assert person.account is None
    assert office.stands(office.acts(person)).over is None


def test_a_company_is_seen_by_its_first_contact_who_signs_in(office):
    second = an_account(email=office.company.contacts[0].email)
    office.session.add(a_membership(office.fair, Role.COMPANY, company=office.company, account=second))
    office.session.flush()

    assert office.firm.account is second


def test_it_stands_for_half_an_hour_by_the_real_clock(office):
    line = office.acts()

    assert office.stands(line, UNTIL - timedelta(seconds=1)).over is None
    assert office.stands(line, UNTIL).over is Over.TIME


def test_it_is_over_for_good_once_it_is_ended(office):
    line = office.acts()
    on_behalf.end(office.session, line, Over.ASKED, BEFORE_THE_DEADLINE)
    on_behalf.end(office.session, line, Over.ASKED, BEFORE_THE_DEADLINE)

    assert office.stands(line) is None
    (last,) = office.session.scalars(sa.select(JournalEntry).where(JournalEntry.deed == END)).all()
    assert (last.account, last.role, last.detail) == (office.by.account, line.role, "asked")
    assert journal.first_broken(office.session) is None


def test_both_engines_keep_it_alike(either):
    office = Office(either)
    first, second = office.acts(), office.acts(office.lead)
    office.does(first)
    on_behalf.end(either, first, Over.TIME, BEFORE_THE_DEADLINE)

    assert office.stands(first) is None
    assert office.stands(second).name == office.host.account.name
    assert len(done_for_company(either, office.company)) == 1
    assert journal.first_broken(either) is None


def test_it_stands_for_nobody_else_and_for_no_other_role(office):
    line = office.acts()
    colleague = a_membership(office.fair)
    other_role = a_membership(office.fair, Role.PROCUREMENT, account=office.by.account)
    elsewhere = a_membership(a_fair(), account=office.by.account)
    office.session.add_all([colleague, other_role, elsewhere])
    office.session.flush()

    assert [office.stands(line, by=by) for by in (colleague, other_role, elsewhere)] == [None] * 3


def test_no_other_line_of_the_journal_lets_anybody_act(office):
    line = office.does(office.acts())

    assert office.stands(line) is None
    assert on_behalf.standing(office.session, "0" * 64, office.by, CLOCK) is None


def test_it_is_over_when_the_host_no_longer_takes_part(office):
    line = office.acts(office.lead)
    office.session.delete(office.host)
    office.session.flush()

    assert office.stands(line).over is Over.GONE


def test_it_is_over_when_the_account_of_the_host_is_closed(office):
    line = office.acts(office.lead)
    office.host.account.disabled_at = BEFORE_THE_DEADLINE

    assert office.stands(line).over is Over.GONE


def test_it_is_over_when_the_host_comes_to_prepare_the_fair(office):
    line = office.acts(office.lead)
    office.session.add(a_membership(office.fair, account=office.host.account))
    office.session.flush()

    assert office.stands(line).over is Over.GONE


def test_another_window_that_begins_the_same_ends_the_first(office):
    first = office.acts(reason="La première")
    second = office.acts(reason="La seconde")

    assert office.stands(first) is None
    assert office.stands(second).over is None
    assert journal.first_broken(office.session) is None


def test_who_refused_for_a_directorate_does_not_countersign(office):
    """The answer is the organiser's own, so that the rule of four eyes holds of itself."""
    procurement = a_membership(office.fair, Role.PROCUREMENT)
    office.session.add(procurement)
    desk = a_desk(office.fair, directorate=office.directorate)
    wish = a_wish(office.company, desk)
    refusal = an_answer(
        wish,
        answers.AnswerKind.REFUSED,
        refusal=answers.Refusal.OUT_OF_SCOPE,
        answered_by=procurement.account,
    )
    office.session.add_all([desk, wish, refusal])
    office.session.flush()

    with pytest.raises(RuleBroken, match="une autre personne"):
        answers.countersign(office.session, refusal, procurement.account, BEFORE_THE_DEADLINE)
