"""What the way of a fair is told in: a step, where it stands, whose turn it is, and the facts behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from matchmaker.models import Draw, Fair, RulesVersion, Schedule
from matchmaker.services.headcount import Headcount
from matchmaker.services.stages import Stage


class Status(Enum):
    """Where one step stands: ``MISSED`` can no longer be done, ``WAITING`` is somebody else's to do."""

    DONE = "done"
    TO_DO = "to_do"
    WAITING = "waiting"
    LATER = "later"
    MISSED = "missed"


class Who(Enum):
    """Whose turn it is."""

    ORGANISER = "organiser"
    PROCUREMENT = "procurement"
    DIRECTORATES = "directorates"
    COMPANIES = "companies"


@dataclass(frozen=True)
class Step:
    """One thing to do: what exactly, how far it is, whose turn it is and before when."""

    code: str
    stage: Stage
    title: str
    detail: str
    status: Status
    who: Who
    by: datetime | None


@dataclass(frozen=True)
class Facts:
    """What the steps look at: the fair, the moment, and what is stored."""

    fair: Fair
    now: datetime
    stage: Stage
    count: Headcount
    rules: RulesVersion | None
    draw: Draw | None
    standing: Schedule | None
