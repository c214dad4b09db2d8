"""A former version comes back: meeting by meeting, as far as it can be held, and what cannot is said."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Company,
    Grid,
    Happened,
    Happening,
    JournalEntry,
    Meeting,
    Slot,
    StepDeed,
    Wish,
)
from matchmaker.scheduling.files import read_problem, read_timetable, write_problem
from matchmaker.scheduling.judge import judged
from matchmaker.services import planning
from matchmaker.services.drafts import copying, drafting
from matchmaker.services.drafts.drafted import question, suppose
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication, restoring
from matchmaker.services.publishing.change_log import change_log
from tests.builders import AFTER_THE_DEADLINE, EXCHANGE
from tests.services.drafts import drop, first_pair, hand
from tests.services.small_fair import a_draft_of, a_small_fair, drawn

LATER = AFTER_THE_DEADLINE + timedelta(days=1)
AT_LAST = AFTER_THE_DEADLINE + timedelta(days=2)


@pytest.fixture
def fair(session):
    return drawn(session, a_small_fair(session))


def publish(session, draft, now=AFTER_THE_DEADLINE):
    return publication.publish(session, draft, None, now)


def standing(session, fair):
    """(company, desk, clock, table) of every meeting that stands."""
    live = sa.select(Meeting).filter_by(fair_id=fair.id, ended_at=None)
    return {(m.company.code, m.desk.code, m.slot.starts_at, m.table.code) for m in session.scalars(live)}


def without_a_wish(session, first, now=LATER):
    """A second version in which one of the published meetings was dropped by hand."""
    second = copying.open_version(session, first, None, now).draft
    drop(session, second, first_pair(second))
    return publish(session, second, now)


def restored(session, version, now=AT_LAST):
    """The version back in a draft, published."""
    return publish(session, restoring.restore(session, version, None, now), now)


def test_the_former_version_is_back_meeting_by_meeting(session, fair):
    first = publish(session, a_draft_of(session, fair))
    was = standing(session, fair)
    without_a_wish(session, first)
    assert standing(session, fair) < was

    third = restored(session, first)

    assert (third.version, third.is_standing) == (3, True)
    assert standing(session, fair) == was
    assert restoring.left_out(third, first) == ()
    places = [
        {(b.pair, b.slot, b.table) for b in read_timetable(v.timetable).meetings} for v in (first, third)
    ]
    assert places[0] == places[1]


def test_meetings_that_change_places_come_back_on_both_engines(either):
    fair = drawn(either, a_small_fair(either))
    first = publish(either, a_draft_of(either, fair))
    was = standing(either, fair)
    second = copying.open_version(either, first, None, LATER).draft
    early, late = document(second).result.meetings
    exchanged = [replace(early, slot=late.slot), replace(late, slot=early.slot)]
    state = hand(document(second).problem, exchanged)
    drafting.take_step(either, second, 0, StepDeed.SWAPPED, state, None, LATER)
    publish(either, second, LATER)
    assert standing(either, fair) != was

    restored(either, first)

    assert standing(either, fair) == was


def test_its_layout_comes_back_even_where_the_fair_has_a_newer_one(session, fair):
    first = publish(session, a_draft_of(session, fair))
    was = standing(session, fair)
    starts = [EXCHANGE + timedelta(minutes=15 + 10 * place) for place in range(2)]
    slots = [
        Slot(code=f"s{n}", position=n, starts_at=at, ends_at=at + timedelta(minutes=8))
        for n, at in enumerate(starts, start=1)
    ]
    session.add(Grid(fair=fair, number=2, slots=slots))
    session.flush()
    publish(session, a_draft_of(session, fair, now=LATER), LATER)
    assert standing(session, fair) != was

    restored(session, first)

    assert standing(session, fair) == was


def test_a_company_that_left_by_itself_is_left_out_and_said(session, fair):
    first = publish(session, a_draft_of(session, fair))
    without_a_wish(session, first)
    stays = session.scalars(sa.select(Meeting).filter_by(fair_id=fair.id, ended_at=None)).one()
    stays.company.withdrawn_at = LATER

    draft = restoring.restore(session, first, None, AT_LAST)

    (missing,) = restoring.left_out(draft, first)
    assert missing.booking.company == stays.company.code
    assert missing.why == "L’entreprise ne participe plus."


def test_a_wish_taken_back_is_left_out_and_said(session, fair):
    first = publish(session, a_draft_of(session, fair))
    publish(session, a_draft_of(session, fair, now=LATER), LATER)
    pair = first_pair(first)
    company = session.scalars(sa.select(Company).filter_by(fair_id=fair.id, siren=pair.company)).one()
    session.delete(session.scalars(sa.select(Wish).filter_by(company_id=company.id)).one())
    session.flush()
    session.expire_all()

    draft = restoring.restore(session, first, None, AT_LAST)

    assert [(one.booking.pair, one.why) for one in restoring.left_out(draft, first)] == [
        (pair, "La demande a été retirée ou refusée depuis.")
    ]


def test_what_has_begun_stays_and_the_place_it_takes_is_said(session, fair):
    first = publish(session, a_draft_of(session, fair))
    second = without_a_wish(session, first)
    draft = restoring.restore(session, first, None, EXCHANGE + timedelta(minutes=2))

    lost = {m.pair for m in read_timetable(first.timetable).meetings} - {
        m.pair for m in read_timetable(second.timetable).meetings
    }
    assert {one.booking.pair for one in restoring.left_out(draft, first)} == lost
    assert {one.why for one in restoring.left_out(draft, first)} == {
        "Ce créneau a commencé, ou commence trop tôt pour que quelqu’un puisse être prévenu."
    }


def test_a_company_declared_gone_takes_part_again(session, fair):
    first = publish(session, a_draft_of(session, fair))
    was = standing(session, fair)
    gone = session.scalars(
        sa.select(Company).filter_by(fair_id=fair.id, siren=first_pair(first).company)
    ).one()
    publish(session, a_draft_without(session, first, gone), LATER)
    assert gone.withdrawn_at == LATER

    restored(session, first)

    assert (gone.withdrawn_at, standing(session, fair)) == (None, was)


def a_draft_without(session, version, company):
    """What a rebalance leaves when a company does not come, its meetings lost and nobody moved."""
    said = [(Happened.COMPANY_GONE, company, None)]
    asked = question(session, version.fair, suppose(version.grid, None, said, ())).problem
    problem = read_problem(write_problem(asked), seed=1)
    kept = [one for one in read_timetable(version.timetable).meetings if one.company != company.code]
    state = drafting.State(problem, judged(problem, [replace(one, pinned=False) for one in kept], 1, True))
    papers = copying.papers(state, planning.live_revision(session, version.fair), None)
    draft = copying.beside(session, version, 0, "Sans", papers, StepDeed.COPIED, None, LATER)
    session.add(
        Happening(schedule=draft, position=1, kind=Happened.COMPANY_GONE, company=company, said_at=LATER)
    )
    session.flush()
    return draft


def test_a_version_that_was_brought_back_can_be_left_again(session, fair):
    first = publish(session, a_draft_of(session, fair))
    second = without_a_wish(session, first)
    fewer = standing(session, fair)
    restored(session, first)

    fourth = restored(session, second)

    assert (fourth.version, standing(session, fair)) == (4, fewer)


def test_a_copy_of_such_a_draft_brings_the_same_version_back(session, fair):
    first = publish(session, a_draft_of(session, fair))
    without_a_wish(session, first)
    draft = restoring.restore(session, first, None, AT_LAST)
    copy = copying.duplicate(session, draft, None, AT_LAST)

    assert restoring.brings_back(session, draft) is first
    assert restoring.brings_back(session, copy) is first


def test_a_draft_opened_from_a_version_brings_nothing_back(session, fair):
    first = publish(session, a_draft_of(session, fair))

    assert restoring.brings_back(session, copying.open_version(session, first, None, LATER).draft) is None
    assert restoring.brings_back(session, first) is None


def test_the_version_that_stands_is_not_brought_back(session, fair):
    first = publish(session, a_draft_of(session, fair))

    with pytest.raises(RuleBroken, match="celle qui est publiée"):
        restoring.restore(session, first, None, LATER)


def test_a_draft_is_not_brought_back(session, fair):
    with pytest.raises(RuleBroken, match="jamais été publié"):
        restoring.restore(session, a_draft_of(session, fair), None, LATER)


def test_nothing_is_brought_back_once_the_exchange_is_over(session, fair):
    first = publish(session, a_draft_of(session, fair))
    without_a_wish(session, first)

    with pytest.raises(RuleBroken, match="terminés"):
        restoring.restore(session, first, None, EXCHANGE + timedelta(hours=2))


def test_the_journal_says_which_version_came_back(session, fair):
    first = publish(session, a_draft_of(session, fair))
    without_a_wish(session, first)
    draft = restoring.restore(session, first, None, AT_LAST)

    line = session.scalars(sa.select(JournalEntry).filter_by(fair_id=fair.id, deed="draft.restore")).one()
    assert (line.about, line.detail) == (f"schedule {draft.number}", "v1")


def test_the_public_log_says_it_in_general_words(session, fair):
    first = publish(session, a_draft_of(session, fair))
    without_a_wish(session, first)
    restored(session, first)

    third, second, one = change_log(session, fair)
    assert third.why == ("Retour à la version 1.",)
    assert (third.kept, third.added, third.removed, third.moved) == (1, 1, 0, 0)
    assert second.why == ("Ajustements de l’organisation.",)
    assert (second.kept, second.added, second.removed, second.moved) == (1, 0, 1, 0)
    assert (one.why, one.added, one.meetings) == (("Premier planning publié.",), 2, 2)
