"""What tests of signing up share: an address, a form well filled in, and the link of a message."""

from __future__ import annotations

import re

import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Account, Company, Membership, Message
from tests.pages import Opened, Visitor

ADDRESS, PASSWORD = "camille@seine-orly.example", "quatorze-carottes-bleues"
FILLED = {
    "siret": "000 000 018 00010",
    "name": "Éclairage public Seine-Orly",
    "size_class": "micro",
    "contact_name": "Camille Exemple",
    "password": PASSWORD,
    "accepts_charter": "y",
    "charter_number": "1",
}


def messages(app: Flask) -> list[Message]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Message).order_by(Message.id)))


def link(app: Flask) -> str:
    """Where the newest message leads, without the host."""
    found = re.search(r"http://localhost(/\S+)", messages(app)[-1].body)
    assert found is not None
    return found.group(1)


def invited(app: Flask, visitor: Visitor, address: str = ADDRESS) -> str:
    visitor.post("/inscription", {"email": address})
    return link(app)


def counted(app: Flask) -> tuple[int, int, int]:
    with app.app_context():
        tables = (Account, Company, Membership)
        return tuple(db.session.scalar(sa.select(sa.func.count()).select_from(table)) for table in tables)


def again(visitor: Visitor, where: str, **changed: str) -> Opened:
    sent = {name: value for name, value in (FILLED | changed).items() if value}
    return Opened(visitor.post(where, sent, status=422))
