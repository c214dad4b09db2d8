"""The same deed done twice at the same instant: on PostgreSQL the second waits, then is told so."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.models import Account, AnswerKind, Fair, Need, Refusal, Role, Schedule, Wish
from matchmaker.services import answers, draws
from matchmaker.services.publishing import publication
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    a_company,
    a_desk,
    a_fair,
    a_grid,
    a_membership,
    a_need,
    a_wish,
    an_account,
)
from tests.services.small_fair import a_draft_of, a_small_fair, drawn

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("pg")]


def at_once(twins, deed):
    """``deed`` in both sessions, the second beginning before the first is stored; it must be refused."""
    first, second = twins
    deed(first)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(deed, second)
        time.sleep(0.2)
        first.commit()
        with pytest.raises(RuleBroken) as refusal:
            late.result()
    return str(refusal.value)


def test_the_same_draft_is_published_once(twins):
    first, second = twins
    draft = a_draft_of(first, drawn(first, a_small_fair(first)))
    first.commit()
    second.get_one(Schedule, draft.id)  # the second page was open already

    words = at_once(
        twins, lambda s: publication.publish(s, s.get_one(Schedule, draft.id), None, AFTER_THE_DEADLINE)
    )

    assert "déjà publié" in words


def test_of_two_drafts_one_is_published(twins):
    first, second = twins
    fair = drawn(first, a_small_fair(first))
    drafts = {id(session): a_draft_of(first, fair).id for session in twins}
    first.commit()
    second.get_one(Schedule, drafts[id(second)])

    words = at_once(
        twins, lambda s: publication.publish(s, s.get_one(Schedule, drafts[id(s)]), None, AFTER_THE_DEADLINE)
    )

    assert "a changé depuis ce brouillon" in words


def test_a_draw_is_committed_and_revealed_once(twins):
    first, second = twins
    fair = a_fair()
    first.add(fair)
    first.commit()
    second.get_one(Fair, fair.id)

    def commit(session):
        draws.commit(session, session.get_one(Fair, fair.id), "0" * 32, "Loto", None, BEFORE_OPENING)

    def reveal(session):
        draws.reveal(session, session.get_one(Fair, fair.id), "4711", None, AFTER_THE_DEADLINE)

    assert "ne change plus" in at_once(twins, commit)
    second.rollback()
    assert "déjà révélé" in at_once(twins, reveal)


def test_a_refusal_replaced_at_that_instant_is_not_countersigned(twins):
    first, second = twins
    fair = a_fair()
    wish, lead = a_wish(a_company(fair), a_desk(fair)), an_account()
    reader = a_membership(fair, Role.PROCUREMENT)
    first.add_all([fair, wish, lead, reader])
    answers.refuse(first, wish, Refusal.OUT_OF_SCOPE, "", lead, AFTER_THE_DEADLINE)
    first.commit()
    read, who = second.get_one(Wish, wish.id).answer, second.get_one(Account, reader.account_id)
    answers.welcome(first, wish, AnswerKind.INTERESTED, lead, AFTER_THE_DEADLINE)

    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(answers.countersign, second, read, who, AFTER_THE_DEADLINE)
        time.sleep(0.2)
        first.commit()
        with pytest.raises(RuleBroken, match="a changé entre-temps"):
            late.result()


def test_the_last_priority_of_a_stand_is_given_once(twins):
    """One table in four slots: one priority, asked for by two people at the same instant."""
    first, _second = twins
    fair = a_fair()
    desk = a_desk(fair)
    wishes = [a_wish(a_company(fair), desk) for _ in twins]
    need, lead = a_need(desk), an_account()
    first.add_all([fair, a_grid(fair, slots=4), *wishes, need, lead])
    first.commit()
    mine = {id(session): wish.id for session, wish in zip(twins, wishes, strict=True)}

    def give(session):
        wish = session.get_one(Wish, mine[id(session)])
        who, what = session.get_one(Account, lead.id), session.get_one(Need, need.id)
        answers.welcome(session, wish, AnswerKind.PRIORITY, who, AFTER_THE_DEADLINE, what, "Son métier")

    assert "déjà donné sa priorité" in at_once(twins, give)
