"""A draft is duplicated as it stands; the published timetable is opened as it stands now."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import EndedWhy, Happened, Happening, JournalEntry, Meeting, StepDeed, Wish
from matchmaker.scheduling.check import check
from matchmaker.scheduling.files import write_problem
from matchmaker.services import planning
from matchmaker.services.drafts import copying, drafting
from matchmaker.services.drafts.drafted import drafted
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from tests.builders import EXCHANGE, an_account
from tests.services.drafts import LATER, drop, first_pair, pin, unpin
from tests.services.small_fair import a_draft_of, a_small_fair, drawn


@pytest.fixture
def fair(session):
    return drawn(session, a_small_fair(session))


@pytest.fixture
def draft(session, fair):
    return a_draft_of(session, fair)


def published(session, draft):
    return publication.publish(session, draft, None, LATER)


def live(session):
    return session.scalars(sa.select(Meeting).filter_by(ended_at=None).order_by(Meeting.id)).all()


def last_line(session):
    return session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()


def of_files(draft):
    return draft.problem, draft.timetable, draft.problem_sha256, draft.timetable_sha256


# A draft


def test_a_copy_is_the_draft_as_it_stands_byte_for_byte(session, draft):
    pin(session, draft, first_pair(draft))
    who = an_account()
    copy = copying.duplicate(session, draft, who, LATER)

    assert of_files(copy) == of_files(draft)
    assert (copy.name, copy.number, copy.created_by, copy.created_at) == (
        *("Copie de Brouillon calculé", 2),
        *(who, LATER),
    )
    assert (copy.made_from, copy.made_from_step, copy.step) == (draft, 1, 0)
    assert (drafting.step_of(session, copy, 0).deed, copy.is_draft) == (StepDeed.COPIED, True)
    line = last_line(session)
    assert (line.deed, line.about, line.detail) == ("draft.copy", "schedule 2", "from schedule 1 step 1")


def test_a_copy_keeps_layout_seed_freezing_and_the_revision_it_answers_to(session, draft):
    draft.frozen_at, draft.live_revision_base = EXCHANGE, 7
    copy = copying.duplicate(session, draft, None, LATER)

    same = ("grid", "seed", "is_simulation", "frozen_at", "live_revision_base", "fair")
    assert [getattr(copy, name) for name in same] == [getattr(draft, name) for name in same]
    assert copy.shown_at is None


def test_a_copy_supposes_what_its_source_does(session, fair, draft):
    said = Happening(schedule=draft, position=1, kind=Happened.COMPANY_GONE, said_at=LATER)
    said.company = session.scalars(sa.select(Wish)).first().company
    session.add(said)
    copy = copying.duplicate(session, draft, None, LATER)

    copied = session.scalars(sa.select(Happening).filter_by(schedule_id=copy.id)).one()
    assert (copied.kind, copied.company, copied.position, copied.said_at) == (
        *(Happened.COMPANY_GONE, said.company),
        *(1, LATER),
    )


def test_a_copy_and_its_source_go_their_own_ways(session, draft):
    pair = first_pair(draft)
    copy = copying.duplicate(session, draft, None, LATER)
    before = of_files(draft)
    pin(session, copy, pair)

    assert (of_files(draft), draft.step, copy.step) == (before, 0, 1)


def test_wishes_dropped_before_the_copy_are_no_longer_asked_for_in_it(session, draft):
    drop(session, draft, first_pair(draft))
    copy = copying.duplicate(session, draft, None, LATER)

    assert write_problem(drafted(session, copy)) == copy.problem
    assert len(drafted(session, copy).wishes) == 2


@pytest.mark.parametrize("name", ["Sans la table 2", "Copie de Sans la table 2"])
def test_a_copy_of_a_copy_is_said_once(session, draft, name):
    draft.name = name
    assert copying.duplicate(session, draft, None, LATER).name == "Copie de Sans la table 2"


def test_a_long_name_is_cut(session, draft):
    draft.name = "a" * 80
    assert copying.duplicate(session, draft, None, LATER).name == "Copie de " + "a" * 71


def test_any_number_of_copies_may_be_made(session, draft):
    copies = [copying.duplicate(session, draft, None, LATER) for _ in range(12)]
    assert [copy.number for copy in copies] == list(range(2, 14))


def test_what_was_put_aside_is_brought_back_before_it_is_duplicated(session, draft):
    planning.discard(session, draft, None, LATER)
    with pytest.raises(RuleBroken, match="reprenez-le"):
        copying.duplicate(session, draft, None, LATER)

    planning.bring_back(session, draft, None, LATER)
    assert copying.duplicate(session, draft, None, LATER).is_draft


def test_what_is_published_is_not_duplicated_but_opened(session, draft):
    with pytest.raises(RuleBroken, match="modifiez-le dans un nouveau brouillon"):
        copying.duplicate(session, published(session, draft), None, LATER)


# Taking up again


def test_a_draft_put_aside_is_taken_up_again_as_it_was(session, draft):
    before = of_files(draft)
    draft.shown_at = LATER
    planning.discard(session, draft, None, LATER)
    planning.bring_back(session, draft, None, LATER)

    assert (of_files(draft), draft.is_draft, draft.shown_at) == (before, True, None)
    assert last_line(session).deed == "draft.bring_back"
    pin(session, draft, first_pair(draft))


def test_a_draft_that_was_not_put_aside_is_taken_up_without_a_word(session, draft):
    planning.bring_back(session, draft, None, LATER)
    assert last_line(session).deed != "draft.bring_back"


# The published timetable


def test_a_version_is_opened_with_the_meetings_that_stand_now(session, draft):
    version = published(session, draft)
    gone, kept = live(session)
    gone.ended_at, gone.ended_why = LATER, EndedWhy.GIVEN_UP
    opened = copying.open_version(session, version, None, LATER)

    content = document(opened.draft)
    assert [(b.company, b.slot) for b in content.result.meetings] == [(kept.company.code, kept.slot.code)]
    assert (opened.left_out, opened.draft.name) == ((), "Copie de la version 1")
    assert (opened.draft.made_from, opened.draft.is_draft) == (version, True)
    assert opened.draft.live_revision_base == planning.live_revision(session, version.fair) == 3


def test_an_opened_version_answers_to_what_was_published_and_can_be_checked(session, draft):
    opened = copying.open_version(session, published(session, draft), None, LATER).draft

    content = document(opened)
    assert check(content.problem, content.result).is_sound
    kept, moved = content.result.level("kept"), content.result.level("moved")
    assert (kept.value, moved.value, content.result.status) == (2, 0, "feasible")


def test_an_opened_version_can_be_published_as_it_is(session, draft):
    opened = copying.open_version(session, published(session, draft), None, LATER).draft

    assert write_problem(drafted(session, opened)) == opened.problem
    assert publication.publish(session, opened, None, LATER).version == 2


def test_locks_and_withdrawn_wishes_of_the_version_stay(session, draft):
    first = first_pair(draft)
    drop(session, draft, first)
    second = first_pair(draft)
    pin(session, draft, second)
    opened = copying.open_version(session, published(session, draft), None, LATER).draft

    problem = document(opened).problem
    assert ([pin.pair for pin in problem.pins], first in problem.worth) == ([second], False)
    unpin(session, opened, second)
    assert write_problem(drafted(session, opened)) == opened.problem


def test_a_meeting_that_the_fair_no_longer_allows_is_left_out_and_named(session, fair, draft):
    version = published(session, draft)
    meeting = live(session)[0]
    session.delete(session.scalars(sa.select(Wish).filter_by(company_id=meeting.company_id)).one())
    session.flush()
    opened = copying.open_version(session, version, None, LATER)

    assert [(b.company, b.slot) for b in opened.left_out] == [(meeting.company.code, meeting.slot.code)]
    assert len(document(opened.draft).result.meetings) == 1


def test_on_the_day_what_has_begun_stays_in_its_place(session, draft):
    version = published(session, draft)
    during = EXCHANGE + timedelta(minutes=1)

    opened = copying.open_version(session, version, None, during).draft
    assert opened.frozen_at == during
    assert copying.open_version(session, version, None, LATER).draft.frozen_at is None
    assert write_problem(drafted(session, opened)) == opened.problem


def test_only_the_version_that_stands_is_opened(session, fair, draft):
    first = published(session, draft)
    published(session, a_draft_of(session, fair))

    with pytest.raises(RuleBroken, match="Seul le planning publié"):
        copying.open_version(session, first, None, LATER)
    with pytest.raises(RuleBroken, match="Seul le planning publié"):
        copying.open_version(session, a_draft_of(session, fair), None, LATER)
