"""A lead declares a project and answers; procurement publishes it, validates a company, countersigns."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, expect

from matchmaker.db import db
from matchmaker.models import Answer, Company, Need
from tests.browser.looking import DESKTOP_SCRIPTS, VISITS, Looking, Visit, a_journey

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TITLE = "Curage d’un collecteur sous chaussée"
REQUESTS = "/direction/stands/CHA/demandes"
ANSWER = "main form[action*='/demandes/'] button[name='stay']"


def declare(journey: Looking) -> None:
    """The CPV code is found by words: the form comes back with codes to choose from, and what was typed."""
    page = journey.page
    journey.go("/direction/projets/nouveau")
    page.fill("#title_fr", TITLE)
    page.fill("#description_fr", "Curer et inspecter un collecteur de deux kilomètres.")
    page.fill("#cpv", "égouts")
    page.fill("#question_1_fr", "Comment limitez-vous la gêne des riverains ?")
    for choice in ("desk", "sector", "quarter", "procedure"):
        page.select_option(f"#{choice}", index=1)
    journey.click("form.project-form button[type=submit]")
    assert page.input_value("#title_fr") == TITLE
    page.locator("input[name=cpv_choice]").first.check()
    journey.click("form.project-form button[type=submit]")
    expect(page.locator("main")).to_contain_text(TITLE)


def stored(app: Flask) -> tuple[str, str]:
    """The code of the declared project, and where it stands."""
    with app.app_context():
        need = db.session.scalars(sa.select(Need).where(Need.title_fr == TITLE)).one()
        return need.code, need.stage.value


def answers(app: Flask) -> list[tuple[str, bool]]:
    with app.app_context():
        given = db.session.scalars(sa.select(Answer).order_by(Answer.answered_at, Answer.id))
        return [(answer.kind.value, answer.countersigned_at is not None) for answer in given]


def answer_three(journey: Looking, app: Flask) -> None:
    """One press for an interest, a project and a reason for a priority, a motive and words for a refusal."""
    page = journey.page
    journey.go(REQUESTS)
    expect(page.locator("main")).to_contain_text("CPV")
    journey.click("main form[action$='/rapide'] button[value='interested']")

    journey.click(f"main a[href^='{REQUESTS}/']")
    page.check("input[name=kind][value=priority]")
    journey.click(ANSWER)
    expect(page.locator(".error-summary")).to_be_visible()
    assert len(answers(app)) == 1
    page.select_option("#need", index=1)
    page.fill("#words", "Elle exécute déjà ce type de travaux sous circulation.")
    journey.click(ANSWER)

    journey.go(REQUESTS)
    journey.click(f"main a[href^='{REQUESTS}/']")
    page.check("input[name=kind][value=out_of_scope]")
    page.fill("#words", "Ce stand ne prévoit rien dans ce métier.")
    journey.click(ANSWER)
    assert sorted(answers(app)) == [("interested", False), ("priority", False), ("refused", False)]


def prepare_as_procurement(journey: Looking, app: Flask) -> None:
    page, (code, _stage) = journey.page, stored(app)
    page.click("form[action$='/role'] button[value='procurement']")
    journey.go(f"/organisateur/projets/{code}")
    journey.click("main form[action$='/projets/publication'] button")
    assert stored(app) == (code, "published")

    journey.go("/organisateur/inscriptions?etat=waiting")
    waiting = _waiting(app)
    journey.click("main button[name='only']")
    assert _waiting(app) == waiting - 1

    journey.go("/organisateur/refus")
    journey.click("main form[action$='/contresigner'] button")
    assert ("refused", True) in answers(app)


def _waiting(app: Flask) -> int:
    with app.app_context():
        count = sa.select(sa.func.count(Company.id)).where(Company.validated_at.is_(None))
        return db.session.scalar(count) or 0


@pytest.mark.parametrize("visit", VISITS)
def test_from_a_project_to_its_answers(demo: Flask, address: str, browser: Browser, visit: Visit) -> None:
    with a_journey(browser, address, visit) as journey:
        journey.enter("requests_open", "host")
        declare(journey)
        assert stored(demo)[1] == "draft"
        answer_three(journey, demo)
        prepare_as_procurement(journey, demo)


@pytest.mark.parametrize("visit", VISITS)
def test_a_lead_reads_the_stand_s_timetable_and_their_own(
    address: str, browser: Browser, visit: Visit
) -> None:
    with a_journey(browser, address, visit) as journey:
        journey.enter("published", "host")
        for path in ("/direction/stands/CHA/planning", "/direction/mon-planning"):
            journey.go(path)
            expect(journey.page.locator("main")).to_contain_text(re.compile(r"10(\sh\s|:)30"))


def test_a_request_is_answered_from_the_keyboard(demo: Flask, address: str, browser: Browser) -> None:
    with a_journey(browser, address, DESKTOP_SCRIPTS) as journey:
        journey.enter("requests_open", "host")
        journey.go(REQUESTS)
        journey.press("main form[action$='/rapide'] button[value='neutral']")
        assert answers(demo) == [("neutral", False)]
