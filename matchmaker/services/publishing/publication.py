"""Publishing: one transaction that changes the live timetable, stamps the version and writes the messages.

What stays in its place keeps its row (and its confirmation); what moves ends and begins again, so that the
database's own UNIQUE constraints watch every step. The messages are made first, from what still stands
(letters.py), so that they are those that the page showed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Desk, EndedWhy, Meeting, Schedule, Slot, Table, journal
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.drafts.freezing import frozen_only
from matchmaker.services.figures import document
from matchmaker.services.problems import live_meetings
from matchmaker.services.publishing.letters import letters, send
from matchmaker.services.publishing.obstacles import obstacle
from matchmaker.services.publishing.restoring import brings_back
from matchmaker.services.publishing.versions import standing
from matchmaker.services.rebalancing import happenings

Place = tuple[str, str, str, str]
Row = TypeVar("Row", Company, Desk, Slot, Table)


def publish(
    session: Session, schedule: Schedule, account: Account | None, now: datetime, read: str = ""
) -> Schedule:
    """Make a draft the timetable of the fair, replacing the one before; all of it or nothing.

    ``read``: the digest of the messages that were read before (letters.py); others are never sent instead.
    """
    take_turn(session, schedule.fair)
    take_turn(session, schedule)
    refusal = obstacle(session, schedule, now)
    if refusal is not None:
        raise refusal
    written = letters(session, schedule)
    if read and read != written.sha256:
        raise RuleBroken(
            _("Ce qui serait publié a changé depuis que vous l’avez lu : relisez les messages, puis publiez.")
        )

    bookings, former = _as_live(session, schedule), brings_back(session, schedule)
    _take_over(session, schedule, account, now)
    _replace_meetings(session, schedule, bookings, now)
    if former is not None:
        happenings.go_back(session, former, account, now)
    happenings.come_true(session, schedule, account, now)
    send(session, schedule.fair, written, now)
    journal.append(
        session,
        fair=schedule.fair,
        account=account,
        at=now,
        deed="schedule.publish",
        about=f"v{schedule.version}",
        detail=f"timetable {schedule.timetable_sha256}",
    )
    return schedule


def _as_live(session: Session, schedule: Schedule) -> list[Booking]:
    """The meetings of the schedule; what it locks for the moment only is no lock of the organiser's."""
    for_the_moment = frozen_only(session, schedule)
    return [
        replace(booking, pinned=booking.pinned and booking.pair not in for_the_moment)
        for booking in document(schedule).result.meetings
    ]


def _take_over(session: Session, schedule: Schedule, account: Account | None, now: datetime) -> None:
    """The version that stood is replaced, this one stands under the next number."""
    before = standing(session, schedule.fair)
    if before is not None:
        before.replaced_at = now
        session.flush()
    schedule.published_at, schedule.published_by = now, account
    schedule.version = 1 if before is None or before.version is None else before.version + 1


def _replace_meetings(
    session: Session, schedule: Schedule, bookings: Iterable[Booking], now: datetime
) -> None:
    """Swap the live rows for the new ones."""
    wanted = {(b.company, b.desk, b.slot, b.table): b for b in bookings}
    live: dict[Place, Meeting] = {
        (m.company.code, m.desk.code, m.slot.code, m.table.code): m
        for m in live_meetings(session, schedule.fair)
    }
    for place, meeting in live.items():
        if place not in wanted:
            meeting.ended_at, meeting.ended_why = now, EndedWhy.REPLACED
    session.flush()
    kept = {place: meeting for place, meeting in live.items() if place in wanted}
    for place, meeting in kept.items():
        meeting.pinned = wanted[place].pinned
    _follow_grid(session, schedule, kept.values())
    _begin(session, schedule, [b for place, b in wanted.items() if place not in kept], now)


def _follow_grid(session: Session, schedule: Schedule, kept: Iterable[Meeting]) -> None:
    """A slot whose clock time shifts keeps its code: the meeting keeps its row and takes the new slot."""
    slots = _by_code(session, sa.select(Slot).where(Slot.grid_id == schedule.grid_id))
    for meeting in kept:
        meeting.slot = slots[meeting.slot.code]
    session.flush()


def _begin(session: Session, schedule: Schedule, bookings: list[Booking], now: datetime) -> None:
    companies = _by_code(session, sa.select(Company).where(Company.fair_id == schedule.fair_id))
    desks = _by_code(session, sa.select(Desk).where(Desk.fair_id == schedule.fair_id))
    tables = _by_code(session, sa.select(Table).where(Table.fair_id == schedule.fair_id))
    slots = _by_code(session, sa.select(Slot).where(Slot.grid_id == schedule.grid_id))
    session.add_all(
        Meeting(
            fair=schedule.fair,
            schedule=schedule,
            company=companies[booking.company],
            desk=desks[booking.desk],
            table=tables[booking.table],
            slot=slots[booking.slot],
            pinned=booking.pinned,
            since=now,
        )
        for booking in bookings
    )
    session.flush()


def _by_code(session: Session, query: sa.Select[Row]) -> dict[str, Row]:
    return {row.code: row for row in session.scalars(query)}
