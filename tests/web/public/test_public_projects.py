"""The purchase projects and their search, as anybody reads them."""

from __future__ import annotations

from matchmaker.db import db
from matchmaker.models import (
    Desk,
)
from tests.builders import (
    BEFORE_THE_DEADLINE,
    a_cpv,
    a_need,
    a_sector,
)
from tests.pages import Visitor
from tests.web.public.conftest import (
    LIST,
    Stored,
    need_called,
)


def test_a_search_finds_by_word_and_says_what_it_stretched(visitor: Visitor, stored: Stored) -> None:
    with stored.changed():
        need_called("EAU-1").title_fr, need_called("EAU-2").title_fr = "Curage des égouts", "Télérelève"
        db.session.add(a_cpv(code="45232100", label_fr="Ouvrages annexes de conduites d’eau"))

    assert links(visitor, "?mots=egout") == ["Curage des égouts"]
    assert links(visitor, "?mots=télérelève&trimestre=2024-T2") == ["Télérelève"]
    assert "Aucun projet ne réunit tous ces mots" in visitor.open(f"{LIST}?mots=égouts+girafe").text
    assert "Vouliez-vous écrire : télérelève" in visitor.open(f"{LIST}?mots=télérelaive").text
    assert "Voici ceux du code plus large 45232100" in visitor.open(f"{LIST}?mots=45232141").text


def links(visitor: Visitor, question: str) -> list[str]:
    page = visitor.open(LIST + question)
    return ["".join(link.itertext()) for heading in page.all("h3") for link in heading.iter("a")]


def test_an_empty_answer_is_kind_and_shows_the_way(visitor: Visitor, stored: Stored) -> None:
    with stored.changed():
        desk = db.session.query(Desk).one()
        db.session.add(a_need(desk, title_fr="Enrobés", sector=a_sector(code="voirie")))

    nothing = visitor.open(f"{LIST}?mots=girafe")
    elsewhere = visitor.open(f"{LIST}?mots=enrobés&secteur=eau")

    assert "Aucun projet ne répond à cette recherche" in nothing.text
    assert "Voir les 4 projets du salon" in nothing.text
    assert "Un projet y répond dans un autre secteur, stand ou trimestre" in elsewhere.text


def test_a_project_whose_consultation_is_launched_takes_no_more_meetings(
    visitor: Visitor, stored: Stored
) -> None:
    with stored.changed():
        need_called("EAU-1").consultation_started_at = BEFORE_THE_DEADLINE

    sheet = visitor.open(f"{LIST}/EAU-1").text

    assert "il ne donne plus lieu à rendez-vous" in sheet
    assert "Voir le stand qui en parle" not in sheet
    assert visitor.open(LIST).text.count("plus de rendez-vous") == 1
    assert "indicatif et sans engagement" in visitor.open(f"{LIST}/EAU-2").text


def test_a_sheet_asks_the_questions_of_the_directorate_and_says_where_it_comes_from(
    visitor: Visitor, stored: Stored
) -> None:
    with stored.changed():
        need_called("EAU-1").amount_max = 40_000
        need_called("EAU-1").source_note = "Inspiré d’un marché réel."

    sheet = visitor.open(f"{LIST}/EAU-1").text

    for said in ("Comment faites-vous ?", "Inspiré d’un marché réel.", "moins de 40 000 €", "45232150-0"):
        assert said in sheet.replace("\u202f", " ")
    assert "How do you do it?" in Visitor(visitor.app, "en").open(f"{LIST}/EAU-1").text


def test_a_project_not_public_yet_or_no_more_is_not_found(visitor: Visitor, stored: Stored) -> None:
    with stored.changed():
        need_called("EAU-1").published_at = None
        need_called("EAU-2").withdrawn_at = BEFORE_THE_DEADLINE

    assert visitor.open(f"{LIST}/EAU-1", status=404).heading == "Page introuvable"
    visitor.open(f"{LIST}/EAU-2", status=404)
