"""What a reader asks in an address: words to look for, and which page of a long list."""

from __future__ import annotations

import re

from flask import request

LONGEST = 100


def words(name: str) -> str:
    """What that question says, on one line and cut to what a page can show."""
    typed = "".join(sign for sign in request.args.get(name, "") if sign.isprintable())
    return typed.strip()[:LONGEST]


def page_number() -> int:
    """The page of a list that is asked for, from 1; what is no number is the first one."""
    asked = request.args.get("page", "")
    return max(1, int(asked)) if re.fullmatch("[0-9]{1,6}", asked) else 1
