"""Whatever is sent to whatever address by whoever may open it, the answer is a page in words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from matchmaker.db import db
from matchmaker.models import Company, Desk, Fair, Membership, Need, Role, Run, Schedule, Wish
from matchmaker.web.access import is_file, roles_of
from tests.demo_fixtures import DemoApp
from tests.pages import Opened, Visitor

HOSTILE = (
    "",
    "   ",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "' OR 1=1 --",
    "../../etc/passwd",
    "\u202eedoc\u202c \u0301\u0301 🦆",
    "nom\r\nBcc: autre@example.org",
    "-1",
    "9" * 40,
    "1e309",
    "2023-02-30T25:61",
    "é" * 100_000,
)
ROUNDS = 3
ODD_QUESTIONS = [
    pytest.param(asked, marks=pytest.mark.nightly) for asked in ("", "é" * 3_000, "-1", "9" * 40)
]
ANSWERS = {200, 302, 400, 404, 409, 410, 413, 422, 429}
QUESTIONS = (
    "mots",
    "page",
    "secteur",
    "stand",
    "trimestre",
    "motif",
    "etat",
    "avant",
    "apres",
    "cpv",
    "filtre",
    "next",
)
NAMES = (
    Company.public_id,
    Wish.public_id,
    Schedule.public_id,
    Run.public_id,
    Need.code,
    Desk.code,
    Fair.slug,
)


@pytest.mark.parametrize(
    ("moment", "role"),
    [
        *[("requests_open", role) for role in (None, *Role) if role is not Role.PROCUREMENT],
        *[pytest.param("requests_open", Role.PROCUREMENT, marks=pytest.mark.nightly)],
        *[
            pytest.param(moment, role, marks=pytest.mark.nightly)
            for moment in ("drafts", "published", "the_day")
            for role in (None, *Role)
        ],
    ],
)
def test_nothing_that_is_sent_breaks_anything(demo_app: DemoApp, moment: str, role: Role | None) -> None:
    app = demo_app(moment, PROPAGATE_EXCEPTIONS=False)
    visitor = somebody(app, role)
    names = stored_names(app)

    answered = {
        (address, number): visitor.client.post(address, data=sent).status_code
        for rule in open_to(app, role, "POST")
        for address in addresses(app, rule, names)
        for number, sent in enumerate(payloads(visitor, address))
    }

    assert len(answered) >= ROUNDS
    assert {sent: status for sent, status in answered.items() if status not in ANSWERS} == {}


@pytest.mark.parametrize("asked", ["<b>'\"\x00", *ODD_QUESTIONS])
@pytest.mark.parametrize("role", [None, *Role])
def test_nothing_that_is_asked_breaks_anything(demo_app: DemoApp, role: Role | None, asked: str) -> None:
    app = demo_app("published", PROPAGATE_EXCEPTIONS=False)
    visitor = somebody(app, role)
    question = dict.fromkeys(QUESTIONS, asked)

    answered = {
        address: visitor.client.get(address, query_string=question).status_code
        for rule in open_to(app, role, "GET")
        for address in addresses(app, rule, stored_names(app))
    }

    assert len(answered) > 10
    assert {sent: status for sent, status in answered.items() if status not in ANSWERS} == {}


def somebody(app: Flask, role: Role | None) -> Visitor:
    """The first of the demonstration in that role; a stranger for None."""
    visitor = Visitor(app)
    if role is not None:
        with app.app_context():
            mine = sa.select(Membership).where(Membership.role == role).order_by(Membership.id)
            membership = db.session.scalars(mine).first()
            assert membership is not None
            visitor.acts_as(membership.id, membership.account_id)
    return visitor


def stored_names(app: Flask) -> list[str]:
    """One name of each kind that an address may hold, and one that names nothing."""
    with app.app_context():
        found = [db.session.scalars(sa.select(column).order_by(column).limit(1)).first() for column in NAMES]
    return [name for name in found if name] + ["rien"]


def open_to(app: Flask, role: Role | None, method: str) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if method not in (rule.methods or set()) or is_file(rule.endpoint):
            continue
        roles = roles_of(app, rule.endpoint)
        # Going to a stage or a role of the demonstration would change who is asking.
        if (not roles or role in roles) and not rule.endpoint.startswith(("demo.", "account.sign_out")):
            yield rule


def addresses(app: Flask, rule: Rule, names: list[str]) -> Iterator[str]:
    """The rule's address with each known name in each place."""
    bound = app.url_map.bind("localhost")
    arguments = sorted(rule.arguments)
    for chosen in itertools.product(names, repeat=len(arguments)):
        yield bound.build(rule.endpoint, dict(zip(arguments, chosen, strict=True)))


def payloads(visitor: Visitor, address: str) -> Iterator[dict[str, Any]]:
    """Nothing at all, then something hostile in every field of the forms that stand at the address."""
    token = visitor.token()
    yield {"csrf_token": token}
    fields = sorted(set(controls(visitor, address)))
    for turn in range(ROUNDS if fields else 0):
        wrong = itertools.islice(itertools.cycle(HOSTILE), turn * 4, None)
        yield dict(zip(fields, wrong, strict=False)) | {"csrf_token": token}


def controls(visitor: Visitor, address: str) -> Iterator[str]:
    answer = visitor.client.get(address)
    if answer.status_code == 200 and answer.mimetype == "text/html":
        page = Opened(answer)
        for tag in ("input", "select", "textarea", "button"):
            yield from (control.get("name", "") for control in page.all(tag) if control.get("name"))
