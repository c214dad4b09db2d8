"""What publishing a draft would do, shown before it is done: the last check, the changes, the messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.models import Meeting, Schedule
from matchmaker.scheduling.problem import Slot
from matchmaker.services.comparison import Change, Kind, changes
from matchmaker.services.figures import Document, document
from matchmaker.services.problems import live_meetings
from matchmaker.services.publishing import live, versions
from matchmaker.services.publishing.last_check import Checked, last_check
from matchmaker.services.publishing.letters import Letters, letters
from matchmaker.services.publishing.obstacles import NotPublishable, obstacle

NONE = Letters((), ())


@dataclass(frozen=True)
class Preview:
    """The publication of one draft, not done yet; ``obstacle`` says why it cannot be done.

    ``kept`` counts the meetings of today that stay at their table and their hour. ``newly_served`` and
    ``no_longer_served`` are company codes. ``letters`` is empty where nothing would be written.
    """

    obstacle: NotPublishable | None
    content: Document
    checks: tuple[Checked, ...]
    before: Schedule | None
    changes: tuple[Change, ...]
    kept: int
    newly_served: tuple[str, ...]
    no_longer_served: tuple[str, ...]
    letters: Letters

    @property
    def version(self) -> int:
        """The number this version would have."""
        return 1 if self.before is None or self.before.version is None else self.before.version + 1

    @property
    def meetings(self) -> int:
        return len(self.content.result.meetings)

    @property
    def is_proven(self) -> bool:
        return self.content.result.status == "optimal"

    def count(self, *kinds: Kind) -> int:
        """How many changes are of those kinds."""
        return sum(change.kind in kinds for change in self.changes)


def preview(session: Session, schedule: Schedule, now: datetime) -> Preview:
    """What would happen at ``now``; nothing does. A constant number of queries."""
    content = document(schedule)
    standing = live_meetings(session, schedule.fair)
    before = tuple(live.booking(meeting) for meeting in standing)
    after = content.result.meetings
    found = changes(before, after, _shifted(standing, content.problem.slots))
    forbidden = obstacle(session, schedule, now)
    was, will = ({booking.company for booking in bookings} for bookings in (before, after))
    return Preview(
        obstacle=forbidden,
        content=content,
        checks=last_check(content),
        before=versions.standing(session, schedule.fair),
        changes=found,
        kept=len(before) - sum(change.before is not None for change in found),
        newly_served=tuple(sorted(will - was)),
        no_longer_served=tuple(sorted(was - will)),
        letters=letters(session, schedule) if forbidden is None else NONE,
    )


def _shifted(standing: Iterable[Meeting], slots: Iterable[Slot]) -> frozenset[str]:
    """The slots whose meetings stay, at another clock time."""
    starts = {slot.id: slot.start for slot in slots}
    return frozenset(m.slot.code for m in standing if starts.get(m.slot.code) != m.slot.starts_at)
