"""What a draft supposed becomes a fact of the fair when it is published, and goes back with it.

A company that is gone has withdrawn, one that is late has other hours of presence; tables and slots stand in
the layout that the version brings. Each fact is a line of the journal and bears the instant since when it is
one. Whoever brings a former version back undoes what came after it (``undone``, ``go_back``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from matchmaker.models import (
    Account,
    Company,
    EndedWhy,
    Happened,
    Happening,
    Meeting,
    Presence,
    Schedule,
    journal,
)
from matchmaker.services.drafts.drafted import happenings_of
from matchmaker.services.figures import document

DEEDS = {
    Happened.LATE_OPENING: "happening.late_opening",
    Happened.TABLE_LOST: "happening.table_lost",
    Happened.PERSON_LATE: "happening.person_late",
    Happened.COMPANY_GONE: "company.withdraw",
    Happened.COMPANY_LATE: "company.set_presence",
    Happened.NEWCOMERS: "happening.newcomers",
    Happened.TABLE_ADDED: "table.add",
    Happened.COMPANY_BACK: "company.come_back",
}


@dataclass(frozen=True)
class Undone:
    """What bringing a version back does to the facts: some go back, others are facts again."""

    back: tuple[Happening, ...] = ()
    again: tuple[Happening, ...] = ()


def come_true(session: Session, schedule: Schedule, account: Account | None, now: datetime) -> None:
    """Make facts of what a draft supposes, in the transaction that publishes it.

    It does not matter whether its meetings stand in the live timetable already.
    """
    for happening in happenings_of(session, schedule):
        if happening.fact_since is None:
            _make_fact(session, happening, account, now)


def undone(session: Session, version: Schedule) -> Undone:
    """What bringing this version back would undo, newest first, and what it would make true again."""
    facts = _facts(session, version)
    number = version.version or 0
    later = [one for one in facts if one.fact_since is not None and (one.schedule.version or 0) > number]
    earlier = [one for one in facts if one.fact_since is None and (one.schedule.version or 0) <= number]
    return Undone(back=tuple(reversed(later)), again=tuple(earlier))


def go_back(session: Session, version: Schedule, account: Account | None, now: datetime) -> None:
    """Undo the facts that came after this version, and make those before it facts again."""
    found = undone(session, version)
    for happening in found.back:
        _take_back(session, happening, account, now)
    for happening in found.again:
        _make_fact(session, happening, account, now)


def _facts(session: Session, version: Schedule) -> Sequence[Happening]:
    """What every published version of the fair supposed, oldest first; one query."""
    said = sa.select(Happening).join(Schedule)
    of_fair = said.where(Schedule.fair_id == version.fair_id, Schedule.published_at.is_not(None))
    loaded = of_fair.options(
        joinedload(Happening.schedule),
        joinedload(Happening.company),
        joinedload(Happening.table),
        joinedload(Happening.person),
    )
    return session.scalars(loaded.order_by(Schedule.version, Happening.position)).all()


def _make_fact(session: Session, happening: Happening, account: Account | None, now: datetime) -> None:
    company = happening.company
    if company is not None and happening.kind is Happened.COMPANY_GONE:
        _leave(session, happening.schedule, company, now)
    elif company is not None and happening.kind is Happened.COMPANY_LATE:
        _set_hours(session, company, _from_arrival_on(happening, company))
    elif company is not None and happening.kind is Happened.COMPANY_BACK:
        company.withdrawn_at = None
    happening.fact_since = now
    _journal(session, happening, DEEDS[happening.kind], account, now)


def _leave(session: Session, schedule: Schedule, company: Company, now: datetime) -> None:
    """As when it leaves by itself: its meetings are given up, but for those it has held already."""
    company.withdrawn_at = company.withdrawn_at or now
    held = {booking.desk for booking in document(schedule).result.meetings if booking.company == company.code}
    own = sa.select(Meeting).where(Meeting.company_id == company.id).options(joinedload(Meeting.desk))
    for meeting in session.scalars(own):
        ends_now = meeting.ended_at is None and meeting.desk.code not in held
        was_replaced = meeting.ended_at == now and meeting.ended_why is EndedWhy.REPLACED
        if ends_now or was_replaced:
            meeting.ended_at, meeting.ended_why = now, EndedWhy.GIVEN_UP


def _from_arrival_on(happening: Happening, company: Company) -> list[Presence]:
    """Its hours of presence less those it misses; the whole of the exchange had none."""
    slots = happening.schedule.grid.slots
    missed = next(place for place, slot in enumerate(slots) if slot.code == happening.until_slot)
    arrives = slots[missed + 1].starts_at
    if not company.presences:
        return [Presence(starts_at=arrives, ends_at=max(company.fair.exchange_ends_at, slots[-1].ends_at))]
    return [
        Presence(starts_at=max(hours.starts_at, arrives), ends_at=hours.ends_at)
        for hours in company.presences
        if hours.ends_at > arrives
    ]


def _set_hours(session: Session, company: Company, hours: list[Presence]) -> None:
    """Other hours of presence; those that were go first, for two may begin at the same instant."""
    company.presences = []
    session.flush()
    company.presences = hours


def _take_back(session: Session, happening: Happening, account: Account | None, now: datetime) -> None:
    company = happening.company
    if company is not None and happening.kind is Happened.COMPANY_GONE:
        # Whoever had left by itself before has left.
        if company.withdrawn_at == happening.fact_since:
            company.withdrawn_at = None
    elif company is not None and happening.kind is Happened.COMPANY_LATE:
        _set_hours(session, company, _hours_before(happening, company))
    elif company is not None and happening.kind is Happened.COMPANY_BACK:
        company.withdrawn_at = now
    happening.fact_since = None
    _journal(session, happening, "happening.undo", account, now)


def _hours_before(happening: Happening, company: Company) -> list[Presence]:
    """The hours at which it was there in the version before, slot by slot; none for the whole exchange."""
    before = happening.schedule.made_from
    known = None if before is None else document(before).problem.company.get(company.code)
    if before is None or known is None or not known.absent:
        return []
    hours: list[Presence] = []
    was_there = False
    for slot in before.grid.slots:
        is_there = slot.code not in known.absent
        if is_there and was_there:
            hours[-1].ends_at = slot.ends_at
        elif is_there:
            hours.append(Presence(starts_at=slot.starts_at, ends_at=slot.ends_at))
        was_there = is_there
    return hours


def _journal(
    session: Session, happening: Happening, deed: str, account: Account | None, now: datetime
) -> None:
    """The line names whom or what it is about, so that the history of a company shows it."""
    named = (happening.company and happening.company.code) or (happening.table and happening.table.code)
    way = None if happening.way is None else happening.way.value
    parts = (happening.kind.value, happening.from_slot, happening.until_slot, happening.minutes, way)
    said = " ".join("-" if part is None else str(part) for part in parts)
    who = "" if happening.person is None else f" account {happening.person.id}"
    journal.append(
        session,
        fair=happening.schedule.fair,
        account=account,
        at=now,
        deed=deed,
        about=named or f"schedule {happening.schedule.number}",
        detail=f"{said}{who} v{happening.schedule.version}",
    )
