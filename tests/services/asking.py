"""A company that asks, for the tests of its requests: what stands, and what the journal says."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import Company, Desk, JournalEntry, Need, Wish
from tests.builders import (
    a_company,
    a_desk,
    a_fair,
    a_need,
    a_wish,
    some_rules,
)


def a_company_that_may_ask(session: Session, most: int) -> Company:
    fair = a_fair()
    company = a_company(fair)
    session.add_all([fair, some_rules(fair, requests_per_company=most), company])
    session.flush()
    return company


def a_desk_of(session: Session, company: Company) -> Desk:
    desk = a_desk(company.fair)
    session.add(desk)
    session.flush()
    return desk


def a_need_of(session: Session, desk: Desk, **given: object) -> Need:
    need = a_need(desk, **given)
    session.add(need)
    session.flush()
    return need


def wishes_of(session: Session, company: Company, number: int) -> list[Wish]:
    """So many requests, each of a desk of its own."""
    desks = [a_desk_of(session, company) for _ in range(number)]
    wishes = [a_wish(company, desk, rank) for rank, desk in enumerate(desks, start=1)]
    session.add_all(wishes)
    session.flush()
    return wishes


def ranks(session: Session, company: Company) -> dict[int, int]:
    """Desk -> rank as the database has it."""
    rows = sa.select(Wish.desk_id, Wish.rank).where(Wish.company_id == company.id)
    return dict(session.execute(rows).all())


def last_deed(session: Session) -> JournalEntry:
    return session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
