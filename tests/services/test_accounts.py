"""An address is checked in one place; a member is added once."""

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Role
from matchmaker.services import accounts
from tests.builders import BEFORE_THE_DEADLINE, a_fair, an_account

PASSWORD = "quatorze-carottes-bleues"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Contact@Seine-Orly.example ", "contact@seine-orly.example"),
        ("O'Neil+salon@seine-orly.example", "o'neil+salon@seine-orly.example"),
        ("contact@élan.example", "contact@élan.example"),
    ],
)
def test_an_address_is_stored_in_one_form(typed, stored):
    assert accounts.address_of(typed) == stored


@pytest.mark.parametrize(
    "typed", ["", " ", "contact", "contact@", "@salon.example", "a b@salon.example", "a\x00@salon.example"]
)
def test_what_is_no_address_is_refused_beside_its_field(typed):
    with pytest.raises(RuleBroken) as refusal:
        accounts.address_of(typed, "contact_email")

    assert refusal.value.field == "contact_email"


def test_an_existing_account_keeps_its_password_and_gets_a_role_once(session):
    fair, account = a_fair(), an_account(email="contact@salon.example", password_hash="kept")
    session.add_all([fair, account])
    given = ("Contact@salon.example", "Contact", PASSWORD, BEFORE_THE_DEADLINE)

    member = accounts.add_member(session, fair, Role.ORGANISER, *given)

    assert (member.account, account.password_hash) == (account, "kept")
    with pytest.raises(RuleBroken, match="déjà ce rôle"):
        accounts.add_member(session, fair, Role.ORGANISER, *given)
    accounts.add_member(session, fair, Role.PROCUREMENT, *given)
    assert session.scalars(sa.select(Account)).all() == [account]
