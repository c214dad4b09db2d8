"""The timetable at a glance, for the dashboard: how many are received, how sure that is, where to read on."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import Fair, Schedule
from matchmaker.services.explanations import Finding, findings
from matchmaker.services.figures import document


@dataclass(frozen=True)
class Glance:
    """One schedule, and what is first asked about it: who is received, and whom the draw left out."""

    schedule: Schedule
    findings: tuple[Finding, ...]


def glance(session: Session, fair: Fair) -> Glance | None:
    """The published timetable, else the newest draft that could be; None before the first run."""
    kept = sa.select(Schedule).where(
        Schedule.fair_id == fair.id,
        Schedule.replaced_at.is_(None),
        Schedule.discarded_at.is_(None),
        Schedule.is_simulation.is_(False),
    )
    newest = kept.order_by(Schedule.published_at.is_(None), Schedule.number.desc()).limit(1)
    schedule = session.scalar(newest)
    return None if schedule is None else Glance(schedule, findings(document(schedule).figures)[:2])
