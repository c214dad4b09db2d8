"""A registration is validated or sent back with a reason; a company corrects it, leaves, comes back."""

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import EndedWhy, JournalEntry, Meeting, Message
from matchmaker.services.registration import come_back, correct_number, refuse, resubmit, validate, withdraw
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    DEADLINE,
    a_company,
    a_desk,
    a_grid,
    a_meeting,
    a_schedule,
    an_account,
)
from tests.open_fair import an_open_fair


@pytest.fixture
def fair(session):
    return an_open_fair(session)


def stored(session, fair, **given):
    company = a_company(fair, **{"validated_at": None} | given)
    session.add(company)
    session.flush()
    return company


def messages(session):
    return session.scalars(sa.select(Message).order_by(Message.id)).all()


def deeds(session):
    return session.scalars(sa.select(JournalEntry.deed).order_by(JournalEntry.id)).all()[1:]


def test_a_registration_is_validated_once_and_the_company_is_told(session, fair):
    company = stored(session, fair)

    validate(session, company, None, BEFORE_THE_DEADLINE)

    assert company.validated_at == BEFORE_THE_DEADLINE
    (message,) = messages(session)
    assert message.email == company.contacts[0].email
    assert "est validée" in message.body
    with pytest.raises(RuleBroken, match="déjà validée"):
        validate(session, company, None, AFTER_THE_DEADLINE)


def test_a_refusal_carries_its_reason_to_the_company(session, fair):
    company, account = stored(session, fair), an_account()
    session.add(account)

    refuse(session, company, " Le SIRET est celui d’une autre entreprise. ", account, BEFORE_THE_DEADLINE)

    assert company.refused_at == BEFORE_THE_DEADLINE
    assert company.refused_because == "Le SIRET est celui d’une autre entreprise."
    assert company.refused_because in messages(session)[0].body
    assert deeds(session) == ["company.refuse"]


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 1001, "a\x00b"])
def test_a_refusal_needs_a_reason_that_can_be_read(session, fair, words):
    company = stored(session, fair)

    with pytest.raises(RuleBroken) as refusal:
        refuse(session, company, words, None, BEFORE_THE_DEADLINE)

    assert refusal.value.field == "words"
    assert company.refused_at is None


def test_a_refused_registration_is_neither_refused_again_nor_validated(session, fair):
    company = stored(session, fair, refused_at=BEFORE_THE_DEADLINE, refused_because="Doublon")

    with pytest.raises(RuleBroken, match="déjà refusée"):
        refuse(session, company, "Encore", None, BEFORE_THE_DEADLINE)
    with pytest.raises(RuleBroken, match="la corrige et la renvoie"):
        validate(session, company, None, BEFORE_THE_DEADLINE)


def test_a_corrected_registration_waits_again_and_may_be_refused_again(session, fair):
    company = stored(session, fair)
    refuse(session, company, "Nom incomplet", None, BEFORE_OPENING)

    resubmit(session, company, None, BEFORE_THE_DEADLINE)

    assert (company.refused_at, company.refused_because) == (None, None)
    refuse(session, company, "Toujours incomplet", None, BEFORE_THE_DEADLINE)
    assert len(messages(session)) == 2


def test_only_what_was_refused_is_sent_again_and_before_the_fair(session, fair):
    with pytest.raises(RuleBroken, match="attend déjà"):
        resubmit(session, stored(session, fair), None, BEFORE_THE_DEADLINE)
    refused = stored(session, fair, refused_at=BEFORE_THE_DEADLINE, refused_because="Doublon")
    with pytest.raises(RuleBroken, match="a commencé"):
        resubmit(session, refused, None, fair.opens_at)


@pytest.mark.parametrize(
    "deed",
    [
        lambda *given: validate(*given),
        lambda session, company, *rest: refuse(session, company, "Non", *rest),
        lambda *given: resubmit(*given),
    ],
)
def test_who_has_left_is_neither_validated_nor_refused(session, fair, deed):
    company = stored(session, fair, withdrawn_at=DEADLINE)

    with pytest.raises(RuleBroken, match="a retiré"):
        deed(session, company, None, AFTER_THE_DEADLINE)


@pytest.mark.parametrize(
    "deed",
    [
        lambda session, company, *rest: refuse(session, company, "Non", *rest),
        lambda *given: resubmit(*given),
    ],
)
def test_what_is_validated_is_not_refused_any_more(session, fair, deed):
    company = stored(session, fair, validated_at=BEFORE_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="déjà validée"):
        deed(session, company, None, AFTER_THE_DEADLINE)


def test_who_leaves_gives_its_meetings_up(session, fair):
    grid, desk = a_grid(fair), a_desk(fair)
    session.add_all([grid, desk])
    company = stored(session, fair, validated_at=BEFORE_OPENING)
    schedule = a_schedule(fair, grid)
    past = a_meeting(
        company, desk.tables[0], grid.slots[0], schedule, ended_at=DEADLINE, ended_why=EndedWhy.REPLACED
    )
    session.add_all([past, a_meeting(company, desk.tables[0], grid.slots[1], schedule)])
    session.flush()

    withdraw(session, company, None, AFTER_THE_DEADLINE)

    assert company.withdrawn_at == AFTER_THE_DEADLINE
    ends = session.execute(sa.select(Meeting.ended_why, Meeting.ended_at).order_by(Meeting.id)).all()
    assert ends == [(EndedWhy.REPLACED, DEADLINE), (EndedWhy.GIVEN_UP, AFTER_THE_DEADLINE)]
    assert deeds(session) == ["company.withdraw"]


def test_one_leaves_once_and_not_after_the_fair(session, fair):
    company = stored(session, fair)
    with pytest.raises(RuleBroken, match="terminé"):
        withdraw(session, company, None, fair.closes_at)
    withdraw(session, company, None, BEFORE_THE_DEADLINE)
    with pytest.raises(RuleBroken, match="déjà retiré"):
        withdraw(session, company, None, BEFORE_THE_DEADLINE)


def test_who_left_may_come_back_while_registration_is_open(session, fair):
    company = stored(session, fair, withdrawn_at=BEFORE_THE_DEADLINE)
    with pytest.raises(RuleBroken, match="closes"):
        come_back(session, company, None, DEADLINE)

    come_back(session, company, None, BEFORE_THE_DEADLINE)

    assert company.withdrawn_at is None
    with pytest.raises(RuleBroken, match="n’a pas retiré"):
        come_back(session, company, None, BEFORE_THE_DEADLINE)


RIGHT, FOREIGN = ("000 000 026 00013", "", ""), ("", "BE", "0123.456.789")


def test_a_mistyped_number_is_corrected_before_the_validation(session, fair):
    company, account = stored(session, fair, siren="000000018"), an_account()
    session.add(account)

    correct_number(session, company, RIGHT, account, BEFORE_THE_DEADLINE)
    assert (company.siren, company.siret, company.foreign_number) == ("000000026", "00000002600013", None)

    correct_number(session, company, FOREIGN, account, BEFORE_THE_DEADLINE)
    assert (company.siren, company.siret, company.code) == (None, None, "BE0123456789")
    details = session.scalars(sa.select(JournalEntry.detail).order_by(JournalEntry.id)).all()
    assert details[-2:] == ["was 000000018", "was 000000026"]


def test_another_establishment_of_the_same_company_is_no_second_one(session, fair):
    company = stored(session, fair, siren="000000026")

    correct_number(session, company, RIGHT, None, BEFORE_THE_DEADLINE)

    assert company.siret == "00000002600013"


def test_the_number_of_a_company_that_is_there_is_refused_beside_its_field(session, fair):
    company = stored(session, fair)
    stored(session, fair, siren="000000026")

    with pytest.raises(RuleBroken, match="déjà inscrite") as refusal:
        correct_number(session, company, RIGHT, None, BEFORE_THE_DEADLINE)

    assert refusal.value.field == "siret"


@pytest.mark.parametrize(
    ("given", "now", "words"),
    [
        ({"validated_at": BEFORE_THE_DEADLINE}, BEFORE_THE_DEADLINE, "déjà validée"),
        ({"withdrawn_at": BEFORE_THE_DEADLINE}, BEFORE_THE_DEADLINE, "a retiré"),
        ({}, DEADLINE, "Le tirage part de ce numéro"),
    ],
)
def test_a_number_that_counts_already_does_not_change(session, fair, given, now, words):
    company = stored(session, fair, siren="000000018", **given)

    with pytest.raises(RuleBroken, match=words):
        correct_number(session, company, RIGHT, None, now)

    assert company.siren == "000000018"
