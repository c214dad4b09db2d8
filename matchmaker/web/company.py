"""Pages of a company: every address, then its home."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, render_template

from matchmaker.models import Role
from matchmaker.web.reach import fair_here

ROLES = (Role.COMPANY,)
bp = Blueprint("company", __name__, url_prefix="/entreprise")


def home() -> str:
    return render_template("company/home.html", fair=fair_here())


PAGES: tuple[tuple[str, Callable[..., Any]], ...] = (("/", home),)
DEEDS: tuple[tuple[str, Callable[..., Any]], ...] = ()
for address, page in PAGES:
    bp.add_url_rule(address, view_func=page, methods=["GET"])
for address, deed in DEEDS:
    bp.add_url_rule(address, view_func=deed, methods=["POST"])


@bp.before_request
def _know_the_fair() -> None:
    """Every page stands under the fair's name and keeps its time."""
    g.fair = fair_here()
    g.timezone = g.fair.timezone
