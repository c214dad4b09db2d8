"""The strip above every page of the demonstration: at which moment of the fair, and as whom.

Nothing of this exists elsewhere: ``create_app`` calls ``init`` in the demonstration only, so that outside it
there are no such addresses, no way in without a password, and no clock but the real one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.db import db
from matchmaker.demo import moments, roles
from matchmaker.demo.moments import MOMENTS, Moment
from matchmaker.models import Account, Role
from matchmaker.services import fairs
from matchmaker.services.outbox import outbox
from matchmaker.services.stages import Stage
from matchmaker.web import access, account, clock
from matchmaker.web.asked import page_number
from matchmaker.web.language import current as current_language
from matchmaker.web.language import day, hour, short_day

bp = Blueprint("demo", __name__, url_prefix="/demonstration")
VISITOR = "visitor"


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
    here = current_user.email if current_user.is_authenticated else None
    # Our own transaction would stand in the way of the one that replaces everything.
    db.session.rollback()
    moments.go_to(chosen, _folder())
    if here is not None:
        _stay_only_if_known(here)
    flash(_("Nous sommes le %(day)s à %(hour)s.", day=day(chosen.now), hour=hour(chosen.now)))
    return redirect(account.home_of(access.membership()))


def _stay_only_if_known(email: str) -> None:
    """An account made by a visitor is gone at another moment, where its number may be somebody else's."""
    db.session.rollback()
    found = db.session.get(Account, int(session["_user_id"]))
    if found is None or found.email != email:
        account.leave()


@bp.post("/role")
def play() -> ResponseReturnValue:
    """Become a visitor, or one of those whom the demonstration lets play, without a password."""
    role = request.form.get("role", "")
    if role == VISITOR:
        account.leave()
        return redirect(url_for("public.home"))
    if role not in {one.value for one in roles.ROLES}:
        abort(400)
    email = roles.address_of(Role(role), _folder())
    # The account has a language of its own; whoever plays the part keeps theirs.
    session["language"] = current_language()
    account.enter(db.session.scalars(sa.select(Account).where(Account.email == email)).one())
    return redirect(account.home_of(access.membership()))


@bp.get("/messages")
def messages() -> str:
    """What the service wrote to everybody: nobody is real here, so anybody may read it."""
    fair = fairs.current(db.session(), clock.now()) or abort(404)
    page = outbox(db.session(), fair, "", page_number())
    return render_template("demo/messages.html", page=page)


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
    here = access.own_membership()
    labels = {
        Role.COMPANY: _("Entreprise"),
        Role.HOST: _("Direction"),
        Role.PROCUREMENT: _("Achats"),
        Role.ORGANISER: _("Organisateur"),
    }
    played = [
        Choice(role.value, labels[role], "", here is not None and here.role is role) for role in roles.ROLES
    ]
    return [Choice(VISITOR, _("Visiteur"), "", not current_user.is_authenticated), *played]
