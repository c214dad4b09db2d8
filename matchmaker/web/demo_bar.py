"""The strip above every page of the demonstration: at which moment of the fair, and as whom.

Nothing of this exists elsewhere: ``create_app`` calls ``init`` in the demonstration only, so that outside it
there are no such addresses, no way in without a password, and no clock but the real one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Blueprint, Flask, abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.db import db
from matchmaker.demo import moments
from matchmaker.demo.moments import MOMENTS, Moment
from matchmaker.demo.people import ORGANISER_EMAIL
from matchmaker.models import Account
from matchmaker.services.stages import Stage
from matchmaker.web import access, account, clock
from matchmaker.web.language import current as current_language
from matchmaker.web.language import day, hour, short_day

bp = Blueprint("demo", __name__, url_prefix="/demonstration")
VISITOR, ORGANISER = "visitor", "organiser"


@dataclass(frozen=True)
class Choice:
    """One button of the strip: what it sends, what it says, and whether one is there already."""

    value: str
    label: str
    note: str
    is_here: bool


def init(app: Flask) -> None:
    """Make this application a demonstration."""
    clock.set_clock(app, lambda: moments.now(db.session()))
    access.reserve(app, bp)
    app.jinja_env.globals.update(demo_moments=_moments, demo_roles=_roles)


@bp.post("/etape")
def go_to() -> ResponseReturnValue:
    """Bring a moment of the fair back as it was prepared."""
    chosen = next((moment for moment in MOMENTS if moment.name == request.form.get("stage")), None)
    if chosen is None:
        abort(400)
    # Our own transaction would stand in the way of the one that replaces everything.
    db.session.rollback()
    moments.go_to(chosen, _folder())
    flash(_("Nous sommes le %(day)s à %(hour)s.", day=day(chosen.now), hour=hour(chosen.now)))
    return redirect(account.home_of(access.membership()))


@bp.post("/role")
def play() -> ResponseReturnValue:
    """Become a visitor or the organiser, without a password."""
    role = request.form.get("role")
    if role == VISITOR:
        account.leave()
        return redirect(url_for("public.home"))
    if role != ORGANISER:
        abort(400)
    # The organiser's account has a language of its own; whoever plays the part keeps theirs.
    session["language"] = current_language()
    account.enter(db.session.scalars(sa.select(Account).where(Account.email == ORGANISER_EMAIL)).one())
    return redirect(account.home_of(access.membership()))


def _folder() -> Path:
    return Path(str(db.engine.url.database)).parent


def _moments() -> list[Choice]:
    here = moments.current(db.session())
    return [Choice(moment.name, _label(moment), short_day(moment.now), moment == here) for moment in MOMENTS]


def _label(moment: Moment) -> str:
    labels = {
        Stage.REQUESTS_OPEN: _("Demandes ouvertes"),
        Stage.DRAFTS: _("Brouillons"),
        Stage.PUBLISHED: _("Publié"),
        Stage.THE_DAY: _("Le jour même"),
    }
    return labels[moment.stage]


def _roles() -> list[Choice]:
    is_organiser = current_user.is_authenticated and current_user.email == ORGANISER_EMAIL
    return [
        Choice(VISITOR, _("Visiteur"), "", not current_user.is_authenticated),
        Choice(ORGANISER, _("Organisateur"), "", is_organiser),
    ]
