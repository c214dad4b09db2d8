"""What publishing a draft would do, shown before it is done: the last check, the changes, the messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Company, Contact, Fair, Meeting, Schedule
from matchmaker.scheduling.problem import Slot
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Booking
from matchmaker.services import messages, publication
from matchmaker.services.comparison import Change, changes
from matchmaker.services.figures import document
from matchmaker.services.problems import live_meetings


@dataclass(frozen=True)
class Preview:
    """The publication of one draft, not done yet; ``refusal`` says why it cannot be done."""

    refusal: str | None
    broken_rules: int
    meetings: int
    before: Schedule | None
    changes: tuple[Change, ...]
    concerned: int
    messages: int

    @property
    def version(self) -> int:
        """The number this version would have."""
        return 1 if self.before is None or self.before.version is None else self.before.version + 1

    @property
    def may_be_published(self) -> bool:
        return self.refusal is None and self.broken_rules == 0


def preview(session: Session, schedule: Schedule) -> Preview:
    """What would happen; nothing does. A constant number of queries."""
    content = document(schedule)
    before = publication.current(session, schedule)
    live = live_meetings(session, schedule.fair)
    found = changes(map(_booking, live), content.result.meetings, _shifted(live, content.problem.slots))
    concerned, addresses = _written_to(
        session, schedule.fair, {change.company for change in found}, first=before is None
    )
    return Preview(
        refusal=_refusal(session, schedule),
        broken_rules=len(violations(content.problem, content.result.meetings)),
        meetings=len(content.result.meetings),
        before=before,
        changes=found,
        concerned=concerned,
        messages=addresses,
    )


def _refusal(session: Session, schedule: Schedule) -> str | None:
    try:
        publication._refuse_what_cannot_be_published(session, schedule)
    except RuleBroken as refusal:
        return str(refusal)
    return None


def _booking(meeting: Meeting) -> Booking:
    place = meeting.desk.code, meeting.slot.code, meeting.table.code
    return Booking(meeting.company.code, *place, meeting.pinned)


def _shifted(live: Iterable[Meeting], slots: Iterable[Slot]) -> frozenset[str]:
    """The slots whose meetings stay, at another clock time."""
    starts = {slot.id: slot.start for slot in slots}
    return frozenset(m.slot.code for m in live if starts.get(m.slot.code) != m.slot.starts_at)


def _written_to(session: Session, fair: Fair, touched: set[str], first: bool) -> tuple[int, int]:
    """How many companies are written to, at how many addresses: first all who asked, then those touched."""
    code = sa.func.coalesce(Company.siren, Company.foreign_number)
    who: sa.ColumnElement[bool] = code.in_(touched)
    if first:
        who = sa.or_(who, Company.id.in_(messages.asking(fair)))
    counted = sa.select(sa.func.count(Company.id.distinct()), sa.func.count(Contact.id))
    here = counted.outerjoin(Company.contacts).where(Company.fair_id == fair.id, who)
    companies, addresses = session.execute(here).one()
    return companies, addresses
