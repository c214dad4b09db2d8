"""Directorates answer from a closed list; a refusal counts once somebody else has countersigned it."""

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.models import AnswerKind, Refusal, TableClosure
from matchmaker.services import answers
from tests.builders import AFTER_THE_DEADLINE, a_company, a_desk, a_fair, a_grid, a_need, a_wish, an_account


@pytest.fixture
def desk(session):
    """One table in nine slots: nine places, so two priorities."""
    fair = a_fair()
    desk = a_desk(fair)
    session.add_all([fair, a_grid(fair, slots=9), desk])
    session.flush()
    return desk


@pytest.fixture
def lead(session):
    account = an_account()
    session.add(account)
    session.flush()
    return account


@pytest.fixture
def need(session, desk):
    need = a_need(desk)
    session.add(need)
    session.flush()
    return need


def a_wish_of(session, desk):
    wish = a_wish(a_company(desk.fair), desk)
    session.add(wish)
    session.flush()
    return wish


def test_a_stand_says_that_it_is_interested(session, desk, lead):
    wish = a_wish_of(session, desk)

    answers.welcome(session, wish, AnswerKind.INTERESTED, lead, AFTER_THE_DEADLINE)

    assert (wish.answer.kind, wish.answer.answered_by) == (AnswerKind.INTERESTED, lead)


def test_an_answer_takes_the_place_of_the_one_before(session, desk, lead):
    wish = a_wish_of(session, desk)
    answers.welcome(session, wish, AnswerKind.INTERESTED, lead, AFTER_THE_DEADLINE)

    answers.refuse(session, wish, Refusal.OUT_OF_SCOPE, "Autre métier", lead, AFTER_THE_DEADLINE)

    session.expire(wish)
    assert (wish.answer.kind, wish.answer.refusal) == (AnswerKind.REFUSED, Refusal.OUT_OF_SCOPE)


def test_a_priority_is_tied_to_a_project_of_the_stand(session, desk, lead, need):
    wish = a_wish_of(session, desk)

    answers.welcome(session, wish, AnswerKind.PRIORITY, lead, AFTER_THE_DEADLINE, need)

    assert wish.answer.need is need


def test_a_priority_without_a_project_of_the_stand_is_refused(session, desk, lead):
    elsewhere = a_need(a_desk(desk.fair))
    session.add(elsewhere)
    session.flush()

    for need in (None, elsewhere):
        with pytest.raises(RuleBroken, match="Une priorité se rattache"):
            answers.welcome(
                session, a_wish_of(session, desk), AnswerKind.PRIORITY, lead, AFTER_THE_DEADLINE, need
            )


def test_priorities_are_a_quarter_of_the_places_rounded_down(session, desk, lead, need):
    assert answers.most_priorities(session, desk) == 2
    for _ in range(2):
        wish = a_wish_of(session, desk)
        answers.welcome(session, wish, AnswerKind.PRIORITY, lead, AFTER_THE_DEADLINE, need)
    answers.welcome(
        session, wish, AnswerKind.PRIORITY, lead, AFTER_THE_DEADLINE, need
    )  # said again, not once more

    with pytest.raises(RuleBroken, match="2 priorités"):
        answers.welcome(
            session, a_wish_of(session, desk), AnswerKind.PRIORITY, lead, AFTER_THE_DEADLINE, need
        )


def test_closed_places_do_not_count_and_one_priority_always_stands(session, desk):
    for slot in desk.fair.grids[0].slots[:6]:
        session.add(TableClosure(table=desk.tables[0], slot=slot))
    session.flush()

    assert answers.most_priorities(session, desk) == 1


def test_a_refusal_is_not_given_as_a_welcome(session, desk, lead):
    with pytest.raises(RuleBroken, match="motif"):
        answers.welcome(session, a_wish_of(session, desk), AnswerKind.REFUSED, lead, AFTER_THE_DEADLINE)


def test_a_refusal_counts_once_countersigned_by_somebody_else(session, desk, lead):
    refusal = answers.refuse(
        session, a_wish_of(session, desk), Refusal.OUT_OF_SCOPE, "", lead, AFTER_THE_DEADLINE
    )
    assert not refusal.is_effective_refusal

    answers.countersign(session, refusal, an_account(), AFTER_THE_DEADLINE)

    assert refusal.is_effective_refusal


def test_nobody_countersigns_their_own_refusal(session, desk, lead):
    refusal = answers.refuse(
        session, a_wish_of(session, desk), Refusal.OUT_OF_SCOPE, "", lead, AFTER_THE_DEADLINE
    )

    with pytest.raises(RuleBroken, match="une autre personne"):
        answers.countersign(session, refusal, lead, AFTER_THE_DEADLINE)


def test_a_refusal_is_countersigned_once(session, desk, lead):
    refusal = answers.refuse(
        session, a_wish_of(session, desk), Refusal.OUT_OF_SCOPE, "", lead, AFTER_THE_DEADLINE
    )
    answers.countersign(session, refusal, an_account(), AFTER_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="déjà contresigné"):
        answers.countersign(session, refusal, an_account(), AFTER_THE_DEADLINE)


def test_only_a_refusal_is_countersigned(session, desk, lead):
    answer = answers.welcome(session, a_wish_of(session, desk), AnswerKind.NEUTRAL, lead, AFTER_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="Seul un refus"):
        answers.countersign(session, answer, an_account(), AFTER_THE_DEADLINE)
