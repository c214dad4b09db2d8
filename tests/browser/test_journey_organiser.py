"""The organiser: a run, two drafts compared, one published, who is written to; and companies from a file."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, expect

from matchmaker.db import db
from matchmaker.models import Company, Contact, Meeting, Message, Wish
from tests.browser.looking import DESKTOP_SCRIPTS, VISITS, Looking, Visit, a_journey
from tests.services.imports.conftest import COMPANY, csv_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SCHEDULES, IMPORTS = "/organisateur/plannings", "/organisateur/imports"
PUBLISH = "main form[action$='/publier'] button"
# Numbers that are nobody's, far from those that the demonstration gives its companies.
SECOND = COMPANY | {"Entreprise": "Voirie d’essai", "SIRET": "000 900 001 00017"}
FAULTY = csv_of(COMPANY, SECOND | {"SIRET": "000 900 001 00018"})
CORRECTED = csv_of(COMPANY, SECOND)
# Pressed once all is stored: a run takes seconds, more on a busy machine.
LONGEST_RUN = 60_000
OFFICE = "@salon.example"


@pytest.mark.parametrize("visit", VISITS)
def test_from_a_run_to_the_messages(demo: Flask, address: str, browser: Browser, visit: Visit) -> None:
    with a_journey(browser, address, visit) as journey:
        journey.enter("drafts", "organiser")
        written = messages(demo)
        runs_the_scheduler(journey)
        compares_two_drafts(journey)
        journey.click(f"main th a[href^='{SCHEDULES}/']")
        journey.click("main a[href$='/publier']")
        assert messages(demo) == written
        expected = sorted(written + addresses_of_those_who_asked(demo))
        expect(journey.page.locator("main .figure-box__note").nth(1)).to_contain_text(
            str(len(expected) - len(written))
        )

        journey.click(PUBLISH)

        told = [address for address in messages(demo) if not address.endswith(OFFICE)]
        assert told == [address for address in expected if not address.endswith(OFFICE)]
        assert len(messages(demo)) > len(expected), "those who receive are written to as well"
        assert live_meetings(demo) > 100
        journey.go("/organisateur/messages")
        expect(journey.page.locator("main caption")).to_contain_text(str(len(messages(demo))))


@pytest.mark.parametrize("visit", VISITS)
def test_a_file_is_rehearsed_corrected_and_imported(
    demo: Flask, address: str, browser: Browser, visit: Visit
) -> None:
    with a_journey(browser, address, visit) as journey:
        main = journey.page.locator("main")
        journey.enter("requests_open", "organiser")
        before = companies(demo)

        sends(journey, FAULTY)
        expect(main.locator("table").first).to_contain_text(SECOND["Entreprise"])
        expect(main.locator("form[action$='/importer']")).to_have_count(0)
        journey.click("main a[href$='#send']")

        sends(journey, CORRECTED)
        assert companies(demo) == before
        journey.click("main form[action$='/importer'] button")

        assert companies(demo) == sorted([*before, COMPANY["Entreprise"], SECOND["Entreprise"]])
        expect(main.locator("form[action$='/importer']")).to_have_count(0)


def test_a_timetable_is_published_from_the_keyboard(demo: Flask, address: str, browser: Browser) -> None:
    with a_journey(browser, address, DESKTOP_SCRIPTS) as journey:
        journey.enter("drafts", "organiser")
        journey.go(SCHEDULES)
        for control in (f"main th a[href^='{SCHEDULES}/']", "main a[href$='/publier']", PUBLISH):
            journey.press(control)

        assert live_meetings(demo) > 100


def runs_the_scheduler(journey: Looking) -> None:
    """Its draft is one more in the list."""
    page = journey.page
    journey.go(SCHEDULES)
    drafts = page.locator("main tbody tr").count()
    with page.expect_navigation(timeout=LONGEST_RUN):
        page.click("main form[action$='/calculs'] button")
    page.wait_for_url(re.compile("/plannings/"), timeout=LONGEST_RUN)
    journey.look()
    journey.go(SCHEDULES)
    expect(page.locator("main tbody tr")).to_have_count(drafts + 1)


def compares_two_drafts(journey: Looking) -> None:
    """The one that has a table more, and the new one."""
    page = journey.page
    page.select_option("#avant", index=2)
    journey.click("main form[action$='/comparer'] button")
    assert "avant=" in page.url
    expect(page.locator("main table").first.locator("tbody tr").first).to_be_visible()
    journey.go(SCHEDULES)


def sends(journey: Looking, content: bytes) -> None:
    """Choose what the file holds, the file, and press the button."""
    file = {"name": "entreprises.csv", "mimeType": "text/csv", "buffer": content}
    if not journey.page.url.split("#")[0].endswith(IMPORTS):
        journey.go(IMPORTS)
    journey.page.check("[name=kind][value=entreprises]")
    journey.page.set_input_files("[name=file]", [file])
    journey.click(f"main form[action='{IMPORTS}'] button")


def messages(app: Flask) -> list[str]:
    """To whom something is written, an address as often as it is."""
    with app.app_context():
        return sorted(db.session.scalars(sa.select(Message.email)))


def addresses_of_those_who_asked(app: Flask) -> list[str]:
    """Counted from the requests themselves, not by the service that writes."""
    asked = sa.select(Company.id).join(Wish).where(Company.withdrawn_at.is_(None))
    with app.app_context():
        contacts = sa.select(Contact.email).where(Contact.company_id.in_(asked))
        return list(db.session.scalars(contacts))


def live_meetings(app: Flask) -> int:
    with app.app_context():
        standing = sa.select(sa.func.count(Meeting.id)).where(Meeting.ended_at.is_(None))
        return db.session.scalar(standing) or 0


def companies(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(db.session.scalars(sa.select(Company.name)))
