"""Signing up in a browser: the address, its message, the link, and what stands there when it is closed."""

from datetime import timedelta

import pytest
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Fair
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    DEADLINE,
    a_charter,
    a_fair,
    an_account,
    some_rules,
)
from tests.demo_fixtures import DemoApp
from tests.open_fair import an_open_fair
from tests.pages import Opened, Visitor
from tests.web.conftest import Clock
from tests.web.signing_up import ADDRESS, FILLED, counted, invited, link, messages


@pytest.fixture
def fair_id(app: Flask) -> int:
    """A fair at which companies may register."""
    with app.app_context():
        fair = an_open_fair(db.session())
        db.session.commit()
        return fair.id


# The address


def test_the_first_page_says_what_it_takes(fair_id: int, visitor: Visitor) -> None:
    page = visitor.open("/inscription")

    assert page.heading == "Inscrire mon entreprise"
    assert "trois minutes" in page.text
    assert "6 novembre 2023" in page.text


def test_known_and_unknown_addresses_get_the_same_answer(app: Flask, fair_id: int, visitor: Visitor) -> None:
    with app.app_context():
        db.session.add(an_account(email=ADDRESS))
        db.session.commit()

    known = visitor.post("/inscription", {"email": f" {ADDRESS.upper()} "})
    shown_to_known = visitor.open("/inscription/envoyee").text
    unknown = visitor.post("/inscription", {"email": "nouvelle@seine-orly.example"})
    shown_to_unknown = visitor.open("/inscription/envoyee").text

    assert known.location == unknown.location == "/inscription/envoyee"
    assert shown_to_known.replace(ADDRESS, "") == shown_to_unknown.replace("nouvelle@seine-orly.example", "")
    assert [message.email for message in messages(app)] == [ADDRESS, "nouvelle@seine-orly.example"]
    assert "/connexion?next=/inscription/entreprise" in messages(app)[0].body


def test_outside_the_demonstration_the_page_says_who_passes_the_message_on(
    fair_id: int, visitor: Visitor
) -> None:
    assert "n’envoie pas encore de courriel" in visitor.open("/inscription/envoyee").text


def test_the_message_is_in_the_language_of_the_page(app: Flask, fair_id: int) -> None:
    invited(app, Visitor(app, "en"))

    assert messages(app)[0].locale == "en"
    assert messages(app)[0].body.startswith("Hello")


@pytest.mark.parametrize("typed", ["", "camille", "camille@", "x" * 300 + "@a.fr"])
def test_what_is_no_address_is_refused_beside_its_field(
    app: Flask, fair_id: int, visitor: Visitor, typed: str
) -> None:
    page = Opened(visitor.post("/inscription", {"email": typed}, status=422))

    assert "email-error" in page.html
    assert messages(app) == []


def test_too_many_addresses_are_slowed_down(fair_id: int, visitor: Visitor) -> None:
    sent = {"csrf_token": visitor.token(), "email": ADDRESS}

    statuses = [visitor.client.post("/inscription", data=sent).status_code for _ in range(11)]

    assert statuses == [302] * 10 + [429]


# Before, after, without


def test_before_the_opening_there_is_a_date_and_no_form(fair_id: int, visitor: Visitor, clock: Clock) -> None:
    clock.now = BEFORE_OPENING

    page = visitor.open("/inscription")

    assert "ouvrent le lundi 18 septembre 2023 à 9 h" in page.text
    assert 'name="email"' not in page.html


def test_after_the_deadline_there_is_no_form_any_more(
    app: Flask, fair_id: int, visitor: Visitor, clock: Clock
) -> None:
    clock.now = DEADLINE - timedelta(hours=1)
    where = invited(app, visitor)
    clock.now = DEADLINE

    assert "closes depuis le lundi 6 novembre 2023" in visitor.open("/inscription").text
    assert "closes depuis le lundi 6 novembre 2023" in visitor.open(where).text


def test_while_the_rules_wait_nobody_registers(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        fair = a_fair()
        db.session.add_all([fair, a_charter(fair), some_rules(fair)])
        db.session.commit()

    page = visitor.open("/inscription")

    assert "s’ouvrent bientôt" in page.text
    assert 'name="email"' not in page.html


def test_without_a_fair_there_is_nothing_to_join(visitor: Visitor) -> None:
    assert "Aucun salon" in visitor.open("/inscription").heading
    visitor.post("/inscription", {"email": ADDRESS}, status=409)


def test_an_address_typed_in_time_and_sent_too_late_is_told_so(
    app: Flask, fair_id: int, visitor: Visitor, clock: Clock
) -> None:
    clock.now = AFTER_THE_DEADLINE

    page = Opened(visitor.post("/inscription", {"email": ADDRESS}, status=422))

    assert "Les inscriptions sont closes" in page.text
    assert messages(app) == []


# The link


def test_a_link_serves_once(app: Flask, fair_id: int, visitor: Visitor) -> None:
    where = invited(app, visitor)
    visitor.post(where, FILLED)

    assert "déjà servi" in visitor.open(where, status=410).heading
    visitor.post(where, FILLED | {"siret": "00000002600013"}, status=410)
    assert "déjà servi" in Visitor(app).open(where, status=410).heading
    assert counted(app) == (1, 1, 1)


def test_a_link_expires(app: Flask, fair_id: int, visitor: Visitor, clock: Clock) -> None:
    clock.now = BEFORE_THE_DEADLINE - timedelta(days=5)
    where = invited(app, visitor)
    clock.now += timedelta(hours=48)
    visitor.open(where)
    clock.now += timedelta(seconds=1)

    assert "expiré" in visitor.open(where, status=410).heading
    visitor.post(where, FILLED, status=410)
    assert counted(app) == (0, 0, 0)


def test_a_forged_link_opens_nothing(app: Flask, fair_id: int, visitor: Visitor) -> None:
    where = invited(app, visitor)

    for forged in ("/inscription/jeton", where[:-1], where.replace("/inscription/", "/inscription/x")):
        assert "pas complet" in visitor.open(forged, status=410).heading
    visitor.post("/inscription/jeton", FILLED, status=410)


def test_a_link_to_join_colleagues_does_not_register_a_company(
    app: Flask, fair_id: int, visitor: Visitor
) -> None:
    token = invited(app, visitor).removeprefix("/inscription/")

    visitor.open(f"/inscription/collegue/{token}", status=410)


def test_a_link_of_another_fair_has_expired(app: Flask, fair_id: int, visitor: Visitor, clock: Clock) -> None:
    where = invited(app, visitor)
    with app.app_context():
        fair = db.session.get_one(Fair, fair_id)
        sooner = {"opens_at": clock.now, "exchange_starts_at": clock.now, "requests_close_at": clock.now}
        db.session.add(a_fair(organisation=fair.organisation, **sooner))
        db.session.commit()

    assert "expiré" in visitor.open(where, status=410).heading


# From one end to the other


def test_in_the_demonstration_the_message_is_read_on_a_page_and_its_link_works(demo_app: DemoApp) -> None:
    demo = demo_app("requests_open")
    visitor = Visitor(demo)

    visitor.post("/inscription", {"email": ADDRESS})
    sent = visitor.open("/inscription/envoyee")
    assert "/demonstration/messages" in {a.get("href") for a in sent.all("a")}
    visitor.open("/demonstration/messages")
    response = visitor.post(link(demo), FILLED | {"siret": "000 990 002 00016"})

    assert response.location == "/entreprise/"
    assert FILLED["name"] in visitor.open("/entreprise/").text
