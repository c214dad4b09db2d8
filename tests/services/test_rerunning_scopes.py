"""What a run from a draft may touch, and what it claims of what it found."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from matchmaker.models import Company, EndedWhy, Meeting, Scope, StepDeed, Wish
from matchmaker.scheduling.check import check
from matchmaker.scheduling.files import write_problem
from matchmaker.services import planning
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.drafted import drafted
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from tests.builders import a_company, a_wish
from tests.services.drafts import (
    LATER,
    drop,
    emptied,
    first_pair,
    hand,
    meetings,
    pin,
    rerun,
    two_stands,
    unpin,
)
from tests.services.small_fair import a_draft_of


@pytest.fixture
def fair(session):
    return two_stands(session)


@pytest.fixture
def draft(session, fair):
    return a_draft_of(session, fair)


# All


def test_all_is_computed_anew_with_its_proof_and_the_locks_stay(session, draft):
    locked = meetings(draft)[0]
    pin(session, draft, locked.pair)
    emptied(session, draft, lambda one: one.pinned)
    kept = rerun(session, draft, Scope.ALL)

    content = document(kept)
    assert (kept, kept.step) == (draft, 3)
    assert (len(content.result.meetings), content.result.status) == (6, "optimal")
    assert replace(locked, pinned=True) in content.result.meetings
    assert check(content.problem, content.result).is_sound
    step = drafting.step_of(session, draft, 3)
    assert (step.deed, step.parent, step.reason) == (
        StepDeed.RUN,
        2,
        "tout, sauf les rendez-vous verrouillés",
    )


def test_a_run_can_be_undone(session, draft):
    emptied(session, draft, lambda one: one.desk == "EAU")
    before = draft.timetable
    rerun(session, draft, Scope.ALL)

    drafting.undo(session, draft, 2, None, LATER)
    assert draft.timetable == before


def test_dropped_wishes_stay_dropped_and_the_draft_asks_what_is_stored(session, draft):
    pair = first_pair(draft)
    drop(session, draft, pair)
    rerun(session, draft, Scope.ALL)

    assert pair not in {one.pair for one in meetings(draft)}
    assert write_problem(drafted(session, draft)) == draft.problem
    assert publication.publish(session, draft, None, LATER).version == 1


def test_what_happened_in_the_fair_since_is_read_anew(session, fair, draft):
    newcomer = a_company(fair)
    desk = session.scalars(sa.select(Wish)).first().desk
    session.add_all([newcomer, a_wish(newcomer, desk)])
    session.flush()
    rerun(session, draft, Scope.ALL)

    problem = document(draft).problem
    assert (newcomer.code in problem.company, newcomer.code in problem.draw) == (True, True)
    assert write_problem(drafted(session, draft)) == draft.problem


def test_the_draft_answers_to_the_live_timetable_as_it_was_read(session, fair, draft):
    publication.publish(session, draft, None, LATER)
    second = a_draft_of(session, fair)
    meeting = session.scalars(sa.select(Meeting)).first()
    meeting.ended_at, meeting.ended_why = LATER, EndedWhy.GIVEN_UP
    session.flush()
    assert second.live_revision_base == 6
    rerun(session, second, Scope.EMPTY_SEATS)

    assert second.live_revision_base == planning.live_revision(session, fair) == 7


def test_a_simulation_computed_anew_after_the_draw_is_none_any_more(session, draft):
    draft.is_simulation = True
    rerun(session, draft, Scope.ALL)
    assert not draft.is_simulation


# Only the empty seats


def test_in_empty_seats_meetings_are_added_and_nobody_moves(session, draft):
    emptied(session, draft, lambda one: one.slot != "s2")
    before = set(meetings(draft))
    rerun(session, draft, Scope.EMPTY_SEATS)

    after = meetings(draft)
    assert before < set(after)
    assert {one.slot for one in set(after) - before} == {"s2"}
    assert not any(one.pinned for one in after)
    assert drafting.step_of(session, draft, 2).reason == "les places libres seulement"


def test_in_empty_seats_nobody_moves_even_if_that_were_better(session, draft):
    """The hours of one stand changed about by hand, the other emptied: what stands there stays."""
    content, later = document(draft), {"s1": "s2", "s2": "s3", "s3": "s1"}
    kept = [replace(one, slot=later[one.slot]) for one in meetings(draft) if one.desk == "EAU"]
    state = hand(content.problem, kept)
    drafting.take_step(session, draft, 0, StepDeed.MOVED, state, None, LATER)
    rerun(session, draft, Scope.EMPTY_SEATS)

    assert set(kept) < set(meetings(draft))


def test_a_partial_run_claims_only_what_was_counted(session, draft):
    emptied(session, draft, lambda one: one.slot == "s1")
    rerun(session, draft, Scope.EMPTY_SEATS)

    content = document(draft)
    assert check(content.problem, content.result).is_sound
    assert (content.result.status, content.result.certificate) == ("feasible", None)


def test_locks_stay_locks_in_a_partial_run(session, draft):
    pair = first_pair(draft)
    pin(session, draft, pair)
    rerun(session, draft, Scope.EMPTY_SEATS)

    assert [one.pair for one in meetings(draft) if one.pinned] == [pair]
    unpin(session, draft, pair)


def test_what_the_fair_no_longer_allows_goes_and_the_step_says_whose_it_was(session, draft):
    one = meetings(draft)[0]
    company = session.scalars(sa.select(Company).where(Company.siren == one.company)).one()
    wishes = {wish.desk.code: wish for wish in company.wishes}
    session.delete(wishes[one.desk])
    session.flush()
    rerun(session, draft, Scope.EMPTY_SEATS)

    assert one.pair not in {other.pair for other in meetings(draft)}
    reason = drafting.step_of(session, draft, 1).reason
    assert "1 rendez-vous n’était plus possible" in reason
    assert company.name in reason


# Only one stand


def test_for_one_stand_only_its_meetings_change(session, draft):
    emptied(session, draft, lambda one: one.slot == "s1")
    others = {one for one in meetings(draft) if one.desk != "EAU"}
    rerun(session, draft, Scope.DESK, "EAU")

    after = meetings(draft)
    assert {one for one in after if one.desk != "EAU"} == others
    assert sum(one.desk == "EAU" for one in after) == 3
    assert drafting.step_of(session, draft, 2).desk == "EAU"


def test_a_lock_at_that_stand_stays(session, draft):
    locked = next(one for one in meetings(draft) if one.desk == "EAU")
    pin(session, draft, locked.pair)
    rerun(session, draft, Scope.DESK, "EAU")

    assert replace(locked, pinned=True) in meetings(draft)


# The fewest changes


def test_the_fewest_changes_keep_what_is_published(session, fair, draft):
    publication.publish(session, draft, None, LATER)
    live = set(meetings(draft))
    second = a_draft_of(session, fair)
    emptied(session, second, lambda one: one.desk == "EAU")
    rerun(session, second, Scope.FEWEST_CHANGES)

    content = document(second)
    assert set(content.result.meetings) == live
    assert (content.result.is_repaired, content.result.status) == (True, "optimal")
    assert check(content.problem, content.result).is_sound
    step = drafting.step_of(session, second, second.step)
    assert (step.deed, step.reason) == (StepDeed.REPAIRED, "le moins de modifications possible")
