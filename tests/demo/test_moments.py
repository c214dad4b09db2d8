"""The four moments, and going from one to another."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from matchmaker.db import begin_reading, db
from matchmaker.demo import moments
from matchmaker.demo.moments import DRAFTS, MOMENTS, PUBLISHED, REQUESTS_OPEN, THE_DAY
from matchmaker.models import (
    Answer,
    Company,
    JournalEntry,
    Meeting,
    Message,
    Schedule,
    Signal,
    journal,
)
from matchmaker.services import stages
from tests.demo.stored import count, draft, planned, the_fair


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
def test_each_moment_is_the_stage_it_is_named_after(at, moment):
    session = at(moment)

    assert moments.current(session) == moment
    assert stages.stage_of(session, the_fair(session), moment.now) is moment.stage


def test_while_requests_are_open_only_what_happened_so_far_is_there(at):
    session = at(REQUESTS_OPEN)

    assert count(session, Company) == count(session, Company, Company.registered_at < REQUESTS_OPEN.now) == 85
    assert [count(session, what) for what in (Answer, Schedule)] == [0, 0]
    assert count(session, Message) == count(session, Company, Company.validated_at.is_not(None)) == 79
    assert the_fair(session).draw.revealed_at is None


def test_the_published_timetable_is_live_and_everybody_who_asked_was_written_to(at):
    session = at(PUBLISHED)
    bookings = planned(session).result.meetings
    live = session.scalars(sa.select(Meeting).where(Meeting.ended_at.is_(None)))

    assert {(m.company.code, m.slot.code, m.table.code) for m in live} == {
        (b.company, b.slot, b.table) for b in bookings
    }
    to_hosts = Message.event == "schedule v1 host"
    assert count(session, Message, Message.event.startswith("schedule v1 "), ~to_hosts) == 120
    assert count(session, Message, to_hosts) == 28


def test_on_the_day_the_journal_still_holds(at):
    assert journal.first_broken(at(THE_DAY)) is None


def test_the_journal_is_in_the_order_of_time(at):
    instants = list(at(THE_DAY).scalars(sa.select(JournalEntry.at).order_by(JournalEntry.id)))

    assert instants == sorted(instants)


def test_every_project_pointed_out_stands_in_the_journal(at):
    pointed_out = count(at(THE_DAY), JournalEntry, JournalEntry.deed == "need.point_out")

    assert pointed_out == count(at(THE_DAY), Signal) > 0


def test_open_connections_see_the_next_moment_once_they_look_again(demo_app):
    app = demo_app("drafts")
    folder = Path(app.instance_path)
    with app.app_context():
        reading = db.session()
        begin_reading(reading)
        assert (moments.current(reading), count(reading, Meeting)) == (DRAFTS, 0)

        moments.go_to(PUBLISHED, folder)

        # The page that was being made goes on with what it began with; the next one sees the other moment.
        assert (moments.current(reading), count(reading, Meeting)) == (DRAFTS, 0)
        reading.rollback()
        assert (moments.current(reading), count(reading, Meeting)) == (PUBLISHED, 114)


def test_the_connections_of_the_pool_stay_good_and_can_write(demo_app):
    app = demo_app("drafts")
    with app.app_context():
        held = [db.engine.connect() for _ in range(3)]
        for connection in held:
            connection.execute(sa.text("SELECT count(*) FROM meeting"))
            connection.close()
        for moment in (REQUESTS_OPEN, THE_DAY, DRAFTS):
            moments.go_to(moment, Path(app.instance_path))

            the_fair(db.session()).address = moment.name
            db.session.commit()
            assert (the_fair(db.session()).address, moments.now(db.session())) == (moment.name, moment.now)
            db.session.rollback()


def test_going_back_forgets_what_visitors_did(demo_app):
    app = demo_app("drafts")
    with app.app_context():
        draft(db.session(), "Essai").name = "Renommé"
        db.session.commit()

        moments.go_to(DRAFTS, Path(app.instance_path))

        assert draft(db.session(), "Essai").name == "Essai avec une table de plus au stand CHA"


def test_a_moment_that_was_not_prepared_leaves_everything_as_it_is(demo_app):
    app = demo_app("drafts")
    folder = Path(app.instance_path)
    PUBLISHED.snapshot(folder).unlink()

    with pytest.raises(FileNotFoundError):
        moments.go_to(PUBLISHED, folder)

    with app.app_context():
        assert moments.current(db.session()) == DRAFTS
