"""Tables come and go while nothing stands on them."""

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.services import tables
from tests.builders import AFTER_THE_DEADLINE, a_company, a_desk, a_fair, a_grid, a_meeting, a_schedule


@pytest.fixture
def desk(session):
    desk = a_desk(a_fair(), tables=2, code="EAU")
    session.add(desk)
    session.flush()
    return desk


def test_one_more_table_has_the_next_number(session, desk):
    table = tables.add(session, desk, None, AFTER_THE_DEADLINE)

    assert (table.number, table.code, desk.tables[-1]) == (3, "EAU-3", table)


def test_a_table_is_taken_away(session, desk):
    tables.remove(session, desk.tables[1], None, AFTER_THE_DEADLINE)

    assert [table.code for table in desk.tables] == ["EAU-1"]


def test_a_table_with_a_meeting_stays(session, desk):
    grid = a_grid(desk.fair)
    schedule = a_schedule(desk.fair, grid)
    session.add(a_meeting(a_company(desk.fair), desk.tables[0], grid.slots[0], schedule))
    session.flush()

    with pytest.raises(RuleBroken, match="Des rendez-vous sont prévus"):
        tables.remove(session, desk.tables[0], None, AFTER_THE_DEADLINE)
