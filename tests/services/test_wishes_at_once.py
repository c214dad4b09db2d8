"""A company's requests changed from two tabs at once: on PostgreSQL the second waits, then sees the first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.db import Base
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Desk, Wish
from matchmaker.services import wishes
from tests.builders import BEFORE_THE_DEADLINE, a_company, a_desk, a_fair, a_wish, an_account, some_rules

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("pg")]
NOW = BEFORE_THE_DEADLINE


@pytest.fixture
def tabs(new_postgresql_database: Callable[[str], sa.URL]) -> Iterator[tuple[Session, Session]]:
    """Two sessions on a database of their own: one company, three stands, two of which it asks."""
    engine = sa.create_engine(new_postgresql_database("tabs"))
    Base.metadata.create_all(engine)
    with Session(engine) as first, Session(engine) as second:
        fair = a_fair()
        company, desks = a_company(fair), [a_desk(fair, code=code) for code in ("EAU", "VOI", "BAT")]
        asked = [a_wish(company, desk, rank) for rank, desk in enumerate(desks[:2], start=1)]
        first.add_all([fair, some_rules(fair), *desks, *asked, an_account()])
        first.commit()
        yield first, second
    engine.dispose()


def at_once(tabs: tuple[Session, Session], *deeds: Callable[[Session], object]) -> None:
    """The second deed begins before the first is stored."""
    first, second = tabs
    deeds[0](first)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(deeds[-1], second)
        time.sleep(0.2)
        first.commit()
        late.result()
    second.commit()


def a_wish_at(session: Session, code: str) -> Wish:
    return session.scalars(sa.select(Wish).join(Desk, Desk.id == Wish.desk_id).where(Desk.code == code)).one()


def ask(session: Session) -> Wish:
    company = session.scalars(sa.select(Company)).one()
    desk = session.scalars(sa.select(Desk).where(Desk.code == "BAT")).one()
    return wishes.ask(session, company, desk, [], "", NOW)


def move(code: str, rank: int) -> Callable[[Session], None]:
    def deed(session: Session) -> None:
        account = session.scalars(sa.select(Account)).one()
        wishes.move(session, a_wish_at(session, code), rank, account, NOW, seen_at=3 - rank)

    return deed


def withdraw(session: Session) -> None:
    wishes.withdraw(session, a_wish_at(session, "EAU"), session.scalars(sa.select(Account)).one(), NOW)


def order(session: Session) -> list[tuple[int, str]]:
    asked = sa.select(Wish.rank, Desk.code).join(Desk, Desk.id == Wish.desk_id).order_by(Wish.rank)
    return [tuple(row) for row in session.execute(asked)]


def test_a_stand_asked_from_two_tabs_is_asked_once(tabs: tuple[Session, Session]) -> None:
    with pytest.raises(RuleBroken, match="déjà demandé"):
        at_once(tabs, ask)

    assert order(tabs[0]) == [(1, "EAU"), (2, "VOI"), (3, "BAT")]


def test_two_opposite_moves_leave_an_order(tabs: tuple[Session, Session]) -> None:
    """The second tab asks for what the first has done: nothing is left to do."""
    at_once(tabs, move("VOI", 1), move("EAU", 2))

    assert order(tabs[0]) == [(1, "VOI"), (2, "EAU")]


def test_a_request_withdrawn_from_two_tabs_is_withdrawn_once(tabs: tuple[Session, Session]) -> None:
    with pytest.raises(RuleBroken, match="déjà retirée"):
        at_once(tabs, withdraw)

    assert order(tabs[0]) == [(1, "VOI")]
