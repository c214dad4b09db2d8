"""Signing in and out, and the language of the pages."""

from __future__ import annotations

from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, refresh
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SubmitField
from wtforms.validators import InputRequired

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Membership, Role
from matchmaker.services import accounts
from matchmaker.web import access
from matchmaker.web.clock import now
from matchmaker.web.language import LANGUAGES

bp = Blueprint("account", __name__)
limiter = Limiter(get_remote_address, storage_uri="memory://")
HOMES = {
    Role.COMPANY: "company.home",
    Role.HOST: "host.home",
    Role.ORGANISER: "organiser.home",
    Role.PROCUREMENT: "organiser.home",
}


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Address and password."""

    email = EmailField(
        lazy_gettext("Adresse électronique"),
        [InputRequired(lazy_gettext("Saisissez votre adresse électronique."))],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        lazy_gettext("Mot de passe"),
        [InputRequired(lazy_gettext("Saisissez votre mot de passe."))],
        render_kw={"autocomplete": "current-password"},
    )
    submit = SubmitField(lazy_gettext("Se connecter"))


def init(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = "basic"
    manager.user_loader(_load)
    limiter.init_app(app)


def _load(account_id: str) -> Account | None:
    """Read at every request, so that disabling an account is felt at once."""
    account = db.session.get(Account, int(account_id))
    return account if account is not None and account.is_active else None


@bp.route("/connexion", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("account/sign_in.html", form=form), 422 if form.is_submitted() else 200
    try:
        account = accounts.sign_in(db.session(), form.email.data or "", form.password.data or "", now())
    except RuleBroken as refusal:
        form.form_errors.append(str(refusal))
        return render_template("account/sign_in.html", form=form), 422
    enter(account)
    return redirect(_next_page())


@bp.post("/deconnexion")
def sign_out() -> ResponseReturnValue:
    leave()
    flash(_("La déconnexion est faite."))
    return redirect(url_for("public.home"))


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
    """Begin a new session for an account, as its first membership."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    login_user(account)
    mine = sa.select(Membership).where(Membership.account_id == account.id).order_by(Membership.id)
    membership = db.session.scalars(mine).first()
    if membership is not None:
        access.act_as(membership)


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


def _next_page() -> str:
    return _safe(request.args.get("next", "")) or home_of(access.membership())


def _safe(address: str) -> str:
    """A path of this service, or nothing."""
    parts = urlsplit(address)
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc
    return address if inside and not parts.scheme else ""
