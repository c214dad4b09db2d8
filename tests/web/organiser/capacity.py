"""Trying variants of a morning: the page, what is typed, what is refused, and a fair to try them on."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask

from matchmaker.db import db
from tests.builders import a_desk, a_fair, a_need, some_rules
from tests.pages import Opened, Visitor, words

CAPACITY = "/organisateur/capacite"
EXPECTED = {"source": "simulees", "entreprises": "12", "demandes": "1"}
"""Twelve companies, a request each; what else is typed is added."""


def tried(visitor: Visitor, typed: dict[str, str], status: int = 200) -> Opened:
    return visitor.open(f"{CAPACITY}?{urlencode(EXPECTED | typed)}", status=status)


def typed_in(page: Opened, name: str) -> str | None:
    return next(field.get("value") for field in page.all("input") if field.get("id") == name)


def faults(page: Opened) -> dict[str, str]:
    """The words beside each field, by its id."""
    found = (e for e in page.document.iter("p") if (e.get("id") or "").endswith("-error"))
    return {str(e.get("id")).removesuffix("-error"): words(e) for e in found}


def a_prepared_fair(app: Flask) -> int:
    """Two stands, three tables, a project at the first; nobody has registered yet."""
    with app.app_context():
        fair = a_fair()
        water = a_desk(fair, tables=2, code="EAU", label_fr="Eau", label_en="Water")
        roads = a_desk(fair, code="VOI", label_fr="Voirie", label_en="Roads")
        db.session.add_all([fair, some_rules(fair), water, roads, a_need(water)])
        db.session.commit()
        return fair.id
