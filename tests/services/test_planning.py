"""Runs are asked for one at a time, and leave drafts: documents that nobody edits."""

import hashlib
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import Fair, JournalEntry, Run
from matchmaker.scheduling.files import read_problem, read_timetable
from matchmaker.services import planning
from matchmaker.services.publishing import publication
from tests.builders import AFTER_THE_DEADLINE, BEFORE_THE_DEADLINE, a_company
from tests.services.small_fair import a_draft_of, a_small_fair, drawn


@pytest.fixture
def fair(session):
    return a_small_fair(session)


def deeds(session, fair):
    return list(
        session.scalars(sa.select(JournalEntry.deed).filter_by(fair_id=fair.id).order_by(JournalEntry.id))
    )


def test_a_run_waits_for_the_worker(session, fair):
    run = planning.ask_for_run(session, fair, None, AFTER_THE_DEADLINE)

    assert (planning.running(session, fair), run.progress, run.started_at) == (run, 0, None)
    assert deeds(session, fair) == ["run.ask"]


def test_no_run_before_the_deadline(session, fair):
    with pytest.raises(RuleBroken, match="après la clôture"):
        planning.ask_for_run(session, fair, None, BEFORE_THE_DEADLINE)


def test_one_run_at_a_time(session, fair):
    planning.ask_for_run(session, fair, None, AFTER_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="déjà en cours"):
        planning.ask_for_run(session, fair, None, AFTER_THE_DEADLINE)


@pytest.mark.postgresql
@pytest.mark.xdist_group("pg")
def test_of_two_clicks_at_the_same_instant_the_database_lets_one_through(twins):
    first, second = twins
    fair = a_small_fair(first)
    first.commit()
    planning.ask_for_run(first, fair, None, AFTER_THE_DEADLINE)
    with ThreadPoolExecutor(1) as pool:
        # It sees no run yet, and waits for the first to be stored or not.
        click = pool.submit(
            planning.ask_for_run, second, second.get_one(Fair, fair.id), None, AFTER_THE_DEADLINE
        )
        time.sleep(0.2)
        first.commit()
        with pytest.raises(RuleBroken, match="déjà en cours"):
            click.result()

    assert first.scalar(sa.select(sa.func.count(Run.id)).filter_by(fair_id=fair.id)) == 1


def test_a_run_that_failed_frees_the_place_for_another_and_says_so(session, fair):
    run = planning.ask_for_run(session, fair, None, AFTER_THE_DEADLINE)

    planning.fail(session, run, "MemoryError", AFTER_THE_DEADLINE)

    assert (planning.running(session, fair), run.failure) == (None, "MemoryError")
    assert deeds(session, fair) == ["run.ask", "run.fail"]
    planning.ask_for_run(session, fair, None, AFTER_THE_DEADLINE)


def test_a_draft_holds_the_exact_bytes_of_question_and_answer(session, fair):
    draft = a_draft_of(session, drawn(session, fair))

    problem, result = read_problem(draft.problem), read_timetable(draft.timetable)
    assert problem == planning.question(session, fair)
    assert (draft.problem_sha256, result.problem_sha256) == (problem.sha256, problem.sha256)
    assert draft.timetable_sha256 == hashlib.sha256(draft.timetable).hexdigest()
    assert (len(result.meetings), draft.number, draft.is_simulation) == (2, 1, False)


def test_a_draft_ends_its_run(session, fair):
    draft = a_draft_of(session, fair)

    run = session.scalars(sa.select(Run).filter_by(fair_id=fair.id)).one()
    assert (run.schedule, run.progress, planning.running(session, fair)) == (draft, 100, None)


def test_before_the_draw_a_draft_is_a_simulation(session, fair):
    assert a_draft_of(session, fair).is_simulation


def test_with_another_seed_a_draft_is_a_simulation(session, fair):
    assert a_draft_of(session, drawn(session, fair), seed=2).is_simulation


def test_who_is_validated_after_the_draw_is_ranked_before_the_next_run(session, fair):
    drawn(session, fair)
    session.add(a_company(fair))
    session.flush()

    assert len(read_problem(a_draft_of(session, fair).problem).draw) == 4


def test_who_is_validated_while_a_run_waits_is_ranked_when_it_begins(session, fair):
    drawn(session, fair)
    planning.ask_for_run(session, fair, None, AFTER_THE_DEADLINE)
    session.add(a_company(fair))
    session.flush()

    assert len(planning.question(session, fair).draw) == 4


def test_drafts_are_numbered_one_after_the_other(session, fair):
    assert [a_draft_of(session, fair).number for _ in range(3)] == [1, 2, 3]


def test_a_draft_is_given_a_name(session, fair):
    draft = a_draft_of(session, fair)

    planning.rename(session, draft, "  Sans la table 2 ", None, AFTER_THE_DEADLINE)

    assert draft.name == "Sans la table 2"


def test_a_name_is_not_empty(session, fair):
    with pytest.raises(RuleBroken, match="Donnez un nom"):
        planning.rename(session, a_draft_of(session, fair), "  ", None, AFTER_THE_DEADLINE)


def test_a_published_schedule_keeps_its_name(session, fair):
    published = publication.publish(
        session, a_draft_of(session, drawn(session, fair)), None, AFTER_THE_DEADLINE
    )

    with pytest.raises(RuleBroken, match="garde son nom"):
        planning.rename(session, published, "Autre", None, AFTER_THE_DEADLINE)


def test_a_draft_is_put_aside_once_and_its_bytes_stay(session, fair):
    draft = a_draft_of(session, fair)

    planning.discard(session, draft, None, AFTER_THE_DEADLINE)
    planning.discard(session, draft, None, AFTER_THE_DEADLINE + timedelta(hours=1))

    assert (draft.discarded_at, draft.is_draft) == (AFTER_THE_DEADLINE, False)
    assert deeds(session, fair).count("draft.discard") == 1
    assert read_timetable(draft.timetable).meetings


def test_a_published_schedule_is_not_put_aside(session, fair):
    published = publication.publish(
        session, a_draft_of(session, drawn(session, fair)), None, AFTER_THE_DEADLINE
    )

    with pytest.raises(RuleBroken, match="ne s’efface pas"):
        planning.discard(session, published, None, AFTER_THE_DEADLINE)


def test_the_live_revision_grows_with_every_change_of_the_timetable(session, fair):
    drawn(session, fair)
    assert planning.live_revision(session, fair) == 0
    publication.publish(session, a_draft_of(session, fair), None, AFTER_THE_DEADLINE)
    assert planning.live_revision(session, fair) == 2
