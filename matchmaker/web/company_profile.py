"""What a company says of itself: an overview, then one short form for each thing that it may correct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Contact, CpvCode, Sector
from matchmaker.services import profiles
from matchmaker.web import forms
from matchmaker.web.clock import now
from matchmaker.web.company_forms import DetailsForm, PresenceForm, SectorsForm
from matchmaker.web.language import current as language
from matchmaker.web.reach import account_here, company_here
from matchmaker.web.registration_words import number_name, size_name

SECTORS, PRESENCE, DETAILS = (f"company/{name}.html" for name in ("sectors", "presence", "details"))


@dataclass(frozen=True)
class ProfilePage:
    """All that the overview shows; ``is_open`` while what the scheduler reads may still change."""

    company: Company
    contacts: Sequence[Contact]
    codes: Sequence[CpvCode]
    possible: int
    is_open: bool

    @property
    def may_correct_number(self) -> bool:
        company = self.company
        return self.is_open and company.validated_at is None and company.withdrawn_at is None


def profile() -> str:
    page = profile_page(db.session(), company_here(), account_here())
    return render_template(
        "company/profile.html", page=page, company=page.company, number_name=number_name, size_name=size_name
    )


def profile_page(session: Session, company: Company, account: Account) -> ProfilePage:
    """What the overview shows of ``company`` to ``account``; a constant number of queries."""
    return ProfilePage(
        company=company,
        contacts=profiles.contact_of(company, account),
        codes=profiles.codes_of(session, company),
        possible=profiles.possible_slots(session, company.fair, company.presences)[0],
        is_open=_is_open(),
    )


def sectors() -> str:
    return render_template(SECTORS, form=_sectors_form())


def set_sectors() -> ResponseReturnValue:
    form = _sectors_form()
    if not form.validate():
        return forms.again(SECTORS, form)
    try:
        profiles.set_sectors(db.session(), company_here(), form.sectors.data or [], account_here(), now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return forms.again(SECTORS, form)
    flash(_("Vos secteurs sont enregistrés."))
    return redirect(url_for("company.profile"))


def presence() -> str:
    company = company_here()
    return render_template(PRESENCE, form=PresenceForm.of(company), fair=company.fair, is_open=_is_open())


def set_presence() -> ResponseReturnValue:
    company = company_here()
    form = PresenceForm.of(company)
    try:
        if form.validate():
            possible = profiles.set_presence(db.session(), company, form.hours, account_here(), now())
            return _presence_is_set(possible)
    except RuleBroken as refusal:
        form.refuse(refusal)
    return forms.again(PRESENCE, form, fair=company.fair, is_open=True)


def _presence_is_set(possible: int) -> ResponseReturnValue:
    flash(
        ngettext(
            "Vos heures sont enregistrées : %(num)d créneau reste possible.",
            "Vos heures sont enregistrées : %(num)d créneaux restent possibles.",
            possible,
        )
    )
    return redirect(url_for("company.profile"))


def details() -> str:
    return render_template(DETAILS, form=_details_form(), is_open=_is_open())


def set_details() -> ResponseReturnValue:
    form = _details_form()
    if not form.validate():
        return forms.again(DETAILS, form, is_open=_is_open())
    try:
        profiles.set_details(db.session(), company_here(), form.details, account_here(), now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return forms.again(DETAILS, form, is_open=_is_open())
    flash(_("Vos coordonnées sont enregistrées."))
    return redirect(url_for("company.profile"))


def _sectors_form() -> SectorsForm:
    offered = db.session.scalars(sa.select(Sector).order_by(Sector.position)).all()
    return SectorsForm.of(company_here(), offered, language())


def _details_form() -> DetailsForm:
    company = company_here()
    return DetailsForm.of(company, profiles.contact_of(company, account_here()))


def _is_open() -> bool:
    """Whether what the scheduler reads may still change."""
    return now() < company_here().fair.requests_close_at
