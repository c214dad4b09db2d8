"""What stands around every page: the fair's name, the links of the person's role, the footer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from matchmaker.db import db
from matchmaker.models import Fair, Role
from matchmaker.services import fairs
from matchmaker.web import access
from matchmaker.web.clock import now, real_time
from matchmaker.web.language import current as locale
from matchmaker.web.on_behalf_words import Bar, bar_of

ALWAYS_THERE = ("public.home", "public.accessibility", "public.privacy")
# Pages whose address does not stand beneath that of their section, and the section that leads to them.
SECTIONS = {
    "company.activities": "company.profile",
    "company.charter": "company.home",
    "company.colleague_list": "company.home",
    "company.invite": "company.home",
    "company.leaving_fair": "company.profile",
    "host.answer_request": "host.home",
    "host.approve_draft": "host.home",
    "host.ask_for_change": "host.home",
    "host.desk_planning": "host.home",
    "host.draft_to_review": "host.home",
    "host.point_out": "host.home",
    "host.request_sheet": "host.home",
    "host.requests": "host.home",
    "host.signals_made": "host.home",
    "on_behalf.act_for": "organiser.registrations",
    "on_behalf.choose": "organiser.registrations",
    "on_behalf.person": "organiser.registrations",
    "organiser.exports": "organiser.imports",
    "organiser.run": "organiser.schedules",
    "public.fair": "public.home",
}


class Link(NamedTuple):
    """A place one can go to; ``current`` is "page" when one is there, "true" when one is beneath it."""

    label: str
    address: str
    current: str


class Place(NamedTuple):
    """What a link leads to; ``fair`` where its address names one."""

    label: str
    endpoint: str
    fair: Fair | None = None


class Skeleton(NamedTuple):
    """What base.html needs to know; ``on_behalf`` while one is in somebody else's place."""

    fair_name: str
    contact: str
    links: tuple[Link, ...]
    footer: tuple[Link, ...]
    here: str
    version: str
    on_behalf: Bar | None


def init(app: Flask) -> None:
    app.context_processor(lambda: {"skeleton": _skeleton(), "file_address": file_address})


def file_address(name: str) -> str:
    """Where a file of ours is, its content's hash in the address: it may be kept for a year."""
    return url_for("static", filename=name, v=_digest(Path(current_app.static_folder or "") / name))


@cache
def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def _skeleton() -> Skeleton:
    fair = _fair()
    return Skeleton(
        fair_name=fair.name(locale()) if fair is not None else "",
        contact=(fair.contact_email or "") if fair is not None else "",
        links=tuple(_links(_of_role(fair))),
        footer=tuple(_links(_of_everybody(fair))),
        here=quote(request.full_path.rstrip("?"), safe="/?&=%+-._~"),
        version=version("matchmaker"),
        on_behalf=_bar(),
    )


def _bar() -> Bar | None:
    try:
        return bar_of(access.standing(), real_time())
    except SQLAlchemyError:
        db.session.rollback()
        return None


def _fair() -> Fair | None:
    """The fair of the address, else of the person, else the one that is on or comes next."""
    if "fair" in g:
        named: Fair = g.fair
        return named
    try:
        here = access.membership()
        return here.fair if here is not None else fairs.current(db.session(), now())
    except SQLAlchemyError:
        # Even the page that says the database does not answer has a header.
        db.session.rollback()
        return None


def _of_role(fair: Fair | None) -> list[Place]:
    here = access.membership() if fair is not None else None
    return _of_everywhere(fair) if here is None else _OF_ROLE[here.role]()


def _of_company() -> list[Place]:
    return [
        Place(_("Mon espace"), "company.home"),
        Place(_("Choisir des stands"), "company.stand_list"),
        Place(_("Mes demandes"), "company.wishes"),
        Place(_("Mes rendez-vous"), "company.timetable"),
        Place(_("Ma fiche"), "company.profile"),
        Place(_("Page publique"), "public.home"),
    ]


def _of_host() -> list[Place]:
    return [
        Place(_("Mes stands"), "host.home"),
        Place(_("Mes projets d’achat"), "host.projects"),
        Place(_("Mon planning"), "host.my_planning"),
        Place(_("Page publique"), "public.home"),
    ]


def _of_organiser() -> list[Place]:
    return [
        Place(_("Tableau de bord"), "organiser.home"),
        Place(_("Inscriptions"), "organiser.registrations"),
        Place(_("Projets d’achat"), "organiser.projects"),
        Place(_("Refus"), "organiser.refusals"),
        Place(_("Plannings"), "organiser.schedules"),
        Place(_("Tirage"), "organiser.draw"),
        Place(_("Règles"), "organiser.rules"),
        Place(_("Messages"), "organiser.messages"),
        Place(_("Importer et exporter"), "organiser.imports"),
        Place(_("Page publique"), "public.home"),
    ]


_OF_ROLE = {
    Role.COMPANY: _of_company,
    Role.HOST: _of_host,
    Role.PROCUREMENT: _of_organiser,
    Role.ORGANISER: _of_organiser,
}


def _of_everywhere(fair: Fair | None) -> list[Place]:
    return [
        Place(_("Le salon"), "public.home"),
        Place(_("Projets d’achat"), "public.project_list", fair),
        Place(_("Stands"), "public.stand_list", fair),
        Place(_("Règles"), "public.rules", fair),
        Place(_("Tirage"), "public.draw", fair),
    ]


def _of_everybody(fair: Fair | None) -> list[Place]:
    return [
        Place(_("Accessibilité : non conforme"), "public.accessibility"),
        Place(_("Données personnelles"), "public.privacy"),
        Place(_("Règles d’attribution"), "public.rules", fair),
    ]


def _links(places: list[Place]) -> Iterator[Link]:
    """Without a fair, its pages have no address."""
    for place in places:
        if place.endpoint.startswith("public.") and place.fair is None and place.endpoint not in ALWAYS_THERE:
            continue
        of_fair: dict[str, Any] = {} if place.fair is None else {"slug": place.fair.slug}
        address = url_for(place.endpoint, **of_fair)
        yield Link(place.label, address, _current(place.endpoint, address))


def _current(endpoint: str, address: str) -> str:
    """The page itself or its section; addresses that end in a slash are homes, above everything."""
    if request.endpoint == endpoint:
        return "page"
    here = f"{request.script_root}{request.path}/"
    beneath = not address.endswith("/") and here.startswith(f"{address}/")
    return "true" if beneath or SECTIONS.get(request.endpoint or "") == endpoint else ""
