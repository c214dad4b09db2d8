"""At what stage a fair is: derived from its dates and from what was done, never from a status column."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import Fair, Schedule


class Stage(Enum):
    """The life of a fair, in order."""

    PREPARATION = "preparation"
    REQUESTS_OPEN = "requests_open"
    REQUESTS_CLOSED = "requests_closed"
    DRAFTS = "drafts"
    PUBLISHED = "published"
    THE_DAY = "the_day"
    CLOSED = "closed"
    ARCHIVED = "archived"

    @property
    def number(self) -> int:
        """Place in the life of the fair, from 0."""
        return list(Stage).index(self)


def stage_of(session: Session, fair: Fair, now: datetime) -> Stage:
    """The stage of ``fair`` at ``now``: one query at most."""
    by_dates = _stage_by_dates(fair, now)
    if by_dates is not None:
        return by_dates
    published, drafts = session.execute(_counts(fair)).one()
    if published:
        return Stage.PUBLISHED
    return Stage.DRAFTS if drafts else Stage.REQUESTS_CLOSED


def _stage_by_dates(fair: Fair, now: datetime) -> Stage | None:
    """The stages that no deed decides; None between the deadline and the day."""
    if fair.archived_at is not None and now >= fair.archived_at:
        return Stage.ARCHIVED
    if now >= fair.closes_at:
        return Stage.CLOSED
    zone = ZoneInfo(fair.timezone)
    if now.astimezone(zone).date() >= fair.opens_at.astimezone(zone).date():
        return Stage.THE_DAY
    if now < fair.requests_open_at:
        return Stage.PREPARATION
    if now < fair.requests_close_at:
        return Stage.REQUESTS_OPEN
    return None


def _counts(fair: Fair) -> sa.Select[int, int]:
    published = sa.func.count(Schedule.published_at)
    kept = sa.func.count().filter(Schedule.published_at.is_(None), Schedule.discarded_at.is_(None))
    return sa.select(published, kept).where(Schedule.fair_id == fair.id)
