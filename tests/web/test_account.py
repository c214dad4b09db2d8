"""Signing in tells nothing to those who may not, and the language follows the person."""

import time
from datetime import timedelta
from statistics import median

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Account, Fair, JournalEntry, Role
from matchmaker.services import accounts
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    REQUESTS_OPEN,
    a_company,
    a_directorate,
    a_fair,
    a_membership,
    an_account,
)
from tests.open_fair import an_open_fair
from tests.pages import Visitor, count_queries, words
from tests.web.conftest import Clock, signed_in

OVER = {
    "requests_open_at": BEFORE_OPENING - timedelta(days=9),
    "requests_close_at": BEFORE_OPENING - timedelta(days=2),
    "exchange_ends_at": BEFORE_OPENING + timedelta(hours=1),
    "closes_at": REQUESTS_OPEN,
}
EMAIL, PASSWORD = "organisation@example.org", "quatorze-carottes-bleues"


@pytest.fixture
def account_id(app: Flask, fair_id: int) -> int:
    """An organiser with a password."""
    with app.app_context():
        fair = db.session.get_one(Fair, fair_id)
        now = BEFORE_THE_DEADLINE
        member = accounts.add_member(db.session(), fair, Role.ORGANISER, EMAIL, "Organisation", PASSWORD, now)
        db.session.commit()
        return member.account_id


def test_the_right_password_opens_the_dashboard(visitor: Visitor, account_id: int) -> None:
    response = visitor.post("/connexion", {"email": EMAIL.upper(), "password": PASSWORD})

    assert response.location == "/organisateur/"
    visitor.open("/organisateur/")


def test_one_comes_back_to_the_page_that_was_asked(visitor: Visitor, account_id: int) -> None:
    response = visitor.post("/connexion?next=/accessibilite", {"email": EMAIL, "password": PASSWORD})

    assert response.location == "/accessibilite"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://ailleurs.example/",
        "//ailleurs.example",
        "/\\ailleurs.example",
        "/%09\\ailleurs.example",
        "/%09/ailleurs.example",
        "/compte%0D%0AX-Ailleurs: oui",
        "//[",
        "javascript:alert(1)",
    ],
)
def test_one_is_never_sent_elsewhere(visitor: Visitor, account_id: int, elsewhere: str) -> None:
    response = visitor.post(f"/connexion?next={elsewhere}", {"email": EMAIL, "password": PASSWORD})

    assert response.location == "/organisateur/"


def refused(visitor: Visitor, email: str, password: str) -> tuple[int, str]:
    response = visitor.post("/connexion", {"email": email, "password": password}, status=422)
    return len(response.data.replace(email.encode(), b"")), response.get_data(as_text=True)


def test_an_unknown_address_and_a_wrong_password_are_refused_alike(visitor: Visitor, account_id: int) -> None:
    known, unknown = refused(visitor, EMAIL, "faux" * 4), refused(visitor, "personne@example.org", "faux" * 4)

    assert known[0] == unknown[0]
    assert "n’est pas le bon" in known[1]
    assert "n’est pas le bon" in unknown[1]


def test_a_disabled_account_is_refused_like_an_unknown_one(
    app: Flask, visitor: Visitor, account_id: int
) -> None:
    with app.app_context():
        db.session.get_one(Account, account_id).disabled_at = AFTER_THE_DEADLINE
        db.session.commit()

    assert "n’est pas le bon" in refused(visitor, EMAIL, PASSWORD)[1]


def test_an_unknown_address_costs_the_same_work(app: Flask, account_id: int) -> None:
    def spent(email: str) -> float:
        with app.test_request_context():
            begun = time.process_time()
            with pytest.raises(Exception, match="n’est pas le bon"):
                accounts.sign_in(db.session(), email, "faux" * 4, BEFORE_THE_DEADLINE)
            return time.process_time() - begun

    known = median(spent(EMAIL) for _ in range(5))
    unknown = median(spent("personne@example.org") for _ in range(5))

    # Without the dummy hash the ratio is in the hundreds.
    assert 0.2 < known / unknown < 5


def test_too_many_tries_are_slowed_down(visitor: Visitor, account_id: int) -> None:
    token = visitor.token()
    sent = {"csrf_token": token, "email": EMAIL, "password": "faux" * 4}

    statuses = [visitor.client.post("/connexion", data=sent).status_code for _ in range(11)]

    assert statuses == [422] * 10 + [429]


def test_signing_in_and_out_leaves_its_lines(app: Flask, visitor: Visitor, account_id: int) -> None:
    visitor.post("/connexion", {"email": EMAIL, "password": PASSWORD})
    visitor.post("/deconnexion")

    assert visitor.client.get("/organisateur/").status_code == 302
    with app.app_context():
        deeds = db.session.scalars(sa.select(JournalEntry.deed).order_by(JournalEntry.id)).all()
    assert deeds == ["account.add", "account.sign_in", "account.sign_out"]


def test_an_empty_form_says_what_is_missing(visitor: Visitor) -> None:
    response = visitor.post("/connexion", {"email": "", "password": ""}, status=422)

    assert "Saisissez votre adresse électronique." in response.get_data(as_text=True)


@pytest.mark.parametrize("password", ["court", "x" * 129])
def test_a_password_has_12_to_128_characters(password: str) -> None:
    with pytest.raises(Exception, match="12 à 128"):
        accounts.hashed(password)


def test_a_browser_that_prefers_english_reads_english(app: Flask) -> None:
    assert Visitor(app, "en").open("/connexion").heading == "Sign in"


def test_the_language_chosen_wins_over_the_browser_s(app: Flask) -> None:
    visitor = Visitor(app, "fr")
    response = visitor.post("/langue", {"language": "en", "next": "/connexion"})
    visitor.language = "en"

    assert response.location == "/connexion"
    assert "Sign in" in visitor.client.get("/connexion", headers={"Accept-Language": "fr"}).get_data(
        as_text=True
    )


def test_an_unknown_language_is_refused(visitor: Visitor) -> None:
    visitor.post("/langue", {"language": "tlh"}, status=400)


# Who one is, and as what


def test_the_page_to_sign_in_leads_to_signing_up(visitor: Visitor, fair_id: int) -> None:
    page = visitor.open("/connexion")

    assert "/inscription" in {link.get("href") for link in page.all("a")}


def test_a_stranger_signs_in_to_read_who_they_are(visitor: Visitor) -> None:
    assert visitor.client.get("/compte").location.startswith("/connexion?next=")
    assert visitor.post("/compte", {"membership": "1"}).location == "/connexion?next=%2Fcompte"


def a_person_of_everything(app: Flask, fair_id: int) -> list[int]:
    """Somebody with a role of every kind, at the fair and at one that is over; ids in order."""
    with app.app_context():
        fair = db.session.get_one(Fair, fair_id)
        before = a_fair(opens_at=BEFORE_OPENING, exchange_starts_at=BEFORE_OPENING, **OVER)
        account = an_account(email=EMAIL, password_hash=accounts.hashed(PASSWORD))
        roles = [
            a_membership(before, Role.COMPANY, account=account, company=a_company(before, name="Ancienne")),
            a_membership(fair, Role.COMPANY, account=account, company=a_company(fair, name="Actuelle")),
            a_membership(fair, Role.HOST, account=account, directorate=a_directorate(fair)),
            a_membership(fair, Role.PROCUREMENT, account=account),
            a_membership(fair, Role.ORGANISER, account=account),
        ]
        for role in roles:
            db.session.add(role)
            db.session.flush()
        db.session.commit()
        return [role.id for role in roles]


def test_one_enters_at_the_fair_that_is_on_or_comes_next(app: Flask, visitor: Visitor, fair_id: int) -> None:
    _, current, *_ = a_person_of_everything(app, fair_id)

    visitor.post("/connexion", {"email": EMAIL, "password": PASSWORD})

    with visitor.client.session_transaction() as session:
        assert session["membership_id"] == current


def test_the_account_shows_every_role_and_switches_between_them(
    app: Flask, visitor: Visitor, fair_id: int
) -> None:
    before, _, host, _, organiser = a_person_of_everything(app, fair_id)
    visitor.post("/connexion", {"email": EMAIL, "password": PASSWORD})

    page = visitor.open("/compte")
    for name in (EMAIL, "Ancienne", "Actuelle", "Direction de l’eau", "Service des achats", "Organisation"):
        assert name in page.text
    assert len([button for button in page.all("button") if words(button) == "Prendre ce rôle"]) == 4

    assert visitor.post("/compte", {"membership": str(organiser)}).location == "/organisateur/"
    assert visitor.post("/compte", {"membership": str(host)}).location == "/direction/"
    assert visitor.post("/compte", {"membership": str(before)}).location == "/entreprise/"
    assert "Organisation" in visitor.open("/compte").text


@pytest.mark.parametrize("asked", ["", "x", "999999"])
def test_a_role_that_is_not_one_s_own_is_not_found(
    app: Flask, visitor: Visitor, fair_id: int, asked: str
) -> None:
    a_person_of_everything(app, fair_id)
    visitor.post("/connexion", {"email": EMAIL, "password": PASSWORD})

    visitor.post("/compte", {"membership": asked}, status=404)


def test_somebody_else_s_role_is_not_found(app: Flask, organiser: Visitor, fair_id: int) -> None:
    theirs = a_person_of_everything(app, fair_id)[-1]

    organiser.post("/compte", {"membership": str(theirs)}, status=404)


def test_an_account_without_role_is_told_so(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        db.session.add(an_account(email=EMAIL, password_hash=accounts.hashed(PASSWORD)))
        db.session.commit()

    assert visitor.post("/connexion", {"email": EMAIL, "password": PASSWORD}).location == "/"
    assert "aucun rôle" in visitor.open("/compte").text


def test_a_company_is_offered_while_registration_is_open_to_who_has_none(app: Flask, clock: Clock) -> None:
    with app.app_context():
        fair_id = an_open_fair(db.session()).id
        db.session.commit()
    organiser = signed_in(app, fair_id)

    assert "/inscription/entreprise" in organiser.open("/compte").html
    clock.now = AFTER_THE_DEADLINE
    assert "/inscription/entreprise" not in organiser.open("/compte").html


def test_the_account_costs_the_same_whatever_one_is(app: Flask, fair_id: int) -> None:
    one, many = signed_in(app, fair_id), Visitor(app)
    a_person_of_everything(app, fair_id)
    many.post("/connexion", {"email": EMAIL, "password": PASSWORD})
    with app.app_context():
        engine = db.engine

    counts = []
    for visitor in (one, many):
        with count_queries(engine) as sent:
            visitor.open("/compte")
        counts.append(len(sent))

    assert counts[1] <= counts[0] + 1
