"""What every answer tells the browser: nothing from elsewhere, nothing inline, no signed-in page kept."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_babel import get_locale
from flask_login import current_user

from matchmaker.web.access import is_file

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init(app: Flask) -> None:
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint is None or not is_file(request.endpoint):
        _add_of_pages(response)
    return response


def _add_of_pages(response: Response) -> None:
    kept = "no-store" if current_user.is_authenticated else "no-cache"
    response.headers.setdefault("Cache-Control", kept)
    response.vary.update(("Accept-Language", "Cookie"))
    locale = get_locale()
    if locale is not None:
        response.headers.setdefault("Content-Language", locale.language)
