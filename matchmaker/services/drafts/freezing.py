"""What the day keeps in its place: which meetings of a draft are pinned for the moment only.

A meeting that has begun when a draft is made, or is about to, is pinned in the draft so that nothing moves
it. That is not the organiser's word for good: once published it is a meeting like any other.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from matchmaker.models import Fair, Grid, Schedule
from matchmaker.scheduling.problem import Pair
from matchmaker.services.drafts.drafted import question, supposed_by
from matchmaker.services.drafts.drafted_day import IMMINENT_MINUTES

__all__ = ["IMMINENT_MINUTES", "day_has_begun", "frozen_only", "is_over"]


def day_has_begun(fair: Fair, now: datetime) -> bool:
    """Whether it is the day of the fair, or later, by the clock on its wall."""
    zone = ZoneInfo(fair.timezone)
    return now.astimezone(zone).date() >= fair.opens_at.astimezone(zone).date()


def is_over(grid: Grid, now: datetime) -> bool:
    """Whether the last slot has ended."""
    return now >= max(slot.ends_at for slot in grid.slots)


def frozen_only(session: Session, schedule: Schedule) -> frozenset[Pair]:
    """The pairs that a draft pins only because their meeting had begun, or was about to, when it was made.

    To be asked before the live timetable is replaced: it is read from the meetings that stand.
    """
    if schedule.frozen_at is None:
        return frozenset()
    return question(session, schedule.fair, supposed_by(session, schedule)).frozen
