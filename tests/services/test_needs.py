"""A need is validated, then published, then its consultation is launched: in that order, each once."""

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.models import NeedStage
from matchmaker.services import needs
from tests.builders import BEFORE_OPENING, BEFORE_THE_DEADLINE, a_desk, a_fair, a_need


@pytest.fixture
def need(session):
    need = a_need(a_desk(a_fair()), validated_at=None, published_at=None)
    session.add(need)
    session.flush()
    return need


def test_the_life_of_a_need(session, need):
    needs.validate(session, need, None, BEFORE_OPENING)
    assert need.stage is NeedStage.VALIDATED

    version = needs.publish(session, need, None, BEFORE_OPENING)
    assert (need.stage, need.takes_meetings) == (NeedStage.PUBLISHED, True)
    assert (version.number, version.title_fr, version.description_en) == (
        1,
        need.title_fr,
        need.description_en,
    )

    needs.launch_consultation(session, need, None, BEFORE_THE_DEADLINE)
    assert (need.stage, need.takes_meetings) == (NeedStage.CONSULTATION, False)


def test_a_need_is_validated_once(session, need):
    needs.validate(session, need, None, BEFORE_OPENING)

    with pytest.raises(RuleBroken, match="en préparation"):
        needs.validate(session, need, None, BEFORE_OPENING)


def test_a_need_asks_at_least_one_question(session, need):
    need.questions.clear()

    with pytest.raises(RuleBroken, match="une à trois questions"):
        needs.validate(session, need, None, BEFORE_OPENING)


def test_a_version_keeps_all_that_the_public_could_read(session, need):
    need.amount_min, need.amount_max, need.lots = 90_000, 221_000, 3
    needs.validate(session, need, None, BEFORE_OPENING)

    version = needs.publish(session, need, None, BEFORE_OPENING)

    session.refresh(version)
    shown = ("sector_code", "cpv_code", "amount_min", "amount_max", "quarter", "procedure", "lots")
    assert [getattr(version, part) for part in shown] == [getattr(need, part) for part in shown]
    assert (version.questions_fr, version.questions_en) == ("Comment faites-vous ?", "How do you do it?")


def test_a_need_is_public_only_once_validated(session, need):
    with pytest.raises(RuleBroken, match="une fois validé"):
        needs.publish(session, need, None, BEFORE_OPENING)


def test_the_consultation_of_a_need_that_is_not_public_is_not_launched(session, need):
    with pytest.raises(RuleBroken, match="projet publié"):
        needs.launch_consultation(session, need, None, BEFORE_THE_DEADLINE)
