"""Going round the demonstration as a person would: every page that a link leads to, once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

FILES = (".xlsx", ".csv", ".json", ".txt", ".pdf")


def rounds(app: Flask, page: Page, address: str, start: str) -> Iterator[str]:
    """Open ``start`` and whatever its links lead to, one address per endpoint; yields each path."""
    waiting, known = [start], {_endpoint(app, start)}
    while waiting:
        path = waiting.pop(0)
        response = page.goto(address + path)
        assert response is not None
        assert response.status == 200, f"{path}: {response.status}"
        yield path
        for link in page.eval_on_selector_all("a[href]", "links => links.map(a => a.href)"):
            found = urlsplit(link)
            if not link.startswith(address + "/") or found.path.endswith(FILES):
                continue
            endpoint = _endpoint(app, found.path)
            if endpoint is not None and endpoint not in known and not re.search("sign_out|static", endpoint):
                known.add(endpoint)
                waiting.append(found.path + (f"?{found.query}" if found.query else ""))


def _endpoint(app: Flask, path: str) -> str | None:
    """What answers an address; None if nothing does."""
    try:
        endpoint, _ = app.url_map.bind("").match(urlsplit(path).path)
    except HTTPException:
        return None
    return str(endpoint)
