"""Until the deadline a company may move, reword and withdraw its requests; on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Answer, Company, Wish
from matchmaker.models.wish import wish_need
from matchmaker.services.wishes import ask, move, reword, withdraw
from tests.builders import (
    BEFORE_THE_DEADLINE,
    DEADLINE,
    a_company,
    a_wish,
    an_account,
    an_answer,
)
from tests.services.asking import a_company_that_may_ask, a_desk_of, a_need_of, last_deed, ranks, wishes_of

NOW = BEFORE_THE_DEADLINE


@pytest.fixture
def company(session: Session) -> Company:
    return a_company_that_may_ask(session, 2)


@pytest.fixture
def account(session: Session) -> Account:
    account = an_account()
    session.add(account)
    session.flush()
    return account


def test_a_wish_moves_up_and_those_between_make_room(either: Session) -> None:
    company = a_company_that_may_ask(either, 4)
    one, two, three, four = wishes_of(either, company, 4)
    account = an_account()

    move(either, four, 2, account, NOW)

    assert ranks(either, company) == {one.desk_id: 1, four.desk_id: 2, two.desk_id: 3, three.desk_id: 4}
    assert [wish.rank for wish in company.wishes] == [1, 2, 3, 4]
    assert (last_deed(either).deed, last_deed(either).detail) == ("wish.move", "choice 2")


def test_a_wish_moves_down(either: Session) -> None:
    company = a_company_that_may_ask(either, 4)
    one, two, three = wishes_of(either, company, 3)

    move(either, one, 3, an_account(), NOW, seen_at=1)

    assert ranks(either, company) == {two.desk_id: 1, three.desk_id: 2, one.desk_id: 3}


def test_the_wishes_of_others_keep_their_ranks(either: Session) -> None:
    company = a_company_that_may_ask(either, 4)
    other = a_company(company.fair)
    desk = a_desk_of(either, company)
    theirs = a_wish(other, desk, rank=2)
    either.add(theirs)
    wishes = wishes_of(either, company, 2)

    move(either, wishes[1], 1, an_account(), NOW)

    assert ranks(either, other) == {theirs.desk_id: 2}


def test_a_wish_withdrawn_is_gone_with_its_answer_and_the_others_close_up(either: Session) -> None:
    company = a_company_that_may_ask(either, 4)
    one, two, three = wishes_of(either, company, 3)
    two.needs = [a_need_of(either, two.desk)]
    either.add(an_answer(two))
    either.flush()

    withdraw(either, two, an_account(), NOW)

    assert ranks(either, company) == {one.desk_id: 1, three.desk_id: 2}
    assert either.scalar(sa.select(sa.func.count(Answer.id))) == 0
    assert either.scalar(sa.select(sa.func.count()).select_from(wish_need)) == 0
    assert (last_deed(either).deed, last_deed(either).detail) == ("wish.withdraw", "choice 2")


def test_the_only_wish_is_withdrawn(either: Session) -> None:
    company = a_company_that_may_ask(either, 1)
    (only,) = wishes_of(either, company, 1)

    withdraw(either, only, an_account(), NOW)

    assert company.wishes == []
    assert ask(either, company, a_desk_of(either, company), [], "", NOW).rank == 1


def test_what_is_withdrawn_already_is_said_to_be(
    session: Session, company: Company, account: Account
) -> None:
    first, second = wishes_of(session, company, 2)
    # Another tab has withdrawn it: this session does not know yet.
    session.execute(sa.delete(Wish).where(Wish.id == first.id).execution_options(synchronize_session=False))

    with pytest.raises(RuleBroken, match="déjà retirée"):
        withdraw(session, first, account, NOW)
    assert second.rank == 2


def test_a_wish_stays_where_it_is(session: Session, company: Company, account: Account) -> None:
    first, _second = wishes_of(session, company, 2)

    move(session, first, 1, account, NOW, seen_at=2)

    assert first.rank == 1
    assert last_deed(session) is None


def test_an_outdated_page_moves_nothing(session: Session, company: Company, account: Account) -> None:
    first, second = wishes_of(session, company, 2)

    with pytest.raises(RuleBroken, match="a changé entre-temps"):
        move(session, second, 1, account, NOW, seen_at=3)
    assert (first.rank, second.rank) == (1, 2)


@pytest.mark.parametrize("rank", [0, -1, 3])
def test_a_rank_that_nobody_has_is_refused(
    session: Session, company: Company, account: Account, rank: int
) -> None:
    first, _second = wishes_of(session, company, 2)

    with pytest.raises(RuleBroken, match="n’existe pas"):
        move(session, first, rank, account, NOW)


def test_a_wish_is_reworded_in_its_place(session: Session, company: Company, account: Account) -> None:
    _first, second = wishes_of(session, company, 2)
    need = a_need_of(session, second.desk)

    reword(session, second, [need], " Autre chose ", account, NOW)

    assert (second.needs, second.motivation, second.rank) == ([need], "Autre chose", 2)
    assert (last_deed(session).deed, last_deed(session).account) == ("wish.reword", account)


def test_a_wish_is_not_reworded_for_another_stand(
    session: Session, company: Company, account: Account
) -> None:
    first, second = wishes_of(session, company, 2)

    with pytest.raises(RuleBroken, match="autre stand"):
        reword(session, first, [a_need_of(session, second.desk)], "", account, NOW)


CHANGES: list[Callable[..., None]] = [
    lambda session, wish, account, now: move(session, wish, 2, account, now),
    lambda session, wish, account, now: reword(session, wish, [], "", account, now),
    withdraw,
]


@pytest.mark.parametrize("change", CHANGES, ids=["move", "reword", "withdraw"])
def test_nothing_changes_once_requests_are_closed(
    session: Session, company: Company, account: Account, change: Callable[..., None]
) -> None:
    first, _second = wishes_of(session, company, 2)

    with pytest.raises(RuleBroken, match="closes"):
        change(session, first, account, DEADLINE)
    assert first.rank == 1
