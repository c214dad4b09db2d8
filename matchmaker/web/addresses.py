"""Every address of a blueprint in two lists: pages, which are read, and deeds, which are done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g

from matchmaker.web.reach import fair_here

Addresses = tuple[tuple[str, Callable[..., Any]], ...]


def give(bp: Blueprint, pages: Addresses, deeds: Addresses) -> None:
    """Let a blueprint answer at these addresses: pages to GET, deeds to POST."""
    for address, page in pages:
        bp.add_url_rule(address, view_func=page, methods=["GET"])
    for address, deed in deeds:
        bp.add_url_rule(address, view_func=deed, methods=["POST"])


def keep_the_fair(bp: Blueprint) -> None:
    """Every page of a closed blueprint stands under its person's fair's name and keeps its time."""

    @bp.before_request
    def know_the_fair() -> None:
        g.fair = fair_here()
        g.timezone = g.fair.timezone
