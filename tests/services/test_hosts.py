"""Which stands a person answers for, and what the published timetable says of them."""

import pytest

from matchmaker.models import Role, Seat, TableClosure
from matchmaker.services import hosts
from tests.builders import (
    AFTER_THE_DEADLINE,
    a_company,
    a_desk,
    a_directorate,
    a_fair,
    a_grid,
    a_meeting,
    a_membership,
    a_schedule,
    a_sitting,
    a_wish,
    an_account,
)


@pytest.fixture
def fair(session):
    fair = a_fair()
    session.add_all([fair, a_grid(fair, slots=3)])
    session.flush()
    return fair


def stored(session, row):
    session.add(row)
    session.flush()
    return row


def a_host(session, fair, directorate=None):
    return stored(
        session, a_membership(fair, Role.HOST, directorate=directorate or a_directorate(fair, code="ACHATS"))
    )


def published(session, fair, version=1):
    return stored(session, a_schedule(fair, fair.grids[-1], version=version, published_at=AFTER_THE_DEADLINE))


def meeting(session, schedule, desk, slot, table=0):
    company = a_company(desk.fair)
    session.add(a_wish(company, desk))
    return stored(session, a_meeting(company, desk.tables[table], slot, schedule))


# Stands


def test_a_lead_answers_for_the_stands_of_the_directorate(session, fair):
    desk = stored(session, a_desk(fair))
    stored(session, a_desk(fair))

    assert hosts.desks_of(session, a_host(session, fair, desk.directorate)) == [desk]


def test_a_buyer_answers_for_the_stands_where_a_chair_is_kept(session, fair):
    desk, other = stored(session, a_desk(fair, tables=2)), stored(session, a_desk(fair))
    buyer = a_host(session, fair)
    for slot, table in zip(fair.grids[0].slots, [*desk.tables, desk.tables[0]], strict=True):
        session.add(a_sitting(table, slot, buyer.account, seat=Seat.BUYER))
    session.flush()

    assert hosts.desks_of(session, buyer) == [desk]
    assert hosts.desk_of(session, buyer, desk.code) == desk
    assert hosts.desk_of(session, buyer, other.code) is None


def test_chairs_at_another_fair_give_nothing_here(session, fair):
    elsewhere = a_fair()
    desk = stored(session, a_desk(elsewhere))
    buyer = a_host(session, fair)
    grid = stored(session, a_grid(elsewhere))
    stored(session, a_sitting(desk.tables[0], grid.slots[0], buyer.account))

    assert hosts.desks_of(session, buyer) == []


# A stand's planning


def test_before_publication_there_is_no_planning(session, fair):
    desk, account = stored(session, a_desk(fair)), stored(session, an_account())

    assert hosts.desk_planning(session, desk) is None
    assert hosts.own_planning(session, account, fair) is None


def test_a_stand_reads_its_live_meetings_and_its_free_places(session, fair):
    desk, other = stored(session, a_desk(fair, tables=2)), stored(session, a_desk(fair))
    first, second, third = fair.grids[0].slots
    schedule = published(session, fair, version=2)
    here = meeting(session, schedule, desk, first, table=1)
    meeting(session, schedule, other, first)
    ended = meeting(session, schedule, desk, second)
    ended.ended_at, ended.ended_why = AFTER_THE_DEADLINE, "given_up"
    stored(session, TableClosure(table=desk.tables[0], slot=third))

    planning = hosts.desk_planning(session, desk)

    assert (planning.version, planning.meetings, planning.free) == (2, 1, 4)
    rows = [[place.meeting for place in places] for _slot, places in planning.rows]
    assert rows == [[None, here], [None, None], [None, None]]
    assert planning.rows[0][1][1].wish.company is here.company
    assert [place.is_closed for place in planning.rows[2][1]] == [True, False]


def test_who_sits_is_named_leads_first_with_the_hours_of_who_does_not_stay(session, fair):
    desk = stored(session, a_desk(fair))
    lead, buyer = an_account(name="Zoé"), an_account(name="Alix")
    slots = fair.grids[0].slots
    session.add_all(a_sitting(desk.tables[0], slot, lead) for slot in slots)
    session.add(a_sitting(desk.tables[0], slots[1], buyer, seat=Seat.BUYER))
    published(session, fair)

    _table, chairs = hosts.desk_planning(session, desk).tables[0]
    assert [(one.name, one.seat, one.slots) for one in chairs] == [
        ("Zoé", Seat.LEAD, ()),
        ("Alix", Seat.BUYER, (slots[1],)),
    ]


# One's own planning


def test_a_person_reads_their_own_day_across_stands(session, fair):
    one, other = stored(session, a_desk(fair)), stored(session, a_desk(fair))
    first, second, third = fair.grids[0].slots
    buyer, schedule = stored(session, an_account()), published(session, fair)
    session.add_all(
        [
            a_sitting(other.tables[0], second, buyer, seat=Seat.BUYER),
            a_sitting(one.tables[0], first, buyer, seat=Seat.BUYER),
        ]
    )
    mine = meeting(session, schedule, one, first)
    meeting(session, schedule, one, third)

    planning = hosts.own_planning(session, buyer, fair)

    assert [(place.slot, place.table, place.meeting) for place in planning.places] == [
        (first, one.tables[0], mine),
        (second, other.tables[0], None),
    ]
    assert (planning.meetings, planning.places[0].seat) == (1, Seat.BUYER)


def test_who_sits_nowhere_has_an_empty_day(session, fair):
    published(session, fair)

    assert hosts.own_planning(session, stored(session, an_account()), fair).places == ()
