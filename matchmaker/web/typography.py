"""French pages as a printer sets them: spaces that never break a line, and the curved apostrophe.

Sentences come from the code, from public data and from people, who all type a plain space before a colon.
A page is therefore set once, on its way out. Code, attributes and what is being typed stay as they are.
"""

from __future__ import annotations

import re

from flask import Flask, Response

from matchmaker.web.language import NARROW_SPACE, NO_BREAK_SPACE, current

AS_IT_IS = re.compile(
    r"(<(?:pre|code|textarea|script)\b.*?</(?:pre|code|textarea|script)>|<[^>]*>)", re.DOTALL
)
HABITS = (
    (re.compile(r" (?=[;?!])"), NARROW_SPACE),
    (re.compile(r" (?=[:»])|(?<=«) |(?<=n°) |(?<=\btable) (?=\d)|(?<=\d) (?=M?€|%)"), NO_BREAK_SPACE),
    (re.compile(r"(?<=\d) (?=h\b)|(?<=\d h) (?=\d)"), NO_BREAK_SPACE),
    (re.compile(r"(?<=\w)(?:'|&#39;)(?=\w)"), "’"),
)


def init(app: Flask) -> None:
    app.after_request(_set)


def typeset(page: str) -> str:
    """The same HTML; only spaces and apostrophes of its French text differ."""
    done = 0
    pieces: list[str] = []
    for found in AS_IT_IS.finditer(page):
        pieces += _text(page[done : found.start()]), found.group()
        done = found.end()
    return "".join((*pieces, _text(page[done:])))


def _text(piece: str) -> str:
    for habit, better in HABITS:
        piece = habit.sub(better, piece)
    return piece


def _set(response: Response) -> Response:
    if response.mimetype == "text/html" and not response.direct_passthrough and current() == "fr":
        response.set_data(typeset(response.get_data(as_text=True)))
    return response
