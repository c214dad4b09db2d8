"""A company's part in the fair: the charter it accepts, sending a refused registration again, leaving."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.models.columns import in_language
from matchmaker.services import profiles, registration
from matchmaker.services.company_day import company_day
from matchmaker.services.door import charter_of
from matchmaker.web.clock import now
from matchmaker.web.language import current as language
from matchmaker.web.reach import account_here, company_here


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
    flash(_("Votre inscription est retirée. Merci de l’avoir dit : vos places serviront à d’autres."))
    return redirect(url_for("company.home"))


def come_back() -> ResponseReturnValue:
    registration.come_back(db.session(), company_here(), account_here(), now())
    flash(_("Vous participez de nouveau au salon."))
    return redirect(url_for("company.home"))
