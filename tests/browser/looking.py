"""What every journey looks at on every page: language, width, accessibility, console and foreign requests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.chromium import DESKTOP, PHONE, a_page
from tests.browser.test_rounds import mistakes


class Visit(NamedTuple):
    """In which window and language a journey is made, and whether scripts run."""

    viewport: dict[str, int]
    locale: str
    scripts: bool


PHONE_PLAIN = Visit(PHONE, "fr-FR", False)
PHONE_SCRIPTS = Visit(PHONE, "en-GB", True)
DESKTOP_SCRIPTS = Visit(DESKTOP, "en-GB", True)
# By day what is used most and has least help; every width, language and mode at night.
VISITS = [
    pytest.param(PHONE_PLAIN, id="phone-fr-plain"),
    pytest.param(DESKTOP_SCRIPTS, id="desktop-en-scripts", marks=pytest.mark.nightly),
    pytest.param(PHONE_SCRIPTS, id="phone-en-scripts", marks=pytest.mark.nightly),
    pytest.param(Visit(DESKTOP, "fr-FR", False), id="desktop-fr-plain", marks=pytest.mark.nightly),
]


class Looking:
    """A page whose every stop is looked at, and what it said and asked for meanwhile."""

    def __init__(self, page: Page, address: str, visit: Visit) -> None:
        self.page, self.address, self.visit = page, address, visit
        self.asked: list[str] = []
        self.said: list[str] = []
        self.faults: list[str] = []
        page.on("response", self._note)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def enter(self, stage: str, role: str) -> None:
        """Choose a moment and a role in the demonstration's strip."""
        self.page.goto(self.address)
        self.page.click(f"form[action$='/etape'] button[value='{stage}']")
        self.page.click(f"form[action$='/role'] button[value='{role}']")
        self.look()

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def click(self, selector: str) -> None:
        """Follow a link or press a button, and look at where it leads."""
        with self.page.expect_navigation(timeout=8000):
            self.page.locator(selector).first.click()
        self.look()

    def look(self) -> None:
        """In the reader's language, no wider than the screen; axe waits for timers, so it needs scripts."""
        # Half a page has no title and no landmarks yet.
        self.page.wait_for_load_state("load")
        where = self.page.url
        assert self.faults == [], where
        assert self.page.get_attribute("html", "lang") == self.visit.locale[:2], where
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.visit.viewport["width"], where
        if self.visit.scripts:
            wrong = mistakes(self.page)
            assert wrong == [], f"{where}: {wrong}"

    def press(self, control: str) -> None:
        """Go to a control with Tab, focus in sight at every stop, press Enter, and look at where it leads."""
        for _step in range(100):
            self.page.keyboard.press("Tab")
            outline = self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", self.page.evaluate("document.activeElement.outerHTML")
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", control):
                break
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def _note(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")

    def is_sound(self) -> None:
        """Nothing came from elsewhere, and the console said nothing but that a form was refused."""
        assert [url for url in self.asked if not url.startswith((self.address, "data:"))] == []
        assert [line for line in self.said if "status of 422" not in line] == []


@contextmanager
def a_journey(browser: Browser, address: str, visit: Visit) -> Iterator[Looking]:
    """One journey from its first page to its last; what it did is put back afterwards."""
    page = a_page(browser, visit.locale, visit.viewport, java_script_enabled=visit.scripts)
    page.set_default_timeout(8000)
    looking = Looking(page, address, visit)
    try:
        yield looking
        looking.is_sound()
    finally:
        page.goto(address)
        page.click("form[action$='/etape'] button[value='drafts']")
        page.context.close()
