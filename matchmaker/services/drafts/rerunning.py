"""The scheduler, started from a draft: its locks hold, its dropped wishes stay so, its layout is its own.

A run is asked for at the step that was seen and computed on the draft's question as the fair stands when the
run begins. What it finds is the draft's next step; if somebody has gone on with the draft meanwhile, nothing
of theirs is touched, and the outcome becomes a new draft beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Fair, Meeting, Run, Schedule, Scope, StepDeed
from matchmaker.scheduling.files import read_problem, read_timetable, write_problem
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.timetable import Booking, Result
from matchmaker.services import planning
from matchmaker.services.drafts import copying, drafting
from matchmaker.services.drafts.drafted import drafted
from matchmaker.services.drafts.drafting import About, State
from matchmaker.services.drafts.lawful import standing
from matchmaker.services.drafts.pin_words import contradictions_in_words, named
from matchmaker.services.drafts.scopes import Asked
from matchmaker.services.figures import document

PARTIAL = (Scope.EMPTY_SEATS, Scope.DESK)


@dataclass(frozen=True)
class Question:
    """What a run from a draft asks, and the meetings of the draft that the fair no longer allows."""

    asked: Asked
    live_revision: int
    left_out: tuple[Booking, ...] = ()


def run_from_draft(
    session: Session,
    draft: Schedule,
    seen: int,
    scope: Scope,
    desk: str | None,
    account: Account | None,
    now: datetime,
) -> Run:
    """Queue a run of the scheduler from this draft; what it may touch is its ``scope``.

    Raises drafting.Overtaken if the draft no longer stands at ``seen``.
    """
    take_turn(session, draft.fair)
    drafting.turn(session, draft, seen)
    if planning.running(session, draft.fair) is not None:
        raise RuleBroken(
            _("Un calcul est déjà en cours : attendez qu’il se termine, puis relancez celui-ci.")
        )
    _refuse_what_makes_no_sense(session, draft, scope, desk)
    of = desk if scope is Scope.DESK else None
    run = Run(fair=draft.fair, asked_at=now, asked_by=account, seed=draft.seed, progress=0)
    run.draft, run.draft_step, run.scope, run.desk = draft, seen, scope, of
    question(session, run)
    words = f"schedule {draft.number} step {seen} {scope.value} {of or ''}"
    planning.queue_alone(session, run, detail=words.strip())
    return run


def question(session: Session, run: Run) -> Question:
    """What a run asks of the scheduler, as its file will say it; refuses if the locks contradict."""
    if (start := _start(run)) is not None:
        return _of_draft(session, run, start)
    asked = Asked(planning.question(session, run.fair), (), run.seed, Scope.ALL)
    _refuse_contradictions(session, run.fair, asked.problem)
    return Question(asked, planning.live_revision(session, run.fair))


def keep(session: Session, run: Run, question: Question, result: Result, now: datetime) -> Schedule:
    """Store what a run found: a draft; if it began in one, its next step, or a draft beside one gone on."""
    start = _start(run)
    if start is None:
        return planning.keep_draft(session, run, question.asked.problem, result, question.live_revision, now)
    take_turn(session, run.fair)
    take_turn(session, start.draft)
    may_go_on = start.draft.is_draft and start.draft.step == start.step
    kept = (_next_step if may_go_on else _beside)(session, run, start, question, result, now)
    kept.is_simulation = planning.is_simulation(kept.fair, kept.seed)
    planning.finish(session, run, kept, now)
    return kept


def scope_words(scope: Scope, desk: str | None) -> str:
    """What a run was asked to touch, as the history of a draft tells it."""
    words = {
        Scope.ALL: _("tout, sauf les rendez-vous verrouillés"),
        Scope.EMPTY_SEATS: _("les places libres seulement"),
        Scope.DESK: _("le stand %(desk)s seulement", desk=desk or ""),
        Scope.FEWEST_CHANGES: _("le moins de modifications possible"),
    }
    return words[scope]


class _Start(NamedTuple):
    """Where in a draft a run begins, and what it may touch."""

    draft: Schedule
    step: int
    scope: Scope


def _start(run: Run) -> _Start | None:
    if run.draft is None or run.draft_step is None or run.scope is None:
        return None
    return _Start(run.draft, run.draft_step, run.scope)


def _of_draft(session: Session, run: Run, start: _Start) -> Question:
    draft = start.draft
    planning.rank_newcomers(session, draft.fair)
    problem = drafted(session, draft, start.step)
    _refuse_contradictions(session, draft.fair, problem)
    problem = read_problem(write_problem(problem), seed=run.seed)
    before = _result_at(session, draft, start.step)
    found = standing(problem, before.meetings, before.is_repaired)
    asked = Asked(problem, found.kept, run.seed, start.scope, run.desk, before.is_repaired)
    left_out = found.gone if start.scope in PARTIAL else ()
    return Question(asked, planning.live_revision(session, draft.fair), left_out)


def _next_step(
    session: Session, run: Run, start: _Start, question: Question, result: Result, now: datetime
) -> Schedule:
    deed = StepDeed.REPAIRED if start.scope is Scope.FEWEST_CHANGES else StepDeed.RUN
    about = About(desk=run.desk, reason=_told(session, run, start, question.left_out))
    state = State(question.asked.problem, result)
    drafting.take_step(session, start.draft, start.step, deed, state, run.asked_by, now, about)
    start.draft.live_revision_base = question.live_revision
    return start.draft


def _beside(
    session: Session, run: Run, start: _Start, question: Question, result: Result, now: datetime
) -> Schedule:
    draft = start.draft
    name = _("%(name)s, recalculé", name=draft.name[: copying.NAME_LENGTH - 15])
    kept = copying.papers(State(question.asked.problem, result), question.live_revision, draft.frozen_at)
    made = copying.beside(session, draft, start.step, name, kept, StepDeed.COMPUTED, run.asked_by, now)
    copying.suppose_the_same(session, draft, made)
    return made


def _told(session: Session, run: Run, start: _Start, left_out: Sequence[Booking]) -> str:
    """What was asked, and which meetings had to go because the fair no longer allows them."""
    words = scope_words(start.scope, run.desk)
    if not left_out:
        return words
    gone: str = ngettext(
        "%(words)s ; %(num)d rendez-vous n’était plus possible et a été retiré : %(who)s",
        "%(words)s ; %(num)d rendez-vous n’étaient plus possibles et ont été retirés : %(who)s",
        len(left_out),
        words=words,
        who=named((one.company for one in left_out), company_names(session, run.fair)),
    )
    return gone


def _result_at(session: Session, draft: Schedule, step: int) -> Result:
    if step == draft.step:
        return document(draft).result
    return read_timetable(drafting.step_of(session, draft, step).timetable)


def _refuse_what_makes_no_sense(session: Session, draft: Schedule, scope: Scope, desk: str | None) -> None:
    if scope is Scope.DESK and desk not in document(draft).problem.desk:
        raise RuleBroken(_("Dites de quel stand les rendez-vous peuvent changer."), field="desk")
    if scope is Scope.FEWEST_CHANGES and not _is_published(session, draft.fair):
        raise RuleBroken(
            _("Rien n’est encore publié : il n’y a pas de rendez-vous à changer le moins possible."),
            field="scope",
        )


def _is_published(session: Session, fair: Fair) -> bool:
    live = sa.select(Meeting.id).where(Meeting.fair_id == fair.id, Meeting.ended_at.is_(None)).limit(1)
    return session.scalar(live) is not None


def _refuse_contradictions(session: Session, fair: Fair, problem: Problem) -> None:
    if faults := contradictions_in_words(fair, problem, company_names(session, fair)):
        raise RuleBroken(" ".join(faults))


def company_names(session: Session, fair: Fair) -> Mapping[str, str]:
    """The names of a fair's companies, by their code."""
    code = sa.func.coalesce(Company.siren, Company.foreign_number)
    return dict(iter(session.execute(sa.select(code, Company.name).where(Company.fair_id == fair.id))))
