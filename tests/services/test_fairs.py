"""Which fair a page is about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.models import Fair
from matchmaker.services.fairs import by_slug, current
from tests.builders import EXCHANGE, a_fair

DATES = (
    "opens_at",
    "closes_at",
    "exchange_starts_at",
    "exchange_ends_at",
    "requests_open_at",
    "requests_close_at",
)
OVER = EXCHANGE + timedelta(hours=3)


def held_after(days: int, **given: Any) -> Fair:
    """A fair so many days after the usual one."""
    usual = a_fair(**given)
    for date in DATES:
        setattr(usual, date, getattr(usual, date) + timedelta(days=days))
    return usual


def test_the_fair_that_is_on_or_comes_next_is_the_current_one(session: Session) -> None:
    later, first, second = held_after(700), held_after(0), held_after(350)
    session.add_all([later, first, second])
    session.flush()

    found = [current(session, OVER + timedelta(seconds=shift)) for shift in (-1, 0)]

    assert found == [first, second]


def test_once_all_are_over_the_last_one_stays(session: Session) -> None:
    first, second = held_after(0), held_after(350)
    session.add_all([second, first])
    session.flush()

    assert current(session, OVER + timedelta(days=1000)) is second


def test_without_a_fair_there_is_none(session: Session) -> None:
    assert current(session, OVER) is None


def test_a_word_that_two_organisations_use_means_the_latest_fair(session: Session) -> None:
    first, second = held_after(0, slug="salon"), held_after(350, slug="salon")
    session.add_all([second, first])
    session.flush()

    assert by_slug(session, "salon") is second
    assert by_slug(session, "autre") is None
