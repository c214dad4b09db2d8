"""Going round the demonstration in a real browser: every page, both languages, desktop and phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browser.chromium import DESKTOP, PHONE, a_page
from tests.browser.visits import rounds

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
# Where each role has something to see, and where it begins.
ROLES = {
    "visitor": ("requests_open", "/"),
    "company": ("published", "/entreprise/"),
    "host": ("requests_open", "/direction/"),
    "procurement": ("drafts", "/organisateur/inscriptions"),
    "organiser": ("published", "/organisateur/"),
}
# Procurement and organisers share their pages: the second visit is for the night.
BY_ROLE = [pytest.param(role, marks=pytest.mark.nightly) if role == "procurement" else role for role in ROLES]


def a_person(browser: Browser, address: str, locale: str, viewport: dict[str, int], role: str) -> Page:
    """Somebody who has just chosen a moment and a role in the demonstration's strip."""
    page = a_page(browser, locale, viewport)
    page.goto(address)
    page.click(f"form[action$='/etape'] button[value='{ROLES[role][0]}']")
    page.click(f"form[action$='/role'] button[value='{role}']")
    return page


def mistakes(page: Page) -> list[str]:
    """What axe finds once the page is whole, one line a rule and place."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]
    ]


@pytest.mark.parametrize("role", BY_ROLE)
@pytest.mark.parametrize("locale", ["fr-FR", pytest.param("en-GB", marks=pytest.mark.nightly)])
def test_axe_finds_nothing(demo: Flask, address: str, browser: Browser, locale: str, role: str) -> None:
    page = a_person(browser, address, locale, DESKTOP, role)
    wrong = {}

    for path in rounds(demo, page, address, ROLES[role][1]):
        assert page.get_attribute("html", "lang") == locale[:2], path
        if found := mistakes(page):
            wrong[path] = found

    assert wrong == {}


@pytest.mark.parametrize("role", BY_ROLE)
def test_no_page_is_wider_than_a_phone(demo: Flask, address: str, browser: Browser, role: str) -> None:
    page = a_person(browser, address, "fr-FR", PHONE, role)

    widths = {
        path: page.evaluate("document.documentElement.scrollWidth")
        for path in rounds(demo, page, address, ROLES[role][1])
    }

    assert len(widths) >= 8
    assert {path: width for path, width in widths.items() if width > PHONE["width"]} == {}


@pytest.mark.parametrize("role", BY_ROLE)
def test_nothing_comes_from_elsewhere_and_nothing_is_refused(
    demo: Flask, address: str, browser: Browser, role: str
) -> None:
    """No foreign address is asked for, and the content policy has nothing to refuse."""
    page = a_person(browser, address, "fr-FR", DESKTOP, role)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    visited = list(rounds(demo, page, address, ROLES[role][1]))

    assert len(visited) >= 8
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert said == []
