"""Signing up: an address is confirmed first, then a company registers; open to all."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models.columns import in_language
from matchmaker.services import fairs, sign_up
from matchmaker.services.accounts import address_of
from matchmaker.services.door import Door, charter_of, door
from matchmaker.services.sign_up import LINK_HOURS, Links, account_of, company_of
from matchmaker.web import access, account, addresses, invitations, tokens
from matchmaker.web.addresses import Addresses
from matchmaker.web.clock import now
from matchmaker.web.forms import again
from matchmaker.web.language import current as locale
from matchmaker.web.sign_up_forms import AddCompanyForm, AddressForm, SignUpForm
from matchmaker.web.tokens import Fault, UnusableLink

bp = Blueprint("sign_up", __name__)
WRITTEN_TO = "sign_up_address"


def start() -> str:
    return render_template("sign_up/start.html", form=AddressForm(), **_start())


@account.limiter.limit("10 per minute")
def send_link() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate():
        return again("sign_up/start.html", form, **_start())
    address = address_of(form.email.data or "")
    try:
        sign_up.send_link(db.session(), g.fair, address, _links(address), locale(), now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return again("sign_up/start.html", form, **_start())
    session[WRITTEN_TO] = address
    return redirect(url_for(".sent"))


def sent() -> str:
    return render_template("sign_up/sent.html", address=session.get(WRITTEN_TO), hours=LINK_HOURS)


def register_form(token: str) -> str:
    address = _confirmed(token)
    if _door() is not Door.OPEN:
        return start()
    return render_template("sign_up/register.html", form=SignUpForm(), **_form(address))


@account.limiter.limit("20 per minute")
def register(token: str) -> ResponseReturnValue:
    form, address = SignUpForm(), _confirmed(token)
    if not form.validate():
        return again("sign_up/register.html", form, **_form(address))
    try:
        member = sign_up.sign_up(
            db.session(), g.fair, form.declared(address), form.password.data or "", locale(), now()
        )
    except RuleBroken as refusal:
        form.refuse(refusal)
        return again("sign_up/register.html", form, **_form(address))
    account.enter(member.account)
    return _welcome()


@account.known
def company_form() -> ResponseReturnValue:
    if company_of(db.session(), g.fair, current_user) is not None:
        return redirect(url_for("account.me"))
    if _door() is not Door.OPEN:
        return start()
    form = AddCompanyForm(contact_name=current_user.name)
    return render_template("sign_up/register.html", form=form, **_form(current_user.email))


@account.known
def add_company() -> ResponseReturnValue:
    form, address = AddCompanyForm(), current_user.email
    if not form.validate():
        return again("sign_up/register.html", form, **_form(address))
    try:
        member = sign_up.add_company(db.session(), g.fair, current_user, form.declared(address), now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return again("sign_up/register.html", form, **_form(address))
    access.act_as(member)
    return _welcome()


def _confirmed(token: str) -> str:
    """The address that a link confirms, as long as it has no account."""
    content = tokens.read("sign_up", token, LINK_HOURS)
    if content["fair"] != g.fair.id:
        raise UnusableLink(Fault.EXPIRED)
    if account_of(db.session(), content["email"]) is not None:
        raise UnusableLink(Fault.USED)
    return str(content["email"])


def _links(address: str) -> Links:
    token = tokens.sign("sign_up", fair=g.fair.id, email=address)
    further = url_for(".company_form")
    return Links(
        form=url_for(".register_form", token=token, _external=True),
        sign_in=url_for("account.sign_in", next=further, _external=True),
    )


def _door() -> Door:
    return door(db.session(), g.fair, now())


def _start() -> dict[str, Any]:
    """What the first page shows, whatever the moment."""
    return {"fair": g.fair, "door": _door().value}


def _form(address: str) -> dict[str, Any]:
    """What the long form shows around its fields."""
    charter = charter_of(db.session(), g.fair)
    lines = () if charter is None else in_language(charter.text_fr, charter.text_en, locale()).splitlines()
    return {"fair": g.fair, "address": address, "charter": charter, "charter_lines": lines}


def _welcome() -> ResponseReturnValue:
    flash(_("L’entreprise est inscrite. Le service des achats valide maintenant son inscription."))
    return redirect(url_for("company.home"))


PAGES: Addresses = (
    ("/inscription", start),
    ("/inscription/envoyee", sent),
    ("/inscription/entreprise", company_form),
    ("/inscription/collegue/<token>", invitations.invitation),
    ("/inscription/<token>", register_form),
)
DEEDS: Addresses = (
    ("/inscription", send_link),
    ("/inscription/entreprise", add_company),
    ("/inscription/collegue/<token>", invitations.accept),
    ("/inscription/<token>", register),
)
addresses.give(bp, PAGES, DEEDS)


@bp.before_request
def _know_the_fair() -> ResponseReturnValue | None:
    """Every page stands under the fair's name and keeps its time; without a fair there is nothing to join."""
    fair = fairs.current(db.session(), now())
    if fair is None:
        return render_template("public/no_fair.html"), 200 if request.method == "GET" else 409
    g.fair, g.timezone = fair, fair.timezone
    return None


@bp.errorhandler(UnusableLink)
def _unusable(link: UnusableLink) -> ResponseReturnValue:
    return render_template("sign_up/unusable.html", fault=link.fault.value), 410
