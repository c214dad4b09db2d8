"""A browser and the demonstration it visits; skipped, saying why, where there is no Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from matchmaker.commands import demonstration
from matchmaker.demo.source import EDITIONS
from tests.browser.chromium import a_browser, executable, served


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = Path(tmp_path_factory.mktemp("demonstration"))
    demonstration.build(folder, EDITIONS["120"], lambda _line: None)
    app = demonstration.application(folder)
    app.extensions["matchmaker_jobs"].queue.immediate = True
    return app


@pytest.fixture(scope="session")
def address(demo: Flask) -> Iterator[str]:
    with served(demo) as where:
        yield where


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if executable() is None:
        pytest.skip("no Chromium on this machine (tests/browser/install-chromium says how)")
    with a_browser() as chromium:
        yield chromium
