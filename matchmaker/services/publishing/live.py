"""The live timetable in the core's words: what stands now, whatever the published version said."""

from __future__ import annotations

from sqlalchemy.orm import Session

from matchmaker.models import Fair, Meeting
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.problems import live_meetings


def bookings(session: Session, fair: Fair) -> tuple[Booking, ...]:
    """The meetings that stand, by company then time; one query."""
    return tuple(booking(meeting) for meeting in live_meetings(session, fair))


def booking(meeting: Meeting) -> Booking:
    """One live meeting; its company, desk, slot and table are loaded."""
    place = meeting.desk.code, meeting.slot.code, meeting.table.code
    return Booking(meeting.company.code, *place, meeting.pinned)
