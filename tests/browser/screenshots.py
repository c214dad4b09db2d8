"""Photographs of the demonstration for README and docs: ``make screenshots``.

They are taken of a demonstration built for the purpose, so that they always show what the code does.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from matchmaker.commands import demonstration
from matchmaker.demo.source import EDITIONS
from tests.browser.chromium import DESKTOP, PHONE, a_browser, a_page, served

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
WIDTHS = {"1280": DESKTOP, "375": PHONE}
TALLEST = 1600


class Picture(NamedTuple):
    """What to photograph: the moment, the role, where to begin, and the links to follow from there."""

    name: str
    stage: str
    role: str
    path: str
    links: tuple[str, ...] = ()


SCHEDULES, NEWEST = "/organisateur/plannings", "main table a[href*='/plannings/']"
PICTURES = (
    Picture("home", "requests_open", "visitor", "/"),
    Picture("sign-up", "requests_open", "visitor", "/inscription"),
    Picture("company-home", "requests_open", "company", "/entreprise/"),
    Picture("company-stands", "requests_open", "company", "/entreprise/stands"),
    Picture("company-timetable", "published", "company", "/entreprise/rendez-vous"),
    Picture("host-requests", "requests_open", "host", "/direction/stands/CHA/demandes"),
    Picture("host-project", "requests_open", "host", "/direction/projets/nouveau"),
    Picture("registrations", "requests_open", "procurement", "/organisateur/inscriptions"),
    Picture("imports", "requests_open", "organiser", "/organisateur/imports"),
    Picture("outbox", "published", "organiser", "/organisateur/messages"),
    Picture("dashboard", "drafts", "organiser", "/organisateur/"),
    Picture("workbench", "drafts", "organiser", SCHEDULES, (NEWEST, "a[href$='/atelier']")),
    Picture(
        "workbench-card",
        "drafts",
        "organiser",
        SCHEDULES,
        (NEWEST, "a[href$='/atelier']", "a.bench-card[href$='.EAU']"),
    ),
    Picture("late-opening", "the_day", "organiser", "/organisateur/reequilibrer/retard?minutes=15"),
    Picture("reviews", "drafts", "organiser", SCHEDULES, (NEWEST, "a[href$='/avis']")),
    Picture("equity", "drafts", "organiser", SCHEDULES, (NEWEST, "a[href$='/egalite']")),
    Picture("capacity", "requests_open", "organiser", "/organisateur/capacite"),
    Picture("timetable", "published", "organiser", SCHEDULES, (NEWEST, "a[href$='/par-table']")),
    Picture("unserved", "published", "organiser", SCHEDULES, (NEWEST, "a[href$='/sans-creneau']")),
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        demonstration.build(Path(folder), EDITIONS["120"], lambda _line: None)
        with served(demonstration.application(Path(folder))) as address, a_browser() as browser:
            for file in photographs(browser, address):
                print(file)  # noqa: T201 - the command's whole output


def photographs(browser: Browser, address: str) -> Iterator[str]:
    """Every picture in both languages and both widths; yields the name of each file."""
    for picture in PICTURES:
        for language, locale in LANGUAGES.items():
            for width, viewport in WIDTHS.items():
                page = a_page(browser, locale, viewport)
                go_to(page, address, picture)
                file = f"{picture.name}-{language}-{width}.png"
                photograph(page, FOLDER / file, viewport["width"])
                page.context.close()
                yield file


def go_to(page: Page, address: str, picture: Picture) -> None:
    """Choose the moment and the role in the demonstration's strip, then walk to the page."""
    page.goto(address)
    page.click(f"form[action$='/etape'] button[value='{picture.stage}']")
    page.click(f"form[action$='/role'] button[value='{picture.role}']")
    page.goto(address + picture.path)
    for link in picture.links:
        page.goto(address + str(page.get_attribute(link, "href")))


def photograph(page: Page, file: Path, width: int) -> None:
    """The page as a window of two screens shows it: from its top, or from where its address leads."""
    page.evaluate("document.fonts.ready")
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("scrollTo(0, 0); document.getElementById(location.hash.slice(1))?.scrollIntoView()")
    page.screenshot(path=file)


if __name__ == "__main__":
    main()
