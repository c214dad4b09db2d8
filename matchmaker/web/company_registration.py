"""A company's part in the fair: its number, the charter it accepts, a refused registration again, leaving."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models.columns import in_language
from matchmaker.services import profiles, registration
from matchmaker.services.company_day import company_day
from matchmaker.services.door import charter_of
from matchmaker.web.clock import now
from matchmaker.web.forms import again
from matchmaker.web.language import current as language
from matchmaker.web.reach import account_here, company_here
from matchmaker.web.sign_up_forms import NumberFields

NUMBER = "company/number.html"


def charter() -> str:
    company = company_here()
    newest = charter_of(db.session(), company.fair)
    text = "" if newest is None else in_language(newest.text_fr, newest.text_en, language())
    return render_template(
        "company/charter.html",
        fair=company.fair,
        company=company,
        charter=newest,
        lines=text.splitlines(),
        to_accept=profiles.charter_to_accept(db.session(), company),
    )


def accept_charter() -> ResponseReturnValue:
    read = request.form.get("version", 0, type=int)
    profiles.accept_charter(db.session(), company_here(), account_here(), now(), read)
    flash(_("Vous avez accepté la charte des échanges."))
    return redirect(url_for("company.home"))


def number() -> str:
    company = company_here()
    foreign = company.foreign_number or ""
    known = {"siret": company.siret, "foreign_country": foreign[:2], "foreign_number": foreign[2:]}
    return render_template(NUMBER, form=NumberFields(**known))


def correct_number() -> ResponseReturnValue:
    form = NumberFields()
    if not form.validate():
        return again(NUMBER, form)
    try:
        registration.correct_number(db.session(), company_here(), form.numbers, account_here(), now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return again(NUMBER, form)
    flash(_("Le numéro de votre entreprise est corrigé."))
    return redirect(url_for("company.profile"))


def resubmit() -> ResponseReturnValue:
    registration.resubmit(db.session(), company_here(), account_here(), now())
    flash(_("Votre inscription est renvoyée : le service des achats va la relire."))
    return redirect(url_for("company.home"))


def leaving_fair() -> str:
    company = company_here()
    day = company_day(db.session(), company, now())
    return render_template("company/leave.html", fair=company.fair, company=company, day=day)


def leave_fair() -> ResponseReturnValue:
    company = company_here()
    if company.withdrawn_at is None:
        registration.withdraw(db.session(), company, account_here(), now())
    flash(_("Votre inscription est retirée. Merci de nous avoir prévenus."))
    return redirect(url_for("company.home"))


def come_back() -> ResponseReturnValue:
    registration.come_back(db.session(), company_here(), account_here(), now())
    flash(_("Vous participez de nouveau au salon."))
    return redirect(url_for("company.home"))
