"""The first minutes of a visitor, of an organiser and of somebody without a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PHONE, a_page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def go_to_stage(page: Page, address: str, stage: str, role: str = "organiser") -> None:
    """Choose a moment and a role in the demonstration's strip."""
    page.goto(address)
    page.click(f"form[action$='/etape'] button[value='{stage}']")
    page.click(f"form[action$='/role'] button[value='{role}']")


@pytest.mark.parametrize("with_javascript", [True, False])
def test_the_organiser_runs_the_scheduler_and_publishes(
    address: str, browser: Browser, with_javascript: bool
) -> None:
    page = a_page(browser, java_script_enabled=with_javascript)
    go_to_stage(page, address, "drafts")

    page.goto(address + "/organisateur/plannings")
    page.click("form[action$='/calculs'] button")
    page.wait_for_url(re.compile("/plannings/|/calculs/"))
    if "/calculs/" in page.url:
        page.wait_for_timeout(500)
        page.goto(page.url)
    page.wait_for_url(re.compile("/plannings/"))
    page.click("a[href$='/publier']")
    page.click("form[action$='/publier'] button")

    expect(page.locator("main")).to_contain_text(re.compile("publi", re.IGNORECASE))
    page.goto(address + "/")
    expect(page.locator("main")).to_contain_text("rendez-vous")
    go_to_stage(page, address, "drafts", role="visitor")


def test_a_phone_finds_a_project_by_a_word(address: str, browser: Browser) -> None:
    page = a_page(browser, viewport=PHONE)
    go_to_stage(page, address, "requests_open", role="visitor")

    page.goto(address + "/")
    page.click("main a[href*='/projets']")
    page.fill("input[name='mots']", "egout")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text(re.compile("assainissement", re.IGNORECASE))


def test_the_language_changes_in_place(address: str, browser: Browser) -> None:
    page = a_page(browser)
    page.goto(address + "/accessibilite")

    page.click("button[lang='en']")

    assert page.url == address + "/accessibilite"
    assert page.get_attribute("html", "lang") == "en"
    expect(page.locator("h1")).to_have_text("Accessibility statement")


def test_the_keyboard_reaches_everything_in_order(address: str, browser: Browser) -> None:
    """Tab goes through every control of the home page, each visibly focused, and is never trapped."""
    page = a_page(browser)
    page.goto(address + "/")
    controls = page.locator(
        "a[href]:visible, button:visible, input:visible:not([type=hidden]), select:visible"
    ).count()
    reached = []

    for _ in range(controls + 2):
        page.keyboard.press("Tab")
        where = page.evaluate(
            """() => {
                const e = document.activeElement, style = getComputedStyle(e);
                return [e.tagName, e.textContent.trim().slice(0, 40), style.outlineStyle, style.outlineWidth];
            }"""
        )
        if where[0] != "BODY":
            reached.append(where)

    assert reached[0][1] == "Aller au contenu"
    assert len(reached) >= controls
    assert [where for where in reached if where[2] == "none" or where[3] == "0px"] == []


def test_the_skip_link_leads_to_the_content(address: str, browser: Browser) -> None:
    page = a_page(browser)
    page.goto(address + "/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"
