"""The projects of a directorate's stands: declared, corrected until they are public, then read."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Need
from matchmaker.services import needs
from matchmaker.services.need_forms import refuse_if_changed, state
from matchmaker.services.need_lists import needs_of
from matchmaker.web.clock import now
from matchmaker.web.forms import again
from matchmaker.web.project_form import ProjectForm, form_of, new_form
from matchmaker.web.project_words import shelves
from matchmaker.web.reach import account_here, desks_here, fair_here, own_need_or_404


def projects() -> str:
    desks = desks_here()
    found = needs_of(db.session(), desks)
    return render_template("host/projects.html", desks=desks, shelves=shelves(found), fair=fair_here())


def new_project() -> str:
    desks = desks_here()
    return render_template("host/project_new.html", form=new_form(fair_here(), desks), desks=desks)


def declare_project() -> ResponseReturnValue:
    desks = desks_here()
    form = new_form(fair_here(), desks)
    need = _declared(form) if form.validate() else None
    if need is None:
        return again("host/project_new.html", form, desks=desks)
    flash(_("Le projet %(code)s est enregistré. Le service des achats va le relire.", code=need.code))
    return redirect(url_for(".project", code=need.code))


def project(code: str) -> str:
    need = own_need_or_404(code)
    return render_template("host/project.html", form=form_of(need), **_around(need))


def edit_project(code: str) -> ResponseReturnValue:
    need = own_need_or_404(code)
    form = form_of(need)
    if not form.validate() or not _edited(form, need):
        return again("host/project.html", form, **_around(need))
    flash(_("Le projet %(code)s est enregistré. Le service des achats va le relire.", code=need.code))
    return redirect(url_for(".project", code=need.code))


def remove_project(code: str) -> ResponseReturnValue:
    need = own_need_or_404(code)
    needs.remove(db.session(), need, account_here(), now())
    flash(_("Le projet %(code)s est supprimé.", code=code))
    return redirect(url_for(".projects"))


def _around(need: Need) -> dict[str, Any]:
    return {"need": need, "may_edit": need.stage in needs.BEFORE_PUBLIC, "fair": fair_here()}


def _declared(form: ProjectForm) -> Need | None:
    desk = next(desk for desk in desks_here() if desk.code == form.desk.data)
    try:
        return needs.declare(db.session(), desk, form.read(), account_here(), now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return None


def _edited(form: ProjectForm, need: Need) -> bool:
    """Save; a text that somebody else changed meanwhile is replaced only at the second sending."""
    try:
        refuse_if_changed(db.session(), need, form.seen.data or "")
        needs.edit(db.session(), need, form.read(), account_here(), now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        form.seen.data = state(need)
        return False
    return True
