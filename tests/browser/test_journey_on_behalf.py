"""An organiser acts for a firm that telephones: the strip stays in sight, and its button is one Tab away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import DESKTOP, PHONE, a_page
from tests.browser.test_rounds import mistakes

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
REASON = "Demandé par téléphone"


def an_organiser(browser: Browser, address: str, viewport: dict[str, int]) -> Page:
    """Who looks for a firm by its name, and opens what may be done in its place."""
    page = a_page(browser, "fr-FR", viewport)
    page.goto(address)
    page.click("form[action$='/etape'] button[value='requests_open']")
    page.click("form[action$='/role'] button[value='organiser']")
    page.goto(f"{address}/organisateur/agir-pour?q=canalisations")
    page.click(".whom__list a")
    page.wait_for_url("**/agir-pour/*/*")
    return page


def acts(page: Page) -> None:
    page.fill("#reason", REASON)
    page.click("main form:has(#reason) button")
    page.wait_for_url("**/entreprise/")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_each_page_is_sound_with_the_strip_above_it(
    address: str, browser: Browser, viewport: dict[str, int]
) -> None:
    page = an_organiser(browser, address, viewport)
    assert mistakes(page) == []
    acts(page)

    for path in ("/entreprise/", "/entreprise/demandes", "/organisateur/"):
        page.goto(address + path)
        assert REASON in page.inner_text(".on-behalf")
        assert mistakes(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_strip_stays_in_sight_and_one_leaves_by_the_keyboard(address: str, browser: Browser) -> None:
    page = an_organiser(browser, address, DESKTOP)
    acts(page)
    page.goto(f"{address}/entreprise/stands")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    box = page.locator(".on-behalf").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < DESKTOP["height"]

    button = page.locator(".on-behalf button")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/organisateur/inscriptions/*")
    assert page.locator(".on-behalf").count() == 0


def test_an_old_tab_changes_nothing_and_a_click_leads_back(address: str, browser: Browser) -> None:
    page = an_organiser(browser, address, DESKTOP)
    old = page.context.new_page()
    old.goto(f"{address}/organisateur/imports")
    acts(page)

    old.click("main form button >> nth=0")
    assert old.inner_text("h1") == "Vous êtes à la place de quelqu’un d’autre"
    old.click("main form[action$='/fin'] button")
    old.wait_for_url("**/organisateur/inscriptions/*")
