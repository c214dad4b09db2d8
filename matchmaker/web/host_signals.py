"""A stand points out one of its projects to a company: information, neither a meeting nor a priority."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Company, Desk, NeedStage
from matchmaker.services import signals
from matchmaker.services.need_lists import needs_of
from matchmaker.web.clock import now
from matchmaker.web.forms import Form, again, choices, stripped
from matchmaker.web.language import current as language
from matchmaker.web.reach import account_here, desk_or_404, fair_here


class SignalForm(Form):
    """Which project, and to whom: a name that several companies have comes back as a choice."""

    need = SelectField(_l("Projet à signaler"), [DataRequired(_l("Choisissez un projet public."))])
    company = StringField(
        _l("Entreprise"),
        [
            DataRequired(_l("Donnez le nom ou le numéro SIREN de l’entreprise.")),
            Length(max=200, message=_l("Écrivez au plus %(max)d caractères.")),
        ],
        [stripped],
    )
    company_choice = RadioField(_l("Quelle entreprise ?"), choices=[], validate_choice=False)

    chosen: Company | None = None

    def validate_company(self, field: StringField) -> None:
        found = signals.companies_called(db.session(), fair_here(), field.data or "")
        picked = [one for one in found if one.public_id == self.company_choice.data]
        if len(picked or found) == 1:
            self.chosen = (picked or found)[0]
            return
        self.company_choice.choices = choices([(one.public_id, f"{one.name} ({one.code})") for one in found])
        if not found:
            raise ValidationError(_("Aucune entreprise inscrite ne porte ce nom ou ce numéro."))
        raise ValidationError(_("Plusieurs entreprises répondent : choisissez-en une ci-dessous."))


def signals_made(code: str) -> str:
    desk = desk_or_404(code)
    return render_template("host/signals.html", form=_form(desk), **_around(desk))


def point_out(code: str) -> ResponseReturnValue:
    desk = desk_or_404(code)
    form = _form(desk)
    if not form.validate() or form.chosen is None or not _pointed_out(form, desk, form.chosen):
        return again("host/signals.html", form, **_around(desk))
    flash(_("Le projet est signalé à %(company)s.", company=form.chosen.name))
    return redirect(url_for(".signals_made", code=code))


def _form(desk: Desk) -> SignalForm:
    form = SignalForm()
    public = [
        n for n in needs_of(db.session(), [desk]) if n.stage in (NeedStage.PUBLISHED, NeedStage.CONSULTATION)
    ]
    offered = [(need.code, f"{need.code} {need.title(language())}") for need in public]
    form.need.choices = choices([("", _("Choisissez un projet")), *offered])
    return form


def _around(desk: Desk) -> dict[str, Any]:
    return {"desk": desk, "made": signals.signals_of(db.session(), desk)}


def _pointed_out(form: SignalForm, desk: Desk, company: Company) -> bool:
    need = next(need for need in needs_of(db.session(), [desk]) if need.code == form.need.data)
    try:
        signals.point_out(db.session(), need, company, account_here(), now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return False
    return True
