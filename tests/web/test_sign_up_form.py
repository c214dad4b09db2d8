"""The form of signing up: what it shows, keeps and refuses, for somebody new and for who has an account."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import CharterVersion, Company, Fair, Membership, Role
from tests.builders import (
    AFTER_THE_DEADLINE,
    DEADLINE,
    a_charter,
    a_company,
)
from tests.open_fair import an_open_fair
from tests.pages import Opened, Visitor
from tests.web.conftest import Clock, signed_in
from tests.web.signing_up import ADDRESS, FILLED, PASSWORD, again, counted, invited


@pytest.fixture
def fair_id(app: Flask) -> int:
    """A fair at which companies may register."""
    with app.app_context():
        fair = an_open_fair(db.session())
        db.session.commit()
        return fair.id


# The form


def test_the_form_shows_the_charter_in_the_reader_s_language(app: Flask, fair_id: int) -> None:
    page = Visitor(app, "en").open(invited(app, Visitor(app)))

    assert "No price, no offer." in page.text
    assert ADDRESS in page.text


def test_a_company_registers_and_is_at_home(app: Flask, fair_id: int, visitor: Visitor) -> None:
    where = invited(app, visitor)
    visitor.open(where)

    response = visitor.post(where, FILLED)

    assert response.location == "/entreprise/"
    assert visitor.client.get("/entreprise/").status_code == 200
    with app.app_context():
        member = db.session.scalars(sa.select(Membership)).one()
        assert (member.role, member.account.email, member.account.locale) == (Role.COMPANY, ADDRESS, "fr")
        assert (member.company.name, member.company.siret) == (FILLED["name"], "00000001800010")
        assert member.company.contacts[0].email == ADDRESS


def test_signs_that_nobody_sees_are_left_out(app: Flask, fair_id: int, visitor: Visitor) -> None:
    where = invited(app, visitor)

    page = again(visitor, where, name="Éclairage\x1b public\x07", password="court")
    visitor.post(where, FILLED | {"name": "Éclairage\x1b public\x07"})

    assert 'value="Éclairage public"' in page.html
    with app.app_context():
        assert db.session.scalars(sa.select(Company.name)).one() == "Éclairage public"


def test_a_foreign_company_registers(app: Flask, fair_id: int, visitor: Visitor) -> None:
    foreign = {"siret": "", "foreign_country": "BE", "foreign_number": "0123.456.789"}

    visitor.post(invited(app, visitor), FILLED | foreign)

    with app.app_context():
        assert db.session.scalars(sa.select(Company)).one().code == "BE0123456789"


def test_an_empty_form_says_everything_that_is_missing(app: Flask, fair_id: int, visitor: Visitor) -> None:
    page = Opened(visitor.post(invited(app, visitor), {}, status=422))

    links = {a.get("href") for a in page.all("a")}
    missing = {
        "#siret",
        "#name",
        "#size_class-0",
        "#size_class",
        "#contact_name",
        "#password",
        "#accepts_charter",
    }
    assert missing - links <= {"#size_class-0", "#size_class"}
    assert {"#size_class-0", "#size_class"} & links
    assert counted(app) == (0, 0, 0)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"siret": "000 000 018 00011"}, "siret"),
        ({"foreign_country": "BE", "foreign_number": "0123456789"}, "foreign_number"),
        ({"siret": "", "foreign_number": "0123456789"}, "foreign_country"),
        ({"siret": "", "foreign_country": "BE", "foreign_number": "non"}, "foreign_number"),
        ({"name": "x" * 201}, "name"),
        ({"size_class": "énorme"}, "size_class"),
        ({"phone": "en semaine"}, "phone"),
        ({"group": "x" * 201}, "group"),
        ({"adapted_access": "x" * 1001}, "adapted_access"),
        ({"password": "court"}, "password"),
        ({"password": "x" * 129}, "password"),
        ({"accepts_charter": ""}, "accepts_charter"),
        ({"charter_number": ""}, "accepts_charter"),
        ({"charter_number": "9" * 5000}, "accepts_charter"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(
    app: Flask, fair_id: int, visitor: Visitor, changed: dict[str, str], field: str
) -> None:
    page = again(visitor, invited(app, visitor), **changed)

    assert f'id="{field}-error"' in page.html
    kept = {control.get("name"): control.get("value") for control in page.all("input")}
    assert kept["contact_name"] == FILLED["contact_name"]
    assert kept["siret"] == changed.get("siret", FILLED["siret"])
    assert PASSWORD not in page.html
    assert counted(app) == (0, 0, 0)


def test_a_company_already_there_is_not_registered_twice_and_nobody_is_named(
    app: Flask, fair_id: int, visitor: Visitor
) -> None:
    visitor.post(invited(app, visitor), FILLED)
    second = Visitor(app)

    page = again(second, invited(app, second, "agence@seine-orly.example"), siret="000 000 018 00010")

    assert "ses agences sont des collègues" in page.text
    assert 'id="siret-error"' in page.html
    assert ADDRESS not in page.html
    assert counted(app) == (1, 1, 1)


def test_a_form_opened_in_time_and_sent_too_late_keeps_what_was_typed(
    app: Flask, fair_id: int, visitor: Visitor, clock: Clock
) -> None:
    clock.now = DEADLINE - timedelta(hours=1)
    where = invited(app, visitor)
    clock.now = DEADLINE

    page = again(visitor, where)

    assert "Les inscriptions sont closes" in page.text
    assert FILLED["name"] in page.html
    assert counted(app) == (0, 0, 0)


def test_a_charter_that_changed_meanwhile_is_read_again(app: Flask, fair_id: int, visitor: Visitor) -> None:
    where = invited(app, visitor)
    with app.app_context():
        fair = db.session.get_one(Fair, fair_id)
        db.session.add(a_charter(fair, number=2, text_fr="Du nouveau."))
        db.session.commit()

    page = again(visitor, where)

    assert "La charte a changé" in page.text
    assert "Du nouveau." in page.text
    visitor.post(where, FILLED | {"charter_number": "2"})
    with app.app_context():
        assert db.session.get_one(CharterVersion, 2).number == 2
        assert db.session.scalars(sa.select(Company)).one().charter_id == 2


# With an account


def test_a_stranger_signs_in_before_adding_a_company(fair_id: int, visitor: Visitor) -> None:
    assert visitor.client.get("/inscription/entreprise").location.startswith("/connexion?next=")
    assert visitor.post("/inscription/entreprise", FILLED).location.startswith("/connexion?next=")


def test_somebody_with_an_account_adds_a_company(app: Flask, fair_id: int) -> None:
    organiser = signed_in(app, fair_id)
    page = organiser.open("/inscription/entreprise")
    assert 'name="password"' not in page.html

    response = organiser.post("/inscription/entreprise", FILLED)

    assert response.location == "/entreprise/"
    assert organiser.client.get("/entreprise/").status_code == 200
    with app.app_context():
        roles = db.session.scalars(sa.select(Membership.role).order_by(Membership.id)).all()
    assert roles == [Role.ORGANISER, Role.COMPANY]


def test_who_has_a_company_is_shown_to_it(app: Flask, fair_id: int) -> None:
    with app.app_context():
        company = a_company(db.session.get_one(Fair, fair_id))
        db.session.add(company)
        db.session.commit()
        company_id = company.id
    member = signed_in(app, fair_id, role=Role.COMPANY, company_id=company_id)

    assert member.client.get("/inscription/entreprise").location == "/compte"
    page = Opened(member.post("/inscription/entreprise", FILLED, status=422))
    assert "déjà une entreprise" in page.text


def test_a_wrong_form_of_somebody_with_an_account_keeps_what_was_typed(app: Flask, fair_id: int) -> None:
    page = again(signed_in(app, fair_id), "/inscription/entreprise", siret="1")

    assert 'id="siret-error"' in page.html
    assert FILLED["name"] in page.html


def test_after_the_deadline_somebody_with_an_account_reads_the_date(
    app: Flask, fair_id: int, clock: Clock
) -> None:
    clock.now = AFTER_THE_DEADLINE

    assert "closes depuis" in signed_in(app, fair_id).open("/inscription/entreprise").text
