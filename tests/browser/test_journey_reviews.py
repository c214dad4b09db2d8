"""A lead asks for a change to a draft by the keyboard; the organiser opens the workbench at that card."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looking import VISITS, Visit, a_journey

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
STAND = "/direction/stands/OUV/brouillon"
SENTENCE = "Une autre heure, si possible."


@pytest.mark.parametrize("visit", VISITS)
def test_what_a_stand_asks_by_the_keyboard_leads_the_organiser_to_its_card(
    address: str, browser: Browser, visit: Visit
) -> None:
    with a_journey(browser, address, visit) as journey:
        page, keys = journey.page, journey.page.keyboard
        journey.enter("drafts", "host")
        journey.go(STAND)
        page.focus("#about")
        keys.press("ArrowDown")
        keys.press("Tab")
        keys.type(SENTENCE)
        journey.press("section[aria-labelledby=ask] button")
        expect(page.locator("section[aria-labelledby=standing]")).to_contain_text(SENTENCE)

        page.click("form[action$='/role'] button[value='organiser']")
        journey.go("/organisateur/")
        asked = page.locator("section[aria-labelledby=reviews]")
        expect(asked).to_contain_text(SENTENCE)
        journey.click("section[aria-labelledby=reviews] dd a")
        expect(page.locator("#card")).to_be_visible()
