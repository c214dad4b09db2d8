"""The line that each version of a timetable prints at the foot of every page of paper."""

from __future__ import annotations

import re

import sqlalchemy as sa
from flask import Response, abort

from matchmaker.db import db
from matchmaker.models import Fair, Schedule
from matchmaker.services.publishing import versions

NUMBER = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)


def print_sheet(fair: Fair, version: str) -> Response:
    """A style sheet for paper: a margin that says the version, since no style stands in a page itself."""
    number = int(version) if NUMBER.fullmatch(version) else 0
    known = sa.select(Schedule).where(Schedule.fair_id == fair.id, Schedule.version == number)
    sentence = versions.sentence(db.session.scalar(known) or abort(404))
    quoted = sentence.replace("\\", "").replace('"', "")
    rule = f'@page {{ @bottom-left {{ content: "{quoted}"; font: 8pt sans-serif; white-space: nowrap; }} }}\n'
    return Response(rule, mimetype="text/css")
