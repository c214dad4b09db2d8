"""Drafts and versions: the list, one schedule in figures, the comparison of two, and publishing."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from matchmaker.db import db
from matchmaker.models import Schedule
from matchmaker.services import planning, publication
from matchmaker.services.comparison import compare
from matchmaker.services.explanations import findings
from matchmaker.services.figures import Figures, document
from matchmaker.services.preview import preview
from matchmaker.services.schedules import names_of, readable
from matchmaker.services.words import notice
from matchmaker.web import pictures
from matchmaker.web.changes import change_rows, figure_of, figure_rows
from matchmaker.web.clock import now
from matchmaker.web.language import current as language
from matchmaker.web.reach import account_here, fair_here, schedule_or_404


@dataclass(frozen=True)
class Line:
    """One schedule of the list, with what is read of it at a glance."""

    schedule: Schedule
    figures: Figures
    worth: int


def schedules() -> str:
    fair = fair_here()
    mine = sa.select(Schedule).where(Schedule.fair_id == fair.id).order_by(Schedule.number.desc())
    kept = db.session.scalars(mine.options(joinedload(Schedule.created_by))).all()
    return render_template(
        "organiser/schedules.html",
        fair=fair,
        lines=[_line(schedule) for schedule in kept],
        running=planning.running(db.session(), fair),
        may_run=now() >= fair.requests_close_at,
        is_drawn=fair.draw is not None and fair.draw.revealed_at is not None,
    )


def _line(schedule: Schedule) -> Line:
    figures = document(schedule).figures
    return Line(schedule, figures, figure_of(figures, "worth"))


def schedule(public_id: str) -> str:
    chosen = schedule_or_404(public_id)
    content = readable(db.session(), chosen, language())
    return render_template(
        "organiser/schedule.html",
        schedule=chosen,
        figures=content.document.figures,
        findings=findings(content.document.figures),
        meetings_bars=pictures.meetings_by_company(content),
        desk_bars=pictures.load_by_desk(content),
        result=content.document.result,
        notice=notice(),
    )


def rename_draft(public_id: str) -> ResponseReturnValue:
    chosen = schedule_or_404(public_id)
    planning.rename(db.session(), chosen, request.form.get("name", ""), account_here(), now())
    flash(_("Le brouillon s’appelle maintenant « %(name)s ».", name=chosen.name))
    return redirect(url_for(".schedule", public_id=public_id))


def discard_draft(public_id: str) -> ResponseReturnValue:
    chosen = schedule_or_404(public_id)
    planning.discard(db.session(), chosen, account_here(), now())
    flash(_("Le brouillon « %(name)s » est écarté.", name=chosen.name))
    return redirect(url_for(".schedules"))


def comparison() -> str:
    left = schedule_or_404(request.args.get("avant", ""))
    right = schedule_or_404(request.args.get("apres", ""))
    found = compare(document(left), document(right))
    names = names_of(db.session(), left, language()), names_of(db.session(), right, language())
    return render_template(
        "organiser/comparison.html",
        left=left,
        right=right,
        figures=figure_rows(found.left, found.right),
        changes=change_rows(found.changes, *names),
        found=found,
    )


def publishing(public_id: str) -> str:
    chosen = schedule_or_404(public_id)
    found = preview(db.session(), chosen)
    # What is lost may be unknown to the draft: a company that left, a table that is gone.
    before, after = (names_of(db.session(), one, language()) for one in (found.before or chosen, chosen))
    return render_template(
        "organiser/publish.html",
        schedule=chosen,
        preview=found,
        changes=change_rows(found.changes, before, after),
    )


def publish(public_id: str) -> ResponseReturnValue:
    chosen = schedule_or_404(public_id)
    publication.publish(db.session(), chosen, account_here(), now())
    flash(_("La version %(version)d est publiée ; les messages sont écrits.", version=chosen.version))
    return redirect(url_for(".schedule", public_id=public_id))
