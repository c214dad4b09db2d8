"""Stands as a company chooses among them: those that suit it with the reasons, then all; and asking one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Company, Desk, Need, Wish
from matchmaker.services import fit, projects, stands, wishes
from matchmaker.services.problems import rules_in_force
from matchmaker.web import fit_words, forms
from matchmaker.web.clock import now
from matchmaker.web.company_forms import WishForm
from matchmaker.web.language import current as language
from matchmaker.web.reach import account_here, company_here

TEMPLATE = "company/wish.html"
# More would not be read on a phone; the strongest come first.
MOST_REASONS = 3


@dataclass(frozen=True)
class Line:
    """One stand: its figures, why it suits, and the company's request there, if any."""

    stand: stands.Stand
    reasons: tuple[str, ...]
    wish: Wish | None


@dataclass(frozen=True)
class StandsPage:
    """Suggested stands first, best first, then the others in the fair's order."""

    suggested: tuple[Line, ...]
    others: tuple[Line, ...]
    counted_until: datetime | None
    is_final: bool
    why_not: str


def stand_list() -> str:
    company = company_here()
    page = stands_page(db.session(), company, now(), language())
    return render_template("company/stands.html", fair=company.fair, company=company, page=page)


def stands_page(session: Session, company: Company, now: datetime, locale: str) -> StandsPage:
    """What the page shows; a constant number of queries."""
    until = stands.counted_until(company.fair, now)
    all_stands = stands.stands(session, company.fair, until)
    asked = {wish.desk_id: wish for wish in company.wishes}
    suits = fit.suggestions(session, company, [stand.desk for stand in all_stands])
    reasons = {
        one.desk.id: tuple(fit_words.to_company(why, locale) for why in one.reasons[:MOST_REASONS])
        for one in suits
    }
    lines = {
        stand.desk.id: Line(stand, reasons.get(stand.desk.id, ()), asked.get(stand.desk.id))
        for stand in all_stands
    }
    return StandsPage(
        suggested=tuple(lines[desk_id] for desk_id in reasons),
        others=tuple(line for desk_id, line in lines.items() if desk_id not in reasons),
        counted_until=until,
        is_final=until == company.fair.requests_close_at,
        why_not=_why_not(session, company, None, now),
    )


def asking(code: str) -> ResponseReturnValue:
    desk = stand_or_404(code)
    form = WishForm.about(needs_of(desk), None, language())
    why_not = _why_not(db.session(), company_here(), desk, now())
    return render_template(TEMPLATE, form=form, why_not=why_not, **shown(desk, None))


def ask(code: str) -> ResponseReturnValue:
    desk = stand_or_404(code)
    needs = needs_of(desk)
    form = WishForm.about(needs, None, language())
    if (standing := wish_at(desk)) is not None:
        return _asked_already(form, standing)
    try:
        if form.validate():
            said = form.chosen(needs), form.motivation.data or ""
            wish = wishes.ask(db.session(), company_here(), desk, *said, now(), account_here())
            return _asked(wish)
    except RuleBroken as refusal:
        form.refuse(refusal)
    return forms.again(TEMPLATE, form, why_not="", **shown(desk, None))


def _asked(wish: Wish) -> ResponseReturnValue:
    desk = wish.desk.label(language())
    flash(_("Demande enregistrée : « %(desk)s » est votre choix n° %(rank)d.", desk=desk, rank=wish.rank))
    return redirect(url_for("company.wishes"))


def _asked_already(form: WishForm, wish: Wish) -> ResponseReturnValue:
    """Sent twice: the same words need no more; other words are kept, to change the request with them."""
    if form.says(wish):
        flash(_("Cette demande est déjà enregistrée : c’est votre choix n° %(rank)d.", rank=wish.rank))
        return redirect(url_for("company.wishes"))
    form.validate()
    form.refuse(
        RuleBroken(
            _(
                "Vous avez déjà demandé ce stand. Enregistrez pour remplacer votre demande par ce que vous "
                "venez d’écrire."
            )
        )
    )
    return forms.again(TEMPLATE, form, why_not="", **shown(wish.desk, wish))


def stand_or_404(code: str) -> Desk:
    """That stand of the person's fair."""
    here = sa.select(Desk).where(Desk.fair_id == company_here().fair_id, Desk.code == code)
    return db.session.scalar(here.options(joinedload(Desk.directorate))) or abort(404)


def wish_at(desk: Desk) -> Wish | None:
    """The request that the person's company made there."""
    mine = sa.select(Wish).where(Wish.company_id == company_here().id, Wish.desk_id == desk.id)
    return db.session.scalar(mine)


def needs_of(desk: Desk) -> list[Need]:
    """The projects of that stand about which one may still meet."""
    public = projects.published(db.session(), desk.fair)
    return [need for need in public if need.desk_id == desk.id and need.takes_meetings]


def shown(desk: Desk, wish: Wish | None) -> dict[str, object]:
    """What the page of a request needs beside its form: ``wish`` is None while it is being made."""
    company = company_here()
    return {
        "fair": company.fair,
        "desk": desk,
        "wish": wish,
        "rank": wish.rank if wish else len(company.wishes) + 1,
        "most": rules_in_force(db.session(), company.fair).requests_per_company,
    }


def _why_not(session: Session, company: Company, desk: Desk | None, now: datetime) -> str:
    """Why nothing can be asked, said before anything is typed."""
    try:
        wishes.refuse_another(session, company, desk, company.wishes, now)
    except RuleBroken as refusal:
        return str(refusal)
    return ""
