"""Where a fair stands as a whole, and the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from matchmaker.models import Fair, RulesVersion, Schedule
from matchmaker.services.headcount import headcount
from matchmaker.services.progress import Facts, Status, Step
from matchmaker.services.stages import Stage, stage_of
from matchmaker.services.steps import steps


@dataclass(frozen=True)
class Readiness:
    """The whole way of a fair, with the one thing to do next."""

    facts: Facts
    steps: tuple[Step, ...]

    @property
    def stage(self) -> Stage:
        return self.facts.stage

    @property
    def next(self) -> Step | None:
        """The first step that those who prepare the fair can do now; else the first they wait for."""
        for status in (Status.TO_DO, Status.WAITING):
            for step in self.steps:
                if step.status is status:
                    return step
        return None

    @property
    def by_stage(self) -> tuple[tuple[Stage, tuple[Step, ...]], ...]:
        """The steps under the stage in which each must be finished."""
        stages = dict.fromkeys(step.stage for step in self.steps)
        return tuple((stage, tuple(s for s in self.steps if s.stage is stage)) for stage in stages)


def readiness(session: Session, fair: Fair, now: datetime) -> Readiness:
    """Where the fair stands; a constant number of queries."""
    rules = sa.select(RulesVersion).where(RulesVersion.fair_id == fair.id)
    standing = sa.select(Schedule).where(
        Schedule.fair_id == fair.id, Schedule.published_at.is_not(None), Schedule.replaced_at.is_(None)
    )
    facts = Facts(
        fair=fair,
        now=now,
        stage=stage_of(session, fair, now),
        count=headcount(session, fair),
        rules=session.scalar(rules.order_by(RulesVersion.number.desc()).limit(1)),
        draw=fair.draw,
        standing=session.scalar(standing.options(defer(Schedule.problem), defer(Schedule.timetable))),
    )
    return Readiness(facts, tuple(steps(facts)))
