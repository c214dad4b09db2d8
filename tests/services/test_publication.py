"""Publishing changes the live timetable in one transaction, and writes to those concerned alone."""

import dataclasses
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.errors import RuleBroken
from matchmaker.models import Desk, EndedWhy, Grid, JournalEntry, Meeting, Message, Slot
from matchmaker.scheduling.files import read_timetable
from matchmaker.services import planning, tables
from matchmaker.services.publishing import publication
from tests.builders import AFTER_THE_DEADLINE, EXCHANGE, a_company, a_desk, a_wish
from tests.services.small_fair import SIRENS, a_draft_of, a_small_fair, drawn

LATER = AFTER_THE_DEADLINE + timedelta(days=1)


@pytest.fixture
def fair(session):
    return drawn(session, a_small_fair(session))


def publish(session, schedule, now=AFTER_THE_DEADLINE):
    return publication.publish(session, schedule, None, now)


def standing(session, fair):
    """(company, slot, table) of every meeting that stands."""
    live = sa.select(Meeting).filter_by(fair_id=fair.id, ended_at=None)
    return {(m.company.code, m.slot.code, m.table.code) for m in session.scalars(live)}


def written_to(session, fair, version):
    mine = sa.select(Message.email).where(Message.fair_id == fair.id)
    return sorted(session.scalars(mine.where(Message.event.startswith(f"schedule v{version} "))))


def addresses(*sirens):
    return sorted(f"contact-{siren}@example.org" for siren in sirens)


def test_the_meetings_of_the_draft_become_the_live_timetable(session, fair):
    draft = a_draft_of(session, fair)

    publish(session, draft)

    bookings = read_timetable(draft.timetable).meetings
    assert standing(session, fair) == {(b.company, b.slot, b.table) for b in bookings}
    assert (draft.version, draft.published_at, draft.is_standing) == (1, AFTER_THE_DEADLINE, True)


def test_at_first_everybody_who_asked_is_written_to(session, fair):
    session.add(a_company(fair))  # comes, but asked for nothing
    publish(session, a_draft_of(session, fair))

    assert written_to(session, fair, 1) == addresses(*SIRENS)


def test_the_next_version_replaces_the_first_and_writes_to_those_it_changes(session, fair):
    first = publish(session, a_draft_of(session, fair))
    before = standing(session, fair)
    desk = a_desk(fair, code="RES")
    newcomer = a_company(fair)
    session.add_all([desk, newcomer, a_wish(newcomer, desk)])
    session.flush()

    second = publish(session, a_draft_of(session, fair, now=LATER), LATER)

    assert (first.replaced_at, second.version) == (LATER, 2)
    assert before < standing(session, fair)
    assert written_to(session, fair, 2) == addresses(newcomer.siren)


def test_what_stays_keeps_its_row_and_its_confirmation(session, fair):
    publish(session, a_draft_of(session, fair))
    rows = list(session.scalars(sa.select(Meeting).filter_by(fair_id=fair.id)))
    rows[0].confirmed_at = AFTER_THE_DEADLINE

    publish(session, a_draft_of(session, fair, now=LATER), LATER)

    assert list(session.scalars(sa.select(Meeting).filter_by(fair_id=fair.id))) == rows
    assert rows[0].confirmed_at == AFTER_THE_DEADLINE


def test_a_meeting_that_is_gone_ends_and_its_company_is_told(session, fair):
    publish(session, a_draft_of(session, fair))
    lost = session.scalars(sa.select(Meeting).filter_by(fair_id=fair.id).order_by(Meeting.id)).first()
    lost.company.withdrawn_at = AFTER_THE_DEADLINE

    publish(session, a_draft_of(session, fair, now=LATER), LATER)

    assert (lost.ended_at, lost.ended_why) == (LATER, EndedWhy.REPLACED)
    assert lost.company.contacts[0].email in written_to(session, fair, 2)


def test_where_the_clock_time_shifts_the_meeting_keeps_its_row_and_all_are_told(session, fair):
    publish(session, a_draft_of(session, fair))
    rows = list(session.scalars(sa.select(Meeting).filter_by(fair_id=fair.id)))
    later = [EXCHANGE + timedelta(minutes=15 + 10 * n) for n in range(2)]
    slots = [
        Slot(code=f"s{n}", position=n, starts_at=at, ends_at=at + timedelta(minutes=8))
        for n, at in enumerate(later, start=1)
    ]
    session.add(Grid(fair=fair, number=2, slots=slots))
    session.flush()

    publish(session, a_draft_of(session, fair, now=LATER), LATER)

    assert list(session.scalars(sa.select(Meeting).filter_by(fair_id=fair.id))) == rows
    assert sorted(meeting.slot.starts_at for meeting in rows) == later
    assert written_to(session, fair, 2) == addresses(*(meeting.company.siren for meeting in rows))


def test_a_schedule_is_published_once(session, fair):
    published = publish(session, a_draft_of(session, fair))

    with pytest.raises(RuleBroken, match="déjà publié"):
        publish(session, published)


def test_a_draft_put_aside_is_not_published(session, fair):
    draft = a_draft_of(session, fair)
    planning.discard(session, draft, None, AFTER_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="écarté"):
        publish(session, draft)


def test_a_simulation_is_not_published(session, fair):
    with pytest.raises(RuleBroken, match="simulation"):
        publish(session, a_draft_of(session, fair, seed=2))


def test_a_draft_older_than_the_live_timetable_is_not_published(session, fair):
    stale, fresh = a_draft_of(session, fair), a_draft_of(session, fair)
    publish(session, fresh)

    with pytest.raises(RuleBroken, match="a changé depuis"):
        publish(session, stale)


def test_a_draft_of_other_tables_is_not_published(session, fair):
    draft = a_draft_of(session, fair)
    desk = session.scalars(sa.select(Desk).filter_by(fair_id=fair.id)).one()
    tables.add(session, desk, None, AFTER_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="ont changé depuis ce brouillon"):
        publish(session, draft)


def test_a_draft_is_not_published_once_somebody_without_a_rank_takes_part(session, fair):
    draft = a_draft_of(session, fair)
    session.add(a_company(fair))
    session.flush()

    with pytest.raises(RuleBroken, match="pas encore de numéro"):
        publish(session, draft)


def test_a_draft_that_breaks_a_rule_is_not_published(session, fair):
    honest = a_draft_of(session, fair)
    result = read_timetable(honest.timetable)
    first, second = result.meetings
    doubled = dataclasses.replace(result, meetings=(first, dataclasses.replace(second, slot=first.slot)))
    run = planning.ask_for_run(session, fair, None, AFTER_THE_DEADLINE)
    problem = planning.question(session, fair)
    tampered = planning.keep_draft(session, run, problem, doubled, 0, AFTER_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="ne respecte pas les règles"):
        publish(session, tampered)


def test_a_failure_in_the_middle_leaves_nothing(session, fair):
    draft = a_draft_of(session, fair)
    # Somebody was already written to about this version: the last message cannot be stored.
    twin = {"email": f"contact-{SIRENS[-1]}@example.org", "event": f"schedule v1 {SIRENS[-1]}"}
    session.add(Message(fair=fair, locale="fr", subject="", body="", written_at=AFTER_THE_DEADLINE, **twin))
    session.commit()

    with pytest.raises(IntegrityError):
        publish(session, draft)
    session.rollback()

    assert standing(session, fair) == set()
    assert (draft.published_at, draft.version, draft.is_draft) == (None, None, True)
    assert written_to(session, fair, 1) == [twin["email"]]
    published = sa.select(JournalEntry).filter_by(fair_id=fair.id, deed="schedule.publish")
    assert session.scalar(published) is None
