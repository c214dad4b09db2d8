"""Going through the service as one person does, and looking at every page on the way.

Whatever a step leads to is looked at: its status, its language, its width, what axe finds in it, what the
console says and what was asked of other addresses. Words are given in French and read in the language of
the visit, from the catalogue: a journey in English fails where a sentence has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, Response, expect

from matchmaker.web import catalogue
from matchmaker.web.clock import set_clock
from tests.browser.chromium import DESKTOP, PHONE, a_page
from tests.browser.test_rounds import mistakes


class Way(NamedTuple):
    """How one looks at the service: how wide, in which language, with or without scripts."""

    viewport: dict[str, int]
    locale: str
    has_scripts: bool

    @property
    def language(self) -> str:
        return self.locale[:2]


# Every value appears with every other in two visits at most: a change that breaks one is seen.
WAYS = (
    pytest.param(Way(PHONE, "fr-FR", False), id="375-fr-plain"),
    pytest.param(Way(DESKTOP, "en-GB", False), id="1280-en-plain"),
    pytest.param(Way(PHONE, "en-GB", True), id="375-en-scripts"),
    pytest.param(Way(DESKTOP, "fr-FR", True), id="1280-fr-scripts"),
)


@cache
def _english() -> dict[str, str]:
    """The catalogue, singulars and plurals side by side."""
    said: dict[str, str] = {}
    for message in catalogue.english():
        if isinstance(message.id, tuple):
            said |= dict(zip(message.id, message.string, strict=True))
        elif message.id:
            said[message.id] = str(message.string)
    return said


class Visit:
    """One person in a window of their own; every deed ends by looking at the page it leads to."""

    def __init__(self, browser: Browser, address: str, way: Way) -> None:
        self.address, self.way = address, way
        self.page: Page = a_page(browser, way.locale, way.viewport, java_script_enabled=way.has_scripts)
        self.page.set_default_timeout(15_000)
        self._complaints: list[str] = []
        self._expected = 0
        self.page.on("request", lambda request: self._not_from_elsewhere(request.url))
        self.page.on("console", lambda message: self._complaints.append(message.text))
        self.page.on("pageerror", lambda error: self._complaints.append(str(error)))
        self.page.goto(address)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def say(self, french: str, **values: object) -> str:
        """A sentence of ours in the language of the visit."""
        words = french if self.way.language == "fr" else _english()[french]
        return words % values if values else words

    def begin(self, stage: str, role: str) -> None:
        """Choose a moment and a role in the demonstration's strip."""
        for value in (stage, role):
            self.leads_to(lambda value=value: self.page.click(f".demo-bar button[value='{value}']"))

    def go(self, path: str, status: int = 200) -> None:
        self._look(self.page.goto(self.address + path), status)

    def follow(self, words: str, within: str = "main", **values: object) -> None:
        """The first link with these words, in French."""
        link = self.page.locator(within).first.get_by_role("link", name=self.say(words, **values)).first
        self.leads_to(link.click)

    def press(self, words: str, within: str = "main", status: int = 200, **values: object) -> None:
        """The first button whose name begins with these words, in French."""
        name = self.say(words, **values)
        button = self.page.locator(within).first.locator("button").filter(has_text=name).first
        self.leads_to(button.click, status)

    def fill(self, **typed: str) -> None:
        """Type into the fields of these names."""
        for name, words in typed.items():
            self.page.locator(f"main [name={name}]").fill(words)

    def leads_to(self, deed: Callable[[], object], status: int = 200) -> None:
        """Do what opens another page, and look at that page."""
        with self.page.expect_navigation() as arriving:
            deed()
        self._look(arriving.value, status)

    def reads(self, *sentences: str) -> None:
        """What is on the page is what the service means to say, in the language of the visit."""
        for french in sentences:
            expect(self.main).to_contain_text(self.say(french))

    def is_refused(self, field: str) -> None:
        """What is wrong is said beside the field, and in a summary whose link leads there."""
        beside = self.page.locator(f"#{field}-error")
        expect(beside).to_be_visible()
        link = self.page.locator(f".error-summary a[href='#{field}']")
        expect(link).to_contain_text(beside.inner_text())
        link.click()
        assert self.page.evaluate("document.activeElement.id") == field

    def has_kept(self, **typed: str) -> None:
        for name, words in typed.items():
            expect(self.page.locator(f"main [name={name}]")).to_have_value(words)

    def leave(self) -> None:
        self._is_quiet()
        self.page.context.close()

    def _look(self, response: Response | None, status: int) -> None:
        assert response is not None
        assert response.status == status, f"{response.url}: {response.status}\n{self.main.inner_text()}"
        self._expected += status >= 400
        where = self.page.url
        assert self.page.get_attribute("html", "lang") == self.way.language, where
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.way.viewport["width"], where
        if self.way.has_scripts:  # axe itself is one
            assert mistakes(self.page) == [], where
        self._is_quiet()

    def _not_from_elsewhere(self, url: str) -> None:
        if not url.startswith((self.address + "/", "data:")):
            self._complaints.append(f"asked {url}")

    def _is_quiet(self) -> None:
        """Chromium itself says each page that is no success; nothing else may be said."""
        refused = [said for said in self._complaints if "the server responded with a status of 4" in said]
        assert len(refused) <= self._expected, refused
        assert [said for said in self._complaints if said not in refused] == []


@contextmanager
def at(app: Flask, instant: datetime) -> Iterator[None]:
    """Let the application take ``instant`` for now, though the demonstration's time stands still."""
    usual = app.extensions["matchmaker_clock"]
    set_clock(app, lambda: instant)
    try:
        yield
    finally:
        set_clock(app, usual)
