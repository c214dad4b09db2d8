"""The published timetable as those who receive read it: a stand's, and a person's own across stands."""

from __future__ import annotations

from flask import render_template

from matchmaker.db import db
from matchmaker.models import Desk
from matchmaker.services import hosts
from matchmaker.services.drafts.opinions import asked_of
from matchmaker.services.publishing import versions
from matchmaker.web.clock import now
from matchmaker.web.reach import desk_or_404, desks_here, fair_here, person_here


def desk_planning(code: str) -> str:
    desk = desk_or_404(code)
    planning = hosts.desk_planning(db.session(), desk)
    return _page("planning", [desk], planning=planning, desk=desk)


def my_planning() -> str:
    planning = hosts.own_planning(db.session(), person_here(), fair_here())
    return _page("my_planning", desks_here(), planning=planning)


def _page(name: str, desks: list[Desk], **shown: object) -> str:
    """A timetable under the version that it is of, and the draft about which these stands are asked."""
    fair = fair_here()
    standing, asked = versions.standing(db.session(), fair), asked_of(db.session(), fair, desks)
    return render_template(f"host/{name}.html", fair=fair, standing=standing, asked=asked, now=now(), **shown)
