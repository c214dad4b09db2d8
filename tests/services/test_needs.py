"""A need is declared, validated, published, corrected, its consultation launched: each in its turn."""

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import JournalEntry, Need, NeedStage
from matchmaker.services import needs
from tests.builders import (
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    DEADLINE,
    a_company,
    a_desk,
    a_fair,
    a_grid,
    a_meeting,
    a_need,
    a_schedule,
    a_wish,
    an_account,
)
from tests.services.need_papers import filled_in


@pytest.fixture
def desk(session):
    desk = a_desk(a_fair())
    session.add(desk)
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
    """A draft."""
    return stored(session, a_need(desk, validated_at=None, published_at=None))


@pytest.fixture
def public(session, desk):
    return stored(session, a_need(desk, validated_at=None, published_at=None), published=True)


def stored(session, need, published=False):
    session.add(need)
    session.flush()
    if published:
        needs.validate(session, need, None, BEFORE_OPENING)
        needs.publish(session, need, None, BEFORE_OPENING)
    return need


def deeds(session, desk):
    lines = sa.select(JournalEntry).where(JournalEntry.fair_id == desk.fair_id).order_by(JournalEntry.id)
    return [(line.deed, line.about) for line in session.scalars(lines)]


def test_a_need_that_is_declared_is_a_draft_with_a_code_of_its_own(session, desk, lead):
    need = needs.declare(session, desk, filled_in(session, internal_note=" Discret "), lead, BEFORE_OPENING)

    assert (need.stage, need.code, need.desk, need.internal_note) == (
        NeedStage.DRAFT,
        "P001",
        desk,
        "Discret",
    )
    assert [question.text_fr for question in need.questions] == ["Comment faites-vous ?"]
    assert deeds(session, desk) == [("need.declare", "P001")]


def test_the_code_of_a_draft_since_deleted_is_not_given_again(session, desk, lead):
    first = needs.declare(session, desk, filled_in(session), lead, BEFORE_OPENING)
    needs.remove(session, first, lead, BEFORE_OPENING)

    assert needs.declare(session, desk, filled_in(session), lead, BEFORE_OPENING).code == "P002"


def test_nothing_is_declared_of_a_form_that_is_wrong(session, desk, lead):
    with pytest.raises(RuleBroken, match="titre"):
        needs.declare(session, desk, filled_in(session, title_fr=""), lead, BEFORE_OPENING)

    assert session.scalar(sa.select(sa.func.count(Need.id)).where(Need.desk_id == desk.id)) == 0


# Editing


def test_an_edit_takes_the_validation_back(session, need, lead):
    needs.validate(session, need, None, BEFORE_OPENING)

    needs.edit(session, need, filled_in(session, title_fr="Autre titre"), lead, BEFORE_OPENING)

    assert (need.title_fr, need.stage, need.validated_by) == ("Autre titre", NeedStage.DRAFT, None)


def test_saving_the_same_text_keeps_the_validation(session, desk, lead):
    form = filled_in(session)
    need = needs.declare(session, desk, form, lead, BEFORE_OPENING)
    needs.validate(session, need, None, BEFORE_OPENING)

    needs.edit(session, need, form, lead, BEFORE_OPENING)

    assert need.stage is NeedStage.VALIDATED


def test_an_edit_answers_what_procurement_asked(session, need, lead):
    needs.send_back(session, need, "Trop vague", lead, BEFORE_OPENING)

    needs.edit(session, need, filled_in(session), lead, BEFORE_OPENING)

    assert (need.returned_at, need.returned_because) == (None, None)


def test_what_is_public_is_neither_edited_nor_sent_back_nor_removed(session, public, lead):
    with pytest.raises(RuleBroken, match="déjà public : demandez"):
        needs.edit(session, public, filled_in(session), lead, BEFORE_OPENING)
    with pytest.raises(RuleBroken, match="déjà public : corrigez"):
        needs.send_back(session, public, "Trop vague", lead, BEFORE_OPENING)
    with pytest.raises(RuleBroken, match="a été public"):
        needs.remove(session, public, lead, BEFORE_OPENING)


# Removing and sending back


def test_a_draft_is_removed_and_the_journal_remembers(session, desk, need, lead):
    code = need.code

    needs.remove(session, need, lead, BEFORE_OPENING)

    assert session.scalar(sa.select(Need).where(Need.code == code)) is None
    assert deeds(session, desk)[-1] == ("need.remove", code)


def test_a_need_sent_back_is_to_be_corrected_and_no_longer_validated(session, need, lead):
    needs.validate(session, need, lead, BEFORE_OPENING)

    needs.send_back(session, need, " Précisez les lots. ", lead, BEFORE_OPENING)

    assert (need.stage, need.returned_because) == (NeedStage.DRAFT, "Précisez les lots.")


@pytest.mark.parametrize(("words", "said"), [("  ", "corriger"), ("a" * 1001, "1000 caractères")])
def test_a_need_is_sent_back_with_a_sentence(session, need, lead, words, said):
    with pytest.raises(RuleBroken, match=said) as refused:
        needs.send_back(session, need, words, lead, BEFORE_OPENING)

    assert refused.value.field == "words"


# Validating and publishing


def test_the_life_of_a_need_each_step_in_its_turn_and_once(session, need):
    with pytest.raises(RuleBroken, match="une fois validé"):
        needs.publish(session, need, None, BEFORE_OPENING)
    needs.validate(session, need, None, BEFORE_OPENING)
    assert need.stage is NeedStage.VALIDATED
    with pytest.raises(RuleBroken, match="en préparation"):
        needs.validate(session, need, None, BEFORE_OPENING)

    version = needs.publish(session, need, None, BEFORE_OPENING)
    assert (need.stage, need.takes_meetings) == (NeedStage.PUBLISHED, True)
    assert (version.number, version.title_fr, version.description_en) == (
        1,
        need.title_fr,
        need.description_en,
    )

    needs.launch_consultation(session, need, None, BEFORE_THE_DEADLINE)
    assert (need.stage, need.takes_meetings) == (NeedStage.CONSULTATION, False)


def test_a_need_that_was_sent_back_may_be_validated_after_all(session, need, lead):
    needs.send_back(session, need, "Trop vague", lead, BEFORE_OPENING)

    needs.validate(session, need, lead, BEFORE_OPENING)
    session.flush()

    assert (need.stage, need.returned_because) == (NeedStage.VALIDATED, None)


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


def test_several_are_published_at_once_and_the_others_stay_with_their_reason(session, desk, need, public):
    mute = stored(session, a_need(desk, validated_at=None, published_at=None))
    mute.questions.clear()
    ready = stored(session, a_need(desk, published_at=None))

    report = needs.validate_and_publish(session, [need, mute, ready, public], None, BEFORE_OPENING)

    assert report.published == (need, ready)
    assert [(kept, why[:12]) for kept, why in report.refused] == [
        (mute, "Un projet po"),
        (public, "Seul un proj"),
    ]
    assert (mute.stage, public.stage) == (NeedStage.DRAFT, NeedStage.PUBLISHED)


# Correcting


def test_a_correction_is_a_new_version_at_once(session, public, lead):
    version = needs.correct(session, public, filled_in(session, title_fr="Corrigé"), lead, DEADLINE)

    assert [(one.number, one.title_fr) for one in public.versions] == [
        (1, "Renouvellement de conduites"),
        (2, "Corrigé"),
    ]
    assert (version.at, public.stage) == (DEADLINE, NeedStage.PUBLISHED)


def test_a_correction_that_changes_nothing_is_no_version(session, desk, lead):
    form = filled_in(session)
    need = needs.declare(session, desk, form, lead, BEFORE_OPENING)
    needs.validate_and_publish(session, [need], lead, BEFORE_OPENING)

    with pytest.raises(RuleBroken, match="Rien n’a changé"):
        needs.correct(session, need, form, lead, DEADLINE)
    assert len(need.versions) == 1


def test_the_internal_note_changes_without_a_version(session, desk, lead):
    need = needs.declare(session, desk, filled_in(session), lead, BEFORE_OPENING)
    needs.validate_and_publish(session, [need], lead, BEFORE_OPENING)
    same = {"sector": need.sector_code, "cpv": need.cpv_code}

    assert (
        needs.correct(session, need, filled_in(session, internal_note="À suivre", **same), lead, DEADLINE)
        is None
    )
    assert (need.internal_note, len(need.versions)) == ("À suivre", 1)
    assert deeds(session, desk)[-1] == ("need.note", need.code)


def test_a_draft_is_not_corrected_and_its_consultation_not_launched(session, need, lead):
    with pytest.raises(RuleBroken, match="Seul un projet public se corrige"):
        needs.correct(session, need, filled_in(session), lead, DEADLINE)
    with pytest.raises(RuleBroken, match="projet publié"):
        needs.launch_consultation(session, need, None, BEFORE_THE_DEADLINE)


# Withdrawal


def test_a_public_need_is_withdrawn(session, public, lead):
    needs.withdraw(session, public, lead, DEADLINE)

    assert (public.stage, public.takes_meetings) == (NeedStage.WITHDRAWN, False)


@pytest.mark.parametrize("stage", ["draft", "consultation", "withdrawn"])
def test_only_what_is_published_is_withdrawn(session, desk, lead, stage):
    need = stored(session, a_need(desk, validated_at=None, published_at=None), published=stage != "draft")
    if stage == "consultation":
        needs.launch_consultation(session, need, lead, DEADLINE)
    if stage == "withdrawn":
        needs.withdraw(session, need, lead, DEADLINE)

    with pytest.raises(RuleBroken, match="peut être retiré"):
        needs.withdraw(session, need, lead, DEADLINE)


def test_a_need_to_which_a_meeting_was_promised_is_not_withdrawn(session, desk, public, lead):
    company, grid = a_company(desk.fair), a_grid(desk.fair)
    wish, schedule = a_wish(company, desk, needs=[public]), a_schedule(desk.fair, grid)
    session.add_all([wish, schedule, a_meeting(company, desk.tables[0], grid.slots[0], schedule)])
    session.flush()

    with pytest.raises(RuleBroken, match="1 rendez-vous publié porte"):
        needs.withdraw(session, public, lead, DEADLINE)
    wish.needs.append(stored(session, a_need(desk)))
    session.flush()
    needs.withdraw(session, public, lead, DEADLINE)
