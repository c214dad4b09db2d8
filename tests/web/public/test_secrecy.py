"""What no public page ever shows: internal notes, drafts, companies, their requests and answers."""

from __future__ import annotations

from flask import Flask

from matchmaker.db import db
from matchmaker.models import (
    AnswerKind,
    Desk,
    Fair,
    Refusal,
)
from tests.builders import (
    BEFORE_OPENING,
    a_company,
    a_need,
    a_wish,
    an_account,
    an_answer,
)
from tests.pages import Visitor
from tests.web.conftest import Clock
from tests.web.public.conftest import (
    LIST,
    PAGES,
    Stored,
    need_called,
    through_its_life,
)


def test_nothing_internal_and_nothing_about_a_company_is_ever_shown(
    app: Flask, stored: Stored, clock: Clock
) -> None:
    with stored.changed() as fair:
        _hide_canaries(fair)
    hidden = ("canari", "000777777", "Refusal", "out_of_scope", "périmètre inventé")
    for _stage in through_its_life(stored, clock):
        for address in (*PAGES, f"{LIST}?mots=canari", "/salons/2023/tirage?siren=000777777"):
            html = Visitor(app).open(address).html.lower()
            typed = address.rpartition("=")[2]
            found = [word for word in hidden if word != typed and word.lower() in html]
            assert found == [], address


def _hide_canaries(fair: Fair) -> None:
    """One in every field that is not public."""
    need_called("EAU-1").internal_note = "Canari interne"
    desk = db.session.query(Desk).one()
    db.session.add(a_need(desk, title_fr="Canari en projet", published_at=None))
    db.session.add(a_need(desk, title_fr="Canari retiré", withdrawn_at=BEFORE_OPENING))
    company = a_company(fair, name="Canari et fils")
    db.session.add(company)
    db.session.flush()
    wish = a_wish(company, desk, motivation="canari")
    refused = {"kind": AnswerKind.REFUSED, "refusal": Refusal.OUT_OF_SCOPE, "reason": "périmètre inventé"}
    db.session.add(an_answer(wish, answered_by=an_account(name="Canari"), **refused))
