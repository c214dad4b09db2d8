"""Colleagues: the people of a company, inviting one more, and leaving."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField
from wtforms.validators import InputRequired

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.services import colleagues
from matchmaker.services.accounts import address_of
from matchmaker.services.colleagues import LINK_DAYS
from matchmaker.web import access, account
from matchmaker.web.clock import now
from matchmaker.web.forms import Form, again
from matchmaker.web.invitations import address_for
from matchmaker.web.language import current as locale
from matchmaker.web.reach import account_here, company_here, person_here
from matchmaker.web.sign_up_forms import by_rule, readable


class InviteForm(Form):
    """Whom to invite."""

    email = EmailField(
        _l("Adresse électronique de votre collègue"),
        [InputRequired(_l("Saisissez l’adresse de votre collègue.")), by_rule(address_of)],
        [readable],
    )


def colleague_list() -> str:
    return render_template("company/colleagues.html", form=InviteForm(), **_page())


@account.limiter.limit("20 per minute")
def invite() -> ResponseReturnValue:
    form, company = InviteForm(), company_here()
    if not form.validate():
        return again("company/colleagues.html", form, **_page())
    try:
        address = colleagues.invite(
            db.session(),
            company,
            form.email.data or "",
            account_here(),
            lambda address: address_for(company, address),
            locale(),
            now(),
        )
    except RuleBroken as refusal:
        form.refuse(refusal)
        return again("company/colleagues.html", form, **_page())
    flash(_("L’invitation pour %(address)s est écrite.", address=address))
    return redirect(url_for(".colleague_list"))


def leave() -> ResponseReturnValue:
    colleagues.leave(db.session(), company_here(), account_here(), now())
    access.forget_membership()
    flash(_("Vous ne faites plus partie de cette entreprise."))
    return redirect(url_for("account.me"))


def _page() -> dict[str, Any]:
    company = company_here()
    people = colleagues.people(db.session(), company)
    return {
        "company": company,
        "me": person_here(),
        "people": people,
        "may_leave": sum(person.signs_in for person in people) > 1,
        "days": LINK_DAYS,
    }
