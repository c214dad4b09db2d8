"""A new firm from the home page's door to its requests, and another once the timetable is published."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, expect

from matchmaker.db import db
from matchmaker.models import Company, Fair, Wish
from matchmaker.web.clock import set_clock
from tests.browser.looking import PHONE_SCRIPTS, VISITS, Looking, Visit, a_journey
from tests.web.signing_up import ADDRESS, FILLED, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SIGN_UP = "form.form-sections button[type=submit]"
NARROW = "form.form-narrow button[type=submit]"
CLOSED = {"fr-FR": "Les demandes de rendez-vous sont closes", "en-GB": "Requests for meetings are closed"}
REASON = {"fr-FR": "Vous travaillez dans le secteur", "en-GB": "You work in the sector"}
ASK = "main a[href$='/demande']"


def wishes(app: Flask, name: str) -> list[tuple[int, str, str]]:
    """What is stored of a company's requests: rank, stand, motivation."""
    with app.app_context():
        found = db.session.scalars(
            sa.select(Wish).join(Company).where(Company.name == name).order_by(Wish.rank)
        )
        return [(wish.rank, wish.desk.code, wish.motivation) for wish in found]


def sign_up(journey: Looking) -> None:
    """By the home page's door and the message's link; the SIRET is wrong at first."""
    page = journey.page
    journey.enter("requests_open", "visitor")
    journey.click("main a[href='/inscription']")
    page.fill("input[name=email]", ADDRESS)
    journey.click(NARROW)
    journey.go("/demonstration/messages")
    journey.click(".message-body a[href*='/inscription/']")

    page.fill("input[name=siret]", "000 000 018 00011")
    for name in ("name", "contact_name", "password"):
        page.fill(f"input[name={name}]", FILLED[name])
    page.check("input[name=size_class][value=micro]")
    page.check("input[name=accepts_charter]")
    journey.click(SIGN_UP)
    expect(page.locator("#siret-error")).to_be_visible()
    assert page.input_value("#siret") == "000 000 018 00011"
    assert page.input_value("#name") == FILLED["name"]
    assert page.input_value("#contact_name") == FILLED["contact_name"]
    assert page.is_checked("input[name=accepts_charter]")
    page.click(".error-summary a[href='#siret']")
    expect(page.locator("#siret")).to_be_focused()

    page.fill("#siret", FILLED["siret"])
    page.fill("#password", PASSWORD)
    journey.click(SIGN_UP)
    # Browsers keep the fragment of the page they came from.
    expect(page).to_have_url(re.compile("/entreprise/(#siret)?$"))


def say_what_it_does(journey: Looking) -> None:
    """Sectors, codes found by words, hours."""
    page = journey.page
    journey.go("/entreprise/fiche/secteurs")
    page.locator("input[name=sectors]").first.check()
    journey.click(NARROW)
    journey.go("/entreprise/activites")
    page.fill("#mots", "canalisations")
    journey.click(NARROW)
    journey.click("#trouves form button")
    expect(page.locator("#vos-codes .code-line")).to_have_count(1)
    journey.go("/entreprise/fiche/presence")
    page.locator("input[name=presence]").first.check()
    journey.click(NARROW)


def ask(journey: Looking, words: str) -> None:
    journey.go("/entreprise/stands")
    journey.click(ASK)
    box = journey.page.locator("input[name=needs]")
    if box.count():
        box.first.check()
    journey.page.fill("#motivation", words)
    journey.click(NARROW)


@pytest.mark.parametrize("visit", VISITS)
def test_a_new_firm_signs_up_and_asks(demo: Flask, address: str, browser: Browser, visit: Visit) -> None:
    with a_journey(browser, address, visit) as journey:
        page = journey.page
        sign_up(journey)
        say_what_it_does(journey)
        journey.go("/entreprise/stands")
        expect(page.locator(".stand-line").first).to_contain_text(REASON[visit.locale])

        ask(journey, "Un.")
        ask(journey, "Deux.")
        first, second = (code for _rank, code, _words in wishes(demo, FILLED["name"]))
        journey.go("/entreprise/demandes")
        journey.click("#choix-2 form button")
        assert wishes(demo, FILLED["name"]) == [(1, second, "Deux."), (2, first, "Un.")]

        journey.go(f"/entreprise/demandes/{first}")
        page.fill("#motivation", "Mieux dit.")
        journey.click(NARROW)
        journey.go(f"/entreprise/demandes/{second}/retrait")
        journey.click("form[action$='/retrait'] button")
        assert wishes(demo, FILLED["name"]) == [(1, first, "Mieux dit.")]

        journey.go(f"/entreprise/demandes/{first}")
        page.fill("#motivation", "Trop tard.")
        usual = demo.extensions["matchmaker_clock"]
        with demo.app_context():
            late = db.session.scalars(sa.select(Fair)).one().requests_close_at + timedelta(minutes=1)
        set_clock(demo, lambda: late)
        try:
            journey.click(NARROW)
        finally:
            set_clock(demo, usual)
        expect(page.locator("main")).to_contain_text(CLOSED[visit.locale])
        assert wishes(demo, FILLED["name"]) == [(1, first, "Mieux dit.")]


@pytest.mark.parametrize("visit", VISITS)
def test_the_firm_reads_its_timetable(address: str, browser: Browser, visit: Visit) -> None:
    with a_journey(browser, address, visit) as journey:
        journey.enter("published", "company")
        journey.go("/entreprise/rendez-vous")
        expect(journey.page.locator(".own-meeting").first).to_contain_text("table 2")
        expect(journey.page.locator(".next-step").first).to_be_visible()


def test_a_firm_asks_and_reorders_from_the_keyboard(address: str, browser: Browser) -> None:
    with a_journey(browser, address, PHONE_SCRIPTS) as journey:
        page = journey.page
        journey.enter("requests_open", "company")
        journey.go("/entreprise/demandes")
        journey.press("main a[href$='/RES/retrait']")
        journey.press("main form[action$='/retrait'] button")
        journey.go("/entreprise/stands")
        journey.press("main a[href$='/RES/demande']")
        journey.press("main form[action$='/demande'] button")

        journey.go("/entreprise/demandes")
        last = page.locator("#choix-4 h2").inner_text()
        journey.press("#choix-4 form button")
        expect(page.locator("#choix-3 h2")).to_have_text(last)
