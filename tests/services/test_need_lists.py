"""Needs as they are listed, and the requests and meetings that hang on one of them."""

import pytest

from matchmaker.services.need_lists import meetings_about, needs_at, needs_of, requests_about
from tests.builders import DEADLINE, a_company, a_desk, a_fair, a_grid, a_meeting, a_need, a_schedule, a_wish


@pytest.fixture
def desk(session):
    desk = a_desk(a_fair())
    session.add(desk)
    session.flush()
    return desk


@pytest.fixture
def public(session, desk):
    return stored(session, a_need(desk))


def stored(session, need):
    session.add(need)
    session.flush()
    return need


def test_the_requests_about_a_need_are_those_that_name_no_other_open_one(session, desk, public):
    other, closed = stored(session, a_need(desk)), stored(session, a_need(desk, withdrawn_at=DEADLINE))
    alone, both, one_closed, silent, gone = (
        a_wish(a_company(desk.fair), desk, needs=named)
        for named in ([public], [public, other], [public, closed], [], [public])
    )
    gone.company.withdrawn_at = DEADLINE
    session.add_all([alone, both, one_closed, silent, gone])
    session.flush()

    assert requests_about(session, public) == [alone, one_closed]


def test_the_needs_of_some_desks_and_of_the_fair(session, desk, public):
    elsewhere = stored(session, a_need(a_desk(desk.fair)))
    stored(session, a_need(a_desk(a_fair())))

    assert needs_of(session, [desk]) == [public]
    assert needs_at(session, desk.fair) == sorted([public, elsewhere], key=lambda one: one.code)


def test_the_meetings_about_a_need_are_those_of_its_requests(session, desk, public):
    grid = a_grid(desk.fair)
    schedule = a_schedule(desk.fair, grid)
    mine, other = a_company(desk.fair), a_company(desk.fair)
    session.add_all([grid, schedule, a_wish(mine, desk, needs=[public]), a_wish(other, desk)])
    for company, slot in zip((mine, other), grid.slots, strict=False):
        session.add(a_meeting(company, desk.tables[0], slot, schedule))
    session.flush()

    assert meetings_about(session, public) == 1
