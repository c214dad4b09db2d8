"""The scheduler started from a draft: what is asked, what refuses, and where what it finds goes."""

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import Company, JournalEntry, Schedule, Scope
from matchmaker.scheduling.files import write_problem
from matchmaker.services import planning
from matchmaker.services.drafts import rerunning
from matchmaker.services.drafts.drafted import drafted
from matchmaker.services.drafts.drafting import Overtaken
from matchmaker.services.drafts.scopes import answered
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from tests.builders import an_account
from tests.services.drafts import (
    LATER,
    asked,
    carried_out,
    drop,
    first_pair,
    meetings,
    pin,
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


# What is asked


def test_a_run_from_a_draft_says_from_which_step_and_what_it_may_touch(session, draft):
    who = an_account()
    session.add(who)
    run = asked(session, draft, Scope.DESK, "EAU", who)

    assert (run.draft, run.draft_step, run.scope, run.desk, run.seed) == (draft, 0, Scope.DESK, "EAU", 1)
    assert planning.running(session, draft.fair) is run
    line = session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (line.deed, line.detail, line.account) == ("run.ask", "schedule 1 step 0 desk EAU", who)


def test_a_stand_is_named_only_where_it_counts(session, draft):
    assert asked(session, draft, Scope.ALL, "EAU").desk is None


@pytest.mark.parametrize("desk", [None, "", "VOIRIE"])
def test_a_run_for_one_stand_needs_a_stand_of_the_draft(session, draft, desk):
    with pytest.raises(RuleBroken, match="de quel stand") as refusal:
        asked(session, draft, Scope.DESK, desk)
    assert refusal.value.field == "desk"


def test_without_anything_published_there_are_no_fewest_changes(session, draft):
    with pytest.raises(RuleBroken, match="Rien n’est encore publié"):
        asked(session, draft, Scope.FEWEST_CHANGES)


def test_one_run_at_a_time(session, draft):
    planning.ask_for_run(session, draft.fair, None, LATER)
    with pytest.raises(RuleBroken, match="déjà en cours"):
        asked(session, draft, Scope.ALL)


def test_who_saw_an_older_step_is_told_so(session, draft):
    pin(session, draft, first_pair(draft))
    with pytest.raises(Overtaken):
        rerunning.run_from_draft(session, draft, 0, Scope.ALL, None, None, LATER)
    assert planning.running(session, draft.fair) is None


def test_from_what_is_published_no_run_begins(session, draft):
    publication.publish(session, draft, None, LATER)
    with pytest.raises(RuleBroken, match="publié et ne change plus"):
        asked(session, draft, Scope.EMPTY_SEATS)


def test_locks_that_contradict_each_other_are_named_at_once(session, draft):
    mine = [one for one in meetings(draft) if one.company == meetings(draft)[0].company]
    for one in mine:
        pin(session, draft, one.pair)
    assert len(mine) == 2
    company = session.scalars(sa.select(Company).where(Company.siren == mine[0].company)).one()
    company.breathing = True
    session.flush()

    with pytest.raises(RuleBroken, match=f"{company.name} a demandé une pause") as refusal:
        asked(session, draft, Scope.ALL)
    assert "10 h 30" in str(refusal.value)


def test_a_lock_on_a_company_that_left_is_named(session, draft):
    one = meetings(draft)[0]
    pin(session, draft, one.pair)
    company = session.scalars(sa.select(Company).where(Company.siren == one.company)).one()
    company.withdrawn_at = LATER
    session.flush()

    with pytest.raises(RuleBroken, match=f"{company.name} ne peut plus avoir lieu"):
        asked(session, draft, Scope.ALL)


# A draft that has gone on


def test_what_was_found_for_a_draft_that_went_on_is_a_draft_beside_it(session, draft):
    pair = first_pair(draft)
    pin(session, draft, pair)
    run = asked(session, draft, Scope.ALL)
    question = rerunning.question(session, run)
    unpin(session, draft, pair)
    theirs = draft.timetable
    beside = rerunning.keep(session, run, question, answered(question.asked), LATER)

    assert (draft.timetable, draft.step) == (theirs, 2)
    assert (beside.name, beside.made_from, beside.made_from_step) == (
        *("Brouillon calculé, recalculé", draft),
        *(1,),
    )
    assert [p.pair for p in document(beside).problem.pins] == [pair]
    assert (run.schedule, run.finished_at, beside.is_draft) == (beside, LATER, True)


def test_a_draft_that_went_on_before_the_run_began_is_computed_as_it_was_seen(session, draft):
    pair = first_pair(draft)
    run = asked(session, draft, Scope.ALL)
    drop(session, draft, pair)
    beside = carried_out(session, run)

    assert pair in document(beside).problem.worth
    assert write_problem(drafted(session, beside)) == beside.problem


def test_a_draft_put_aside_meanwhile_is_left_alone(session, draft):
    run = asked(session, draft, Scope.ALL)
    planning.discard(session, draft, None, LATER)
    beside = carried_out(session, run)

    assert (draft.step, beside.made_from, beside.is_draft) == (0, draft, True)
    assert session.scalar(sa.select(sa.func.count(Schedule.id))) == 2
