"""The four prepared moments of the demonstration, and the one at which it stands.

Time stands still at each of them: whatever a visitor does there happens at its "now". The moment is read
from the database itself, so that pages and worker agree, whoever has changed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.demo import snapshots
from matchmaker.demo.fair import paris
from matchmaker.services.stages import Stage

LIVE = "live.sqlite"


@dataclass(frozen=True)
class Moment:
    """A stage of the fair and the time at which it is visited; ``number`` counts from 1."""

    number: int
    stage: Stage
    now: datetime

    @property
    def name(self) -> str:
        """How addresses, forms and files call it."""
        return self.stage.value

    def snapshot(self, folder: Path) -> Path:
        return folder / f"{self.name}.sqlite"


REQUESTS_OPEN = Moment(1, Stage.REQUESTS_OPEN, paris(10, 10, 10))
DRAFTS = Moment(2, Stage.DRAFTS, paris(10, 30, 10))
PUBLISHED = Moment(3, Stage.PUBLISHED, paris(11, 6, 9, 30))
THE_DAY = Moment(4, Stage.THE_DAY, paris(11, 15, 10, 42))
MOMENTS = (REQUESTS_OPEN, DRAFTS, PUBLISHED, THE_DAY)
FIRST_SEEN = DRAFTS


def current(session: Session) -> Moment:
    """The moment at which this database stands: its number travels in the file."""
    number = session.scalar(sa.text("PRAGMA user_version"))
    return next((moment for moment in MOMENTS if moment.number == number), FIRST_SEEN)


def now(session: Session) -> datetime:
    """What time it is in the demonstration."""
    return current(session).now


def keep(moment: Moment, folder: Path) -> None:
    """Keep the live database as what ``moment`` brings back."""
    snapshots.save(folder / LIVE, moment.snapshot(folder), moment.number)


def go_to(moment: Moment, folder: Path) -> None:
    """Bring ``moment`` back as it was prepared: what visitors did since is forgotten."""
    snapshots.restore(moment.snapshot(folder), folder / LIVE)
