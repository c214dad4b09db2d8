"""What one company may know of its own day: its meetings, its refusals, and why a request is not a meeting.

Whatever is read here is the company's own: a reason counts places and names nobody (services/reasons), and a
refusal is shown once countersigned, not before. The live rows say what stands; the published document says
why the rest does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import (
    Company,
    Desk,
    Draw,
    DrawRank,
    EndedWhy,
    Fair,
    Meeting,
    Need,
    Refusal,
    Schedule,
    Wish,
)
from matchmaker.scheduling.timetable import Reason
from matchmaker.services.drafts import drafting
from matchmaker.services.figures import Document, document, witnessed
from matchmaker.services.problems import may_be_met

TIME_TO_CONTEST = timedelta(hours=48)


class State(Enum):
    """Where a request stands, as the company may know it."""

    SENT = "sent"
    WAITING = "waiting"
    REFUSED = "refused"
    CONSULTATION = "consultation"
    MEETING = "meeting"
    UNPLACED = "unplaced"
    GIVEN_UP = "given_up"
    LAPSED = "lapsed"
    LOST = "lost"
    DROPPED = "dropped"
    TOO_LATE = "too_late"


@dataclass(frozen=True)
class Refused:
    """A countersigned refusal: its reason of the closed list, its words, and until when to contest it."""

    refusal: Refusal
    words: str
    contest_until: datetime


@dataclass(frozen=True)
class Request:
    """One request with its state; ``refused`` and ``reason`` say why it is not a meeting, where they do.

    ``words``: why the organisers withdrew it.
    """

    wish: Wish
    state: State
    meeting: Meeting | None = None
    refused: Refused | None = None
    reason: Reason | None = None
    words: str = ""


@dataclass(frozen=True)
class DrawNumber:
    """The company's number in the public draw, or its declared group's, among how many."""

    rank: int
    parties: int
    is_of_group: bool


@dataclass(frozen=True)
class CompanyDay:
    """All that the company may know; ``schedule`` is the published version, None before."""

    schedule: Schedule | None
    meetings: tuple[Meeting, ...]
    requests: tuple[Request, ...]
    draw: DrawNumber | None

    @property
    def without_slot(self) -> tuple[Request, ...]:
        return tuple(request for request in self.requests if request.state is not State.MEETING)

    def request_of(self, desk: Desk) -> Request | None:
        """What was asked of that desk; a meeting that only the organiser wanted has none."""
        return next((request for request in self.requests if request.wish.desk_id == desk.id), None)


def company_day(session: Session, company: Company, now: datetime) -> CompanyDay:
    """The day of ``company`` as it stands at ``now``; a constant number of queries."""
    fair = company.fair
    schedule = _standing(session, fair)
    meetings = _meetings(session, company)
    live = {meeting.desk_id: meeting for meeting in meetings if meeting.ended_at is None}
    ended = {meeting.desk_id: meeting for meeting in meetings if meeting.ended_at is not None}
    why = {} if schedule is None else _reasons(document(schedule), company)
    dropped = {} if schedule is None else _dropped(session, schedule, company)
    requests = []
    for wish in _wishes(session, company):
        if wish.desk_id in live:
            requests.append(Request(wish, State.MEETING, live[wish.desk_id]))
        elif wish.desk.code in dropped:
            requests.append(Request(wish, State.DROPPED, words=dropped[wish.desk.code]))
        else:
            reason = why.get(wish.desk.code)
            requests.append(_request(wish, schedule, ended.get(wish.desk_id), reason, now))
    standing = sorted(live.values(), key=lambda meeting: meeting.slot.starts_at)
    return CompanyDay(schedule, tuple(standing), tuple(requests), draw_number(session, company, now))


def draw_number(session: Session, company: Company, now: datetime) -> DrawNumber | None:
    """What the company drew; None before the draw is revealed, or if it came later."""
    revealed = Draw.fair_id == company.fair_id, Draw.revealed_at <= now
    ranks = sa.select(DrawRank.party, DrawRank.rank).join(Draw).where(*revealed)
    drawn = dict(session.execute(ranks).all())
    rank = drawn.get(company.party)
    return None if rank is None else DrawNumber(rank, len(drawn), company.group_id is not None)


def _request(
    wish: Wish, schedule: Schedule | None, ended: Meeting | None, reason: Reason | None, now: datetime
) -> Request:
    """A request that is no meeting: what is surest comes first."""
    refused = _refused(wish)
    if refused is not None:
        return Request(wish, State.REFUSED, refused=refused)
    if ended is not None and ended.ended_why is not EndedWhy.REPLACED:
        return Request(wish, _ENDED[ended.ended_why])
    if reason is not None:
        return Request(wish, State.UNPLACED, reason=reason)
    if not may_be_met(wish):
        return Request(wish, State.CONSULTATION)
    if schedule is not None:
        return Request(wish, State.TOO_LATE)
    return Request(wish, State.SENT if now < wish.fair.requests_close_at else State.WAITING)


_ENDED: Mapping[EndedWhy | None, State] = {
    EndedWhy.GIVEN_UP: State.GIVEN_UP,
    EndedWhy.LAPSED: State.LAPSED,
    EndedWhy.LOST: State.LOST,
}


def _refused(wish: Wish) -> Refused | None:
    answer = wish.answer
    if answer is None or not answer.is_effective_refusal:
        return None
    assert answer.refusal is not None
    assert answer.countersigned_at is not None
    return Refused(answer.refusal, answer.reason, answer.countersigned_at + TIME_TO_CONTEST)


def _reasons(content: Document, company: Company) -> dict[str, Reason]:
    """Desk code -> why the published version holds no meeting of this company there."""
    return {wish.desk: wish.reason for wish in witnessed(content) if wish.company == company.code}


def _dropped(session: Session, schedule: Schedule, company: Company) -> dict[str, str]:
    """Desk code -> why the organisers withdrew this company's request there; one query."""
    steps = drafting.dropped(drafting.path(session, schedule))
    return {pair.desk: step.reason for pair, step in steps.items() if pair.company == company.code}


def _standing(session: Session, fair: Fair) -> Schedule | None:
    return session.scalar(
        sa.select(Schedule).where(
            Schedule.fair_id == fair.id, Schedule.published_at.is_not(None), Schedule.replaced_at.is_(None)
        )
    )


def _meetings(session: Session, company: Company) -> Sequence[Meeting]:
    """Its meetings, those that ended too, oldest first; a place that is only offered is none yet."""
    mine = sa.select(Meeting).where(Meeting.company_id == company.id, Meeting.held_until.is_(None))
    return session.scalars(
        mine.order_by(Meeting.since, Meeting.id).options(
            joinedload(Meeting.slot),
            joinedload(Meeting.table),
            joinedload(Meeting.desk),
            joinedload(Meeting.schedule).load_only(Schedule.version, Schedule.number),
        )
    ).all()


def _wishes(session: Session, company: Company) -> Sequence[Wish]:
    mine = sa.select(Wish).where(Wish.company_id == company.id).order_by(Wish.rank)
    return session.scalars(
        mine.options(
            joinedload(Wish.fair),
            joinedload(Wish.answer),
            joinedload(Wish.desk).joinedload(Desk.directorate),
            selectinload(Wish.needs).selectinload(Need.questions),
        )
    ).all()
