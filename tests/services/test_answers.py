"""Directorates answer from a closed list; a refusal counts once somebody else has countersigned it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import AnswerKind, Message, Refusal, Role, TableClosure
from matchmaker.services import answers
from tests.builders import (
    AFTER_THE_DEADLINE,
    DEADLINE,
    a_company,
    a_desk,
    a_fair,
    a_grid,
    a_membership,
    a_need,
    a_schedule,
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


def test_an_answer_takes_the_place_of_the_one_before(session, desk, lead):
    wish = a_wish_of(session, desk)
    answers.welcome(session, wish, AnswerKind.INTERESTED, lead, AFTER_THE_DEADLINE)
    assert (wish.answer.kind, wish.answer.answered_by) == (AnswerKind.INTERESTED, lead)

    a_refusal(session, wish, lead, "Autre métier")

    session.expire(wish)
    assert (wish.answer.kind, wish.answer.refusal) == (AnswerKind.REFUSED, Refusal.OUT_OF_SCOPE)


@pytest.mark.parametrize("kind", [AnswerKind.INTERESTED, AnswerKind.REFUSED])
def test_no_answer_changes_once_a_timetable_stands_published(session, desk, lead, kind):
    wish = a_wish_of(session, desk)
    schedule = a_schedule(desk.fair, desk.fair.grids[0], version=1, published_at=AFTER_THE_DEADLINE)
    session.add(schedule)
    session.flush()

    def give():
        if kind is AnswerKind.REFUSED:
            return a_refusal(session, wish, lead)
        return answers.welcome(session, wish, kind, lead, AFTER_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="Le planning est publié"):
        give()
    schedule.replaced_at = AFTER_THE_DEADLINE
    session.flush()
    assert give().kind is kind


def test_who_left_the_fair_waits_for_no_answer(session, desk, lead):
    wish = a_wish_of(session, desk)
    wish.company.withdrawn_at = DEADLINE

    with pytest.raises(RuleBroken, match="a retiré son inscription"):
        answers.welcome(session, wish, AnswerKind.NEUTRAL, lead, AFTER_THE_DEADLINE)


def test_a_reason_has_a_length(session, desk, lead):
    with pytest.raises(RuleBroken, match="500 caractères") as refused:
        a_refusal(session, a_wish_of(session, desk), lead, "a" * 501)

    assert refused.value.field == "words"


# Priorities


def test_a_priority_is_tied_to_a_project_of_the_stand_and_says_why(session, desk, lead, need):
    wish = a_wish_of(session, desk)

    prefer(session, wish, lead, need)

    assert (wish.answer.need, wish.answer.reason) == (need, WHY)


def test_a_priority_without_a_project_of_the_stand_is_refused(session, desk, lead):
    elsewhere = a_need(a_desk(desk.fair))
    session.add(elsewhere)
    session.flush()

    for need in (None, elsewhere):
        with pytest.raises(RuleBroken, match="Une priorité se rattache") as refused:
            prefer(session, a_wish_of(session, desk), lead, need)
        assert refused.value.field == "need"


def test_a_priority_without_its_reason_is_refused(session, desk, lead, need):
    with pytest.raises(RuleBroken, match="raison objective") as refused:
        prefer(session, a_wish_of(session, desk), lead, need, "  ")

    assert refused.value.field == "words"


def test_a_project_that_takes_no_meetings_gives_no_priority(session, desk, lead, need):
    need.consultation_started_at = DEADLINE

    with pytest.raises(RuleBroken, match="ne donne pas lieu à rendez-vous"):
        prefer(session, a_wish_of(session, desk), lead, need)


def test_priorities_are_a_quarter_of_the_places_rounded_down(session, desk, lead, need):
    assert answers.most_priorities(session, desk) == 2
    for _ in range(2):
        wish = a_wish_of(session, desk)
        prefer(session, wish, lead, need)
    prefer(session, wish, lead, need)  # said again, not once more

    with pytest.raises(RuleBroken, match="2 priorités"):
        prefer(session, a_wish_of(session, desk), lead, need)


def test_closed_places_do_not_count_and_one_priority_always_stands(session, desk):
    for slot in desk.fair.grids[0].slots[:6]:
        session.add(TableClosure(table=desk.tables[0], slot=slot))
    session.flush()

    assert answers.most_priorities(session, desk) == 1


def test_places_closed_in_an_older_layout_count_again(session, desk):
    for slot in desk.fair.grids[0].slots:
        session.add(TableClosure(table=desk.tables[0], slot=slot))
    session.add(a_grid(desk.fair, slots=9, number=2))
    session.flush()

    assert answers.most_priorities(session, desk) == 2


def test_a_refusal_is_not_given_as_a_welcome(session, desk, lead):
    with pytest.raises(RuleBroken, match="motif"):
        answers.welcome(session, a_wish_of(session, desk), AnswerKind.REFUSED, lead, AFTER_THE_DEADLINE)


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


# Two people at one stand


def test_an_answer_nobody_has_read_is_not_replaced(session, desk, lead):
    wish, colleague = a_wish_of(session, desk), an_account(name="Un collègue")
    session.add(colleague)
    session.flush()
    seen = answers.said(None)
    answers.refuse_if_overtaken(session, wish, seen)
    answers.welcome(session, wish, AnswerKind.INTERESTED, colleague, AFTER_THE_DEADLINE)
    session.flush()

    with pytest.raises(RuleBroken, match="Un collègue a répondu entre-temps"):
        answers.refuse_if_overtaken(session, wish, seen)
    answers.refuse_if_overtaken(session, wish, answers.said(wish.answer))


def test_a_request_taken_back_at_that_instant_is_said_kindly(session, desk, lead):
    wish = a_wish_of(session, desk)
    session.execute(sa.text("DELETE FROM wish WHERE id = :id"), {"id": wish.id})

    with pytest.raises(RuleBroken, match="vient de retirer"):
        answers.welcome(session, wish, AnswerKind.NEUTRAL, lead, AFTER_THE_DEADLINE)
