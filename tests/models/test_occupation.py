"""The database forbids double occupation, whatever the code does."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.models import EndedWhy, Meeting, Seat, Sitting, TableClosure
from tests.builders import (
    AFTER_THE_DEADLINE,
    a_company,
    a_desk,
    a_fair,
    a_grid,
    a_meeting,
    a_schedule,
    an_account,
)


class Morning:
    """Two desks of two tables, two companies, three slots, and a schedule to hold their meetings."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.fair = a_fair()
        self.grid = a_grid(self.fair)
        self.desks = [a_desk(self.fair, tables=2) for _ in range(2)]
        self.companies = [a_company(self.fair) for _ in range(2)]
        self.schedule = a_schedule(self.fair, self.grid)
        session.add_all([self.fair, self.grid, *self.desks, *self.companies, self.schedule])
        session.flush()

    def meets(self, company: int, desk: int, table: int, slot: int, **given: object) -> Meeting:
        meeting = a_meeting(
            self.companies[company],
            self.desks[desk].tables[table],
            self.grid.slots[slot],
            self.schedule,
            **given,
        )
        self.session.add(meeting)
        self.session.flush()
        return meeting


@pytest.fixture
def morning(either: Session) -> Morning:
    return Morning(either)


def test_a_table_receives_one_company_at_a_time(morning: Morning) -> None:
    morning.meets(company=0, desk=0, table=0, slot=0)

    with pytest.raises(IntegrityError):
        morning.meets(company=1, desk=0, table=0, slot=0)


def test_a_company_is_never_in_two_places(morning: Morning) -> None:
    morning.meets(company=0, desk=0, table=0, slot=0)

    with pytest.raises(IntegrityError):
        morning.meets(company=0, desk=1, table=0, slot=0)


def test_a_company_meets_a_desk_once(morning: Morning) -> None:
    morning.meets(company=0, desk=0, table=0, slot=0)

    with pytest.raises(IntegrityError):
        morning.meets(company=0, desk=0, table=1, slot=1)


def test_a_held_offer_occupies_its_place_too(morning: Morning) -> None:
    morning.meets(company=0, desk=0, table=0, slot=0, held_until=AFTER_THE_DEADLINE)

    with pytest.raises(IntegrityError):
        morning.meets(company=1, desk=0, table=0, slot=0)


def test_a_place_is_the_same_in_another_layout_of_the_morning(morning: Morning) -> None:
    """The opening is late, a new grid shifts the clock: slot s1 of table 1 is still one place."""
    morning.meets(company=0, desk=0, table=0, slot=0)
    later = a_grid(morning.fair, number=2)
    morning.session.add(later)
    table = morning.desks[0].tables[0]
    morning.session.add(a_meeting(morning.companies[1], table, later.slots[0], morning.schedule))

    with pytest.raises(IntegrityError):
        morning.session.flush()


def test_a_company_is_not_in_two_layouts_at_once(morning: Morning) -> None:
    morning.meets(company=0, desk=0, table=0, slot=0)
    later = a_grid(morning.fair, number=2)
    morning.session.add(later)
    table = morning.desks[1].tables[0]
    morning.session.add(a_meeting(morning.companies[0], table, later.slots[0], morning.schedule))

    with pytest.raises(IntegrityError):
        morning.session.flush()


def test_a_meeting_is_in_a_slot_of_its_own_fair(morning: Morning) -> None:
    elsewhere = a_grid(a_fair())
    morning.session.add(elsewhere)
    table = morning.desks[0].tables[0]
    morning.session.add(a_meeting(morning.companies[0], table, elsewhere.slots[0], morning.schedule))

    with pytest.raises(IntegrityError):
        morning.session.flush()


def test_a_meeting_comes_from_a_schedule_of_its_own_fair(morning: Morning) -> None:
    other = a_fair()
    stranger = a_schedule(other, a_grid(other))
    morning.session.add(stranger)
    table, slot = morning.desks[0].tables[0], morning.grid.slots[0]
    morning.session.add(a_meeting(morning.companies[0], table, slot, stranger, fair=morning.fair))

    with pytest.raises(IntegrityError):
        morning.session.flush()


def test_a_meeting_that_ended_leaves_its_place(morning: Morning) -> None:
    morning.meets(
        company=0, desk=0, table=0, slot=0, ended_at=AFTER_THE_DEADLINE, ended_why=EndedWhy.GIVEN_UP
    )

    after = morning.meets(company=1, desk=0, table=0, slot=0)

    assert after.ended_at is None


def test_a_meeting_does_not_end_without_a_reason(morning: Morning) -> None:
    with pytest.raises(IntegrityError):
        morning.meets(company=0, desk=0, table=0, slot=0, ended_at=AFTER_THE_DEADLINE)


def test_a_meeting_is_at_a_table_of_its_desk(morning: Morning) -> None:
    elsewhere = morning.desks[1].tables[0]

    meeting = a_meeting(morning.companies[0], elsewhere, morning.grid.slots[0], morning.schedule)
    meeting.desk = morning.desks[0]
    morning.session.add(meeting)

    with pytest.raises(IntegrityError):
        morning.session.flush()


def test_a_company_of_another_fair_has_no_place_here(morning: Morning) -> None:
    stranger = a_company(a_fair())
    morning.session.add(stranger)
    table, slot = morning.desks[0].tables[0], morning.grid.slots[0]
    morning.session.add(a_meeting(stranger, table, slot, morning.schedule))

    with pytest.raises(IntegrityError):
        morning.session.flush()


def test_nobody_sits_at_two_tables_at_once(morning: Morning) -> None:
    buyer, slot = an_account(), morning.grid.slots[0]
    first, second = morning.desks[0].tables
    morning.session.add(Sitting(table=first, slot=slot, account=buyer, seat=Seat.BUYER))
    morning.session.flush()

    morning.session.add(Sitting(table=second, slot=slot, account=buyer, seat=Seat.LEAD))
    with pytest.raises(IntegrityError):
        morning.session.flush()


def test_a_table_has_one_buyer_and_one_lead_at_a_time(morning: Morning) -> None:
    table, slot = morning.desks[0].tables[0], morning.grid.slots[0]
    for seat in (Seat.LEAD, Seat.BUYER):
        morning.session.add(Sitting(table=table, slot=slot, account=an_account(), seat=seat))
    morning.session.flush()

    morning.session.add(Sitting(table=table, slot=slot, account=an_account(), seat=Seat.BUYER))
    with pytest.raises(IntegrityError):
        morning.session.flush()


def test_a_table_is_closed_once_in_a_slot(morning: Morning) -> None:
    table, slot = morning.desks[0].tables[0], morning.grid.slots[0]
    morning.session.add_all([TableClosure(table=table, slot=slot), TableClosure(table=table, slot=slot)])

    with pytest.raises(IntegrityError):
        morning.session.flush()
