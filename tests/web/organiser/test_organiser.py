"""The dashboard: where the fair stands, what comes next, and figures that are those of the database."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.demo.moments import MOMENTS, Moment
from matchmaker.models import Company, Desk, Grid, Meeting, Role, Slot, Table, TableClosure, Wish
from tests.builders import BEFORE_THE_DEADLINE, EXCHANGE, an_answer
from tests.demo_fixtures import DemoApp
from tests.pages import Opened, Visitor, words
from tests.web.conftest import Clock, signed_in
from tests.web.organiser.conftest import DRAW, HOME, SCHEDULES, SmallFair


def figures(page: Opened) -> list[str]:
    """The big numbers, in order."""
    return [words(e) for e in page.all("p") if e.get("class") == "figure-box__value"]


def rows(page: Opened, caption: str) -> list[list[str]]:
    """The cells of one table, read by its caption."""
    table = next(t for t in page.all("table") if words(t.find("caption")).startswith(caption))
    return [[words(cell) for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]


def step(page: Opened, title: str) -> list[str]:
    """Where one step is, whose turn it is, before when and its state."""
    return next(row[1:] for row in rows(page, "Les étapes") if row[0] == title)


def count(query: sa.Select[int]) -> str:
    return str(db.session.scalar(query))


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
def test_the_figures_are_those_of_the_database(demo_app: DemoApp, moment: Moment) -> None:
    app = demo_app(moment.name)
    visitor = Visitor(app)
    visitor.post("/demonstration/role", {"role": "organiser"})
    page = visitor.open(HOME)

    with app.app_context():
        number = sa.func.count()
        tables, slots = (
            count(sa.select(number).select_from(Table)),
            count(sa.select(number).select_from(Slot)),
        )
        stored = [
            count(sa.select(number).select_from(Company).where(Company.withdrawn_at.is_(None))),
            count(sa.select(number).select_from(Wish)),
            str(int(tables) * int(slots)),
            count(sa.select(number).select_from(Meeting).where(Meeting.ended_at.is_(None))),
        ]
    assert figures(page)[-len(stored) :] == stored
    assert f"{tables} tables, {slots} créneaux" in page.text


def test_each_stand_has_its_own_requests_and_places(demo_app: DemoApp) -> None:
    app = demo_app("drafts")
    visitor = Visitor(app)
    visitor.post("/demonstration/role", {"role": "organiser"})
    read = [row[:3] for row in rows(visitor.open(HOME), "Combien d’entreprises")[1:]]

    with app.app_context():
        slots = db.session.query(Slot).count()
        wanted = [
            [
                desk.label_fr.replace("\u00a0", " "),
                str(db.session.query(Wish).filter_by(desk_id=desk.id).count()),
                str(db.session.query(Table).filter_by(desk_id=desk.id).count() * slots),
            ]
            for desk in db.session.query(Desk).order_by(Desk.position)
        ]
    assert read == wanted


def test_a_company_that_left_no_longer_counts(organiser: Visitor, fair: SmallFair) -> None:
    assert figures(organiser.open(HOME)) == ["3", "3", "2", "0"]
    with fair.changed():
        db.session.query(Company).first().withdrawn_at = BEFORE_THE_DEADLINE

    assert figures(organiser.open(HOME)) == ["2", "2", "2", "0"]


NEXT = {
    "requests_open": ("Demandes ouvertes", "Valider les inscriptions"),
    "drafts": ("Brouillons", "Publier le planning"),
    "published": ("Planning publié", "Confirmer les rendez-vous"),
    "the_day": ("Le jour du salon", "Rien à faire pour l’instant."),
}


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
def test_it_says_the_stage_and_the_one_thing_to_do_next(demo_app: DemoApp, moment: Moment) -> None:
    visitor = Visitor(demo_app(moment.name))
    visitor.post("/demonstration/role", {"role": "organiser"})
    page = visitor.open(HOME)

    after = page.text.partition("À faire maintenant ")[2]
    assert (stage(page), after[: len(NEXT[moment.name][1])]) == NEXT[moment.name]


def stage(page: Opened) -> str:
    return next(words(item) for item in page.all("li") if item.get("aria-current") == "step")


def test_each_step_says_how_far_it_is(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(HOME)
    assert step(page, "Révéler le tirage au sort")[0] == "chaque entreprise a son numéro"
    assert step(page, "Répondre aux demandes")[0].startswith("0 réponse sur 3")
    assert step(page, "Calculer un planning")[0] == "0 brouillon"

    with fair.changed():
        db.session.add(an_answer(db.session.query(Wish).first()))
    fair.draft()
    fair.draft(seed=2)
    page = organiser.open(HOME)
    assert step(page, "Répondre aux demandes")[0].startswith("1 réponse sur 3")
    assert step(page, "Calculer un planning")[::3] == ["1 brouillon, 1 simulation", "fait"]


def test_a_step_that_has_a_page_leads_to_it(organiser: Visitor) -> None:
    links = {words(a): a.get("href") for a in organiser.open(HOME).all("a")}

    assert links["Publier l’empreinte du tirage"] == links["Révéler le tirage au sort"] == DRAW
    assert links["Calculer un planning"] == links["Publier le planning"] == SCHEDULES


def test_where_nothing_is_prepared_it_says_what_to_begin_with(empty: Visitor) -> None:
    page = empty.open(HOME)

    assert stage(page) == "Préparation"
    assert figures(page) == ["0", "0", "0", "0"]
    assert "À faire maintenant Écrire et verrouiller les règles d’attribution" in page.text
    assert "Aucun stand n’est encore installé." in page.text


def test_times_are_those_of_the_fair(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    assert "10 h 30" in organiser.open(f"{SCHEDULES}/{chosen}/par-creneau").text
    with fair.changed() as stored:
        stored.timezone = "Indian/Reunion"

    assert "Créé le jeudi 9 novembre 2023 à 2 h 59" in organiser.open(f"{SCHEDULES}/{chosen}").text


def test_the_procurement_department_finds_the_same_links(app: Flask, fair: SmallFair) -> None:
    member = signed_in(app, fair.fair_id, role=Role.PROCUREMENT)

    organiser = signed_in(app, fair.fair_id)
    assert navigation(member.open(HOME)) == navigation(organiser.open(HOME))
    assert navigation(member.open(HOME))[:2] == ["Tableau de bord", "Inscriptions"]


def test_a_visitor_has_the_links_of_the_public(visitor: Visitor, fair: SmallFair, clock: Clock) -> None:
    clock.now = EXCHANGE

    assert navigation(visitor.open("/")) == ["Le salon", "Projets d’achat", "Stands", "Règles", "Tirage"]


def navigation(page: Opened) -> list[str]:
    nav = next(n for n in page.all("nav") if n.get("aria-label") == "Navigation principale")
    return [words(a) for a in nav.iter("a")]


def test_the_link_of_the_page_one_reads_is_marked(organiser: Visitor, fair: SmallFair) -> None:
    marked = {
        address: [words(a) for a in organiser.open(address).all("a") if a.get("aria-current") == "page"]
        for address in (HOME, SCHEDULES, DRAW)
    }

    assert marked == {HOME: ["Tableau de bord"], SCHEDULES: ["Plannings"], DRAW: ["Tirage"]}


def test_places_that_are_closed_are_no_places(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed() as stored:
        grid = db.session.query(Grid).filter_by(fair_id=stored.id).one()
        table = db.session.query(Table).one()
        table.closures.append(TableClosure(slot=grid.slots[0]))

    assert figures(organiser.open(HOME))[2] == "1"
