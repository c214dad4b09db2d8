"""Drafts made from others: a copy to try something in, or the published timetable opened anew.

A copy begins where its source stands and goes its own way. It keeps pins and what the draft supposes; wishes
that were dropped stay so, for its path leads back into its source (drafting.path). A version is opened as it
is *now*: with the meetings that stand in the live timetable, after all that was given up since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Happening, Meeting, Schedule, StepDeed, journal
from matchmaker.scheduling.files import read_problem, write_problem, write_timetable
from matchmaker.scheduling.judge import judged
from matchmaker.scheduling.problem import Pair
from matchmaker.scheduling.timetable import Booking
from matchmaker.services import planning
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.drafted import question, suppose
from matchmaker.services.drafts.drafting import State
from matchmaker.services.drafts.freezing import day_has_begun
from matchmaker.services.drafts.lawful import standing
from matchmaker.services.problems import live_meetings

NAME_LENGTH = 80


class Papers(NamedTuple):
    """The bytes of a question and of its answer; the live revision and the instant of which they speak."""

    problem: bytes
    timetable: bytes
    live_revision: int
    frozen_at: datetime | None


class Opened(NamedTuple):
    """A draft opened from the published timetable, and the meetings that can stand no longer."""

    draft: Schedule
    left_out: tuple[Booking, ...]


def papers(state: State, live_revision: int, frozen_at: datetime | None) -> Papers:
    """A state as the bytes that are stored."""
    return Papers(write_problem(state.problem), write_timetable(state.result), live_revision, frozen_at)


def duplicate(session: Session, draft: Schedule, account: Account | None, now: datetime) -> Schedule:
    """A second draft exactly like this one, which goes its own way from here."""
    take_turn(session, draft.fair)
    take_turn(session, draft)
    if draft.published_at is not None:
        raise RuleBroken(_("Ce planning est publié : modifiez-le dans un nouveau brouillon."))
    if draft.discarded_at is not None:
        raise RuleBroken(_("Ce brouillon a été écarté : reprenez-le avant de le dupliquer."))
    kept = Papers(draft.problem, draft.timetable, draft.live_revision_base, draft.frozen_at)
    made = beside(session, draft, draft.step, copied_name(draft.name), kept, StepDeed.COPIED, account, now)
    suppose_the_same(session, draft, made)
    return made


def open_version(session: Session, version: Schedule, account: Account | None, now: datetime) -> Opened:
    """A draft of the published timetable as it stands now: its live meetings, not its bytes."""
    take_turn(session, version.fair)
    session.refresh(version)
    if not version.is_standing:
        raise RuleBroken(
            _("Seul le planning publié peut être modifié ainsi ; celui-ci ne l’est pas, ou ne l’est plus.")
        )
    frozen_at = now if day_has_begun(version.fair, now) else None
    asked = question(session, version.fair, suppose(version.grid, frozen_at, (), _dropped(session, version)))
    problem = read_problem(write_problem(asked.problem), seed=version.seed)
    live = live_meetings(session, version.fair)
    found = standing(problem, [_booking(one) for one in live], repaired=True)
    result = judged(problem, found.kept, version.seed, repaired=True)
    live_revision = planning.live_revision(session, version.fair)
    kept = papers(State(problem, result), live_revision, frozen_at)
    name = _("Copie de la version %(version)d", version=version.version)
    made = beside(session, version, version.step, name, kept, StepDeed.COPIED, account, now)
    return Opened(made, found.gone)


def beside(
    session: Session,
    source: Schedule,
    step: int,
    name: str,
    kept: Papers,
    deed: StepDeed,
    account: Account | None,
    now: datetime,
) -> Schedule:
    """A new draft made from ``source`` as it was at ``step``, in its layout."""
    same = {column: getattr(source, column) for column in ("fair", "grid", "seed", "is_simulation")}
    made = Schedule(
        **same,
        number=planning.next_number(session, source.fair),
        name=name[:NAME_LENGTH],
        problem=kept.problem,
        timetable=kept.timetable,
        problem_sha256=read_problem(kept.problem, seed=source.seed).sha256,
        timetable_sha256=hashlib.sha256(kept.timetable).hexdigest(),
        live_revision_base=kept.live_revision,
        frozen_at=kept.frozen_at,
        created_at=now,
        created_by=account,
        made_from=source,
        made_from_step=step,
    )
    session.add(made)
    drafting.begin(session, made, deed, account, now)
    about = {"about": f"schedule {made.number}", "detail": f"from schedule {source.number} step {step}"}
    journal.append(session, fair=made.fair, account=account, at=now, deed="draft.copy", **about)
    return made


def copied_name(name: str) -> str:
    """« Copie de … », said once however often a copy is copied."""
    named: str = _("Copie de %(name)s", name=name)
    prefix = named.removesuffix(name)
    return name if name.startswith(prefix) else named


def suppose_the_same(session: Session, source: Schedule, made: Schedule) -> None:
    """What the source supposes to have happened, its copy supposes too."""
    told = sa.select(Happening).where(Happening.schedule_id == source.id).order_by(Happening.position)
    unlike = {"id", "schedule_id", "fact_since"}
    columns = [column.key for column in sa.inspect(Happening).column_attrs if column.key not in unlike]
    for happening in session.scalars(told):
        same = {column: getattr(happening, column) for column in columns}
        session.add(Happening(schedule=made, **same))
    session.flush()


def _dropped(session: Session, version: Schedule) -> Collection[Pair]:
    return drafting.dropped(drafting.path(session, version)).keys()


def _booking(meeting: Meeting) -> Booking:
    place = meeting.desk.code, meeting.slot.code, meeting.table.code
    return Booking(meeting.company.code, *place, meeting.pinned)
