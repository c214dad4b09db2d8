"""What is too long for a page: a worker takes it from a queue, and the Run row says how far it is.

Huey delivers the work; the row is the truth about it. A worker that dies in the middle leaves a run whose
heartbeat has stopped: it is taken up again from the beginning, which costs nothing, for a run only writes
when it ends. Taking one up is a conditional UPDATE, so that two workers never carry out the same run.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
import structlog
from flask import Flask
from huey import Huey, MemoryHuey, SqliteHuey
from sqlalchemy.orm import Session

from matchmaker.db import db
from matchmaker.models import Run
from matchmaker.services import planning
from matchmaker.services.drafts import rerunning
from matchmaker.services.drafts.rerunning import Question
from matchmaker.services.drafts.scopes import answered

BEAT = timedelta(seconds=2)
LOST_AFTER = timedelta(seconds=20)
TIME_LIMIT_SECONDS = 120.0
log = structlog.get_logger()


class Jobs:
    """The queue of one application, and the one kind of work it knows: carrying out runs."""

    def __init__(self, app: Flask, clock: Callable[[], datetime]) -> None:
        self._app, self._clock = app, clock
        self.queue = _queue(app)
        self._deliver = self.queue.task()(self._in_context)

    def carry_out_soon(self, run_id: int) -> None:
        """Ask the worker to carry out a run that is already committed."""
        self._deliver(run_id)

    def take_up_lost_runs(self) -> list[int]:
        """Queue what no worker is carrying out any more; returns the run ids."""
        with self._app.app_context():
            run_ids = list(db.session.scalars(sa.select(Run.id).where(*_nobody_has())))
        for run_id in run_ids:
            self.carry_out_soon(run_id)
        return run_ids

    def work(self) -> None:
        """Be the worker until the process is told to stop."""
        self.take_up_lost_runs()
        with _repeating(LOST_AFTER, self.take_up_lost_runs):
            self.queue.create_consumer(workers=1, periodic=False, max_delay=0.5).run()

    def _in_context(self, run_id: int) -> None:
        with self._app.app_context():
            carry_out(db.session(), run_id, self._clock, self._beat)

    def _beat(self, run_id: int, **progress: int | str) -> None:
        """Say in a transaction of its own that the run is being carried out, and perhaps how far it is."""
        with self._app.app_context():
            values = {"heartbeat_at": datetime.now(UTC), **progress}
            db.session.execute(sa.update(Run).where(Run.id == run_id).values(**values))
            db.session.commit()


def carry_out(
    session: Session, run_id: int, clock: Callable[[], datetime], beat: Callable[..., None]
) -> None:
    """Read in one transaction, solve in none, write in another; nothing if somebody else has the run."""
    if not _claim(session, run_id, clock()):
        return
    try:
        question = _read(session, run_id)
        with _repeating(BEAT, lambda: beat(run_id)):
            result = answered(
                question.asked, TIME_LIMIT_SECONDS, lambda stage, share: _tell(beat, run_id, stage, share)
            )
        if (run := _unfinished(session, run_id)) is not None:
            rerunning.keep(session, run, question, result, clock())
        session.commit()
    except Exception as fault:
        session.rollback()
        log.exception("run failed", run=run_id)
        if (run := _unfinished(session, run_id)) is not None:
            planning.fail(session, run, f"{type(fault).__name__}: {fault}"[:500], clock())
        session.commit()


def _tell(beat: Callable[..., None], run_id: int, stage: str, share: float) -> None:
    """How far the run is matters less than the run: what cannot be said is not worth failing for."""
    try:
        beat(run_id, stage=stage, progress=_percent(share))
    except Exception:
        log.exception("progress not stored", run=run_id)


def _claim(session: Session, run_id: int, now: datetime) -> bool:
    claim = sa.update(Run).where(Run.id == run_id, *_nobody_has()).returning(Run.id)
    claimed = session.scalar(claim.values(started_at=now, heartbeat_at=datetime.now(UTC)))
    session.commit()
    return claimed is not None


def _nobody_has() -> tuple[sa.ColumnElement[bool], ...]:
    """Heartbeats go by the real clock: in the demonstration the fair's own time stands still."""
    silent = datetime.now(UTC) - LOST_AFTER
    unfinished = Run.finished_at.is_(None), Run.failed_at.is_(None)
    return (*unfinished, sa.or_(Run.heartbeat_at.is_(None), Run.heartbeat_at < silent))


def _read(session: Session, run_id: int) -> Question:
    """What the run needs, in one go; refuses if locked meetings contradict each other."""
    question = rerunning.question(session, session.get_one(Run, run_id))
    session.commit()
    return question


def _unfinished(session: Session, run_id: int) -> Run | None:
    """The run, unless another worker ended it meanwhile or the demonstration went to another moment."""
    run = session.get(Run, run_id, with_for_update=True, populate_existing=True)
    return run if run is not None and run.finished_at is None and run.failed_at is None else None


def _percent(share: float) -> int:
    return max(0, min(100, round(100 * share)))


def _queue(app: Flask) -> Huey:
    if app.testing:
        return MemoryHuey("matchmaker", immediate=True)
    return SqliteHuey("matchmaker", filename=str(Path(app.instance_path) / "jobs.sqlite"))


@contextmanager
def _repeating(every: timedelta, deed: Callable[[], object]) -> Iterator[None]:
    """Do something again and again in the background while the block lasts."""
    over = threading.Event()

    def repeat() -> None:
        while not over.wait(every.total_seconds()):
            try:
                deed()
            except Exception:
                log.exception("will be tried again")

    thread = threading.Thread(target=repeat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
