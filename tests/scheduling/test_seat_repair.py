"""After a repair: whoever stays at the hour that was published stays at the table, wherever that is free."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.scheduling.problem import Company, Pin
from matchmaker.scheduling.repair import repair
from matchmaker.scheduling.solving.seat import Visit, seat
from tests.scheduling import oracle
from tests.scheduling.problems import desk
from tests.scheduling.repairs import published
from tests.scheduling.small_fairs import fair, meetings
from tests.scheduling.wild_repairs import wild_repair

SIX = [Company(f"C{number}", 2) for number in range(1, 7)]


def seated(before: str, now: str, pins: list[Pin] | None = None, tables: int = 3) -> list[str]:
    """Who sits at which table of desk A, of which table 3 is shut in s1."""
    problem = fair(3, [desk("A", tables, {3: {"s1"}})], SIX, "", pins)
    visits = [Visit(booking.company, booking.desk, booking.slot) for booking in meetings(now)]
    bookings = seat(problem, visits, published(meetings(before)))
    return [f"{b.company}@{b.slot}#{b.table[-1]}" for b in bookings]


def test_whoever_stays_keeps_the_table_though_others_come_first_by_name() -> None:
    assert seated("C3-A@s2#1 C4-A@s2#2", "C1-A@s2 C3-A@s2 C4-A@s2") == ["C1@s2#3", "C3@s2#1", "C4@s2#2"]


@pytest.mark.parametrize("table", [1, 2, 3])
def test_at_whichever_table(table: int) -> None:
    assert seated(f"C3-A@s2#{table}", "C1-A@s2 C2-A@s2 C3-A@s2")[2] == f"C3@s2#{table}"


def test_a_table_that_is_shut_now_is_nobodys() -> None:
    assert seated("C1-A@s1#3", "C1-A@s1") == ["C1@s1#1"]


def test_whoever_moved_has_no_claim_to_the_table_at_another_hour() -> None:
    assert seated("C3-A@s3#1", "C1-A@s2 C3-A@s2") == ["C1@s2#1", "C3@s2#2"]


def test_of_two_who_were_promised_one_table_one_has_it() -> None:
    assert sorted(seated("C1-A@s2#2 C2-A@s2#2", "C1-A@s2 C2-A@s2")) == ["C1@s2#2", "C2@s2#1"]


def test_a_pin_that_names_the_table_comes_first() -> None:
    assert seated("C3-A@s2#1", "C3-A@s2", [Pin("C1", "A", "s2", "A-1")]) == ["C1@s2#1", "C3@s2#2"]


def test_a_pin_without_table_keeps_the_one_that_was_published() -> None:
    pins = [Pin("C1", "A", "s2"), Pin("C2", "A", "s2")]

    assert seated("C2-A@s2#1", "", pins) == ["C1@s2#2", "C2@s2#1"]


def test_without_anything_published_everybody_sits_as_before() -> None:
    assert seated("", "C1-A@s2 C2-A@s2 C3-A@s3") == ["C1@s2#1", "C2@s2#2", "C3@s3#3"]


def test_nobody_sits_wrong_and_whoever_stays_and_moves_table_found_it_taken_or_shut() -> None:
    for seed in range(60):
        problem = wild_repair(seed)
        bookings = repair(problem).meetings
        taken = {(booking.table, booking.slot): booking for booking in bookings}
        promises = {(p.company, p.desk, p.slot): p.table for p in problem.published}
        closed = {table.id: table.closed for stand in problem.desks for table in stand.tables}
        named = {(pin.company, pin.desk) for pin in problem.pins if pin.table is not None}

        assert oracle.faults(problem, bookings) == []
        for booking in bookings:
            table = promises.get((booking.company, booking.desk, booking.slot), booking.table)
            if table != booking.table and booking.pair not in named and booking.slot not in closed[table]:
                assert (table, booking.slot) in taken


def test_a_repair_of_a_day_on_which_only_names_are_new_seats_everybody_as_before() -> None:
    """Somebody comes who was not there, before everybody else by name, to a desk with room."""
    before = "C2-A@s1#1 C3-A@s1#2 C4-A@s2#1 C5-A@s2#2"
    wishes = " ".join(f"C{number}-A:5" for number in (1, 2, 3, 4, 5))
    problem = fair(2, [desk("A", 3)], [Company(f"C{n}", 1) for n in range(1, 6)], wishes)
    result = repair(replace(problem, published=published(meetings(before))))

    assert {f"{b.company}-A@{b.slot}#{b.table[-1]}" for b in result.meetings} >= set(before.split())
