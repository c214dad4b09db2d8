"""A stand with nine places, a lead who answers for it, and the procurement department."""

import pytest

from matchmaker.models import AnswerKind, Refusal, Role
from matchmaker.services import answers
from tests.builders import (
    AFTER_THE_DEADLINE,
    a_company,
    a_desk,
    a_fair,
    a_grid,
    a_membership,
    a_need,
    a_wish,
    an_account,
)

WHY = "Son métier est celui du projet"


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
def procurement(session, desk):
    member = a_membership(desk.fair, Role.PROCUREMENT)
    session.add(member)
    session.flush()
    return member.account


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


def prefer(session, wish, lead, need, words=WHY):
    return answers.welcome(session, wish, AnswerKind.PRIORITY, lead, AFTER_THE_DEADLINE, need, words)


def a_refusal(session, wish, lead, words=""):
    return answers.refuse(session, wish, Refusal.OUT_OF_SCOPE, words, lead, AFTER_THE_DEADLINE)
