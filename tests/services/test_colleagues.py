"""The people of a company invite one another, and leave while somebody remains."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import Contact, JournalEntry, Membership, Message, Role
from matchmaker.services import accounts, colleagues
from matchmaker.services.colleagues import INVITATIONS_A_DAY, INVITATIONS_TO_ONE, Person
from tests.builders import BEFORE_THE_DEADLINE, DEADLINE, a_company, a_fair, a_membership, an_account

NEW, PASSWORD = "collegue@salon.example", "quatorze-carottes-bleues"


@pytest.fixture
def first(session):
    """Somebody who stands for a company."""
    fair = a_fair()
    member = a_membership(fair, Role.COMPANY, company=a_company(fair))
    session.add(member)
    session.flush()
    return member


def invite(session, member, address=NEW, now=BEFORE_THE_DEADLINE):
    return colleagues.invite(
        session, member.company, address, member.account, lambda to: f"https://salon.example/{to}", "fr", now
    )


def test_an_invitation_is_a_message_with_a_link(session, first):
    assert invite(session, first, " Collegue@Salon.example ") == NEW

    (message,) = session.scalars(sa.select(Message)).all()
    assert message.email == NEW
    assert f"https://salon.example/{NEW}" in message.body
    assert first.company.name in message.subject
    assert first.account.name in message.body


def test_who_is_there_already_is_not_invited(session, first):
    with pytest.raises(RuleBroken, match="déjà partie de votre entreprise") as refusal:
        invite(session, first, first.account.email)

    assert refusal.value.field == "email"


def test_what_is_no_address_is_refused_beside_its_field(session, first):
    with pytest.raises(RuleBroken, match="n’est pas valable") as refusal:
        invite(session, first, "collegue")

    assert refusal.value.field == "email"


def test_nobody_sends_invitations_without_end(session, first):
    for number in range(INVITATIONS_A_DAY):
        invite(session, first, f"collegue-{number}@salon.example")

    with pytest.raises(RuleBroken, match="demain"):
        invite(session, first)
    assert invite(session, first, now=BEFORE_THE_DEADLINE + timedelta(days=1))


def test_nobody_fills_the_mailbox_of_somebody_else(session, first):
    for _time in range(INVITATIONS_TO_ONE):
        invite(session, first)

    with pytest.raises(RuleBroken, match="déjà écrit plusieurs fois") as refusal:
        invite(session, first, NEW.upper())

    assert refusal.value.field == "email"
    invite(session, first, "autre@salon.example")
    invite(session, first, now=BEFORE_THE_DEADLINE + timedelta(days=1))


def test_nobody_is_invited_to_a_company_that_left_or_a_fair_that_is_over(session, first):
    with pytest.raises(RuleBroken, match="terminé"):
        invite(session, first, now=first.fair.closes_at)
    first.company.withdrawn_at = DEADLINE
    with pytest.raises(RuleBroken, match="a retiré"):
        invite(session, first)


def test_somebody_new_receives_an_account_and_is_written_to(session, first):
    member = colleagues.accept_as_new(
        session, first.company, NEW, " Claude  Exemple ", PASSWORD, "en", BEFORE_THE_DEADLINE
    )

    assert (member.role, member.company) == (Role.COMPANY, first.company)
    assert (member.account.name, member.account.locale) == ("Claude Exemple", "en")
    assert accounts.sign_in(session, NEW, PASSWORD, BEFORE_THE_DEADLINE) is member.account
    assert NEW in [contact.email for contact in first.company.contacts]


@pytest.mark.parametrize(
    ("name", "password", "field"), [(" ", PASSWORD, "name"), ("Claude", "court", "password")]
)
def test_somebody_new_has_a_name_and_a_good_password(session, first, name, password, field):
    with pytest.raises(RuleBroken) as refusal:
        colleagues.accept_as_new(session, first.company, NEW, name, password, "fr", BEFORE_THE_DEADLINE)

    assert refusal.value.field == field


def test_an_address_that_has_an_account_does_not_get_another(session, first):
    session.add(an_account(email=NEW))

    with pytest.raises(RuleBroken, match="déjà un compte"):
        colleagues.accept_as_new(session, first.company, NEW, "Claude", PASSWORD, "fr", BEFORE_THE_DEADLINE)


def test_somebody_with_an_account_accepts_once(session, first):
    account = an_account(email=NEW)
    session.add(account)

    member = colleagues.accept(session, first.company, account, BEFORE_THE_DEADLINE)

    assert member.account is account
    with pytest.raises(RuleBroken, match="déjà partie de cette entreprise"):
        colleagues.accept(session, first.company, account, BEFORE_THE_DEADLINE)


def test_a_person_stands_for_one_company_at_a_fair(session, first):
    other = a_membership(first.fair, Role.COMPANY, company=a_company(first.fair))
    session.add(other)

    with pytest.raises(RuleBroken, match="quittez-la"):
        colleagues.accept(session, first.company, other.account, BEFORE_THE_DEADLINE)


def test_nobody_joins_a_company_that_left(session, first):
    first.company.withdrawn_at = DEADLINE
    account = an_account()
    session.add(account)

    with pytest.raises(RuleBroken, match="a retiré"):
        colleagues.accept(session, first.company, account, DEADLINE)
    with pytest.raises(RuleBroken, match="a retiré"):
        colleagues.accept_as_new(session, first.company, NEW, "Claude", PASSWORD, "fr", DEADLINE)


def test_the_last_one_stays(session, first):
    with pytest.raises(RuleBroken, match="la seule personne"):
        colleagues.leave(session, first.company, first.account, BEFORE_THE_DEADLINE)


def test_who_leaves_is_no_longer_written_to(session, first):
    account = an_account(email=NEW)
    session.add(account)
    colleagues.accept(session, first.company, account, BEFORE_THE_DEADLINE)

    colleagues.leave(session, first.company, account, BEFORE_THE_DEADLINE)

    assert session.scalars(sa.select(Membership)).all() == [first]
    assert NEW not in session.scalars(sa.select(Contact.email)).all()
    deed = session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (deed.deed, deed.account_id) == ("colleague.leave", account.id)
    with pytest.raises(RuleBroken, match="ne faites plus partie"):
        colleagues.leave(session, first.company, account, BEFORE_THE_DEADLINE)


def test_the_only_address_written_to_stays_even_if_its_owner_leaves(session, first):
    account = an_account(email=NEW)
    session.add(account)
    colleagues.accept(session, first.company, account, BEFORE_THE_DEADLINE)
    first.company.contacts = [one for one in first.company.contacts if one.email == NEW]
    session.flush()

    colleagues.leave(session, first.company, account, BEFORE_THE_DEADLINE)

    assert [contact.email for contact in first.company.contacts] == [NEW]


def test_accounts_and_contacts_are_listed_each_address_once(session, first):
    contact = first.company.contacts[0]
    contact.phone = "01 23 45 67 89"
    both = an_account(email=NEW, name="Claude Exemple")
    session.add(both)
    colleagues.accept(session, first.company, both, BEFORE_THE_DEADLINE)

    assert colleagues.people(session, first.company) == [
        Person("Claude Exemple", NEW, "", signs_in=True, is_written_to=True),
        Person("Contact", contact.email, "01 23 45 67 89", signs_in=False, is_written_to=True),
        Person(first.account.name, first.account.email, "", signs_in=True, is_written_to=False),
    ]


def test_a_contact_who_receives_an_account_stays_one_contact(session, first):
    contact = first.company.contacts[0]
    account = an_account(email=contact.email)
    session.add(account)

    colleagues.accept(session, first.company, account, BEFORE_THE_DEADLINE)

    assert session.scalars(sa.select(Contact)).all() == [contact]
