"""Needs as directorates and procurement list them, whatever their stage, and what hangs on one of them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import Company, Desk, Fair, Meeting, Need, Wish


def needs_of(session: Session, desks: Sequence[Desk]) -> list[Need]:
    """The needs of these desks, whatever their stage, by code."""
    return _loaded(session, Need.desk_id.in_([desk.id for desk in desks]))


def needs_at(session: Session, fair: Fair) -> list[Need]:
    """Every need of the fair, whatever its stage, by code."""
    return _loaded(session, Need.fair_id == fair.id)


def _loaded(session: Session, among: sa.ColumnElement[bool]) -> list[Need]:
    needs = sa.select(Need).where(among).order_by(Need.code)
    desk = joinedload(Need.desk).joinedload(Desk.directorate)
    return list(session.scalars(needs.options(desk, joinedload(Need.sector), selectinload(Need.questions))))


def requests_about(session: Session, need: Need) -> list[Wish]:
    """The requests that name this need and no other that still takes meetings: they lose their object."""
    naming = (
        sa.select(Wish).join(Company, Wish.company_id == Company.id).where(Wish.needs.any(Need.id == need.id))
    )
    coming = naming.where(Company.withdrawn_at.is_(None)).options(selectinload(Wish.needs))
    wishes = session.scalars(coming.order_by(Wish.id))
    return [wish for wish in wishes if not any(n.takes_meetings for n in wish.needs if n is not need)]


def meetings_about(session: Session, need: Need) -> int:
    """How many meetings of the published timetable are about this need and no other."""
    companies = [wish.company_id for wish in requests_about(session, need)]
    standing = sa.select(sa.func.count(Meeting.id)).where(
        Meeting.desk_id == need.desk_id, Meeting.company_id.in_(companies), Meeting.ended_at.is_(None)
    )
    return session.scalar(standing) or 0
