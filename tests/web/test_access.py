"""Every address belongs to somebody, and is closed to everybody else."""

import pytest
from flask import Blueprint, Flask

from matchmaker.app import create_app
from matchmaker.db import db
from matchmaker.models import Account, Fair, Role
from matchmaker.web.access import classify, is_file, roles_of
from tests.builders import AFTER_THE_DEADLINE, a_company, a_directorate
from tests.pages import Visitor
from tests.web.conftest import signed_in

OPEN_TO_ALL = {"public", "account", "sign_up"}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def reserved_pages(app: Flask) -> dict[tuple[str, str], frozenset[Role]]:
    """(method, address) -> the roles it is for; parameters get a word that names nothing."""
    bound = app.url_map.bind("localhost")
    return {
        (method, bound.build(rule.endpoint, dict.fromkeys(rule.arguments, "rien"))): roles_of(
            app, rule.endpoint
        )
        for rule in app.url_map.iter_rules()
        if not is_file(rule.endpoint) and roles_of(app, rule.endpoint)
        for method in sorted(rule.methods or set())
        if method not in {"HEAD", "OPTIONS"}
    }


def test_an_endpoint_that_nobody_classified_stops_the_start() -> None:
    app = Flask("forgetful")
    forgotten = Blueprint("forgotten", __name__)
    forgotten.add_url_rule("/oubli", "page", lambda: "")
    app.register_blueprint(forgotten)

    with pytest.raises(RuntimeError, match=r"forgotten\.page"):
        classify(app)


def test_only_the_public_and_the_account_pages_are_open_to_all(app: Flask) -> None:
    everything = {rule.endpoint for rule in app.url_map.iter_rules() if not is_file(rule.endpoint)}
    opened = {endpoint.partition(".")[0] for endpoint in everything if not roles_of(app, endpoint)}

    assert opened == OPEN_TO_ALL


def test_a_stranger_is_sent_to_sign_in(app: Flask) -> None:
    client, answers = app.test_client(), {}
    for method, address in reserved_pages(app):
        if method == "GET":
            answers[address] = client.get(address)

    assert len(answers) > 5
    assert {answer.status_code for answer in answers.values()} == {302}
    assert all(answer.location.startswith("/connexion?next=") for answer in answers.values())


@pytest.mark.parametrize("role", Role)
def test_every_address_is_open_to_the_roles_it_is_for_and_to_no_other(
    app: Flask, fair_id: int, role: Role
) -> None:
    member = signed_in(app, fair_id, role=role, **_belonging(app, fair_id, role))
    sent = {"csrf_token": member.token()}

    pages = reserved_pages(app)
    refused = {
        (method, address)
        for method, address in pages
        if member.client.open(address, method=method, data=sent).status_code == 403
    }

    assert len(pages) > 20
    assert refused == {page for page, roles in pages.items() if role not in roles}


def _belonging(app: Flask, fair_id: int, role: Role) -> dict[str, int]:
    """Whom a membership of that role stands for."""
    with app.app_context():
        fair = db.session.get_one(Fair, fair_id)
        company, directorate = a_company(fair), a_directorate(fair)
        db.session.add_all([company, directorate])
        db.session.commit()
        found = {Role.COMPANY: {"company_id": company.id}, Role.HOST: {"directorate_id": directorate.id}}
        return found.get(role, {})


def test_an_address_is_read_or_is_a_deed_and_only_the_form_to_sign_in_is_both(app: Flask) -> None:
    used = {
        rule.endpoint: (rule.methods or set()) - {"HEAD", "OPTIONS"}
        for rule in app.url_map.iter_rules()
        if not is_file(rule.endpoint)
    }

    assert set().union(*used.values()) == {"GET", "POST"}
    assert [endpoint for endpoint, methods in used.items() if len(methods) > 1] == ["account.sign_in"]


def test_what_does_not_exist_is_not_found_for_an_organiser(app: Flask, organiser: Visitor) -> None:
    with_a_word = [a for method, a in reserved_pages(app) if method == "GET" and "rien" in a]

    assert with_a_word
    mine = [address for address in with_a_word if address.startswith("/organisateur/")]
    assert {organiser.open(address, status=404).status for address in mine} == {404}


def test_every_deed_needs_its_token(app: Flask, organiser: Visitor) -> None:
    deeds = [
        app.url_map.bind("localhost").build(
            rule.endpoint, dict.fromkeys(rule.arguments, "rien"), method="POST"
        )
        for rule in app.url_map.iter_rules()
        if UNSAFE & (rule.methods or set())
    ]

    assert len(deeds) > 5
    assert {organiser.client.post(address).status_code for address in deeds} == {400}


def test_an_account_that_is_disabled_is_out_at_once(app: Flask, organiser: Visitor) -> None:
    organiser.open("/organisateur/")
    with app.app_context():
        db.session.query(Account).update({"disabled_at": AFTER_THE_DEADLINE})
        db.session.commit()

    assert organiser.client.get("/organisateur/").status_code == 302


def test_somebody_else_s_membership_gives_nothing(app: Flask, fair_id: int) -> None:
    stranger, host = signed_in(app, fair_id), signed_in(app, fair_id)
    with host.client.session_transaction() as theirs, stranger.client.session_transaction() as mine:
        mine["membership_id"] = theirs["membership_id"]

    assert stranger.client.get("/organisateur/").status_code == 403


def test_a_key_is_drawn_at_first_start_and_kept(tmp_path: object) -> None:
    keys = {
        create_app(INSTANCE=tmp_path, SQLALCHEMY_DATABASE_URI="sqlite://").config["SECRET_KEY"]
        for _ in range(2)
    }

    assert {len(key) for key in keys} == {64}
