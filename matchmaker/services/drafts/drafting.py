"""A draft goes on step by step: nothing that was done is lost, and no two people overwrite each other.

Every step keeps the whole state it led to (models/draft.py). To undo is to stand at the parent again, to
redo is to go on to the newest child: the bytes that come back are the very bytes that were there. Whoever
changes a draft says which step they saw; if it has gone on since, nothing is done and they are told what was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, aliased, joinedload

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, DraftStep, Schedule, StepDeed, journal
from matchmaker.scheduling.files import write_problem, write_timetable
from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.scheduling.timetable import Result
from matchmaker.services.figures import document


class Overtaken(RuleBroken):
    """The draft has gone on since the step that was seen: nothing is done, what was can be shown."""

    def __init__(self, draft: Schedule, seen: int) -> None:
        words = _("Ce brouillon a changé entre-temps : regardez ce qui a été fait, puis recommencez.")
        super().__init__(words)
        self.draft, self.seen = draft, seen


class State(NamedTuple):
    """A question and an answer to it: what a draft is at each of its steps."""

    problem: Problem
    result: Result


@dataclass(frozen=True)
class About:
    """Which meeting a step is about, from where to where, and why; codes, as in the core's files."""

    company: str | None = None
    desk: str | None = None
    slot_before: str | None = None
    table_before: str | None = None
    slot_after: str | None = None
    table_after: str | None = None
    other: str | None = None
    reason: str = ""


NOTHING = About()


def begin(
    session: Session, draft: Schedule, deed: StepDeed, account: Account | None, now: datetime
) -> DraftStep:
    """Write the first step of a draft that has just been made: its own bytes."""
    step = DraftStep(schedule=draft, number=0, parent=None, deed=deed, at=now, by=account)
    step.problem, step.timetable = draft.problem, draft.timetable
    session.add(step)
    session.flush()
    return step


def take_step(
    session: Session,
    draft: Schedule,
    seen: int,
    deed: StepDeed,
    state: State,
    account: Account | None,
    now: datetime,
    about: About = NOTHING,
) -> DraftStep:
    """Do something to a draft: the new state becomes the child of the one that was seen.

    Raises Overtaken if the draft no longer stands at ``seen``, RuleBroken if it is a draft no more.
    """
    turn(session, draft, seen)
    step = DraftStep(
        schedule=draft,
        number=_next_number(session, draft),
        parent=draft.step,
        deed=deed,
        problem=write_problem(state.problem),
        timetable=write_timetable(state.result),
        at=now,
        by=account,
        **asdict(about),
    )
    session.add(step)
    _stand_at(draft, step)
    _refuse_strangers(draft)
    _journal(session, draft, f"draft.{deed.value}", account, now, step)
    return step


def undo(session: Session, draft: Schedule, seen: int, account: Account | None, now: datetime) -> DraftStep:
    """Go back to the state before; the step undone is returned and can be redone."""
    turn(session, draft, seen)
    undone = step_of(session, draft, draft.step)
    if undone.parent is None:
        raise RuleBroken(_("Il n’y a rien à annuler : ce brouillon est tel qu’il a été créé."))
    _stand_at(draft, step_of(session, draft, undone.parent))
    _journal(session, draft, "draft.undo", account, now, undone)
    return undone


def redo(session: Session, draft: Schedule, seen: int, account: Account | None, now: datetime) -> DraftStep:
    """Do again what was undone last; the step is returned."""
    turn(session, draft, seen)
    undone = next_step(session, draft)
    if undone is None:
        raise RuleBroken(_("Il n’y a rien à refaire."))
    _stand_at(draft, undone)
    _journal(session, draft, "draft.redo", account, now, undone)
    return undone


def turn(session: Session, draft: Schedule, seen: int) -> None:
    """Queue behind whoever changes this draft; refuse if it is none any more or has gone on."""
    take_turn(session, draft)
    if draft.published_at is not None:
        raise RuleBroken(_("Ce planning est publié et ne change plus : ouvrez un nouveau brouillon."))
    if draft.discarded_at is not None:
        raise RuleBroken(_("Ce brouillon a été écarté : il ne change plus."))
    if draft.step != seen:
        raise Overtaken(draft, seen)


def step_of(session: Session, draft: Schedule, number: int) -> DraftStep:
    """That step of the draft; NoResultFound if there is none."""
    one = sa.select(DraftStep).where(DraftStep.schedule_id == draft.id, DraftStep.number == number)
    return session.scalars(one).one()


def next_step(session: Session, draft: Schedule) -> DraftStep | None:
    """What redoing would do."""
    children = sa.select(DraftStep).where(DraftStep.schedule_id == draft.id, DraftStep.parent == draft.step)
    return session.scalar(children.order_by(DraftStep.number.desc()).limit(1))


def since(session: Session, draft: Schedule, seen: int) -> Sequence[DraftStep]:
    """What has been done in the draft after the step ``seen`` was taken, oldest first, with its authors."""
    later = sa.select(DraftStep).where(DraftStep.schedule_id == draft.id, DraftStep.number > seen)
    return session.scalars(later.order_by(DraftStep.number).options(joinedload(DraftStep.by))).all()


def path(session: Session, schedule: Schedule, at: int | None = None) -> Sequence[DraftStep]:
    """The steps that led to where it stands, or to its step ``at``, sources included; one query."""
    number = schedule.step if at is None else at
    here = (
        sa.select(DraftStep.id, DraftStep.schedule_id, DraftStep.number, DraftStep.parent)
        .add_columns(sa.literal(0).label("back"))
        .where(DraftStep.schedule_id == schedule.id, DraftStep.number == number)
        .cte("here", recursive=True)
    )
    before, of = aliased(DraftStep), aliased(Schedule)
    in_same = sa.and_(before.schedule_id == here.c.schedule_id, before.number == here.c.parent)
    in_source = sa.and_(
        here.c.number == 0, before.schedule_id == of.made_from_id, before.number == of.made_from_step
    )
    walked = here.union_all(
        sa.select(before.id, before.schedule_id, before.number, before.parent, here.c.back + 1)
        .join(of, of.id == here.c.schedule_id)
        .join(before, sa.or_(in_same, in_source))
    )
    steps = sa.select(DraftStep).join(walked, walked.c.id == DraftStep.id).order_by(walked.c.back.desc())
    return session.scalars(steps.options(joinedload(DraftStep.by))).all()


def dropped(steps: Sequence[DraftStep]) -> dict[Pair, DraftStep]:
    """The wishes that organisers withdrew on a path and did not bring back, with the step that did it."""
    found: dict[Pair, DraftStep] = {}
    for step in steps:
        if step.company is None or step.desk is None:
            continue
        pair = Pair(step.company, step.desk)
        if step.deed is StepDeed.DROPPED:
            found[pair] = step
        elif step.deed in (StepDeed.RESTORED, StepDeed.ADDED):
            found.pop(pair, None)
    return found


def _next_number(session: Session, draft: Schedule) -> int:
    newest = sa.select(sa.func.max(DraftStep.number)).where(DraftStep.schedule_id == draft.id)
    return (session.scalar(newest) or 0) + 1


def _stand_at(draft: Schedule, step: DraftStep) -> None:
    draft.step, draft.problem, draft.timetable = step.number, step.problem, step.timetable
    draft.problem_sha256 = document(draft).result.problem_sha256
    draft.timetable_sha256 = hashlib.sha256(step.timetable).hexdigest()


def _refuse_strangers(draft: Schedule) -> None:
    """An answer is kept with its own question only, so that anybody can check the two files."""
    content = document(draft)
    if content.problem.sha256 != content.result.problem_sha256:
        raise ValueError("the timetable answers another problem")


def _journal(
    session: Session, draft: Schedule, deed: str, account: Account | None, now: datetime, step: DraftStep
) -> None:
    """The line names the meeting, the reason and the bytes that stand now."""
    places = (step.company, step.desk, step.slot_before, step.table_before, step.slot_after, step.table_after)
    words = " ".join(place or "-" for place in (*places, step.other))
    journal.append(
        session,
        fair=draft.fair,
        account=account,
        at=now,
        deed=deed,
        about=f"schedule {draft.number} step {step.number}",
        detail=f"{words} timetable {draft.timetable_sha256} {step.reason}".strip(),
    )
