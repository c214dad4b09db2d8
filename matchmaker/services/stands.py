"""Stands as anybody sees them: tables, places, projects, and how many requests they had last midnight.

The number of requests helps a company to choose, so it is public; it changes once a day only, so that nobody
reads from it who has just asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import Company, Desk, Fair, Need, Wish
from matchmaker.services.headcount import demand
from matchmaker.services.problems import supposed_tables
from matchmaker.services.projects import is_public


@dataclass(frozen=True)
class Stand:
    """One desk in figures; a place is one meeting that it can hold."""

    desk: Desk
    tables: int
    places: int
    projects: int
    requests: int


def stands(session: Session, fair: Fair, until: datetime | None) -> tuple[Stand, ...]:
    """Every stand in order, with the requests made before ``until``; a constant number of queries."""
    shown = sa.select(Desk).where(Desk.fair_id == fair.id).order_by(Desk.position)
    desks = session.scalars(shown.options(joinedload(Desk.directorate), selectinload(Desk.tables))).all()
    supposed = set(session.scalars(supposed_tables(fair)))
    places = {counted.desk.id: counted.places for counted in demand(session, fair)}
    projects = _counts(session, _projects(fair))
    requests = _counts(session, _requests(fair, until)) if until is not None else {}
    return tuple(
        Stand(
            desk,
            sum(table.id not in supposed for table in desk.tables),
            places.get(desk.id, 0),
            projects.get(desk.id, 0),
            requests.get(desk.id, 0),
        )
        for desk in desks
    )


def counted_until(fair: Fair, now: datetime) -> datetime | None:
    """The instant up to which requests are counted in public: last midnight at the fair, or the deadline.

    None as long as no midnight has passed since requests opened.
    """
    midnight = now.astimezone(ZoneInfo(fair.timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    if midnight <= fair.requests_open_at:
        return None
    return min(midnight, fair.requests_close_at)


def _projects(fair: Fair) -> sa.Select[int, int]:
    return sa.select(Need.desk_id, sa.func.count()).where(is_public(fair)).group_by(Need.desk_id)


def _requests(fair: Fair, until: datetime) -> sa.Select[int, int]:
    return (
        sa.select(Wish.desk_id, sa.func.count())
        .join(Company, Wish.company_id == Company.id)
        .where(Wish.fair_id == fair.id, Wish.asked_at < until, Company.withdrawn_at.is_(None))
        .group_by(Wish.desk_id)
    )


def _counts(session: Session, query: sa.Select[int, int]) -> dict[int, int]:
    return {row[0]: row[1] for row in session.execute(query)}
