"""Debian's Chromium, driven by Playwright, and the demonstration served on loopback."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 375, "height": 812}
DESKTOP = {"width": 1280, "height": 900}


def executable() -> str | None:
    """Where Chromium is, or None on a machine that has none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def a_browser() -> Iterator[Browser]:
    """A headless Chromium that speaks to nobody but the pages it is sent to."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on a free port of 127.0.0.1; yields its address without a final slash."""
    server = create_server(app, host="127.0.0.1", port=0, threads=8)

    def run() -> None:
        # Closing takes the sockets from under the loop: where it notices, that is its end.
        with suppress(OSError):
            server.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=5)


def a_page(
    browser: Browser, locale: str = "fr-FR", viewport: dict[str, int] = DESKTOP, **options: object
) -> Page:
    """A new visitor: own cookies, own language."""
    context = browser.new_context(locale=locale, viewport=viewport, reduced_motion="reduce", **options)
    return context.new_page()
