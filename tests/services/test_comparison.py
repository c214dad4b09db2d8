from matchmaker.scheduling.timetable import Booking
from matchmaker.services.comparison import Change, Kind, changes

EAU_FIRST = Booking("A", "EAU", "s1", "EAU-1")
EAU_LATER = Booking("A", "EAU", "s2", "EAU-1")
EAU_NEXT_TABLE = Booking("A", "EAU", "s1", "EAU-2")
RES = Booking("B", "RES", "s1", "RES-1")


def test_two_equal_timetables_differ_in_nothing():
    assert changes([EAU_FIRST, RES], [RES, EAU_FIRST]) == ()


def test_a_meeting_at_another_time_is_moved():
    assert changes([EAU_FIRST], [EAU_LATER]) == (Change(Kind.MOVED, "A", "EAU", EAU_FIRST, EAU_LATER),)


def test_another_table_at_the_same_time_is_no_move():
    found = changes([EAU_FIRST], [EAU_NEXT_TABLE])

    assert [change.kind for change in found] == [Kind.OTHER_TABLE]


def test_what_somebody_loses_is_read_before_what_others_gain():
    found = changes([EAU_FIRST], [RES])

    assert [(change.kind, change.company) for change in found] == [(Kind.LOST, "A"), (Kind.GAINED, "B")]
    assert (found[0].before, found[0].after) == (EAU_FIRST, None)
    assert (found[1].before, found[1].after) == (None, RES)


def test_a_pin_alone_changes_nobodys_day():
    pinned = Booking("A", "EAU", "s1", "EAU-1", pinned=True)

    assert changes([EAU_FIRST], [pinned]) == ()


def test_who_stays_in_a_slot_whose_hour_shifts_is_moved():
    assert changes([EAU_FIRST], [EAU_FIRST], shifted={"s2"}) == ()
    assert [change.kind for change in changes([EAU_FIRST], [EAU_FIRST], shifted={"s1"})] == [Kind.MOVED]
