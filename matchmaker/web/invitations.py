"""An invitation to become a colleague, opened from its message: by somebody new, or who has an account."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Membership
from matchmaker.services import colleagues
from matchmaker.services.colleagues import LINK_DAYS
from matchmaker.services.sign_up import account_of, company_of
from matchmaker.web import access, account, tokens
from matchmaker.web.clock import now
from matchmaker.web.forms import Form, again
from matchmaker.web.language import current as locale
from matchmaker.web.sign_up_forms import JoinForm, NewColleagueForm
from matchmaker.web.tokens import Fault, UnusableLink


class Invitation(NamedTuple):
    """Who is invited where; ``account`` is theirs if they have one."""

    company: Company
    address: str
    account: Account | None

    @property
    def is_mine(self) -> bool:
        """Whether the invited person is the one who is signed in."""
        return (
            self.account is not None and current_user.is_authenticated and current_user.id == self.account.id
        )


def address_for(company: Company, address: str) -> str:
    """The link that makes the owner of an address a colleague."""
    token = tokens.sign("colleague", company=company.public_id, email=address, at=now().isoformat())
    return url_for("sign_up.invitation", token=token, _external=True)


def invitation(token: str) -> str:
    asked = _read(token)
    form = JoinForm() if asked.account else NewColleagueForm()
    return render_template(
        "sign_up/invitation.html", form=form, asked=asked, here=request.full_path.rstrip("?")
    )


@account.limiter.limit("20 per minute")
def accept(token: str) -> ResponseReturnValue:
    asked = _read(token)
    if asked.account is not None and not asked.is_mine:
        return redirect(url_for("account.sign_in", next=request.path))
    form = JoinForm() if asked.account else NewColleagueForm()
    if not form.validate():
        return again("sign_up/invitation.html", form, asked=asked, here=request.path)
    try:
        member = _join(asked, form)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return again("sign_up/invitation.html", form, asked=asked, here=request.path)
    account.enter(member.account)
    access.act_as(member)
    flash(_("Vous faites maintenant partie de « %(company)s ».", company=asked.company.name))
    return redirect(url_for("company.home"))


def _join(asked: Invitation, form: Form) -> Membership:
    if asked.account is not None:
        return colleagues.accept(db.session(), asked.company, asked.account, now())
    return colleagues.accept_as_new(
        db.session(), asked.company, asked.address, form.name.data, form.password.data, locale(), now()
    )


def _read(token: str) -> Invitation:
    """What a link invites to, as long as it was not accepted; who left since is invited anew, or not."""
    content = tokens.read("colleague", token, LINK_DAYS * 24)
    company = db.session.scalar(sa.select(Company).where(Company.public_id == content["company"]))
    if company is None:
        raise UnusableLink(Fault.BROKEN)
    g.fair, g.timezone = company.fair, company.fair.timezone
    known = account_of(db.session(), content["email"])
    member = None if known is None else company_of(db.session(), company.fair, known)
    if member is not None and member.company_id == company.id:
        raise UnusableLink(Fault.USED)
    since = datetime.fromisoformat(content["at"])
    if known is not None and colleagues.has_left(db.session(), company, known, since):
        raise UnusableLink(Fault.USED)
    return Invitation(company, content["email"], known)
