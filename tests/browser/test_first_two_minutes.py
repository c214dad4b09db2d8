"""The first two minutes: the home page, one small firm before and after, and the organiser’s proof."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import DESKTOP, PHONE, a_page
from tests.browser.test_rounds import mistakes

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, address: str, browser: Browser) -> Iterator[Page]:
    """A newcomer on the home page, while requests are open; everything is put back afterwards."""
    page = a_page(browser, viewport=request.param)
    page.goto(address)
    go_to(page, "requests_open")
    page.goto(address)
    yield page
    page.goto(address)
    go_to(page, "drafts")
    page.context.close()


def go_to(page: Page, stage: str) -> None:
    page.click(f".demo-bar button[value='{stage}']")


def is_sound(page: Page) -> None:
    """Nothing wider than the window, and nothing that axe would mind."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")
    assert mistakes(page) == []


def test_from_the_home_page_to_the_proof(page: Page, address: str) -> None:
    main = page.locator("main")
    expect(main).to_contain_text("mercredi 15 novembre 2023")
    expect(main).to_contain_text(re.compile(r"de 10\sh\s30 à midi"))
    expect(page.locator(".door")).to_have_count(3)
    is_sound(page)

    # The small firm before the deadline: stands that suit it, and why.
    page.get_by_role("button", name="Entrer comme entreprise").click()
    expect(page).to_have_url(address + "/entreprise/")
    page.get_by_role("link", name="Choisir des stands").first.click()
    expect(main).to_contain_text("Vous avez obtenu des marchés")
    expect(main).to_contain_text(re.compile(r"\d+ demandes pour \d+ places"))
    is_sound(page)

    # The same firm once the timetable is published: one meeting, and a true reason for every other request.
    go_to(page, "published")
    expect(page).to_have_url(address + "/entreprise/")
    expect(main).to_contain_text("table 2")
    expect(main).to_contain_text("Stand complet.")
    expect(main).to_contain_text("Ce que vous pouvez faire")
    is_sound(page)

    # The organiser: how many of how many, proven; the timetable; who is not received, and why.
    page.click(".demo-bar button[value='organiser']")
    expect(main).to_contain_text("108 entreprises sur 111 sont reçues au moins une fois.")
    expect(main).to_contain_text("c’est démontré par couplage")
    is_sound(page)
    page.get_by_role("link", name="Voir le planning").click()
    expect(page.locator(".time-grid")).to_be_visible()
    page.get_by_role("link", name="Tableau de bord").click()
    page.get_by_role("link", name="Qui n’est pas reçu, et pourquoi").click()
    expect(main).to_contain_text("Tirage au sort")
    is_sound(page)


def test_every_door_of_the_strip_opens_from_the_keyboard(page: Page, address: str) -> None:
    for role, home in (
        ("company", "/entreprise/"),
        ("host", "/direction/"),
        ("procurement", "/organisateur/"),
        ("organiser", "/organisateur/"),
        ("visitor", "/"),
    ):
        page.focus(f".demo-bar button[value='{role}']")
        page.keyboard.press("Enter")
        expect(page).to_have_url(address + home)


def test_the_strip_is_one_calm_line_of_choices_on_a_desktop(address: str, browser: Browser) -> None:
    for locale in ("fr-FR", "en-GB"):
        page = a_page(browser, locale)
        page.goto(address)
        tops = page.eval_on_selector_all(
            ".demo-bar button", "buttons => buttons.map(b => Math.round(b.getBoundingClientRect().top))"
        )
        assert len(set(tops)) == 1
        page.context.close()
