"""Whatever is typed into an address, the answer is a page that says what to do."""

import io

import pytest
from flask import Flask

from matchmaker.db import db
from tests.pages import Opened, Visitor

ODD = [
    "/nulle-part",
    "/salons/rien",
    "/%00",
    "/salons/%ff%fe",
    "/salons/" + "a" * 3000,
    "/?langue=%00",
    "/?page=-1&page=x",
    "/connexion?next=https://ailleurs.example/",
    "/connexion?next=%0d%0aX:1",
]


@pytest.mark.parametrize("address", ODD)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_odd_address_gets_a_page(app: Flask, address: str, language: str) -> None:
    response = Visitor(app, language).client.get(address, headers={"Accept-Language": language})

    assert response.status_code in {200, 404}
    assert "<h1>" in response.get_data(as_text=True)


def test_a_page_not_found_says_so_in_both_languages(app: Flask) -> None:
    headings = [Visitor(app, language).open("/nulle-part", status=404).heading for language in ("fr", "en")]

    assert headings == ["Page introuvable", "Page not found"]


def test_a_deed_s_address_opened_like_a_page_says_so(visitor: Visitor) -> None:
    assert visitor.open("/langue", status=405).heading == "Action impossible ici"


def test_a_form_that_is_too_old_says_so(visitor: Visitor) -> None:
    response = visitor.client.post("/langue", data={"language": "en", "csrf_token": "vieux"})

    assert response.status_code == 400
    assert "Formulaire expiré" in response.get_data(as_text=True)


def test_too_large_a_form_says_so(visitor: Visitor) -> None:
    response = visitor.client.post(
        "/connexion", data={"csrf_token": visitor.token(), "email": "a" * 10_000_000}
    )

    assert response.status_code == 413
    assert "trop volumineux" in response.get_data(as_text=True)


def test_another_host_is_not_answered(visitor: Visitor) -> None:
    assert visitor.client.get("/", headers={"Host": "ailleurs.example"}).status_code == 400


def test_a_database_that_does_not_answer_is_said_kindly(app: Flask, visitor: Visitor) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        db.drop_all()

    assert visitor.open("/", status=500).heading == "Un incident de notre côté"


def test_what_is_too_large_for_the_service_gets_a_kind_page(app: Flask, organiser: Visitor) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    sent = {"csrf_token": organiser.token(), "file": (io.BytesIO(b"x" * 200_000), "liste.csv")}

    page = Opened(organiser.client.post("/organisateur/imports", data=sent))

    assert (page.status, page.heading) == (413, "Envoi trop volumineux")
