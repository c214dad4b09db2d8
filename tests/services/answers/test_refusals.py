"""A refusal counts once the procurement department has countersigned it, and the company reads why."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import AnswerKind, Message, Refusal, Role
from matchmaker.services import answers
from tests.builders import (
    AFTER_THE_DEADLINE,
    a_fair,
    a_membership,
    an_account,
)
from tests.services.answers.conftest import a_refusal, a_wish_of


def test_a_refusal_counts_once_countersigned_by_procurement(session, desk, lead, procurement):
    refusal = a_refusal(session, a_wish_of(session, desk), lead)
    assert not refusal.is_effective_refusal

    answers.countersign(session, refusal, procurement, AFTER_THE_DEADLINE)

    assert refusal.is_effective_refusal


@pytest.mark.parametrize("role", [None, Role.ORGANISER])
def test_nobody_but_procurement_countersigns(session, desk, lead, role):
    account = an_account()
    session.add(account if role is None else a_membership(desk.fair, role, account=account))
    session.add(a_membership(a_fair(), Role.PROCUREMENT, account=account))
    session.flush()

    with pytest.raises(RuleBroken, match="Seul le service des achats"):
        answers.countersign(
            session, a_refusal(session, a_wish_of(session, desk), lead), account, AFTER_THE_DEADLINE
        )


def test_nobody_countersigns_their_own_refusal(session, desk, procurement):
    refusal = a_refusal(session, a_wish_of(session, desk), procurement)

    with pytest.raises(RuleBroken, match="une autre personne"):
        answers.countersign(session, refusal, procurement, AFTER_THE_DEADLINE)


def test_a_refusal_is_countersigned_once(session, desk, lead, procurement):
    refusal = a_refusal(session, a_wish_of(session, desk), lead)
    answers.countersign(session, refusal, procurement, AFTER_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="déjà contresigné"):
        answers.countersign(session, refusal, procurement, AFTER_THE_DEADLINE)


def test_a_refusal_that_changed_since_it_was_read_is_not_countersigned(session, desk, lead, procurement):
    wish = a_wish_of(session, desk)
    read = answers.version_of(a_refusal(session, wish, lead))
    later = AFTER_THE_DEADLINE + timedelta(minutes=1)
    unread = answers.refuse(session, wish, Refusal.OUT_OF_SCOPE, "D’autres mots", lead, later)

    with pytest.raises(RuleBroken, match="a changé entre-temps"):
        answers.countersign(session, unread, procurement, later, read)

    answers.countersign(session, unread, procurement, later, answers.version_of(unread))
    assert unread.is_effective_refusal


def test_only_a_refusal_is_countersigned(session, desk, lead, procurement):
    answer = answers.welcome(session, a_wish_of(session, desk), AnswerKind.NEUTRAL, lead, AFTER_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="Seul un refus"):
        answers.countersign(session, answer, procurement, AFTER_THE_DEADLINE)


def test_the_company_reads_the_reason_and_until_when_it_may_contest(session, desk, lead, procurement):
    wish = a_wish_of(session, desk)
    refusal = a_refusal(session, wish, lead, "Nous n’achetons pas de bancs.")

    answers.countersign(session, refusal, procurement, AFTER_THE_DEADLINE)

    message = written(session, desk)[0]
    assert (message.email, message.event) == (wish.company.contacts[0].email, f"refusal {wish.public_id}")
    assert "Eau potable" in message.subject
    assert "Motif : hors périmètre du stand." in message.body
    assert "Nous n’achetons pas de bancs." in message.body
    # Countersigned on Wednesday 8 November at 23:59 in Paris.
    assert "jusqu’au vendredi 10 novembre 2023 à 23 h 59" in message.body


def test_a_second_refusal_of_the_same_request_is_told_too(session, desk, lead, procurement):
    wish = a_wish_of(session, desk)
    for _ in range(2):
        refusal = a_refusal(session, wish, lead)
        answers.countersign(session, refusal, procurement, AFTER_THE_DEADLINE)
        answers.welcome(session, wish, AnswerKind.NEUTRAL, lead, AFTER_THE_DEADLINE)

    once, twice = ["refusal", "refusal-lifted"], [f"{wish.public_id}", f"{wish.public_id} 2"]
    assert [m.event for m in written(session, desk)] == [
        f"{name} {which}" for which in twice for name in once
    ]


def test_a_refusal_that_nobody_countersigned_is_lifted_without_a_word(session, desk, lead):
    wish = a_wish_of(session, desk)
    a_refusal(session, wish, lead)

    answers.welcome(session, wish, AnswerKind.NEUTRAL, lead, AFTER_THE_DEADLINE)

    assert written(session, desk) == []


def written(session, desk):
    return session.scalars(
        sa.select(Message).where(Message.fair_id == desk.fair_id).order_by(Message.id)
    ).all()
