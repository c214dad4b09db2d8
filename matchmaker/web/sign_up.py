"""Signing up: an address is confirmed first, then a company registers; open to all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

bp = Blueprint("sign_up", __name__)
PAGES: tuple[tuple[str, Callable[..., Any]], ...] = ()
DEEDS: tuple[tuple[str, Callable[..., Any]], ...] = ()
for address, page in PAGES:
    bp.add_url_rule(address, view_func=page, methods=["GET"])
for address, deed in DEEDS:
    bp.add_url_rule(address, view_func=deed, methods=["POST"])
