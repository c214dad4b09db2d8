"""Pages for anybody, without an account: the fair, its projects, its stands, its rules, its draw.

Each fair has its own addresses under /salons/<its word>; the home page is that of the fair which is on or
comes next. What means nothing in an address is a page not found; what means nothing in a question is left
out: neither is ever an error.
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, g, render_template, request

from matchmaker.db import db
from matchmaker.models import Fair
from matchmaker.services import fairs, projects
from matchmaker.services.publishing import versions
from matchmaker.services.publishing.change_log import change_log
from matchmaker.services.words import notice
from matchmaker.web import (
    public_draw,
    public_fair,
    public_projects,
    public_rules,
    public_stands,
    public_versions,
    public_words,
)
from matchmaker.web.clock import now
from matchmaker.web.language import current

bp = Blueprint("public", __name__)
bp.add_app_template_global(public_words.period, "period")
bp.add_app_template_global(versions.sentence, "version_sentence")
bp.add_app_template_global(versions.as_of, "as_of")
# Fairs, projects and stands are named in addresses by words of these signs.
NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
LONGEST_ANSWER = 200
CLOSED = ("/connexion", "/compte", "/inscription/", "/entreprise", "/direction", "/organisateur")
QUESTIONS = ("mots", "secteur", "stand", "trimestre")


@bp.get("/")
def home() -> str:
    fair = fairs.current(db.session(), now())
    if fair is None:
        return render_template("public/no_fair.html")
    return _show(fair)


@bp.get("/salons/<slug>")
def fair(slug: str) -> str:
    return _show(fair_or_404(slug))


def _show(fair: Fair) -> str:
    _place(fair)
    page = public_fair.fair_page(db.session(), fair, now())
    return render_template("public/fair.html", fair=fair, page=page)


@bp.get("/salons/<slug>/projets")
def project_list(slug: str) -> str:
    fair = fair_or_404(slug)
    asked = {name: _asked(name) for name in QUESTIONS}
    page = public_projects.list_page(db.session(), fair, asked, current())
    return render_template("public/projects.html", fair=fair, page=page)


@bp.get("/salons/<slug>/projets/<code>")
def project(slug: str, code: str) -> str:
    fair = fair_or_404(slug)
    need = projects.published_one(db.session(), fair, code) if NAME.fullmatch(code) else None
    page = public_projects.sheet(db.session(), need or abort(404), current())
    return render_template("public/project.html", fair=fair, page=page)


@bp.get("/salons/<slug>/stands")
def stand_list(slug: str) -> str:
    fair = fair_or_404(slug)
    page = public_stands.stands_page(db.session(), fair, now())
    return render_template("public/stands.html", fair=fair, page=page)


@bp.get("/salons/<slug>/stands/<code>")
def stand(slug: str, code: str) -> str:
    fair = fair_or_404(slug)
    page = public_stands.stand_page(db.session(), fair, code, now(), current())
    return render_template("public/stand.html", fair=fair, page=page or abort(404))


@bp.get("/salons/<slug>/regles")
def rules(slug: str) -> str:
    fair = fair_or_404(slug)
    page = public_rules.rules_page(fair, now(), current())
    return render_template("public/rules.html", fair=fair, page=page, notice=notice())


@bp.get("/salons/<slug>/tirage")
def draw(slug: str) -> str:
    fair = fair_or_404(slug)
    page = public_draw.draw_page(db.session(), fair, _asked("siren"), now())
    return render_template("public/draw.html", fair=fair, page=page)


@bp.get("/salons/<slug>/versions")
def version_list(slug: str) -> str:
    fair = fair_or_404(slug)
    return render_template("public/versions.html", fair=fair, entries=change_log(db.session(), fair))


@bp.get("/salons/<slug>/versions/<version>.css")
def version_print(slug: str, version: str) -> Response:
    return public_versions.print_sheet(fair_or_404(slug), version)


@bp.get("/accessibilite")
def accessibility() -> str:
    return render_template("public/accessibility.html")


@bp.get("/confidentialite")
def privacy() -> str:
    return render_template("public/privacy.html")


@bp.get("/robots.txt")
def robots() -> Response:
    """Search engines show what is public; the rest answers them with a form to sign in."""
    lines = ["User-agent: *", *(f"Disallow: {closed}" for closed in CLOSED)]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def fair_or_404(slug: str) -> Fair:
    """The fair that an address names."""
    found = fairs.by_slug(db.session(), slug) if NAME.fullmatch(slug) else None
    return _place(found or abort(404))


def _place(fair: Fair) -> Fair:
    """Let the header name this fair, and times go by its clock."""
    g.fair, g.timezone = fair, fair.timezone
    return fair


def _asked(name: str) -> str:
    """What a question of the address says, cut, and without signs that no page could show."""
    typed = "".join(sign for sign in request.args.get(name, "") if sign.isprintable())
    return typed[:LONGEST_ANSWER]
