"""An address is confirmed by the message it receives; account, company and their bond are one deed."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, JournalEntry, Membership, Message, Role
from matchmaker.services import accounts, sign_up
from matchmaker.services.registration import Registration
from matchmaker.services.sign_up import MESSAGES_AN_HOUR, Links
from tests.builders import BEFORE_OPENING, BEFORE_THE_DEADLINE, DEADLINE, a_company, a_membership, an_account
from tests.open_fair import an_open_fair

ADDRESS, PASSWORD = "contact@seine-orly.example", "quatorze-carottes-bleues"
LINKS = Links(form="https://salon.example/inscription/jeton", sign_in="https://salon.example/connexion")
FORM = Registration(
    name="Éclairage public Seine-Orly",
    siret="000 000 018 00010",
    contact_name=" Camille Exemple ",
    contact_email=ADDRESS,
    accepts_charter=True,
)


@pytest.fixture
def fair(session):
    return an_open_fair(session)


def messages(session):
    return session.scalars(sa.select(Message).order_by(Message.id)).all()


def test_an_unknown_address_receives_the_link_of_the_form(session, fair):
    sign_up.send_link(session, fair, ADDRESS, LINKS, "fr", BEFORE_THE_DEADLINE)

    (message,) = messages(session)
    assert (message.email, message.locale) == (ADDRESS, "fr")
    assert LINKS.form in message.body
    assert "48 heures" in message.body


def test_an_address_that_has_an_account_is_told_to_sign_in(session, fair):
    session.add(an_account(email=ADDRESS))

    sign_up.send_link(session, fair, ADDRESS, LINKS, "fr", BEFORE_THE_DEADLINE)

    (message,) = messages(session)
    assert LINKS.sign_in in message.body
    assert LINKS.form not in message.body


def test_the_journal_keeps_no_address(session, fair):
    sign_up.send_link(session, fair, ADDRESS, LINKS, "fr", BEFORE_THE_DEADLINE)

    line = session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (line.deed, line.about, line.detail) == ("sign_up.send_link", "", "")


def test_nobody_s_mailbox_is_filled(session, fair):
    for _ in range(MESSAGES_AN_HOUR + 2):
        sign_up.send_link(session, fair, ADDRESS, LINKS, "fr", BEFORE_THE_DEADLINE)
    assert len(messages(session)) == MESSAGES_AN_HOUR

    sign_up.send_link(session, fair, "autre@salon.example", LINKS, "fr", BEFORE_THE_DEADLINE)
    sign_up.send_link(session, fair, ADDRESS, LINKS, "fr", BEFORE_THE_DEADLINE + timedelta(hours=1))
    assert len(messages(session)) == MESSAGES_AN_HOUR + 2


@pytest.mark.parametrize(("now", "words"), [(BEFORE_OPENING, "pas encore"), (DEADLINE, "closes")])
def test_no_link_is_sent_while_nobody_may_register(session, fair, now, words):
    with pytest.raises(RuleBroken, match=words):
        sign_up.send_link(session, fair, ADDRESS, LINKS, "fr", now)

    assert messages(session) == []


def test_account_company_and_bond_are_made_together(session, fair):
    member = sign_up.sign_up(session, fair, FORM, PASSWORD, "en", BEFORE_THE_DEADLINE)

    account = member.account
    assert (account.email, account.name, account.locale) == (ADDRESS, "Camille Exemple", "en")
    assert account.confirmed_at == BEFORE_THE_DEADLINE
    assert accounts.sign_in(session, ADDRESS, PASSWORD, BEFORE_THE_DEADLINE) is account
    assert (member.role, member.company.code) == (Role.COMPANY, "000000018")
    assert member.company.validated_at is None
    assert [contact.email for contact in member.company.contacts] == [ADDRESS]


def test_an_address_signs_up_once(session, fair):
    sign_up.sign_up(session, fair, FORM, PASSWORD, "fr", BEFORE_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="déjà un compte"):
        sign_up.sign_up(session, fair, FORM, PASSWORD, "fr", BEFORE_THE_DEADLINE)


def test_a_short_password_is_said_beside_its_field(session, fair):
    with pytest.raises(RuleBroken, match="12 à 128") as refusal:
        sign_up.sign_up(session, fair, FORM, "court", "fr", BEFORE_THE_DEADLINE)

    assert refusal.value.field == "password"
    assert session.scalars(sa.select(Account).where(Account.email == ADDRESS)).all() == []


def test_somebody_with_an_account_adds_one_company(session, fair):
    account = an_account(email=ADDRESS)
    session.add(account)

    member = sign_up.add_company(session, fair, account, FORM, BEFORE_THE_DEADLINE)

    assert (member.account, member.company.name) == (account, FORM.name)
    with pytest.raises(RuleBroken, match="déjà une entreprise"):
        sign_up.add_company(session, fair, account, FORM, BEFORE_THE_DEADLINE)
    assert len(session.scalars(sa.select(Company)).all()) == 1


def test_a_company_of_another_fair_or_another_role_hinders_nobody(session, fair):
    account, before = an_account(email=ADDRESS), an_open_fair(session)
    session.add_all(
        [
            account,
            a_membership(before, Role.COMPANY, account=account, company=a_company(before)),
            a_membership(fair, Role.ORGANISER, account=account),
        ]
    )

    sign_up.add_company(session, fair, account, FORM, BEFORE_THE_DEADLINE)

    assert len(session.scalars(sa.select(Membership)).all()) == 3
