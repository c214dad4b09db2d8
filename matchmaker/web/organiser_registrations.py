"""Registrations: who waits, one or many validated, one company whole, a refusal with its reason."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Company
from matchmaker.services import invitations
from matchmaker.services import registration as deeds
from matchmaker.services import registrations as reading
from matchmaker.services.declarations import LONGEST_TEXT
from matchmaker.services.registrations import NotValidated, State
from matchmaker.web import asked, registration_words
from matchmaker.web.clock import now
from matchmaker.web.forms import Form, again, stripped
from matchmaker.web.invitations import address_for
from matchmaker.web.journal_words import deed_in_words, is_in_its_place, stand_of
from matchmaker.web.reach import account_here, companies_or_404, company_or_404, fair_here


class RefusalForm(Form):
    """Why a registration is sent back."""

    words = TextAreaField(
        lazy_gettext("La raison, telle que l’entreprise la lira"),
        [
            InputRequired(lazy_gettext("Donnez à l’entreprise la raison du refus.")),
            Length(max=LONGEST_TEXT, message=lazy_gettext("C’est trop long : %(max)d caractères au plus.")),
        ],
        filters=[stripped],
        render_kw={"rows": 4, "maxlength": LONGEST_TEXT},
    )


def registrations() -> str:
    found = reading.registrations(db.session(), fair_here(), asked.words("q"), _state())
    return render_template(
        "organiser/registrations.html",
        page=found,
        states=State,
        words=registration_words,
        to_invite=len(invitations.to_invite(db.session(), fair_here(), now())),
    )


def _state() -> State | None:
    """The state that is asked for; what is no state asks for all."""
    return next((state for state in State if state.value == request.args.get("etat")), None)


def invite_contacts() -> ResponseReturnValue:
    """Those of companies that a file brought: nobody signs in for them yet."""
    written = invitations.invite_contacts(db.session(), fair_here(), account_here(), address_for, now())
    flash(ngettext("%(num)d invitation est écrite.", "%(num)d invitations sont écrites.", written))
    return redirect(url_for(".registrations"))


def validate_registrations() -> ResponseReturnValue:
    """Those that are ticked, or the only one whose own button was pressed."""
    chosen = request.form.getlist("only") or request.form.getlist("company")
    companies = companies_or_404(chosen)
    _report(len(companies), reading.validate_each(db.session(), companies, account_here(), now()))
    return redirect(url_for(".registrations"))


def _report(asked_for: int, refused: list[NotValidated]) -> None:
    """What is done, and for each that is not, why."""
    done = asked_for - len(refused)
    if done:
        flash(ngettext("%(num)d inscription est validée.", "%(num)d inscriptions sont validées.", done))
    for one in refused:
        said = _("« %(name)s » n’est pas validée. %(why)s", name=one.company.name, why=one.why)
        flash(said, "error")


def registration(public_id: str) -> str:
    company = company_or_404(public_id)
    return render_template(
        "organiser/registration.html",
        company=company,
        state=reading.state_of(company),
        activity=reading.activity_of(db.session(), company),
        history=reading.history(db.session(), company),
        deed=deed_in_words,
        stand_of=stand_of,
        in_its_place=is_in_its_place,
        words=registration_words,
    )


def validate_registration(public_id: str) -> ResponseReturnValue:
    company = company_or_404(public_id)
    deeds.validate(db.session(), company, account_here(), now())
    flash(_("L’inscription de « %(name)s » est validée.", name=company.name))
    return redirect(url_for(".registration", public_id=public_id))


def refusing(public_id: str) -> str:
    return render_template("organiser/refusing.html", company=company_or_404(public_id), form=RefusalForm())


def refuse_registration(public_id: str) -> ResponseReturnValue:
    company, form = company_or_404(public_id), RefusalForm()
    if not form.validate_on_submit() or not _is_refused(company, form):
        return again("organiser/refusing.html", form, company=company)
    flash(_("L’inscription de « %(name)s » est refusée ; l’entreprise en lit la raison.", name=company.name))
    return redirect(url_for(".registration", public_id=public_id))


def _is_refused(company: Company, form: RefusalForm) -> bool:
    try:
        deeds.refuse(db.session(), company, form.words.data or "", account_here(), now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return False
    return True
