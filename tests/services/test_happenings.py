"""What a draft supposed becomes a fact when it is published, and goes back with it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.models import EndedWhy, Happened, JournalEntry, Meeting, Presence
from matchmaker.services.drafts.drafted import happenings_of
from matchmaker.services.problems import current_grid, problem_for
from matchmaker.services.publishing import publication, restoring
from matchmaker.services.rebalancing import happenings
from tests.builders import EXCHANGE
from tests.services.rebalanced_fair import (
    AT_10_42,
    EVE,
    SIRENS,
    a_published_fair,
    company,
    live,
    places,
    proven,
    rebalanced,
    said,
)

LATE = said(Happened.LATE_OPENING, minutes=15, way="shorten")
TABLE = said(Happened.TABLE_LOST, table="EAU-1", from_slot="s4", until_slot="s5")
PERSON = said(Happened.PERSON_LATE, person="RES-1:lead:s1", from_slot="s5")
COMPANY_LATE = said(Happened.COMPANY_LATE, company=SIRENS[2], from_slot="s5")
ADDED = said(Happened.TABLE_ADDED, desk="RES", from_slot="s4", until_slot="s6")


@pytest.fixture
def fair(session):
    return a_published_fair(session)


def published(session, fair, *lines, now=AT_10_42):
    draft = proven(session, rebalanced(session, fair, *lines, now=now), now)
    return publication.publish(session, draft, None, now)


def deeds(session, about):
    lines = sa.select(JournalEntry.deed).where(JournalEntry.about == about).order_by(JournalEntry.id)
    return list(session.scalars(lines))


def ended(session, company):
    """(slot, why) of its meetings that stand no more."""
    rows = sa.select(Meeting).where(Meeting.company_id == company.id, Meeting.ended_at.is_not(None))
    return {(meeting.slot_code, meeting.ended_why) for meeting in session.scalars(rows)}


def gone(code):
    return said(Happened.COMPANY_GONE, companies=[code])


def test_a_company_that_is_gone_has_withdrawn_and_given_its_meetings_up(session, fair):
    leaves = next(m for m in live(session, fair) if m.slot_code == "s4").company

    published(session, fair, gone(leaves.code), now=EVE)

    assert leaves.withdrawn_at == EVE
    assert ("s4", EndedWhy.GIVEN_UP) in ended(session, leaves)
    assert {why for _slot, why in ended(session, leaves)} == {EndedWhy.GIVEN_UP}
    assert deeds(session, leaves.code) == ["company.withdraw"]


def test_what_it_had_begun_is_not_given_up(session, fair):
    begun = next(m for m in live(session, fair) if m.slot_code == "s1")

    published(session, fair, gone(begun.company.code))

    assert (begun.ended_at, begun.company.withdrawn_at) == (None, AT_10_42)


def test_it_does_not_matter_whether_the_meetings_are_replaced_before_or_after(session, fair):
    leaves = next(m for m in live(session, fair) if m.slot_code == "s4").company
    draft = rebalanced(session, fair, gone(leaves.code), now=EVE)

    happenings.come_true(session, draft, None, EVE)

    assert {why for _slot, why in ended(session, leaves)} == {EndedWhy.GIVEN_UP}


def test_a_company_that_is_late_is_there_from_its_arrival_on(session, fair):
    published(session, fair, COMPANY_LATE, now=EVE)

    [hours] = company(session, fair, SIRENS[2]).presences
    assert (hours.starts_at, hours.ends_at) == (EXCHANGE + timedelta(minutes=40), fair.exchange_ends_at)
    assert problem_for(session, fair).company[SIRENS[2]].absent == {"s1", "s2", "s3", "s4"}
    assert deeds(session, SIRENS[2]) == ["company.set_presence"]


def test_the_hours_that_it_has_are_only_cut(session, fair):
    until, again = EXCHANGE + timedelta(minutes=20), EXCHANGE + timedelta(minutes=30)
    end = EXCHANGE + timedelta(minutes=60)
    late = company(session, fair, SIRENS[2])
    late.presences = [Presence(starts_at=EXCHANGE, ends_at=until), Presence(starts_at=again, ends_at=end)]
    session.flush()

    published(session, fair, COMPANY_LATE, now=EVE)

    session.expire_all()
    [hours] = late.presences
    assert (hours.starts_at, hours.ends_at) == (EXCHANGE + timedelta(minutes=40), end)


def test_a_company_that_comes_back_takes_part_again(session, fair):
    leaves = next(m for m in live(session, fair) if m.slot_code == "s6").company
    published(session, fair, gone(leaves.code), now=EVE)

    published(session, fair, said(Happened.COMPANY_BACK, company=leaves.code), now=EVE + timedelta(hours=1))

    assert leaves.withdrawn_at is None
    assert deeds(session, leaves.code) == ["company.withdraw", "company.come_back"]
    assert leaves.code in {m.company.code for m in live(session, fair)}


def test_tables_and_hours_are_the_fairs_from_then_on(session, fair):
    version = published(session, fair, LATE, TABLE, ADDED, PERSON)

    assert current_grid(session, fair) is version.grid
    asked = problem_for(session, fair)
    tables = {table.id: table for desk in asked.desks for table in desk.tables}
    assert f"{asked.slots[0].start:%H:%M}" == "10:45"
    assert {"s4", "s5"} <= tables["EAU-1"].closed
    assert tables["RES-2"].closed == {"s1", "s2", "s3"}


def test_every_fact_has_a_line_in_the_journal_and_the_instant_since_when(session, fair):
    version = published(session, fair, LATE, TABLE, ADDED, PERSON, COMPANY_LATE)

    assert {one.fact_since for one in happenings_of(session, version)} == {AT_10_42}
    assert deeds(session, "EAU-1") == ["happening.table_lost"]
    assert deeds(session, "RES-2") == ["table.add"]
    about = deeds(session, f"schedule {version.number}")
    assert {"happening.late_opening", "happening.person_late"} <= set(about)


def test_what_would_go_back_is_told_newest_first(session, fair):
    first = current_version(session, fair)
    second = published(session, fair, COMPANY_LATE, TABLE, now=EVE)
    third = published(session, fair, gone(SIRENS[0]), now=EVE + timedelta(hours=1))

    kinds = [one.kind for one in happenings.undone(session, first).back]
    assert kinds == [Happened.COMPANY_GONE, Happened.TABLE_LOST, Happened.COMPANY_LATE]
    assert [one.kind for one in happenings.undone(session, second).back] == [Happened.COMPANY_GONE]
    assert happenings.undone(session, third) == happenings.Undone()


def current_version(session, fair):
    return live(session, fair)[0].schedule


def brought_back(session, version, now):
    return publication.publish(session, restoring.restore(session, version, None, now), None, now)


def test_bringing_the_former_version_back_undoes_the_facts(session, fair):
    first, before = current_version(session, fair), places(session, fair)
    hours = [slot.starts_at for slot in current_grid(session, fair).slots]
    published(session, fair, LATE, gone(SIRENS[0]), COMPANY_LATE, ADDED, now=EVE)

    brought_back(session, first, EVE + timedelta(minutes=1))

    assert places(session, fair) == before
    assert [slot.starts_at for slot in current_grid(session, fair).slots] == hours
    assert company(session, fair, SIRENS[0]).withdrawn_at is None
    assert company(session, fair, SIRENS[2]).presences == []
    assert "RES-2" not in {t.id for desk in problem_for(session, fair).desks for t in desk.tables}
    assert deeds(session, SIRENS[0]) == ["company.withdraw", "happening.undo", "company.come_back"]


def test_hours_of_presence_come_back_slot_by_slot(session, fair):
    late = company(session, fair, SIRENS[2])
    start, end = EXCHANGE + timedelta(minutes=10), EXCHANGE + timedelta(minutes=60)
    late.presences = [Presence(starts_at=start, ends_at=end)]
    session.flush()
    first = published(session, fair, TABLE, now=EVE)
    published(session, fair, COMPANY_LATE, now=EVE + timedelta(hours=1))

    brought_back(session, first, EVE + timedelta(hours=2))

    [hours] = late.presences
    assert (hours.starts_at, hours.ends_at) == (start, EXCHANGE + timedelta(minutes=58))


def test_bringing_the_later_version_back_makes_its_facts_true_again(session, fair):
    first = current_version(session, fair)
    second = published(session, fair, gone(SIRENS[0]), COMPANY_LATE, now=EVE)
    brought_back(session, first, EVE + timedelta(minutes=1))

    brought_back(session, second, EVE + timedelta(minutes=2))

    assert company(session, fair, SIRENS[0]).withdrawn_at is not None
    assert len(company(session, fair, SIRENS[2]).presences) == 1
