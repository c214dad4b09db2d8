"""What is still done to a project that everybody reads: corrected, its consultation launched, withdrawn."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Need
from matchmaker.services import needs
from matchmaker.services.need_forms import refuse_if_changed, state
from matchmaker.services.need_lists import meetings_about, requests_about
from matchmaker.web.clock import now
from matchmaker.web.forms import again
from matchmaker.web.organiser_projects import around, decide
from matchmaker.web.project_form import ProjectForm, form_of
from matchmaker.web.reach import account_here, need_or_404


def confirm_consultation(code: str) -> str:
    return _confirmation(code, "consultation")


def launch_consultation(code: str) -> ResponseReturnValue:
    said = _(
        "La consultation du projet %(code)s est lancée : il ne donne plus lieu à rendez-vous.", code=code
    )
    return decide(code, needs.launch_consultation, said)


def confirm_withdrawal(code: str) -> str:
    return _confirmation(code, "withdrawal")


def withdraw_project(code: str) -> ResponseReturnValue:
    return decide(code, needs.withdraw, _("Le projet %(code)s n’est plus public.", code=code))


def correction(code: str) -> str:
    need = _public_or_404(code)
    return render_template("organiser/project_correction.html", form=form_of(need), **around(need))


def correct_project(code: str) -> ResponseReturnValue:
    need = _public_or_404(code)
    form = form_of(need)
    if not form.validate() or not _corrected(form, need):
        return again("organiser/project_correction.html", form, **around(need))
    flash(_("La fiche du projet %(code)s est corrigée.", code=code))
    return redirect(url_for(".project", code=code))


def _public_or_404(code: str) -> Need:
    need = need_or_404(code)
    return need if need.takes_meetings or need.consultation_started_at is not None else abort(404)


def _confirmation(code: str, deed: str) -> str:
    need = need_or_404(code)
    if not need.takes_meetings:
        abort(404)
    return render_template(
        "organiser/project_confirmation.html",
        deed=deed,
        concerned=requests_about(db.session(), need),
        meetings=meetings_about(db.session(), need),
        **around(need),
    )


def _corrected(form: ProjectForm, need: Need) -> bool:
    try:
        refuse_if_changed(db.session(), need, form.seen.data or "")
        needs.correct(db.session(), need, form.read(), account_here(), now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        form.seen.data = state(need)
        return False
    return True
