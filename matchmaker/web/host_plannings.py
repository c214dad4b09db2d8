"""The published timetable as those who receive read it: a stand's, and a person's own across stands."""

from __future__ import annotations

from flask import render_template

from matchmaker.db import db
from matchmaker.services import hosts
from matchmaker.web.clock import now
from matchmaker.web.reach import account_here, desk_or_404, fair_here


def desk_planning(code: str) -> str:
    desk = desk_or_404(code)
    planning = hosts.desk_planning(db.session(), desk)
    return render_template("host/planning.html", desk=desk, planning=planning, fair=fair_here(), now=now())


def my_planning() -> str:
    planning = hosts.own_planning(db.session(), account_here(), fair_here())
    return render_template("host/my_planning.html", planning=planning, fair=fair_here(), now=now())
