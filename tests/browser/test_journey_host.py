"""The lead of a stand: a project declared with its questions, requests read and answered, then the timetable."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, expect

from matchmaker.db import db
from matchmaker.models import Answer, AnswerKind, Need, Refusal
from tests.browser.looking import WAYS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TYPED = {
    "title_fr": "Renouvellement des enrobés de deux rues",
    "title_en": "New surfacing for two streets",
    "description_fr": "Deux rues à refaire en une fois, de nuit.",
    "amount_min": "200 000",
    "amount_max": "350 000",
    "question_1_fr": "Comment travaillez-vous de nuit ?",
    "question_2_fr": "Quels délais d’approvisionnement prévoyez-vous ?",
    "internal_note": "À coordonner avec l’assainissement.",
}
WORDS = "Le projet demande un chantier de nuit."


@pytest.fixture(params=WAYS)
def visit(request: pytest.FixtureRequest, address: str, browser: Browser) -> Iterator[Visit]:
    visit = Visit(browser, address, request.param)
    yield visit
    visit.leave()


def test_a_lead_declares_a_project_and_answers_requests(demo: Flask, visit: Visit) -> None:
    visit.begin("requests_open", "host")
    declares_a_project(demo, visit)
    answers_three_requests(demo, visit)


def test_a_lead_reads_who_comes_when_and_to_which_table(visit: Visit) -> None:
    visit.begin("published", "host")
    visit.follow("Voir mon planning")
    meetings = visit.page.locator(".timeline__main")
    expect(meetings.first).to_contain_text(visit.say("table %(number)d", number=1))
    expect(meetings.first.locator("time")).to_contain_text("10")

    visit.leads_to(meetings.first.get_by_role("link").click)
    visit.reads("Le planning est publié : les réponses ne changent plus.")

    visit.go("/direction/")
    visit.follow("Planning", "main .desk-card__links")
    visit.reads("Qui reçoit", "Les rendez-vous")
    assert visit.page.locator("main table a").count() > 3


def declares_a_project(demo: Flask, visit: Visit) -> None:
    """Words first, that name several codes: one of them is chosen, nothing is typed again."""
    visit.follow("Déclarer un projet")
    visit.press("Enregistrer le projet", status=422)
    visit.is_refused("title_fr")

    visit.fill(cpv="revêtement" if visit.way.language == "fr" else "surfacing", **TYPED)
    for name in ("sector", "quarter", "procedure"):
        visit.page.select_option(f"[name={name}]", index=1)
    visit.press("Enregistrer le projet", status=422)
    visit.is_refused("cpv")
    visit.has_kept(**TYPED)
    chosen = visit.page.locator("[name=cpv_choice]").first
    code = chosen.get_attribute("value")
    chosen.check()
    visit.press("Enregistrer le projet")

    visit.page.wait_for_url(re.compile("/direction/projets/P"))
    expect(visit.page.locator("[name=cpv]")).to_have_value(re.compile(f"^{code}-"))
    with demo.app_context():
        need = newest(Need)
        assert (need.title_fr, need.cpv_code) == (TYPED["title_fr"], code)
        assert [question.text_fr for question in need.questions] == [
            TYPED["question_1_fr"],
            TYPED["question_2_fr"],
        ]
        assert need.published_at is None


def answers_three_requests(demo: Flask, visit: Visit) -> None:
    """One in the list; one with a reason that was forgotten first; one refused for a reason of the list."""
    visit.go("/direction/")
    visit.follow("Répondre aux demandes")
    visit.leads_to(visit.page.locator("button[name=kind][value=interested]").first.click)
    with demo.app_context():
        assert newest(Answer).kind is AnswerKind.INTERESTED

    visit.leads_to(visit.page.locator(".asker h2 a").first.click)
    visit.reads("Sa motivation", "Ce qui la rapproche du stand")
    visit.page.check("[name=kind][value=priority]")
    visit.page.select_option("[name=need]", index=1)
    visit.leads_to(visit.page.locator("button[name=next]").click, 422)
    visit.is_refused("words")
    expect(visit.page.locator("[name=kind][value=priority]")).to_be_checked()
    visit.fill(words=WORDS)
    visit.leads_to(visit.page.locator("button[name=next]").click)
    with demo.app_context():
        given = newest(Answer)
        assert (given.kind, given.reason, given.need is not None) == (AnswerKind.PRIORITY, WORDS, True)

    visit.page.check("[name=kind][value=out_of_scope]")
    visit.fill(words="Cette activité n’est pas la nôtre.")
    visit.leads_to(visit.page.locator("button[name=stay]").click)
    visit.reads("à contresigner")
    with demo.app_context():
        given = newest(Answer)
        assert (given.refusal, given.countersigned_at) == (Refusal.OUT_OF_SCOPE, None)


def newest(kind):
    return db.session.scalars(sa.select(kind).order_by(kind.id.desc()).limit(1)).one()
