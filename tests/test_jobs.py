"""A run is carried out once, whoever dies on the way, and says how far it is."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask
from flask_babel import Babel
from sqlalchemy.exc import OperationalError

from matchmaker.db import db, init_database
from matchmaker.jobs import LOST_AFTER, Jobs, carry_out
from matchmaker.models import Company, Fair, RulesVersion, Run, Schedule, Scope
from matchmaker.services import planning
from matchmaker.services.drafts import rerunning
from tests.builders import AFTER_THE_DEADLINE, a_desk, a_meeting, a_schedule
from tests.services.drafts import first_pair, pin
from tests.services.small_fair import a_small_fair, drawn

SILENT = timedelta(seconds=1) + LOST_AFTER


@pytest.fixture
def app(tmp_path):
    """An application with a database of its own, and one fair whose draw is revealed."""
    app = Flask("matchmaker", instance_path=str(tmp_path))
    app.testing = True
    init_database(app)
    Babel(app, default_locale="fr")
    with app.app_context():
        flask_migrate.upgrade()
        drawn(db.session(), a_small_fair(db.session()))
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def jobs(app):
    return Jobs(app, clock)


def clock():
    return AFTER_THE_DEADLINE


def said_nothing(run_id, **progress):
    """A beat that nobody hears."""


def the_fair():
    return db.session.scalars(sa.select(Fair)).one()


def a_run(**given):
    """The number of a run that a page has asked for."""
    run = planning.ask_for_run(db.session(), the_fair(), None, AFTER_THE_DEADLINE)
    for name, value in given.items():
        setattr(run, name, value)
    run_id = run.id
    db.session.commit()
    return run_id


def the_run(run_id):
    db.session.rollback()
    return db.session.get(Run, run_id, populate_existing=True)


def drafts():
    number = db.session.scalar(sa.select(sa.func.count(Schedule.id)))
    db.session.rollback()
    return number


def test_a_run_that_is_asked_for_leaves_a_draft(app, jobs):
    run_id = a_run()

    jobs.carry_out_soon(run_id)

    run = the_run(run_id)
    assert (run.schedule.number, run.progress, run.finished_at) == (1, 100, AFTER_THE_DEADLINE)


def test_on_the_way_the_row_says_how_far_it_is(app, jobs):
    run_id, heard = a_run(), []

    def beat(run_id, **progress):
        heard.append(progress)

    carry_out(db.session(), run_id, clock, beat)

    assert [line["progress"] for line in heard] == sorted(line["progress"] for line in heard)
    assert heard[-1] == {"stage": "done", "progress": 100}


def test_a_run_ends_well_though_its_progress_cannot_be_stored(app):
    run_id = a_run()

    def locked(run_id, **progress):
        raise OperationalError("UPDATE run", {}, Exception("database is locked"))

    carry_out(db.session(), run_id, clock, locked)

    assert (drafts(), the_run(run_id).failed_at) == (1, None)


def test_a_beat_is_stored_at_once_with_the_real_time(app, jobs):
    run_id = a_run()

    jobs._beat(run_id, stage="shortening the days", progress=70)

    run = the_run(run_id)
    assert (run.stage, run.progress) == ("shortening the days", 70)
    assert datetime.now(UTC) - run.heartbeat_at < timedelta(seconds=10)


def test_two_workers_never_carry_out_the_same_run(app):
    run_id, together = a_run(), threading.Barrier(2)

    def work():
        with app.app_context():
            together.wait()
            carry_out(db.session(), run_id, clock, said_nothing)

    with ThreadPoolExecutor(2) as pool:
        for worker in [pool.submit(work), pool.submit(work)]:
            worker.result()

    assert drafts() == 1


def test_a_run_whose_worker_beats_is_left_alone(app, jobs):
    run_id = a_run(heartbeat_at=datetime.now(UTC))

    assert jobs.take_up_lost_runs() == []
    jobs.carry_out_soon(run_id)

    assert drafts() == 0


def test_a_run_whose_worker_is_silent_is_taken_up_again(app, jobs):
    run_id = a_run(started_at=AFTER_THE_DEADLINE, heartbeat_at=datetime.now(UTC) - SILENT, progress=40)

    assert jobs.take_up_lost_runs() == [run_id]

    assert the_run(run_id).schedule is not None


def test_a_run_that_is_over_is_not_carried_out_again(app, jobs):
    run_id = a_run()
    jobs.carry_out_soon(run_id)

    jobs.carry_out_soon(run_id)

    assert (drafts(), jobs.take_up_lost_runs()) == (1, [])


def test_a_run_that_somebody_else_ended_meanwhile_writes_nothing(app):
    run_id = a_run()

    def taken_over(run_id, **progress):
        with app.app_context():
            db.session.get_one(Run, run_id).finished_at = AFTER_THE_DEADLINE
            db.session.commit()

    carry_out(db.session(), run_id, clock, taken_over)

    assert drafts() == 0


def test_a_run_that_is_gone_meanwhile_is_no_incident(app):
    """The demonstration goes to another moment, whose database knows no such run."""
    run_id = a_run()

    def gone(run_id, **progress):
        with app.app_context():
            db.session.execute(sa.delete(Run).where(Run.id == run_id))
            db.session.commit()

    carry_out(db.session(), run_id, clock, gone)

    assert (drafts(), the_run(run_id)) == (0, None)


def test_a_run_that_cannot_end_well_says_why_and_frees_the_place(app, jobs):
    run_id = a_run()
    db.session.execute(sa.delete(RulesVersion))
    db.session.commit()

    jobs.carry_out_soon(run_id)

    run = the_run(run_id)
    assert (run.failed_at, run.failure.partition(":")[0]) == (AFTER_THE_DEADLINE, "RuleBroken")
    assert planning.running(db.session(), the_fair()) is None


def test_locked_meetings_that_contradict_each_other_are_named(app, jobs):
    fair = the_fair()
    company = db.session.scalars(sa.select(Company)).first()
    company.breathing = True
    schedule = a_schedule(fair, fair.grids[0], published_at=AFTER_THE_DEADLINE, version=1)
    for slot in fair.grids[0].slots:
        db.session.add(a_meeting(company, a_desk(fair).tables[0], slot, schedule, pinned=True))
    run_id = a_run()

    jobs.carry_out_soon(run_id)

    words = "RuleBroken: Entreprise 000000018 a demandé une pause entre deux rendez-vous"
    assert the_run(run_id).failure.startswith(words)


def test_a_run_from_a_draft_becomes_its_next_step(app, jobs):
    jobs.carry_out_soon(a_run())
    draft = db.session.scalars(sa.select(Schedule)).one()
    run = rerunning.run_from_draft(db.session(), draft, 0, Scope.EMPTY_SEATS, None, None, AFTER_THE_DEADLINE)
    run_id = run.id
    db.session.commit()

    jobs.carry_out_soon(run_id)

    run = the_run(run_id)
    assert (run.schedule, run.schedule.step, drafts()) == (run.draft, 1, 1)


def test_a_run_whose_draft_went_on_while_it_was_computed_leaves_another_beside_it(app, jobs):
    jobs.carry_out_soon(a_run())
    draft = db.session.scalars(sa.select(Schedule)).one()
    run_id = rerunning.run_from_draft(db.session(), draft, 0, Scope.ALL, None, None, AFTER_THE_DEADLINE).id
    db.session.commit()

    def meanwhile(run_id, **progress):
        with app.app_context():
            theirs = db.session.scalars(sa.select(Schedule)).first()
            if theirs.step == 0:
                pin(db.session(), theirs, first_pair(theirs))
                db.session.commit()

    carry_out(db.session(), run_id, clock, meanwhile)

    run = the_run(run_id)
    assert (run.draft.step, run.schedule.made_from, run.schedule.made_from_step) == (1, run.draft, 0)
