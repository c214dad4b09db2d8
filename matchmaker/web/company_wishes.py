"""A company's requests in order: moved, reworded, withdrawn; each is reached by the stand that it asks.

So a request that is gone has an address still, and whoever withdraws it twice reads that it is done.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Need, Wish
from matchmaker.services import wishes as deeds
from matchmaker.services.company_day import company_day
from matchmaker.services.problems import rules_in_force
from matchmaker.web import forms
from matchmaker.web.clock import now
from matchmaker.web.company_forms import WishForm
from matchmaker.web.company_stands import needs_of, shown, stand_or_404, wish_at
from matchmaker.web.language import current as language
from matchmaker.web.reach import account_here, company_here

TEMPLATE = "company/wish.html"


def wishes() -> str:
    company = company_here()
    return render_template(
        "company/wishes.html",
        fair=company.fair,
        day=company_day(db.session(), company, now()),
        rules=rules_in_force(db.session(), company.fair),
        is_open=company.fair.requests_open_at <= now() < company.fair.requests_close_at,
        now=now(),
    )


def wish(code: str) -> ResponseReturnValue:
    mine = _wish(code)
    if mine is None:
        return _gone()
    return render_template(TEMPLATE, **shown(mine.desk, mine), form=_form(mine), why_not=_why_not(mine))


def reword(code: str) -> ResponseReturnValue:
    mine = _wish(code)
    if mine is None:
        return _gone()
    form = _form(mine)
    if not form.validate():
        return forms.again(TEMPLATE, form, **shown(mine.desk, mine), why_not="")
    try:
        chosen = form.chosen(_needs(mine))
        deeds.reword(db.session(), mine, chosen, form.motivation.data or "", account_here(), now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return forms.again(TEMPLATE, form, **shown(mine.desk, mine), why_not="")
    flash(_("Votre demande est modifiée."))
    return redirect(url_for("company.wishes"))


def move(code: str) -> ResponseReturnValue:
    mine = _wish(code)
    if mine is None:
        return _gone()
    rank, seen = (request.form.get(name, 0, type=int) for name in ("rang", "vu"))
    try:
        deeds.move(db.session(), mine, rank, account_here(), now(), seen_at=seen)
    except RuleBroken as refusal:
        flash(str(refusal), "error")
        return redirect(url_for("company.wishes"))
    desk = mine.desk.label(language())
    flash(_("« %(desk)s » est maintenant votre choix n° %(rank)d.", desk=desk, rank=mine.rank))
    return redirect(url_for("company.wishes", _anchor=f"choix-{mine.rank}"))


def withdrawing(code: str) -> ResponseReturnValue:
    mine = _wish(code)
    if mine is None:
        return _gone()
    return render_template("company/withdraw_wish.html", **shown(mine.desk, mine), why_not=_why_not(mine))


def withdraw(code: str) -> ResponseReturnValue:
    mine = _wish(code)
    if mine is None:
        return _gone()
    deeds.withdraw(db.session(), mine, account_here(), now())
    flash(_("La demande au stand « %(desk)s » est retirée.", desk=mine.desk.label(language())))
    return redirect(url_for("company.wishes"))


def _wish(code: str) -> Wish | None:
    """The company's request at the stand of that code; an unknown stand is a page not found."""
    return wish_at(stand_or_404(code))


def _gone() -> ResponseReturnValue:
    flash(_("Cette demande est déjà retirée ; voici celles qui restent."))
    return redirect(url_for("company.wishes"))


def _needs(mine: Wish) -> list[Need]:
    """What the stand announces, and what the request already says even if no longer announced so."""
    return list(dict.fromkeys([*needs_of(mine.desk), *mine.needs]))


def _form(mine: Wish) -> WishForm:
    return WishForm.about(_needs(mine), mine, language())


def _why_not(mine: Wish) -> str:
    """Why nothing can be changed, said before anything is typed."""
    try:
        deeds.refuse_outside_requests(mine.company, now())
    except RuleBroken as refusal:
        return str(refusal)
    return ""
