"""Every draft and version of a fair at a glance: where it came from, who went on with it, what it gives.

Thirty drafts are read on one page, so their files are only skimmed: the figures that the list shows are
counted from the bytes as they stand, and nothing is explained or proven again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from matchmaker.models import Account, DraftStep, Fair, Schedule, StepDeed

BY_HAND = frozenset(
    {
        StepDeed.MOVED,
        StepDeed.SWAPPED,
        StepDeed.REPLACED,
        StepDeed.ADDED,
        StepDeed.DROPPED,
        StepDeed.RESTORED,
        StepDeed.PINNED,
        StepDeed.UNPINNED,
        StepDeed.ACCEPTED,
    }
)


class Proof(Enum):
    """What is known of a timetable: proven best, made by a hand, or neither."""

    PROVEN = "proven"
    BY_HAND = "by_hand"
    UNPROVEN = "unproven"


@dataclass(frozen=True)
class Glance:
    """What a timetable gives, counted and no more."""

    meetings: int
    served: int
    parties: int
    worth: int
    is_optimal: bool


@dataclass(frozen=True)
class Line:
    """One draft or version, and how it came to be what it is; ``steps`` were taken since it was made."""

    schedule: Schedule
    glance: Glance
    proof: Proof
    steps: int
    changed_at: datetime
    changed_by: str | None


def shelf(session: Session, fair: Fair) -> Sequence[Line]:
    """All of a fair, the one changed last first; two queries."""
    mine = sa.select(Schedule).where(Schedule.fair_id == fair.id)
    source = joinedload(Schedule.made_from).load_only(Schedule.public_id, Schedule.number, Schedule.version)
    loaded = mine.options(joinedload(Schedule.created_by), source)
    steps = _newest_steps(session, fair)
    lines = (_line(schedule, *steps[schedule.id]) for schedule in session.scalars(loaded))
    return sorted(lines, key=lambda line: (line.changed_at, line.schedule.number), reverse=True)


def glance(problem: bytes, timetable: bytes) -> Glance:
    """The figures of two files that go together."""
    asked, answer = json.loads(problem), json.loads(timetable)
    party = {company["id"]: company.get("group", company["id"]) for company in asked["companies"]}
    asking = [entry["company"] for entry in (*asked["wishes"], *asked["pins"])]
    worth = next(level["value"] for level in answer["objective"] if level["name"] == "worth")
    return Glance(
        meetings=len(answer["meetings"]),
        served=len({party[meeting["company"]] for meeting in answer["meetings"]}),
        parties=len({party[company] for company in asking}),
        worth=worth,
        is_optimal=answer["status"] == "optimal",
    )


def titles(session: Session, fair: Fair) -> Sequence[Schedule]:
    """What can be compared, without its bytes: versions and drafts, newest first, those put aside last."""
    named = sa.select(Schedule).where(Schedule.fair_id == fair.id)
    order = Schedule.discarded_at.is_not(None), Schedule.number.desc()
    light = sa.orm.defer(Schedule.problem), sa.orm.defer(Schedule.timetable)
    return session.scalars(named.order_by(*order).options(*light)).all()


def beside(titles: Sequence[Schedule], chosen: Schedule) -> Schedule:
    """What is read with a schedule first: its source, else what is published, else any other."""
    if chosen.made_from is not None:
        return chosen.made_from
    others = [one for one in titles if one is not chosen]
    return next((one for one in others if one.is_standing), others[0] if others else chosen)


def _line(schedule: Schedule, newest: int, at: datetime, by: str | None, deed: StepDeed) -> Line:
    found = glance(schedule.problem, schedule.timetable)
    proof = Proof.BY_HAND if deed in BY_HAND else Proof.UNPROVEN
    return Line(schedule, found, Proof.PROVEN if found.is_optimal else proof, newest, at, by)


def _newest_steps(session: Session, fair: Fair) -> dict[int, tuple[int, datetime, str | None, StepDeed]]:
    """Of each schedule: the newest step, when and by whom it was taken, and the deed at which it stands."""
    newest, standing, later = aliased(DraftStep), aliased(DraftStep), aliased(DraftStep)
    is_newest = ~sa.exists().where(later.schedule_id == newest.schedule_id, later.number > newest.number)
    rows = (
        sa.select(Schedule.id, newest.number, newest.at, Account.name, standing.deed)
        .select_from(Schedule)
        .join(newest, sa.and_(newest.schedule_id == Schedule.id, is_newest))
        .join(standing, sa.and_(standing.schedule_id == Schedule.id, standing.number == Schedule.step))
        .outerjoin(Account, Account.id == newest.by_id)
        .where(Schedule.fair_id == fair.id)
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in session.execute(rows)}
