"""Colleagues in a browser: the list, an invitation and its acceptance, leaving."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Account, Company, Contact, Fair, Membership, Message, Role
from matchmaker.services import accounts
from tests.builders import BEFORE_THE_DEADLINE, a_company, a_membership, an_account
from tests.pages import Opened, Visitor, count_queries
from tests.web.conftest import Clock, signed_in

NEW, PASSWORD = "collegue@salon.example", "quatorze-carottes-bleues"
HERE = "/entreprise/collegues"


@pytest.fixture
def company_id(app: Flask, fair_id: int) -> int:
    with app.app_context():
        company = a_company(db.session.get_one(Fair, fair_id))
        db.session.add(company)
        db.session.commit()
        return company.id


@pytest.fixture
def member(app: Flask, fair_id: int, company_id: int) -> Visitor:
    """Somebody of the company, signed in."""
    return signed_in(app, fair_id, role=Role.COMPANY, company_id=company_id)


def invited(app: Flask, member: Visitor, address: str = NEW) -> str:
    """The link of an invitation, without the host."""
    member.post(HERE, {"email": address})
    with app.app_context():
        body = db.session.scalars(sa.select(Message.body).order_by(Message.id.desc())).first() or ""
    found = re.search(r"http://localhost(/\S+)", body)
    assert found is not None
    return found.group(1)


def an_account_with_password(app: Flask, fair_id: int) -> None:
    with app.app_context():
        fair = db.session.get_one(Fair, fair_id)
        accounts.add_member(
            db.session(), fair, Role.ORGANISER, NEW, "Claude Exemple", PASSWORD, BEFORE_THE_DEADLINE
        )
        db.session.commit()


def members(app: Flask, company_id: int) -> list[str]:
    with app.app_context():
        mine = sa.select(Account.email).join(Membership).where(Membership.company_id == company_id)
        return list(db.session.scalars(mine.order_by(Membership.id)))


def test_the_list_names_accounts_and_contacts(member: Visitor) -> None:
    page = member.open(HERE)

    assert "2 personnes" in page.text
    assert "Contact" in page.text
    assert "vous" in page.text
    assert "n’envoie pas encore de courriel" in page.text


def test_the_list_costs_the_same_for_3_and_for_30(
    app: Flask, fair_id: int, company_id: int, member: Visitor
) -> None:
    def grow(number: int) -> int:
        with app.app_context():
            company, fair = db.session.get_one(Company, company_id), db.session.get_one(Fair, fair_id)
            for _ in range(number):
                account = an_account()
                company.contacts.append(Contact(name=account.name, email=account.email))
                db.session.add(a_membership(fair, Role.COMPANY, account=account, company=company))
            db.session.commit()
            engine = db.engine
        with count_queries(engine) as sent:
            member.open(HERE)
        return len(sent)

    assert grow(3) == grow(27)


def test_somebody_new_joins_through_the_link(app: Flask, company_id: int, member: Visitor) -> None:
    where, newcomer = invited(app, member), Visitor(app)
    page = newcomer.open(where)
    assert NEW in page.text

    response = newcomer.post(where, {"name": "Claude Exemple", "password": PASSWORD})

    assert response.location == "/entreprise/"
    assert "Claude Exemple" in newcomer.open(HERE).text
    assert members(app, company_id)[-1] == NEW


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "", "password": PASSWORD}, "name"),
        ({"name": "Claude", "password": "court"}, "password"),
        ({"name": "x" * 201, "password": PASSWORD}, "name"),
    ],
)
def test_what_somebody_new_fills_in_wrongly_is_said_beside_it(
    app: Flask, company_id: int, member: Visitor, typed: dict[str, str], field: str
) -> None:
    page = Opened(Visitor(app).post(invited(app, member), typed, status=422))

    assert f'id="{field}-error"' in page.html
    assert len(members(app, company_id)) == 1


def test_somebody_with_an_account_signs_in_then_accepts(
    app: Flask, fair_id: int, company_id: int, member: Visitor
) -> None:
    an_account_with_password(app, fair_id)
    where, colleague = invited(app, member), Visitor(app)
    page = colleague.open(where)
    assert 'name="password"' not in page.html
    assert colleague.post(where).location.startswith("/connexion?next=/inscription/collegue/")
    assert len(members(app, company_id)) == 1

    response = colleague.post(f"/connexion?next={where}", {"email": NEW, "password": PASSWORD})
    assert response.location == where
    colleague.open(where)
    assert colleague.post(where).location == "/entreprise/"

    assert members(app, company_id)[-1] == NEW
    colleague.open(HERE)


def test_the_account_of_somebody_else_does_not_accept(
    app: Flask, fair_id: int, company_id: int, member: Visitor
) -> None:
    an_account_with_password(app, fair_id)
    where, stranger = invited(app, member), signed_in(app, fair_id)

    assert "Connectez-vous" in stranger.open(where).text
    assert stranger.post(where).location.startswith("/connexion")
    assert len(members(app, company_id)) == 1


def test_a_link_serves_once_and_seven_days(
    app: Flask, company_id: int, member: Visitor, clock: Clock
) -> None:
    where = invited(app, member)
    clock.now += timedelta(days=7, seconds=1)
    assert "expiré" in Visitor(app).open(where, status=410).heading
    Visitor(app).post(where, {"name": "Claude", "password": PASSWORD}, status=410)
    clock.now -= timedelta(seconds=1)
    Visitor(app).post(where, {"name": "Claude", "password": PASSWORD})

    assert "déjà servi" in Visitor(app).open(where, status=410).heading
    Visitor(app).open(where[:-1], status=410)
    assert len(members(app, company_id)) == 2


def test_who_left_does_not_come_back_by_the_old_link(
    app: Flask, company_id: int, member: Visitor, clock: Clock
) -> None:
    where, newcomer = invited(app, member), Visitor(app)
    newcomer.post(where, {"name": "Claude", "password": PASSWORD})
    clock.now += timedelta(hours=1)
    newcomer.post(f"{HERE}/quitter")
    with app.app_context():
        # What people know the company by may be corrected meanwhile.
        db.session.get_one(Company, company_id).siren = "000000083"
        db.session.commit()

    assert "déjà servi" in newcomer.open(where, status=410).heading
    newcomer.post(where, status=410)
    assert len(members(app, company_id)) == 1

    clock.now += timedelta(hours=1)
    assert newcomer.post(invited(app, member)).location == "/entreprise/"


def test_a_company_that_left_is_said_to_have_left(app: Flask, company_id: int, member: Visitor) -> None:
    where = invited(app, member)
    with app.app_context():
        db.session.get_one(Company, company_id).withdrawn_at = BEFORE_THE_DEADLINE
        db.session.commit()

    page = Opened(Visitor(app).post(where, {"name": "Claude", "password": PASSWORD}, status=422))

    assert "a retiré son inscription" in page.text
    assert "plus personne à inviter" in member.open(HERE).text


@pytest.mark.parametrize("typed", ["", "collegue", "collegue@"])
def test_what_is_no_address_is_refused_beside_its_field(member: Visitor, typed: str) -> None:
    page = Opened(member.post(HERE, {"email": typed}, status=422))

    assert 'id="email-error"' in page.html


def test_who_is_there_already_is_not_invited_again(app: Flask, company_id: int, member: Visitor) -> None:
    mine = members(app, company_id)[0]

    page = Opened(member.post(HERE, {"email": mine}, status=422))

    assert "déjà partie de votre entreprise" in page.text
    assert mine in page.html


def test_one_leaves_while_somebody_remains(app: Flask, company_id: int, member: Visitor) -> None:
    assert "Vous êtes la seule personne" in member.open(HERE).text
    member.post(f"{HERE}/quitter", status=409)
    newcomer = Visitor(app)
    newcomer.post(invited(app, member), {"name": "Claude", "password": PASSWORD})

    assert member.post(f"{HERE}/quitter").location == "/compte"

    assert members(app, company_id) == [NEW]
    assert member.client.get(HERE).status_code == 403
    newcomer.open(HERE)
