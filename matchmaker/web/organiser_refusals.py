"""Refusals by the directorates: all who prepare the fair read them, procurement countersigns."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.models import Account, Answer, Role
from matchmaker.services import answers
from matchmaker.services.countersigning import Refused, refusal_of
from matchmaker.services.countersigning import refusals as all_refusals
from matchmaker.web import fit_words
from matchmaker.web.access import membership
from matchmaker.web.clock import now
from matchmaker.web.language import current as language
from matchmaker.web.reach import account_here, fair_here


def refusals() -> str:
    return render_template(
        "organiser/refusals.html",
        page=all_refusals(db.session(), fair_here()),
        countersigns=_countersigns(),
        account=account_here(),
        fit=_fit,
        is_own=_is_own,
        version=answers.version_of,
    )


def countersign(public_id: str) -> ResponseReturnValue:
    answer = _refusal_or_404(public_id)
    answers.countersign(db.session(), answer, account_here(), now(), request.form.get("seen"))
    wish = answer.wish
    flash(
        _(
            "Le refus de « %(company)s » au stand %(desk)s est contresigné ; "
            "le message à l’entreprise est écrit.",
            company=wish.company.name,
            desk=wish.desk.label(language()),
        )
    )
    return redirect(url_for(".refusals"))


def _countersigns() -> bool:
    """Whether the person acts for the procurement department."""
    here = membership()
    return here is not None and here.role is Role.PROCUREMENT


def _is_own(answer: Answer, account: Account) -> bool:
    return answer.answered_by_id == account.id


def _fit(refused: Refused) -> str:
    """What the company and the stand have most in common, in one line."""
    if refused.in_common is None:
        return _("Rien de commun entre ses codes CPV, ses secteurs et les projets de ce stand.")
    return fit_words.to_host(refused.in_common, language())


def _refusal_or_404(public_id: str) -> Answer:
    """That refusal, of the person's fair."""
    return refusal_of(db.session(), fair_here(), public_id) or abort(404)
