"""Drafts and versions: the list, their names, putting aside, the comparison of two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.services import planning
from matchmaker.services.comparison import compare
from matchmaker.services.drafts.shelf import Line, beside, shelf, titles
from matchmaker.services.figures import document
from matchmaker.services.schedules import names_of
from matchmaker.web.addresses import Addresses
from matchmaker.web.changes import change_rows, figure_rows
from matchmaker.web.clock import now
from matchmaker.web.language import current as language
from matchmaker.web.marked_grid import marked_grid
from matchmaker.web.reach import account_here, fair_here, schedule_or_404


@dataclass(frozen=True)
class Shelf:
    """The list in its parts: what is published, what is worked on, what is put away."""

    standing: Sequence[Line]
    drafts: Sequence[Line]
    discarded: Sequence[Line]
    replaced: Sequence[Line]

    @property
    def is_empty(self) -> bool:
        return not (self.standing or self.drafts or self.discarded or self.replaced)


def schedules() -> str:
    fair = fair_here()
    return render_template(
        "organiser/schedules.html",
        fair=fair,
        shelf=_parts(shelf(db.session(), fair)),
        titles=titles(db.session(), fair),
        running=planning.running(db.session(), fair),
        may_run=now() >= fair.requests_close_at,
        is_drawn=fair.draw is not None and fair.draw.revealed_at is not None,
    )


def _parts(lines: Sequence[Line]) -> Shelf:
    return Shelf(
        standing=[line for line in lines if line.schedule.is_standing],
        drafts=[line for line in lines if line.schedule.is_draft],
        discarded=[line for line in lines if line.schedule.discarded_at is not None],
        replaced=[line for line in lines if line.schedule.replaced_at is not None],
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
        grid=marked_grid(*names, found.changes),
        only_changed=request.args.get("tables") == "modifiees",
        newly_served=[names[1].companies[code].name for code in found.newly_served],
        no_longer_served=[names[0].companies[code].name for code in found.no_longer_served],
        titles=titles(db.session(), fair_here()),
    )


def compare_schedule(public_id: str) -> ResponseReturnValue:
    """This one and what is read with it first."""
    chosen = schedule_or_404(public_id)
    other = beside(titles(db.session(), fair_here()), chosen)
    return redirect(url_for(".comparison", avant=other.public_id, apres=public_id))


PAGES: Addresses = (
    ("/plannings", schedules),
    ("/plannings/comparer", comparison),
    ("/plannings/<public_id>/comparer", compare_schedule),
)
DEEDS: Addresses = (
    ("/plannings/<public_id>/nom", rename_draft),
    ("/plannings/<public_id>/ecarter", discard_draft),
)
