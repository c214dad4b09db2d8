"""A company of a fair of three slots, and who acts for it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import (
    Account,
    Company,
    JournalEntry,
    SizeClass,
)
from matchmaker.services.profiles import Details
from tests.builders import (
    BEFORE_THE_DEADLINE,
    EXCHANGE,
    a_company,
    a_fair,
    a_grid,
    an_account,
)

NOW = BEFORE_THE_DEADLINE


DETAILS = Details(
    name="Canalisations Durand",
    phone="01 23 45 67 89",
    size_class=SizeClass.MICRO,
    adapted_access="Fauteuil",
    breathing=True,
    group="Groupe Durand",
)


@pytest.fixture
def company(either: Session) -> Company:
    """A company of a fair of three slots, at 10:30, 10:40 and 10:50."""
    fair = a_fair()
    company = a_company(fair)
    either.add_all([fair, a_grid(fair, slots=3), company])
    either.flush()
    return company


@pytest.fixture
def account(either: Session) -> Account:
    account = an_account()
    either.add(account)
    either.flush()
    return account


def at(minutes: int) -> datetime:
    return EXCHANGE + timedelta(minutes=minutes)


def deeds(session: Session) -> list[str]:
    return list(session.scalars(sa.select(JournalEntry.deed).order_by(JournalEntry.id)))


def codes(company: Company) -> list[str]:
    return sorted(own.cpv_code for own in company.cpv)
