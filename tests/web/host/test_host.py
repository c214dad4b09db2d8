"""The home of leads and buyers: their stands in figures, what to do next, and nobody else's pages."""

from __future__ import annotations

import pytest
from flask import Flask

from matchmaker.db import db
from matchmaker.demo.moments import MOMENTS, Moment
from matchmaker.models import Need, Role, Wish
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    EXCHANGE,
    a_company,
    a_desk,
    a_directorate,
    a_wish,
    an_answer,
)
from tests.demo_fixtures import DemoApp
from tests.pages import Opened, Visitor, count_queries, words
from tests.web.conftest import Clock, signed_in
from tests.web.host.conftest import HOME, MINE, PLANNING, PROJECTS, REQUESTS, SIGNALS, Stand

ALL = (HOME, PROJECTS, f"{PROJECTS}/nouveau", f"{PROJECTS}/P001", REQUESTS, PLANNING, MINE, SIGNALS)


def to_do(page: Opened) -> str:
    return words(next(heading for heading in page.all("h2") if heading.get("id") == "next"))


def cards(page: Opened) -> list[str]:
    return [words(card) for card in page.all("li") if "desk-card" in card.get("class", "")]


def test_each_stand_says_requests_places_answers_and_priorities(lead: Visitor, stand: Stand) -> None:
    for name in ("Un", "Deux", "Trois"):
        stand.asked(name)
    with stand.changed() as desk:
        db.session.add(an_answer(db.session.query(Wish).filter_by(desk_id=desk.id).first()))

    (card,) = cards(lead.open(HOME))
    assert "3 demandes pour 4 places" in card
    assert "1 réponse donnée, 2 manquantes" in card
    assert "0 priorité donnée sur 1" in card


@pytest.mark.parametrize(
    ("now", "title"),
    [
        (BEFORE_OPENING, "Déclarez vos projets d’achat"),
        (BEFORE_THE_DEADLINE, "Répondez à 1 demande"),
        (AFTER_THE_DEADLINE, "Répondez à 1 demande"),
        (EXCHANGE, "C’est aujourd’hui"),
        (EXCHANGE.replace(month=12), "Le salon est terminé"),
    ],
)
def test_it_says_what_to_do_at_every_stage(
    lead: Visitor, stand: Stand, clock: Clock, now: object, title: str
) -> None:
    stand.asked()
    clock.now = now

    assert to_do(lead.open(HOME)) == title


def test_once_published_it_says_to_prepare_the_meetings(lead: Visitor, stand: Stand, clock: Clock) -> None:
    stand.published()
    clock.now = AFTER_THE_DEADLINE

    assert to_do(lead.open(HOME)) == "Préparez vos rendez-vous"


def test_a_project_sent_back_comes_before_everything_else(lead: Visitor, stand: Stand) -> None:
    stand.draft(returned_at=BEFORE_OPENING, returned_because="Trop vague")
    stand.asked()

    assert to_do(lead.open(HOME)) == "Corrigez le projet renvoyé par le service des achats"


def test_when_all_is_answered_nothing_is_asked(lead: Visitor, stand: Stand) -> None:
    assert to_do(lead.open(HOME)) == "Toutes les demandes reçues ont une réponse"


def test_who_has_no_stand_is_told_who_will_give_one(app: Flask, fair_id: int, stand: Stand) -> None:
    with stand.changed() as desk:
        nobody = a_directorate(desk.fair)
        db.session.add(nobody)
        db.session.flush()
        empty = nobody.id
    host = signed_in(app, fair_id, role=Role.HOST, directorate_id=empty)

    assert "Aucun stand ne vous est encore confié" in host.open(HOME).text
    assert "Aucun stand ne vous est encore confié" in host.open(PROJECTS).text
    assert "Aucun stand ne vous est encore confié" in host.open(f"{PROJECTS}/nouveau").text
    host.post(f"{PROJECTS}/nouveau", {"title_fr": "Rien"}, status=422)


def test_a_buyer_finds_the_stand_where_a_chair_is_kept(buyer: Visitor, stand: Stand) -> None:
    stand.draft()

    for address in ALL:
        buyer.open(address)


def test_everything_of_a_stand_is_unknown_to_others(stranger: Visitor, stand: Stand) -> None:
    asked, draft = stand.asked(), stand.draft()

    assert "Eau potable" not in stranger.open(HOME).text
    for address in (asked, REQUESTS, PLANNING, SIGNALS, draft):
        stranger.open(address, status=404)
    for deed in (asked, f"{asked}/rapide", SIGNALS, draft, f"{draft}/supprimer"):
        stranger.post(deed, {"kind": "interested"}, status=404)
    assert stand.answers() == []
    assert [need.code for need in stand.needs()] == ["P001"]


def test_the_links_of_the_navigation_lead_to_pages(lead: Visitor) -> None:
    nav = next(n for n in lead.open(HOME).all("nav") if n.get("aria-label") == "Navigation principale")

    assert [a.get("href") for a in nav.iter("a")] == [HOME, PROJECTS, MINE, "/"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
def test_every_page_is_sound_at_every_moment_of_the_demonstration(
    demo_app: DemoApp, moment: Moment, language: str
) -> None:
    visitor = Visitor(demo_app(moment.name), language)
    visitor.post("/demonstration/role", {"role": "host"})
    with visitor.app.app_context():
        code = visitor.open(PROJECTS).html.partition('href="/direction/projets/N')[2][:3]
        asked = (
            db.session.query(Wish).join(Need, Need.desk_id == Wish.desk_id).filter(Need.code == f"N{code}")
        )
        public_id, desk = asked[0].public_id, asked[0].desk.code
    stand = f"/direction/stands/{desk}"

    for address in (HOME, f"{PROJECTS}/nouveau", f"{PROJECTS}/N{code}", MINE):
        visitor.open(address)
    for address in ("demandes", f"demandes/{public_id}", "planning", "signalements"):
        visitor.open(f"{stand}/{address}")


def test_three_stands_or_thirty_take_the_same_queries(lead: Visitor, stand: Stand) -> None:
    def read() -> int:
        with lead.app.app_context():
            engine = db.engine
        with count_queries(engine) as sent:
            lead.open(HOME)
        return len(sent)

    _more_stands(stand, 2)
    few = read()
    _more_stands(stand, 27)

    assert read() == few


def _more_stands(stand: Stand, number: int) -> None:
    with stand.changed() as first:
        for _ in range(number):
            desk = a_desk(first.fair, directorate=first.directorate)
            db.session.add_all([desk, a_wish(a_company(first.fair), desk)])
