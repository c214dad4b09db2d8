"""What anybody may read of the stands: figures only, and requests as they stood last midnight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from matchmaker.models import Fair
from matchmaker.services.stands import counted_until, stands
from tests.builders import (
    BEFORE_THE_DEADLINE,
    DEADLINE,
    REQUESTS_OPEN,
    a_company,
    a_cpv,
    a_desk,
    a_fair,
    a_grid,
    a_need,
    a_sector,
    a_wish,
)


@pytest.fixture
def fair(either: Session) -> Fair:
    """One stand of two tables and three slots, and one without a table."""
    fair = a_fair()
    either.add_all(
        [a_grid(fair, slots=3), a_desk(fair, tables=2, code="EAU"), a_desk(fair, tables=0, code="VIDE")]
    )
    either.flush()
    return fair


def test_a_stand_counts_its_tables_its_places_and_its_public_projects(either: Session, fair: Fair) -> None:
    water = stands(either, fair, until=None)[0].desk
    shared = {"sector": a_sector(), "cpv": a_cpv()}
    either.add_all([a_need(water, **shared), a_need(water, published_at=None, **shared)])
    either.flush()

    counted = [
        (stand.desk.code, stand.tables, stand.places, stand.projects) for stand in stands(either, fair, None)
    ]

    assert counted == [("EAU", 2, 6, 1), ("VIDE", 0, 0, 0)]


def test_requests_are_counted_up_to_an_instant_and_only_of_those_who_still_come(
    either: Session, fair: Fair
) -> None:
    water = stands(either, fair, until=None)[0].desk
    early, late, gone = (a_company(fair) for _ in range(3))
    gone.withdrawn_at = BEFORE_THE_DEADLINE
    for company, asked_at in ((early, -1), (late, 0), (gone, -1)):
        wish = a_wish(
            company, water, fair_id=fair.id, asked_at=BEFORE_THE_DEADLINE + timedelta(seconds=asked_at)
        )
        either.add(wish)
    either.flush()

    assert [stand.requests for stand in stands(either, fair, until=BEFORE_THE_DEADLINE)] == [1, 0]
    assert [stand.requests for stand in stands(either, fair, until=None)] == [0, 0]


def test_requests_are_counted_as_of_last_midnight_where_the_fair_is() -> None:
    now = datetime(2023, 10, 12, 22, 30, tzinfo=UTC)  # half past midnight on the 13th in Créteil

    assert counted_until(a_fair(), now) == datetime(2023, 10, 12, 22, 0, tzinfo=UTC)


def test_no_count_is_shown_before_the_first_midnight_nor_another_after_the_deadline() -> None:
    fair = a_fair()

    assert counted_until(fair, REQUESTS_OPEN + timedelta(hours=3)) is None
    assert counted_until(fair, DEADLINE + timedelta(days=30)) == DEADLINE
