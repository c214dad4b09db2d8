"""Projects of the small fair, and what its pages hold of them."""

from __future__ import annotations

import sqlalchemy as sa

from matchmaker.db import db
from matchmaker.models import Desk, Need
from tests.builders import a_need
from tests.pages import Opened, Visitor, words
from tests.web.organiser.conftest import SmallFair

PROJECTS = "/organisateur/projets"
UNREAD = "relisez-le"


def add(fair: SmallFair, code: str, **given: object) -> str:
    """A project of the stand EAU; its address."""
    with fair.changed() as stored:
        desk = db.session.scalars(sa.select(Desk).where(Desk.fair_id == stored.id)).one()
        db.session.add(a_need(desk, code=code, **given))
    return f"{PROJECTS}/{code}"


def draft(fair: SmallFair, code: str = "P001", **given: object) -> str:
    return add(fair, code, validated_at=None, published_at=None, **given)


def stages(fair: SmallFair) -> dict[str, str]:
    with fair.changed() as stored:
        needs = db.session.scalars(sa.select(Need).where(Need.fair_id == stored.id))
        return {need.code: need.stage.value for need in needs}


def seen(page: Opened) -> str:
    return next(i.get("value", "") for i in page.all("input") if i.get("name", "").startswith("seen"))


def read_list(organiser: Visitor) -> dict[str, str]:
    """The hidden words of the list: what was read of each project."""
    page = organiser.open(PROJECTS)
    return {i.get("name", ""): i.get("value", "") for i in page.all("input") if "seen-" in i.get("name", "")}


def headings(page: Opened) -> list[str]:
    return [words(heading) for heading in page.all("h2")]


def form_of(organiser: Visitor, address: str) -> dict[str, str]:
    """The correction form as it is shown."""
    page = organiser.open(f"{address}/correction")
    sent = {
        i.get("name", ""): i.get("value", "")
        for i in page.all("input")
        if i.get("type") in ("text", "hidden")
    }
    sent |= {area.get("name", ""): words(area) for area in page.all("textarea")}
    for select in page.all("select"):
        chosen = [o.get("value", "") for o in select.iter("option") if o.get("selected") is not None]
        sent[select.get("name", "")] = (chosen or [""])[0]
    del sent["csrf_token"]
    return sent
