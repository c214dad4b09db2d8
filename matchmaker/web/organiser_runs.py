"""Runs of the scheduler: ask for one, see how far it is, arrive at its draft."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import event
from sqlalchemy.orm import Session

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Run, Schedule
from matchmaker.services import planning
from matchmaker.web.clock import now, real_time
from matchmaker.web.reach import account_here, fair_here, run_or_404

SILENT_AFTER = timedelta(seconds=10)
log = structlog.get_logger()


@dataclass(frozen=True)
class RunState:
    """A run as it is watched: how far, in what words, and whether there is still something to wait for."""

    progress: int
    sentence: str
    is_over: bool


def ask_for_run() -> ResponseReturnValue:
    """Ask for a run, or join the one that is already under way."""
    fair = fair_here()
    asked = planning.running(db.session(), fair)
    if asked is None:
        asked = planning.ask_for_run(db.session(), fair, account_here(), now())
        carry_out_once_stored(asked)
    else:
        flash(_("Un calcul était déjà en cours : le voici."))
    return redirect(url_for(".run", public_id=asked.public_id))


def run(public_id: str) -> ResponseReturnValue:
    watched = run_or_404(public_id)
    if watched.schedule is not None:
        return redirect(_found_by(watched))
    state, refusal = state_of(watched, real_time()), refusal_of(watched)
    return render_template("organiser/run.html", run=watched, state=state, refusal=refusal)


def _found_by(run: Run) -> str:
    """A run from a draft leads back to where it is changed, or to the draft beside it, and says why."""
    assert run.schedule is not None
    if run.draft is None:
        return url_for(".schedule", public_id=run.schedule.public_id)
    if run.schedule_id != run.draft_id:
        flash(
            _(
                "Le brouillon « %(name)s » a changé pendant le calcul : il reste tel quel, et le "
                "résultat est à côté, dans ce nouveau brouillon.",
                name=run.draft.name,
            )
        )
    return workbench_of(run.schedule)


def workbench_of(draft: Schedule) -> str:
    """Where a draft is changed."""
    known = "organiser.workbench" in current_app.view_functions
    return url_for(".workbench" if known else ".schedule", public_id=draft.public_id)


def run_state(public_id: str) -> ResponseReturnValue:
    """What the page's module asks for every second: 304 as long as nothing has changed."""
    watched = run_or_404(public_id)
    seen = state_of(watched, real_time())
    answer = jsonify(
        progress=seen.progress,
        sentence=seen.sentence,
        is_over=seen.is_over,
        page=url_for(".run", public_id=public_id),
    )
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    return answer.make_conditional(request)


def carry_out_once_stored(run: Run) -> None:
    """Tell the worker after the commit, for it must find the row; if that fails it finds it by itself."""
    jobs, run_id = current_app.extensions["matchmaker_jobs"], run.id

    def deliver(_session: Session) -> None:
        try:
            jobs.carry_out_soon(run_id)
        except Exception:
            log.exception("run not delivered", run=run_id)

    event.listen(db.session(), "after_commit", deliver, once=True)


def state_of(run: Run, real_now: datetime) -> RunState:
    """Heartbeats go by the real clock, for in the demonstration the fair's own time stands still."""
    if run.finished_at is not None:
        return RunState(100, _("Le planning est prêt."), True)
    if run.failed_at is not None:
        said = _("Le calcul s’est arrêté sur un incident.")
        return RunState(run.progress, refusal_of(run) or said, True)
    if run.heartbeat_at is None:
        return RunState(0, _("Le calcul attend son tour ; il commence dans un instant."), False)
    if real_now - run.heartbeat_at > SILENT_AFTER:
        return RunState(run.progress, _("Le calcul s’est interrompu ; il sera repris de lui-même."), False)
    return RunState(run.progress, _doing(run.progress), False)


def refusal_of(run: Run) -> str:
    """The words in which a rule refused the run; empty if it failed otherwise, or not at all."""
    kind, _colon, words = (run.failure or "").partition(": ")
    return words if kind == RuleBroken.__name__ else ""


def _doing(progress: int) -> str:
    if progress < 10:
        return _("Le calcul attribue les premiers rendez-vous.")
    if progress < 70:
        return _("Le calcul choisit qui rencontre qui.")
    return _("Le calcul resserre les matinées.")
