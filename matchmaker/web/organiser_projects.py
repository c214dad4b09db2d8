"""The purchase projects for those who make them public: listed, read, sent back, validated, published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Need
from matchmaker.services import needs
from matchmaker.services.need_forms import refuse_if_changed, state
from matchmaker.services.need_lists import needs_at
from matchmaker.web import project_words, public_words
from matchmaker.web.clock import now
from matchmaker.web.forms import Form, again, stripped
from matchmaker.web.project_words import Waiting, shelves
from matchmaker.web.reach import account_here, fair_here, need_or_404

FIRST = (Waiting.VALIDATION, Waiting.PUBLICATION, Waiting.CORRECTION)
ORDER = (*FIRST, Waiting.PUBLIC, Waiting.CONSULTATION, Waiting.WITHDRAWN)
TO_PUBLISH = (Waiting.VALIDATION, Waiting.PUBLICATION)


class RemarkForm(Form):
    """What the directorate must correct, in a sentence."""

    words = TextAreaField(
        _l("Ce que la direction doit corriger"),
        [
            DataRequired(_l("Écrivez en une phrase ce que la direction doit corriger.")),
            Length(max=needs.LONGEST_REMARK, message=_l("Écrivez au plus %(max)d caractères.")),
        ],
        [stripped],
        render_kw={"rows": 3},
    )


def projects() -> str:
    return render_template("organiser/projects.html", **_list())


def publish_projects() -> ResponseReturnValue:
    """Validate and publish those that are ticked; one report of what was done, what was not and why."""
    ticked = set(request.form.getlist("code"))
    chosen = [need for need in needs_at(db.session(), fair_here()) if need.code in ticked]
    if not chosen:
        return render_template("organiser/projects.html", **_list(nothing_ticked=True)), 422
    read = [need for need in chosen if request.form.get(f"seen-{need.code}") == state(need)]
    report = needs.validate_and_publish(db.session(), read, account_here(), now())
    _say(report, [need for need in chosen if need not in read])
    return redirect(url_for(".projects"))


def project(code: str) -> str:
    return render_template("organiser/project.html", form=RemarkForm(), **around(need_or_404(code)))


def validate_project(code: str) -> ResponseReturnValue:
    return decide(code, needs.validate, _("Le projet %(code)s est validé.", code=code))


def publish_project(code: str) -> ResponseReturnValue:
    return decide(code, needs.publish, _("Le projet %(code)s est public.", code=code))


def send_back_project(code: str) -> ResponseReturnValue:
    need, form = need_or_404(code), RemarkForm()
    if not form.validate() or not _sent_back(form, need):
        return again("organiser/project.html", form, **around(need))
    flash(_("Le projet %(code)s est renvoyé à la direction, avec votre remarque.", code=code))
    return redirect(url_for(".projects"))


def _list(nothing_ticked: bool = False) -> dict[str, Any]:
    found = needs_at(db.session(), fair_here())
    return {
        "fair": fair_here(),
        "shelves": shelves(found, ORDER),
        "to_publish": TO_PUBLISH,
        "state": state,
        "project_words": project_words,
        "public_words": public_words,
        "total": len(found),
        "nothing_ticked": nothing_ticked,
    }


def around(need: Need) -> dict[str, Any]:
    return {
        "need": need,
        "seen": state(need),
        "waiting": project_words.waiting(need).value,
        "project_words": project_words,
        "public_words": public_words,
        "fair": fair_here(),
    }


def decide(
    code: str, deed: Callable[[Session, Need, Account, datetime], object], said: str
) -> ResponseReturnValue:
    """One button on a project, for whoever has read it as it now is."""
    need = need_or_404(code)
    refuse_if_changed(db.session(), need, request.form.get("seen", ""))
    deed(db.session(), need, account_here(), now())
    flash(said)
    return redirect(url_for(".project", code=code))


def _sent_back(form: RemarkForm, need: Need) -> bool:
    try:
        needs.send_back(db.session(), need, form.words.data or "", account_here(), now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return False
    return True


def _say(report: needs.Report, unread: list[Need]) -> None:
    """One sentence for what is public now, one for each reason why the others are not."""
    if report.published:
        done = ngettext(
            "%(num)d projet est public : %(codes)s.",
            "%(num)d projets sont publics : %(codes)s.",
            len(report.published),
            codes=_codes(report.published),
        )
        flash(done)
    reasons: dict[str, list[Need]] = {}
    for need, why in report.refused:
        reasons.setdefault(why, []).append(need)
    if unread:
        reasons[_("changé depuis que vous avez ouvert la page, à relire.")] = unread
    for why, kept in reasons.items():
        flash(_("Non publié (%(codes)s) : %(why)s", codes=_codes(kept), why=why), "error")


def _codes(found: Any) -> str:
    return ", ".join(need.code for need in found)
