"""Signing in tells nothing to those who may not, and the language follows the person."""

import time
from statistics import median

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Account, Fair, JournalEntry, Role
from matchmaker.services import accounts
from tests.builders import AFTER_THE_DEADLINE, BEFORE_THE_DEADLINE
from tests.pages import Visitor

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
    ["https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "javascript:alert(1)"],
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
