"""The pictures of the docs are of pages that can be walked to; ``make screenshots`` runs by hand only."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import a_page
from tests.browser.screenshots import PICTURES, Picture, go_to

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WALKED = [picture for picture in PICTURES if picture.links]


@pytest.mark.parametrize("picture", WALKED, ids=lambda picture: picture.name)
def test_a_picture_is_reached_by_its_links(address: str, browser: Browser, picture: Picture) -> None:
    page = a_page(browser)
    page.set_default_timeout(5000)
    go_to(page, address, picture)

    assert page.url.endswith(picture.links[-1].split("'")[1])
    expect(page.locator("h1")).to_have_count(1)
