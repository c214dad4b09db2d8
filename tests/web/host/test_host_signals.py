"""A stand points out a public project to a company, by its number or by its name."""

from __future__ import annotations

import sqlalchemy as sa

from matchmaker.db import db
from matchmaker.models import Signal
from tests.pages import Opened, Visitor, words
from tests.web.host.conftest import SIGNALS, Stand


def made(stand: Stand) -> list[tuple[str, str]]:
    with stand.changed():
        return [(one.need.code, one.company.name) for one in db.session.scalars(sa.select(Signal))]


def test_a_stand_without_public_project_has_nothing_to_point_out(lead: Visitor, stand: Stand) -> None:
    stand.draft()

    assert "il n’y a rien à signaler" in lead.open(SIGNALS).text


def test_a_project_is_pointed_out_by_name(lead: Visitor, stand: Stand) -> None:
    stand.need("P001")
    stand.asked("Éclairage du Parc")

    assert lead.post(SIGNALS, {"need": "P001", "company": "eclairage"}).location == SIGNALS

    assert made(stand) == [("P001", "Éclairage du Parc")]
    assert "Éclairage du Parc" in lead.open(SIGNALS).text


def test_a_name_that_several_have_comes_back_as_a_choice(lead: Visitor, stand: Stand) -> None:
    stand.need("P001")
    stand.asked("Éclairage du Parc")
    stand.asked("Éclairage de la Seine")
    asked = {"need": "P001", "company": "éclairage"}

    page = Opened(lead.post(SIGNALS, asked, status=422))
    offered = {i.get("id"): i.get("value") for i in page.all("input") if i.get("name") == "company_choice"}
    named = {
        words(label): offered[label.get("for")] for label in page.all("label") if label.get("for") in offered
    }
    chosen = next(value for name, value in named.items() if "Seine" in name)
    lead.post(SIGNALS, asked | {"company_choice": str(chosen)})

    assert made(stand) == [("P001", "Éclairage de la Seine")]


def test_what_is_wrong_is_said_beside_its_field(lead: Visitor, stand: Stand) -> None:
    stand.need("P001")
    stand.draft("P002")
    stand.asked("Éclairage du Parc")
    lead.post(SIGNALS, {"need": "P001", "company": "éclairage"})

    for given, field, said in (
        ({"need": "", "company": "éclairage"}, "need", "Choisissez un projet public"),
        ({"need": "P002", "company": "éclairage"}, "need", "Projet à signaler"),
        ({"need": "P001", "company": ""}, "company", "Donnez le nom"),
        ({"need": "P001", "company": "girafe"}, "company", "Aucune entreprise inscrite"),
        ({"need": "P001", "company": "éclairage"}, "company", "déjà signalé"),
    ):
        page = Opened(lead.post(SIGNALS, given, status=422))
        summary = next(e for e in page.document.iter("div") if "error-summary" in e.get("class", ""))
        assert [a.get("href") for a in summary.iter("a")] == [f"#{field}"], given
        assert said in words(summary)
    assert len(made(stand)) == 1
