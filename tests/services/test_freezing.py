"""On the day itself: what has begun, or is about to, stays; nobody is moved to before the hour announced."""

import pytest

from matchmaker.models import EndedWhy, Happened
from matchmaker.services.drafts.freezing import frozen_only
from matchmaker.services.figures import document
from matchmaker.services.problems import problem_for
from matchmaker.services.publishing import publication
from tests.builders import a_company, a_wish
from tests.services.rebalanced_fair import (
    AT_10_42,
    EVE,
    SIRENS,
    a_published_fair,
    live,
    places,
    proven,
    rebalanced,
    said,
)

TABLE = said(Happened.TABLE_LOST, table="EAU-1", from_slot="s4", until_slot="s5")
GONE = said(Happened.COMPANY_GONE, companies=[SIRENS[0], SIRENS[1]])
ADDED = said(Happened.TABLE_ADDED, desk="RES", from_slot="s4", until_slot="s6")


@pytest.fixture
def fair(session):
    return a_published_fair(session)


def test_on_the_day_what_has_begun_or_is_about_to_stays_at_its_table(session, fair):
    draft = proven(session, rebalanced(session, fair, TABLE))
    before = {place for place in places(session, fair) if place[2] in ("s1", "s2", "s3")}
    after = {(b.company, b.desk, b.slot, b.table) for b in document(draft).result.meetings}

    assert before
    assert {place for place in after if place[2] in ("s1", "s2", "s3")} == before
    assert {(pair.company, pair.desk) for pair in frozen_only(session, draft)} == {p[:2] for p in before}


def test_on_the_day_nobody_is_moved_to_before_the_hour_announced(session, fair):
    draft = proven(session, rebalanced(session, fair, GONE, TABLE, ADDED))
    announced = {(m.company.code, m.desk.code): m.slot_code for m in live(session, fair)}

    for booking in document(draft).result.meetings:
        assert booking.slot >= announced.get((booking.company, booking.desk), "s1")
    assert all(one.earliest == one.slot for one in document(draft).problem.published)


def test_on_the_eve_nothing_is_frozen(session, fair):
    draft = rebalanced(session, fair, TABLE, now=EVE)

    assert (draft.frozen_at, document(draft).problem.pins, frozen_only(session, draft)) == (None, (), set())


def test_who_sits_at_a_table_that_is_lost_now_is_moved_though_imminent(session, fair):
    imminent = next(m for m in live(session, fair) if m.slot_code == "s3" and m.table.code == "EAU-1")
    line = said(Happened.TABLE_LOST, table="EAU-1", from_slot="s3", until_slot="s6")
    draft = rebalanced(session, fair, line)

    assert imminent.company.code not in {pair.company for pair in frozen_only(session, draft)}
    assert ("EAU-1", "s3") not in {(b.table, b.slot) for b in document(draft).result.meetings}


def test_what_is_frozen_is_not_locked_for_good(session, fair):
    draft = proven(session, rebalanced(session, fair, TABLE))
    publication.publish(session, draft, None, AT_10_42)

    assert not any(meeting.pinned for meeting in live(session, fair))


def test_a_lock_of_the_organiser_whose_table_is_lost_is_a_promise_like_another(session, fair):
    locked = next(m for m in live(session, fair) if (m.slot_code, m.table.code) == ("s4", "EAU-1"))
    locked.pinned = True
    session.flush()

    problem = document(rebalanced(session, fair, TABLE, now=EVE)).problem

    assert locked.company.code not in {pin.company for pin in problem.pins}
    assert locked.company.code in {one.company for one in problem.published}


def test_places_that_nobody_takes_by_then_are_closed(session, fair):
    free = {(table.id, slot) for slot, table in free_places(session, fair)}
    newcomer = a_company(fair)
    session.add_all([newcomer, a_wish(newcomer, live(session, fair)[0].desk)])
    session.flush()
    problem = document(proven(session, rebalanced(session, fair, GONE))).problem

    closed = {(table.id, slot) for desk in problem.desks for table in desk.tables for slot in table.closed}
    assert free
    assert {place for place in free if place[1] in ("s1", "s2", "s3")} <= closed
    assert not {slot for _table, slot in closed} & {"s4", "s5", "s6"}


def free_places(session, fair):
    """(slot, table) where nobody meets, once one meeting of the running slot is given up."""
    given_up = next(m for m in live(session, fair) if m.slot_code == "s2")
    given_up.ended_at, given_up.ended_why = EVE, EndedWhy.GIVEN_UP
    session.flush()
    problem = problem_for(session, fair)
    taken = {(m.slot_code, m.table.code) for m in live(session, fair)}
    everywhere = (
        (slot.id, table) for slot in problem.slots for desk in problem.desks for table in desk.tables
    )
    return [(slot, table) for slot, table in everywhere if (slot, table.id) not in taken]


def test_a_company_that_leaves_before_its_meeting_begins_holds_nothing(session, fair):
    begun = {m.company for m in live(session, fair) if m.slot_code in ("s1", "s2")}
    imminent = next(m for m in live(session, fair) if m.slot_code == "s3" and m.company not in begun)

    draft = rebalanced(session, fair, said(Happened.COMPANY_GONE, companies=[imminent.company.code]))

    assert imminent.company.code not in document(draft).problem.company
