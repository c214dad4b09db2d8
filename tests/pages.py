"""A visitor who inspects every page it opens: valid, labelled, closed to forgery and to inline code."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

HEADERS = {
    "Content-Security-Policy": "default-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
LABELLED_BY_THEMSELVES = {"hidden", "submit", "button", "reset", "image"}


class Opened:
    """A page that was opened: its status, its text, its elements."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.document: Element = parser.parse(self.html)
        self.mistakes = [f"{code} {where}" for where, code, _ in parser.errors]

    def all(self, tag: str) -> list[Element]:
        return list(self.document.iter(tag))

    @property
    def text(self) -> str:
        """What is read, spaces folded (no-break ones become plain)."""
        body = next(self.document.iter("body"))
        return re.sub(r"\s+", " ", " ".join(body.itertext())).strip()

    @property
    def heading(self) -> str:
        return words(self.all("h1")[0])


def words(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


class Visitor:
    """Opens pages with Flask's client, in one language, and inspects each of them."""

    def __init__(self, app: Flask, language: str = "fr") -> None:
        self.app, self.language = app, language
        self.client = app.test_client()

    def open(self, address: str, status: int = 200, **options: Any) -> Opened:
        """GET an HTML page and inspect it."""
        return self._inspected(self.client.get(address, headers=self._headers, **options), status)

    def post(self, address: str, data: Mapping[str, Any] | None = None, status: int = 302) -> TestResponse:
        """POST with a good token; a page that answers with HTML is inspected."""
        sent = dict(data or {}) | {"csrf_token": self.token()}
        response = self.client.post(address, data=sent, headers=self._headers)
        assert response.status_code == status, (
            f"{address}: {response.status_code} {response.get_data(True)[:400]}"
        )
        if response.mimetype == "text/html" and not 300 <= status < 400:
            inspect(Opened(response))
        return response

    def token(self) -> str:
        """A forgery token of this visitor's session."""
        page = self.client.get("/connexion", headers=self._headers, follow_redirects=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
        assert found is not None
        return found.group(1)

    def acts_as(self, membership_id: int, account_id: int) -> Visitor:
        """Sign in without the form: what is tested is behind it."""
        with self.client.session_transaction() as session:
            session["_user_id"] = str(account_id)
            session["_fresh"] = True
            session["membership_id"] = membership_id
        return self

    @property
    def _headers(self) -> dict[str, str]:
        return {"Accept-Language": self.language}

    def _inspected(self, response: TestResponse, status: int) -> Opened:
        page = Opened(response)
        assert page.status == status, f"{response.request.path}: {page.status}, {page.text[:300]}"
        inspect(page)
        assert page.all("html")[0].get("lang") == self.language
        return page


def inspect(page: Opened) -> None:
    """Everything that must hold on every page."""
    assert page.mistakes == []
    assert "{{" not in page.html
    assert "{%" not in page.html
    assert len(page.all("h1")) == 1
    assert words(page.all("title")[0])
    assert len(page.all("main")) == 1
    for inspection in (
        _ids,
        _headings,
        _controls,
        _forms,
        _nothing_inline,
        _images,
        _tables,
        _links,
        _headers,
    ):
        inspection(page)


def _ids(page: Opened) -> None:
    counted = Counter(element.get("id") for element in page.document.iter() if element.get("id"))
    assert [name for name, times in counted.items() if times > 1] == []


def _headings(page: Opened) -> None:
    levels = [
        int(e.tag[1])
        for e in page.document.iter()
        if isinstance(e.tag, str) and re.fullmatch("h[1-6]", e.tag)
    ]
    jumps = [(above, below) for above, below in itertools.pairwise(levels) if below > above + 1]
    assert jumps == []


def _controls(page: Opened) -> None:
    labelled = {label.get("for") for label in page.all("label")}
    inside = {id(control) for label in page.all("label") for control in label.iter()}
    for tag in ("input", "select", "textarea"):
        for control in page.all(tag):
            named = control.get("id") in labelled or id(control) in inside or control.get("aria-label")
            assert named or control.get("type") in LABELLED_BY_THEMSELVES, f"no label: {control.attrib}"
    for button in page.all("button"):
        assert words(button) or button.get("aria-label"), f"no words: {button.attrib}"


def _forms(page: Opened) -> None:
    for form in page.all("form"):
        if form.get("method", "get").lower() == "post":
            assert [i for i in form.iter("input") if i.get("name") == "csrf_token"], (
                f"no token: {form.attrib}"
            )


def _nothing_inline(page: Opened) -> None:
    assert page.all("style") == []
    for element in page.document.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"], (
            element.attrib
        )
        assert not element.get("href", "").strip().lower().startswith("javascript:")
    assert [script for script in page.all("script") if not script.get("src")] == []


def _images(page: Opened) -> None:
    assert [image.attrib for image in page.all("img") if image.get("alt") is None] == []


def _tables(page: Opened) -> None:
    for table in page.all("table"):
        assert list(table.iter("caption")), "a table without caption"
        assert [head.attrib for head in table.iter("th") if head.get("scope") is None] == []


def _links(page: Opened) -> None:
    for link in page.all("a"):
        assert words(link) or link.get("aria-label"), f"a link that says nothing: {link.attrib}"


def _headers(page: Opened) -> None:
    for name, value in HEADERS.items():
        assert page.response.headers.get(name, "").startswith(value), name


@contextmanager
def count_queries(engine: Engine) -> Iterator[list[str]]:
    """The statements sent while the block lasts."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
