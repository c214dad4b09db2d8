"""What arrives is text: no database of ours can keep the sign NUL, and nobody has a key for it.

In a question it means nothing and is left out; in a form it is no form of ours, and nothing of it is kept;
in an address it names nothing that is here.
"""

from __future__ import annotations

from flask import Flask, Request, abort, request
from werkzeug.datastructures import MultiDict
from werkzeug.utils import cached_property

NUL = "\x00"


class Incoming(Request):
    """A request whose question holds text only."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        asked = super().args
        if NUL not in self.full_path and "%00" not in self.full_path:
            return asked
        pairs = [(key.replace(NUL, ""), value.replace(NUL, "")) for key, value in asked.items(multi=True)]
        return self.parameter_storage_class(pairs)


def init(app: Flask) -> None:
    app.request_class = Incoming
    app.before_request(_text_only)


def _text_only() -> None:
    if NUL in request.path:
        abort(404)
    names = [upload.filename or "" for upload in request.files.values()]
    if any(NUL in text for pair in request.form.items(multi=True) for text in pair) or NUL in "".join(names):
        abort(400)
