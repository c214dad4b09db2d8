"""Procurement reads the projects, validates, publishes and sends them back: with what is refused."""

from __future__ import annotations

import pytest
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Need
from tests.builders import AFTER_THE_DEADLINE, BEFORE_OPENING, a_fair
from tests.pages import Opened, Visitor, count_queries, words
from tests.web.conftest import signed_in
from tests.web.organiser.conftest import SmallFair
from tests.web.organiser.projects import PROJECTS, UNREAD, add, draft, headings, read_list, seen, stages

# The list


def test_the_list_has_first_what_waits_for_procurement(organiser: Visitor, fair: SmallFair) -> None:
    add(fair, "P009")
    draft(fair, "P002", returned_at=BEFORE_OPENING, returned_because="Trop vague")
    add(fair, "P003", published_at=None)
    draft(fair, "P004")
    page = organiser.open(PROJECTS)

    assert headings(page) == ["À valider", "Validés, à publier", "Renvoyés à la direction", "Publics"]
    assert "Trop vague" in page.text
    assert "1 à valider" in page.text


def test_without_projects_it_says_where_they_come_from(organiser: Visitor, fair: SmallFair) -> None:
    assert "Aucun projet pour l’instant" in organiser.open(PROJECTS).text


def test_the_step_of_the_dashboard_leads_to_the_list(organiser: Visitor, fair: SmallFair) -> None:
    links = {words(a): a.get("href") for a in organiser.open("/organisateur/").all("a")}

    assert links["Valider et publier les projets d’achat"] == PROJECTS


def test_three_projects_or_thirty_take_the_same_queries(organiser: Visitor, fair: SmallFair) -> None:
    def read() -> int:
        with organiser.app.app_context():
            engine = db.engine
        with count_queries(engine) as sent:
            organiser.open(PROJECTS)
        return len(sent)

    for number in range(3):
        draft(fair, f"P{number:03d}")
    few = read()
    for number in range(3, 30):
        draft(fair, f"P{number:03d}")

    assert read() == few


# Several at once


def test_ticked_projects_are_validated_and_published_with_one_report(
    organiser: Visitor, fair: SmallFair
) -> None:
    draft(fair, "P001")
    add(fair, "P002", published_at=None)
    draft(fair, "P003")
    mute = draft(fair, "P004")
    with fair.changed():
        need = db.session.query(Need).filter_by(code="P004").one()
        need.questions.clear()

    sent = read_list(organiser) | {"code": ["P001", "P002", "P004"]}
    assert organiser.post(f"{PROJECTS}/publication", sent).location == PROJECTS

    assert stages(fair) == {"P001": "published", "P002": "published", "P003": "draft", "P004": "draft"}
    page = organiser.open(PROJECTS)
    assert "2 projets sont publics : P001, P002." in page.text
    assert "Non publié (P004) : Un projet pose d’une à trois questions" in page.text
    organiser.open(mute)


def test_what_changed_since_the_list_was_read_is_not_published(organiser: Visitor, fair: SmallFair) -> None:
    draft(fair, "P001")
    sent = read_list(organiser) | {"code": "P001"}
    with fair.changed():
        db.session.query(Need).filter_by(code="P001").one().title_fr = "Autre chose"

    organiser.post(f"{PROJECTS}/publication", sent)

    assert stages(fair) == {"P001": "draft"}
    assert "Non publié (P001) : changé depuis" in organiser.open(PROJECTS).text


@pytest.mark.parametrize("code", [[], "P999"])
def test_nothing_ticked_is_said_and_nothing_is_done(
    organiser: Visitor, fair: SmallFair, code: str | list[str]
) -> None:
    draft(fair)

    page = Opened(organiser.post(f"{PROJECTS}/publication", {"code": code}, status=422))

    assert "Cochez au moins un projet" in page.text
    assert stages(fair) == {"P001": "draft"}


# One project


def test_a_sheet_shows_the_public_and_the_internal_part(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(draft(fair, internal_note="Très discret"))

    assert "Comment faites-vous ?" in page.text
    assert "Très discret" in page.text
    assert "visible par tous" in page.text


def test_a_draft_is_validated_then_published(organiser: Visitor, fair: SmallFair) -> None:
    address = draft(fair)

    assert organiser.post(f"{address}/valider", {"seen": seen(organiser.open(address))}).location == address
    assert stages(fair) == {"P001": "validated"}
    organiser.post(f"{address}/publier", {"seen": seen(organiser.open(address))})
    assert stages(fair) == {"P001": "published"}
    assert "Version 1, publique depuis" in organiser.open(address).text


@pytest.mark.parametrize("deed", ["valider", "publier", "consultation", "retrait"])
def test_nobody_decides_on_a_text_they_have_not_read(organiser: Visitor, fair: SmallFair, deed: str) -> None:
    add(fair, "P001", published_at=None if deed == "publier" else BEFORE_OPENING)

    refused = organiser.post(f"{PROJECTS}/P001/{deed}", {"seen": "autre"}, status=409)

    assert UNREAD in " ".join(refused.get_data(as_text=True).split())


def test_a_double_click_validates_once(organiser: Visitor, fair: SmallFair) -> None:
    address = draft(fair)
    sent = {"seen": seen(organiser.open(address))}
    organiser.post(f"{address}/valider", sent)

    organiser.post(f"{address}/valider", sent, status=409)

    assert stages(fair) == {"P001": "validated"}
    assert fair.deeds().count("need.validate") == 1


def test_a_draft_is_sent_back_with_a_sentence(organiser: Visitor, fair: SmallFair) -> None:
    address = draft(fair)

    assert organiser.post(f"{address}/renvoyer", {"words": "Précisez les lots."}).location == PROJECTS

    assert "Précisez les lots." in organiser.open(address).text


def test_without_a_sentence_nothing_is_sent_back(organiser: Visitor, fair: SmallFair) -> None:
    address = draft(fair)

    for typed, said in (("  ", "en une phrase"), ("a" * 1001, "1000 caractères")):
        page = Opened(organiser.post(f"{address}/renvoyer", {"words": typed}, status=422))
        assert said in page.text
    public = add(fair, "P002")
    page = Opened(organiser.post(f"{public}/renvoyer", {"words": "Trop vague"}, status=422))
    assert "déjà public" in page.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_sound_at_every_stage(app: Flask, fair: SmallFair, fair_id: int, language: str) -> None:
    visitor = signed_in(app, fair_id)
    visitor.post("/langue", {"language": language, "next": "/"})
    visitor.language = language
    long = "Réhabilitation " * 10
    draft(fair, "P001", title_fr=long, returned_at=BEFORE_OPENING, returned_because=long)
    add(fair, "P002", published_at=None)
    add(fair, "P003", title_en=None, lots=3, amount_min=1, amount_max=5_000_000)
    add(fair, "P004", consultation_started_at=BEFORE_OPENING)
    add(fair, "P005", withdrawn_at=AFTER_THE_DEADLINE)

    for address in ("", "/P001", "/P002", "/P003", "/P004", "/P005"):
        visitor.open(PROJECTS + address)
    for address in ("/P003/correction", "/P003/consultation", "/P003/retrait", "/P004/correction"):
        visitor.open(PROJECTS + address)


def test_projects_of_another_fair_are_not_found(app: Flask, fair: SmallFair) -> None:
    address = draft(fair)
    with app.app_context():
        other = a_fair()
        db.session.add(other)
        db.session.commit()
        other_id = other.id
    visitor = signed_in(app, other_id)

    visitor.open(address, status=404)
    for deed in ("valider", "publier", "renvoyer", "consultation", "retrait", "correction"):
        visitor.post(f"{address}/{deed}", {"words": "Non"}, status=404)
    assert stages(fair) == {"P001": "draft"}
