"""Signing in and out, who one is and as what, and the language of the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

import sqlalchemy as sa
from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, refresh
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user, login_required, login_user, logout_user
from sqlalchemy.orm import joinedload
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Fair, Membership, Role
from matchmaker.services import accounts, fairs
from matchmaker.services.door import Door, door
from matchmaker.web import access
from matchmaker.web.clock import now
from matchmaker.web.forms import Form, again, stripped
from matchmaker.web.language import LANGUAGES
from matchmaker.web.language import current as current_language

bp = Blueprint("account", __name__)
limiter = Limiter(get_remote_address, storage_uri="memory://")
P = ParamSpec("P")
HOMES = {
    Role.COMPANY: "company.home",
    Role.HOST: "host.home",
    Role.ORGANISER: "organiser.home",
    Role.PROCUREMENT: "organiser.home",
}


class SignInForm(Form):
    """Address and password."""

    email = EmailField(
        lazy_gettext("Adresse électronique"),
        [InputRequired(lazy_gettext("Saisissez votre adresse électronique."))],
        [stripped],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        lazy_gettext("Mot de passe"),
        [InputRequired(lazy_gettext("Saisissez votre mot de passe."))],
        render_kw={"autocomplete": "current-password"},
    )


def init(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = "basic"
    manager.login_view, manager.login_message = "account.sign_in", None
    manager.user_loader(_load)
    limiter.init_app(app)


def _load(account_id: str) -> Account | None:
    """Read at every request, so that disabling an account is felt at once."""
    account = db.session.get(Account, int(account_id))
    return account if account is not None and account.is_active else None


def known(page: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """A page for whoever has an account, in a blueprint open to all: strangers sign in first."""
    guarded: Callable[P, ResponseReturnValue] = login_required(page)
    return guarded


@bp.route("/connexion", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.is_submitted():
        return render_template("account/sign_in.html", form=form)
    if not form.validate():
        return again("account/sign_in.html", form)
    try:
        account = accounts.sign_in(db.session(), form.email.data or "", form.password.data or "", now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return again("account/sign_in.html", form)
    enter(account)
    return redirect(_next_page())


@bp.post("/deconnexion")
def sign_out() -> ResponseReturnValue:
    leave()
    flash(_("La déconnexion est faite."))
    return redirect(url_for("public.home"))


@bp.get("/compte")
@known
def me() -> ResponseReturnValue:
    """Who I am, and what I may be at which fair."""
    mine, fair = _memberships(current_user), fairs.current(db.session(), now())
    return render_template(
        "account/me.html",
        memberships=mine,
        here=access.membership(),
        may_add_company=fair is not None and _may_add_company(fair, mine),
        role_name=role_name,
        home_of=home_of,
    )


@bp.post("/compte")
@known
def switch() -> ResponseReturnValue:
    """Go on as another of one's memberships."""
    asked = request.form.get("membership", "")
    chosen = next((mine for mine in _memberships(current_user) if str(mine.id) == asked), None)
    if chosen is None:
        abort(404)
    access.act_as(chosen)
    return redirect(home_of(chosen))


@bp.post("/langue")
def change_language() -> ResponseReturnValue:
    """Stay on the same page, in the other language."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400)
    session["language"] = chosen
    if current_user.is_authenticated:
        current_user.locale = chosen
    refresh()
    return redirect(_safe(request.form.get("next", "")) or url_for("public.home"))


def enter(account: Account) -> None:
    """Begin a new session for an account, at the fair that is on or comes next if it is there."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    login_user(account)
    mine, fair = _memberships(account), fairs.current(db.session(), now())
    here = [membership for membership in mine if fair is not None and membership.fair_id == fair.id]
    if mine:
        access.act_as((here or mine)[0])


def leave() -> None:
    """End the session, keeping the language."""
    language = session.get("language")
    logout_user()
    access.forget_membership()
    session.clear()
    if language:
        session["language"] = language


def home_of(membership: Membership | None) -> str:
    """Where a person begins."""
    return url_for(HOMES.get(membership.role, "public.home") if membership else "public.home")


def _memberships(account: Account) -> list[Membership]:
    """What an account may be, fair after fair, in one query."""
    mine = sa.select(Membership).where(Membership.account_id == account.id).order_by(Membership.id)
    loaded = mine.options(
        joinedload(Membership.fair), joinedload(Membership.company), joinedload(Membership.directorate)
    )
    return list(db.session.scalars(loaded))


def role_name(membership: Membership) -> str:
    """As what a person takes part, and for whom."""
    if membership.company is not None:
        return membership.company.name
    if membership.directorate is not None:
        return membership.directorate.label(current_language())
    return _("Organisation du salon") if membership.role is Role.ORGANISER else _("Service des achats")


def _may_add_company(fair: Fair, mine: list[Membership]) -> bool:
    """Registration is open, and the person has no company at this fair yet."""
    has_one = any(one.fair_id == fair.id and one.role is Role.COMPANY for one in mine)
    return not has_one and door(db.session(), fair, now()) is Door.OPEN


def _next_page() -> str:
    return _safe(request.args.get("next", "")) or home_of(access.membership())


def _safe(address: str) -> str:
    """A path of this service, or nothing.

    Browsers read ``\\`` as ``/`` and skip tabs and line ends, so « /⇥\\ailleurs » would lead elsewhere; no
    address of ours holds any of them.
    """
    inside = address.startswith("/") and not address.startswith("//")
    return address if inside and "\\" not in address and address.isprintable() else ""
