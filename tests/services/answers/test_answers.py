"""Directorates answer requests from a closed list, until a timetable stands."""

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import AnswerKind, Refusal, TableClosure
from matchmaker.services import answers
from tests.builders import (
    AFTER_THE_DEADLINE,
    DEADLINE,
    a_desk,
    a_grid,
    a_need,
    a_schedule,
    an_account,
)
from tests.services.answers.conftest import WHY, a_refusal, a_wish_of, prefer


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
