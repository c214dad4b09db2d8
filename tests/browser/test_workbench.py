"""The workbench by mouse, by keyboard and by plain form without scripts: each way leads to the same state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from matchmaker.db import db
from matchmaker.models import Schedule
from matchmaker.scheduling.moves import Move, Moves
from matchmaker.scheduling.problem import Pair
from matchmaker.services.figures import Document, document
from tests.browser.chromium import PHONE, a_page
from tests.browser.test_rounds import mistakes

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
REASON = "À la demande du référent."
KINDS = ("move", "swap", "replace", "add")


class Bench(NamedTuple):
    """The workbench of the newest draft, open in a page, and what is stored of it."""

    demo: Flask
    page: Page

    def stored(self) -> Document:
        with self.demo.app_context():
            found = document(newest(self.demo))
            db.session.remove()
            return found

    def places(self) -> set[tuple[str, ...]]:
        return {(b.company, b.desk, b.slot, b.table) for b in self.stored().result.meetings}

    def card(self, pair: Pair) -> str:
        """Where the card is: in the grid, or in the list beside it."""
        here = "c" if any(booking.pair == pair for booking in self.stored().result.meetings) else "w"
        return f"[id='{here}-{pair.company}.{pair.desk}']"


Way = Callable[[Bench, Move], None]


def newest(demo: Flask) -> Schedule:
    one = sa.select(Schedule).where(Schedule.published_at.is_(None)).order_by(Schedule.number.desc()).limit(1)
    return db.session.scalars(one).one()


def button(move: Move) -> str:
    kind, _pair, place = move
    return f"button.bench-lay[value='{kind} {place.slot} {place.table}']"


def moves_of(content: Document) -> dict[str, Move]:
    """One legal move of each kind, of a card that stands in the first row where there is a choice."""
    asked = Moves(content.problem, content.result.meetings)
    pairs = sorted(booking.pair for booking in content.result.meetings)
    missed = sorted(Pair(one.company, one.desk) for one in content.result.unplaced)
    offered = [o.move for pair in (*pairs, *missed) for cell in asked.cells(pair) for o in cell.options]
    found: dict[str, Move] = {}
    for move in offered:
        found.setdefault(move.kind, move)
    return found


@pytest.fixture
def plain(demo: Flask, address: str, browser: Browser) -> Iterator[Bench]:
    yield from opened(demo, address, browser, java_script_enabled=False)


@pytest.fixture
def scripted(demo: Flask, address: str, browser: Browser) -> Iterator[Bench]:
    yield from opened(demo, address, browser)


def opened(demo: Flask, address: str, browser: Browser, **options: object) -> Iterator[Bench]:
    page = a_page(browser, **options)
    page.set_default_timeout(8000)
    page.goto(address)
    page.click("form[action$='/etape'] button[value='drafts']")
    page.click("form[action$='/role'] button[value='organiser']")
    with demo.app_context():
        code = newest(demo).public_id
        db.session.remove()
    page.goto(f"{address}/organisateur/plannings/{code}/atelier")
    yield Bench(demo, page)
    page.goto(address)
    page.click("form[action$='/etape'] button[value='drafts']")
    page.context.close()


def by_form(bench: Bench, move: Move) -> None:
    bench.page.click(bench.card(move.pair))
    if move.kind == "replace":
        bench.page.fill("#reason", REASON)
    bench.page.click(button(move))


def by_mouse(bench: Bench, move: Move) -> None:
    """Drag the card to its cell; where there are several choices, press one."""
    page = bench.page
    card = page.locator(bench.card(move.pair))
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 20, steps=3)
    cell = page.locator("td", has=page.locator(button(move)))
    cell.wait_for()
    cell.scroll_into_view_if_needed()
    target = cell.bounding_box()
    assert target is not None
    page.mouse.move(target["x"] + 10, target["y"] + 10, steps=3)
    with page.expect_navigation():
        page.mouse.up()
        if cell.locator(".bench-lay").count() > 1:
            page.locator(button(move)).click()
    if move.kind == "replace":
        expect(page.locator("#reason-error")).to_contain_text("Dites pourquoi")
        page.fill("#reason", REASON)
        with page.expect_navigation():
            page.locator(button(move)).click()


def by_keys(bench: Bench, move: Move) -> None:
    """Enter picks up, arrows walk, Enter lays down."""
    page = bench.page
    page.locator(bench.card(move.pair)).focus()
    page.keyboard.press("Enter")
    page.locator(button(move)).wait_for()
    page.wait_for_function("document.activeElement.closest('td')")
    down, across = page.evaluate(
        """wanted => {
          const here = document.activeElement.closest('td');
          const there = document.querySelector(wanted).closest('td');
          const down = there.parentElement.rowIndex - here.parentElement.rowIndex;
          return [down, there.cellIndex - here.cellIndex];
        }""",
        button(move),
    )
    for key, count in (
        ("ArrowDown", down),
        ("ArrowUp", -down),
        ("ArrowRight", across),
        ("ArrowLeft", -across),
    ):
        for _ in range(max(0, count)):
            page.keyboard.press(key)
    if not page.evaluate("wanted => document.activeElement.matches(wanted)", button(move)):
        page.keyboard.press("Tab")
    if move.kind == "replace":
        page.locator("#reason").focus()
        page.keyboard.type(REASON)
        page.locator(button(move)).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("way", [by_mouse, by_keys], ids=["mouse", "keys"])
def test_every_kind_of_move_by_hand_leads_where_the_rules_say(scripted: Bench, way: Way) -> None:
    is_as_the_rules_say(scripted, way)


def test_every_kind_of_move_by_plain_form_leads_to_the_same(plain: Bench) -> None:
    is_as_the_rules_say(plain, by_form)


def is_as_the_rules_say(bench: Bench, way: Way) -> None:
    """One move of each kind, each on what the one before left; then all of them undone."""
    before = bench.places()
    done = 0
    for kind in KINDS:
        content = bench.stored()
        move = moves_of(content).get(kind)
        if move is None:
            continue
        expected = Moves(content.problem, content.result.meetings).made(move).bookings
        way(bench, move)
        expect(bench.page.locator(".notice--success")).to_contain_text("Fait")
        assert bench.places() == {(b.company, b.desk, b.slot, b.table) for b in expected}
        done += 1
    assert done >= 3
    for _ in range(done):
        bench.page.click("[data-bench-undo] button")
    assert bench.places() == before


def test_from_the_keyboard_a_card_is_locked_let_go_and_the_lock_undone(scripted: Bench) -> None:
    page, pair = scripted.page, sorted(b.pair for b in scripted.stored().result.meetings)[0]
    card = scripted.card(pair)
    page.locator(card).focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-bench-says]")).to_contain_text("est en main")
    assert mistakes(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("[data-bench-card]")).to_have_count(0)
    expect(page.locator(card)).to_be_focused()

    page.keyboard.press("Enter")
    page.get_by_role("button", name="Verrouiller").press("Enter")
    expect(page.locator(card)).to_be_focused()
    assert [pin.pair for pin in scripted.stored().problem.pins] == [pair]
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    assert scripted.stored().problem.pins == ()
    with page.expect_navigation():
        page.keyboard.press("Control+Shift+z")
    assert [pin.pair for pin in scripted.stored().problem.pins] == [pair]


def test_on_a_phone_one_taps_the_card_then_its_place(scripted: Bench) -> None:
    page = scripted.page
    page.set_viewport_size(PHONE)
    move = moves_of(scripted.stored())["swap"]

    page.locator(scripted.card(move.pair)).click()
    page.locator(button(move)).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert mistakes(page) == []
    with page.expect_navigation():
        page.locator(button(move)).click()

    assert (*move.pair, *move.place) in scripted.places()


def test_a_second_press_of_a_hurried_hand_does_not_put_the_card_down_again(scripted: Bench) -> None:
    page, move = scripted.page, moves_of(scripted.stored())["swap"]
    card = page.locator(scripted.card(move.pair))
    card.click()
    page.locator(button(move)).wait_for()
    box = card.bounding_box()
    assert box is not None

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.mouse.move(box["x"] + 20, box["y"] + 12)
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)

    page.wait_for_timeout(200)
    assert asked == []
    expect(page.locator("[data-bench-card]")).to_have_count(1)
    expect(page.locator(button(move))).to_be_visible()
