"""Whom a visitor plays: one small firm, the lead of the busiest stand, those who prepare the fair.

The firm and the stand are looked for by a rule in the timetable that is published in the end, so that they
are the same at all four moments; nothing is chosen by hand.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.demo.fair import ORGANISER_EMAIL
from matchmaker.demo.moments import PUBLISHED, REQUESTS_OPEN
from matchmaker.demo.people import PROCUREMENT_EMAIL
from matchmaker.models import (
    Account,
    Company,
    Desk,
    Membership,
    Role,
    Schedule,
    Seat,
    Sitting,
    Table,
    Wish,
)
from matchmaker.services.schedules import CompanyDay, readable

ROLES = (Role.COMPANY, Role.HOST, Role.PROCUREMENT, Role.ORGANISER)
TELLING = {"draw", "desk_full", "outranked"}


class Candidate(NamedTuple):
    """A company and what the published timetable gives it."""

    company: Company
    day: CompanyDay


def address_of(role: Role, folder: Path) -> str:
    """The address of the account that plays ``role`` in the demonstration of ``folder``."""
    if role is Role.ORGANISER:
        return ORGANISER_EMAIL
    if role is Role.PROCUREMENT:
        return PROCUREMENT_EMAIL
    published = PUBLISHED.snapshot(folder)
    # A demonstration that is built again has another file, and perhaps another story.
    return _found(role, published, published.stat().st_mtime_ns)


@cache
def _found(role: Role, published: Path, _made_at: int) -> str:
    engine = sa.create_engine(f"sqlite:///{published}")
    try:
        with Session(engine) as session:
            return _firm(session) if role is Role.COMPANY else _lead(session)
    finally:
        engine.dispose()


def _firm(session: Session) -> str:
    """The small firm whose morning shows the point best; of equals the one that registered first.

    It was validated while requests were still open, belongs to no group, and has one meeting, its first
    choice, at the second table of a stand; what else it asked, it did not get, for as many reasons as can be.
    """
    schedule = session.scalars(sa.select(Schedule).where(Schedule.version == 1)).one()
    companies = {company.code: company for company in session.scalars(sa.select(Company))}
    days = (Candidate(companies[day.company.code], day) for day in readable(session, schedule, "fr").days)
    chosen = min(filter(_tells_a_story, days), key=_plainest_last)
    of_company = sa.select(Account.email).join(Membership).where(Membership.company_id == chosen.company.id)
    return session.scalars(of_company.order_by(Membership.id)).first() or ""


def _tells_a_story(one: Candidate) -> bool:
    company, day = one
    is_there = company.validated_at is not None and company.validated_at < REQUESTS_OPEN.now
    is_met = len(day.cards) == 1 and day.cards[0].table.number > 1
    return is_there and company.group_id is None and is_met and bool(_reasons(day))


def _plainest_last(one: Candidate) -> tuple[object, ...]:
    company, day = one
    met = day.cards[0].asked
    rank = 0 if met is None else met.rank
    return rank, -len(_reasons(day)), -len(day.unplaced), company.registered_at, company.code


def _reasons(day: CompanyDay) -> set[str]:
    return TELLING & {wish.reason.code for wish in day.unplaced}


def _lead(session: Session) -> str:
    """Who leads the first table of the stand that most companies ask for."""
    busiest = (
        sa.select(Wish.desk_id)
        .join(Desk, Desk.id == Wish.desk_id)
        .group_by(Wish.desk_id, Desk.position)
        .order_by(sa.func.count().desc(), Desk.position)
        .limit(1)
        .scalar_subquery()
    )
    seated = sa.select(Account.email).join(Sitting).join(Table).where(Table.desk_id == busiest)
    first = seated.where(Sitting.seat == Seat.LEAD).order_by(Table.number).limit(1)
    return session.scalars(first).one()
