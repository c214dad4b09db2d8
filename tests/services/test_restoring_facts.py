"""What versions had declared goes back with them: the fair is as it was, and so are its meetings."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.models import Company, Happened, Happening, JournalEntry, LateWay, Meeting, Message
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication, restoring, versions
from matchmaker.services.publishing.change_log import change_log
from tests.services.rebalanced_fair import (
    AT_10_42,
    EVE,
    SIRENS,
    a_published_fair,
    company,
    live,
    rebalanced,
    said,
)


@pytest.fixture
def fair(session):
    return a_published_fair(session)


def clocks(session, fair):
    """(company, desk, clock, table) of every meeting that stands."""
    return {(m.company.code, m.desk.code, m.slot.starts_at, m.table.code) for m in live(session, fair)}


def hours(session, fair):
    """Who takes part, and when."""
    session.expire_all()
    here = session.scalars(sa.select(Company).filter_by(fair_id=fair.id))
    return {
        (one.code, one.withdrawn_at is None, tuple((p.starts_at, p.ends_at) for p in one.presences))
        for one in here
    }


def first_version(session, fair):
    return versions.standing(session, fair)


def upset(session, fair, *lines, now=EVE):
    """A second version after what was said."""
    return publication.publish(session, rebalanced(session, fair, *lines, now=now), None, now)


def restored(session, version, now=EVE + timedelta(hours=1)):
    return publication.publish(session, restoring.restore(session, version, None, now), None, now)


UPSETS = {
    "table lost": [said(Happened.TABLE_LOST, table="EAU-1", from_slot="s2", until_slot="s4")],
    "company gone": [said(Happened.COMPANY_GONE, companies=[SIRENS[0], SIRENS[4]])],
    "company late": [said(Happened.COMPANY_LATE, company=c, from_slot="s5") for c in SIRENS[:3]],
    "table added": [said(Happened.TABLE_ADDED, desk="RES", from_slot="s4", until_slot="s6")],
    "late opening": [said(Happened.LATE_OPENING, minutes=10, way=LateWay.SHORTEN.value)],
}
UPSETS["all at once"] = [*UPSETS["table lost"], *UPSETS["company gone"]]


@pytest.mark.parametrize("what", UPSETS)
def test_a_version_undone_leaves_the_fair_as_it_was(session, fair, what):
    first, was, people = first_version(session, fair), clocks(session, fair), hours(session, fair)
    upset(session, fair, *UPSETS[what])

    third = restored(session, first)

    assert (third.version, clocks(session, fair), hours(session, fair)) == (3, was, people)
    assert restoring.left_out(third, first) == ()


def test_what_was_undone_can_be_done_again(session, fair):
    first = first_version(session, fair)
    second = upset(session, fair, *UPSETS["all at once"])
    then, people = clocks(session, fair), {one[:2] for one in hours(session, fair)}
    restored(session, first)

    restored(session, second, EVE + timedelta(hours=2))

    assert clocks(session, fair) == then
    assert {one[:2] for one in hours(session, fair)} == people


def test_the_log_says_that_a_version_came_back(session, fair):
    first = first_version(session, fair)
    upset(session, fair, *UPSETS["table lost"])
    restored(session, first)

    assert [entry.why[0] for entry in change_log(session, fair)] == [
        "Retour à la version 1.",
        "Une table n’est plus disponible.",
        "Premier planning publié.",
    ]


def test_on_the_morning_what_has_begun_stays_as_it_is(session, fair):
    first = first_version(session, fair)
    upset(session, fair, *UPSETS["table lost"], now=AT_10_42)
    begun = {m.id for m in live(session, fair) if m.slot_code in ("s1", "s2", "s3")}

    third = restored(session, first, AT_10_42 + timedelta(minutes=1))

    assert begun <= {m.id for m in live(session, fair)}
    held = {(b.pair, b.slot, b.table) for b in document(third).result.meetings}
    missing = {one.booking for one in restoring.left_out(third, first)}
    assert {(b.pair, b.slot, b.table) for b in document(first).result.meetings} == {
        (b.pair, b.slot, b.table) for b in missing
    } | (held & {(b.pair, b.slot, b.table) for b in document(first).result.meetings})


def test_a_company_gone_after_what_it_has_held_takes_part_again(session, fair):
    first = first_version(session, fair)
    held = next(m for m in live(session, fair) if m.slot_code == "s1")
    upset(session, fair, said(Happened.COMPANY_GONE, companies=[held.company.code]), now=AT_10_42)
    assert company(session, fair, held.company.code).withdrawn_at == AT_10_42

    restored(session, first, AT_10_42 + timedelta(minutes=1))

    assert company(session, fair, held.company.code).withdrawn_at is None
    assert session.get(Meeting, held.id).ended_at is None


def test_where_only_the_clock_shifts_every_meeting_keeps_its_row(session, fair):
    first = first_version(session, fair)
    rows, was = {meeting.id for meeting in live(session, fair)}, clocks(session, fair)
    later = said(Happened.LATE_OPENING, minutes=10, way=LateWay.OVERRUN.value)

    upset(session, fair, later)
    assert {meeting.id for meeting in live(session, fair)} == rows
    assert clocks(session, fair) != was

    restored(session, first)
    assert ({meeting.id for meeting in live(session, fair)}, clocks(session, fair)) == (rows, was)


def test_a_failure_in_the_middle_makes_no_fact(session, fair):
    was = clocks(session, fair)
    draft = rebalanced(session, fair, *UPSETS["all at once"], now=EVE)
    gone = company(session, fair, SIRENS[0])
    twin = {"email": gone.contacts[0].email, "event": f"schedule v2 {gone.code}"}
    session.add(Message(fair=fair, locale="fr", subject="", body="", written_at=EVE, **twin))
    session.commit()

    with pytest.raises(IntegrityError):
        publication.publish(session, draft, None, EVE)
    session.rollback()

    assert (draft.is_draft, clocks(session, fair)) == (True, was)
    assert company(session, fair, SIRENS[0]).withdrawn_at is None
    facts = session.scalars(sa.select(Happening.fact_since).filter_by(schedule_id=draft.id))
    assert set(facts) == {None}
    written = sa.select(sa.func.count(Message.id)).where(Message.event.startswith("schedule v2 "))
    assert session.scalar(written) == 1
    deeds = sa.select(JournalEntry.deed).where(JournalEntry.about == "v2")
    assert session.scalars(deeds).all() == []
