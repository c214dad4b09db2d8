"""Runs of the scheduler and the drafts they leave.

A run is asked for by a page and carried out by the worker, so that nobody waits on a frozen screen. What it
finds is the first step of a draft: the exact bytes of the question and of the answer (see drafting.py).
"""

from __future__ import annotations

import hashlib
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Fair, Meeting, Run, Schedule, StepDeed, journal
from matchmaker.scheduling.files import read_problem, write_problem, write_timetable
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.timetable import Result
from matchmaker.services import draws
from matchmaker.services.drafts import drafting
from matchmaker.services.problems import current_grid, problem_for

OFFICIAL_SEED = 1
"""Ties that every level leaves open are broken by it; any other seed makes a simulation (rule 9)."""


def ask_for_run(
    session: Session, fair: Fair, account: Account | None, now: datetime, seed: int = OFFICIAL_SEED
) -> Run:
    """Queue one run of the scheduler over the fair as it is now stored; another seed makes a simulation."""
    if running(session, fair) is not None:
        raise RuleBroken(_already_running())
    if now < fair.requests_close_at:
        raise RuleBroken(_("Le planning se calcule après la clôture des demandes."))
    current_grid(session, fair)
    run = Run(fair=fair, asked_at=now, asked_by=account, seed=seed, progress=0)
    queue_alone(session, run)
    return run


def running(session: Session, fair: Fair) -> Run | None:
    """The run that is waiting or under way, if any."""
    unfinished = sa.select(Run).where(
        Run.fair_id == fair.id, Run.finished_at.is_(None), Run.failed_at.is_(None)
    )
    return session.scalar(unfinished)


def queue_alone(session: Session, run: Run, detail: str = "") -> None:
    """The database lets one unfinished run through: of two clicks at the same instant, one is told so."""
    try:
        with session.begin_nested():
            session.add(run)
    except IntegrityError as twin:
        raise RuleBroken(_already_running()) from twin
    journal.append(
        session,
        fair=run.fair,
        account=run.asked_by,
        at=run.asked_at,
        deed="run.ask",
        about=f"run {run.id}",
        detail=detail,
    )


def _already_running() -> str:
    words: str = _("Un calcul est déjà en cours : son brouillon apparaîtra dans un instant.")
    return words


def question(session: Session, fair: Fair) -> Problem:
    """The problem as its file says it: what is solved is exactly what is kept.

    Who was validated after the draw gets a rank here, when the run begins, and not when it was asked for.
    """
    rank_newcomers(session, fair)
    return read_problem(write_problem(problem_for(session, fair)), seed=1)


def rank_newcomers(session: Session, fair: Fair) -> None:
    """Who was validated after the draw is ranked after those who have a number already."""
    if fair.draw is not None and _is_drawn(fair):
        draws.add_ranks(session, fair.draw)


def keep_draft(
    session: Session, run: Run, problem: Problem, result: Result, live_revision: int, now: datetime
) -> Schedule:
    """Store what a run found as a draft; before the draw is revealed it is a simulation, never published."""
    fair = run.fair
    problem_bytes, timetable_bytes = write_problem(problem), write_timetable(result)
    schedule = Schedule(
        fair=fair,
        number=next_number(session, fair),
        name=_("Brouillon calculé"),
        grid=current_grid(session, fair),
        problem=problem_bytes,
        timetable=timetable_bytes,
        problem_sha256=result.problem_sha256,
        timetable_sha256=hashlib.sha256(timetable_bytes).hexdigest(),
        seed=run.seed,
        is_simulation=is_simulation(fair, run.seed),
        live_revision_base=live_revision,
        created_at=now,
        created_by=run.asked_by,
    )
    session.add(schedule)
    drafting.begin(session, schedule, StepDeed.COMPUTED, run.asked_by, now)
    finish(session, run, schedule, now)
    return schedule


def finish(session: Session, run: Run, schedule: Schedule, now: datetime) -> None:
    """The run is over, and leads to what it found."""
    run.schedule, run.finished_at, run.progress = schedule, now, 100
    session.flush()
    journal.append(
        session,
        fair=run.fair,
        account=run.asked_by,
        at=now,
        deed="run.finish",
        about=f"schedule {schedule.number}",
        detail=f"problem {schedule.problem_sha256} timetable {schedule.timetable_sha256}",
    )


def fail(session: Session, run: Run, failure: str, now: datetime) -> None:
    """A run that could not end well says so on screen, and frees the place for another."""
    run.failed_at, run.failure = now, failure
    journal.append(
        session, fair=run.fair, account=run.asked_by, at=now, deed="run.fail", about=f"run {run.id}"
    )


def rename(session: Session, schedule: Schedule, name: str, account: Account | None, now: datetime) -> None:
    """Give a draft a name that its organisers will recognise."""
    if not name.strip():
        raise RuleBroken(_("Donnez un nom au brouillon."))
    if schedule.published_at is not None:
        raise RuleBroken(_("Un planning publié garde son nom."))
    schedule.name = name.strip()[:80]
    about = f"schedule {schedule.number}"
    journal.append(session, fair=schedule.fair, account=account, at=now, deed="draft.rename", about=about)


def discard(session: Session, schedule: Schedule, account: Account | None, now: datetime) -> None:
    """Put a draft aside, and show it to nobody any more. Its bytes stay, for the journal speaks of them."""
    take_turn(session, schedule)
    if schedule.published_at is not None:
        raise RuleBroken(_("Un planning publié ne s’efface pas : publiez-en une nouvelle version."))
    if schedule.discarded_at is not None:
        return
    schedule.discarded_at, schedule.shown_at = now, None
    about = f"schedule {schedule.number}"
    journal.append(session, fair=schedule.fair, account=account, at=now, deed="draft.discard", about=about)


def bring_back(session: Session, schedule: Schedule, account: Account | None, now: datetime) -> None:
    """Take up again a draft that was put aside, as it was."""
    take_turn(session, schedule)
    if schedule.discarded_at is None:
        return
    schedule.discarded_at = None
    about = f"schedule {schedule.number}"
    journal.append(session, fair=schedule.fair, account=account, at=now, deed="draft.bring_back", about=about)


def live_revision(session: Session, fair: Fair) -> int:
    """A number that grows whenever the live timetable changes: a draft remembers the one it started from."""
    changes = sa.func.count(Meeting.id) + sa.func.count(Meeting.ended_at)
    return session.scalar(sa.select(changes).where(Meeting.fair_id == fair.id)) or 0


def is_simulation(fair: Fair, seed: int) -> bool:
    """Whether what is computed now can never be published (rule 9)."""
    return seed != OFFICIAL_SEED or not _is_drawn(fair)


def _is_drawn(fair: Fair) -> bool:
    return fair.draw is not None and fair.draw.revealed_at is not None


def next_number(session: Session, fair: Fair) -> int:
    """The number of a new draft; whoever makes another one meanwhile waits for this one."""
    take_turn(session, fair)
    newest = sa.select(sa.func.max(Schedule.number)).where(Schedule.fair_id == fair.id)
    return (session.scalar(newest) or 0) + 1
