"""Publishing: one transaction that changes the live timetable, stamps the version and writes the messages.

What stays in its place keeps its row (and its confirmation); what moves ends and begins again, so that the
database's own UNIQUE constraints watch every step.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Desk, EndedWhy, Meeting, Schedule, Slot, Table, journal
from matchmaker.scheduling.files import read_problem, read_timetable, write_problem
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Booking
from matchmaker.services import messages
from matchmaker.services.drafted import drafted
from matchmaker.services.planning import live_revision
from matchmaker.services.problems import live_meetings

Place = tuple[str, str, str, str]
Row = TypeVar("Row", Company, Desk, Slot, Table)


def publish(session: Session, schedule: Schedule, account: Account | None, now: datetime) -> Schedule:
    """Make a draft the timetable of the fair, replacing the one before; all of it or nothing."""
    take_turn(session, schedule.fair)
    session.refresh(schedule)
    _refuse_what_cannot_be_published(session, schedule)
    bookings = read_timetable(schedule.timetable).meetings
    broken = violations(read_problem(schedule.problem, seed=schedule.seed), bookings)
    if broken:
        raise RuleBroken(_("Ce brouillon ne respecte pas les règles : %(rule)s", rule=str(broken[0])))

    before = current(session, schedule)
    if before is not None:
        before.replaced_at = now
        session.flush()
    schedule.published_at, schedule.published_by = now, account
    schedule.version = 1 if before is None or before.version is None else before.version + 1
    changes = _replace_meetings(session, schedule, bookings, now)
    messages.announce(session, schedule, changes, now)
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


def current(session: Session, schedule: Schedule) -> Schedule | None:
    """The version of the same fair that stands now."""
    standing = sa.select(Schedule).where(
        Schedule.fair_id == schedule.fair_id,
        Schedule.published_at.is_not(None),
        Schedule.replaced_at.is_(None),
    )
    return session.scalar(standing)


def _refuse_what_cannot_be_published(session: Session, schedule: Schedule) -> None:
    if schedule.published_at is not None:
        raise RuleBroken(_("Ce planning est déjà publié."))
    if schedule.discarded_at is not None:
        raise RuleBroken(_("Ce brouillon a été écarté : calculez-en un autre ou reprenez-en un plus récent."))
    if schedule.is_simulation:
        raise RuleBroken(_("Ce brouillon est une simulation : il ne peut pas être publié."))
    if schedule.live_revision_base != live_revision(session, schedule.fair):
        raise RuleBroken(
            _("Le planning publié a changé depuis ce brouillon : relancez le calcul, puis comparez.")
        )
    if write_problem(drafted(session, schedule)) != schedule.problem:
        raise RuleBroken(
            _("Des demandes, des réponses ou des tables ont changé depuis ce brouillon : relancez le calcul.")
        )


def _replace_meetings(
    session: Session, schedule: Schedule, bookings: tuple[Booking, ...], now: datetime
) -> messages.Changes:
    """Swap the live rows for the new ones; returns who gained, lost, moved, or meets at another hour."""
    wanted = {(b.company, b.desk, b.slot, b.table): b for b in bookings}
    standing: dict[Place, Meeting] = {
        (m.company.code, m.desk.code, m.slot.code, m.table.code): m
        for m in live_meetings(session, schedule.fair)
    }
    ended = [meeting for place, meeting in standing.items() if place not in wanted]
    for meeting in ended:
        meeting.ended_at, meeting.ended_why = now, EndedWhy.REPLACED
    session.flush()
    kept = {place: meeting for place, meeting in standing.items() if place in wanted}
    for place, meeting in kept.items():
        meeting.pinned = wanted[place].pinned
    shifted = _follow_grid(session, schedule, list(kept.values()))
    begun = _begin(session, schedule, [b for place, b in wanted.items() if place not in kept], now)
    return messages.Changes(begun=begun, ended=ended, shifted=shifted)


def _follow_grid(session: Session, schedule: Schedule, kept: list[Meeting]) -> list[Meeting]:
    """A slot whose clock time shifts keeps its code: the meeting keeps its row and takes the new slot."""
    slots = _by_code(session, sa.select(Slot).where(Slot.grid_id == schedule.grid_id))
    shifted = []
    for meeting in kept:
        slot = slots[meeting.slot.code]
        if meeting.slot.starts_at != slot.starts_at:
            shifted.append(meeting)
        meeting.slot = slot
    session.flush()
    return shifted


def _begin(session: Session, schedule: Schedule, bookings: list[Booking], now: datetime) -> list[Meeting]:
    companies = _by_code(session, sa.select(Company).where(Company.fair_id == schedule.fair_id))
    desks = _by_code(session, sa.select(Desk).where(Desk.fair_id == schedule.fair_id))
    tables = _by_code(session, sa.select(Table).where(Table.fair_id == schedule.fair_id))
    slots = _by_code(session, sa.select(Slot).where(Slot.grid_id == schedule.grid_id))
    begun = [
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
    ]
    session.add_all(begun)
    session.flush()
    return begun


def _by_code(session: Session, query: sa.Select[Row]) -> dict[str, Row]:
    return {row.code: row for row in session.scalars(query)}
