"""Every fault of a problem is said with its path."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from matchmaker.scheduling.files import read_problem
from tests.scheduling.documents import PROBLEM, Change, add, changed, drop, faults_of, put

FAULTS_OF_PROBLEMS: list[tuple[Change, list[str]]] = [
    # What stands there is something else
    (
        put("format", "matchmaker-problem/2"),
        ['format: expected "matchmaker-problem/1", found "matchmaker-problem/2"'],
    ),
    (put("policy", "fair"), ['policy: expected "floor" or "worth", found "fair"']),
    (put("slots", {}), ["slots: expected a list, found an object"]),
    (put("slots", []), ["slots: expected at least one slot"]),
    (put("wishes.0", ["C1", "EAU", 1]), ["wishes[0]: expected an object, found a list"]),
    (put("wishes.1.worth", 1.0), ["wishes[1].worth: expected an integer, found 1.0"]),
    (put("wishes.1.worth", True), ["wishes[1].worth: expected an integer, found true"]),
    (put("wishes.1.worth", "1"), ['wishes[1].worth: expected an integer, found the string "1"']),
    (put("wishes.1.worth", None), ["wishes[1].worth: expected an integer, found null"]),
    (put("wishes.1.worth", float("nan")), ["wishes[1].worth: expected an integer, found NaN"]),
    (put("wishes.1.worth", 0), ["wishes[1].worth: expected an integer from 1 to 1000, found 0"]),
    (put("wishes.1.worth", 1001), ["wishes[1].worth: expected an integer from 1 to 1000, found 1001"]),
    (put("wishes.1.company", 2), ["wishes[1].company: expected a string, found 2"]),
    (
        put("companies.0.max_meetings", 3),
        ["companies[0].max_meetings: expected an integer from 0 to 2, found 3"],
    ),
    (
        put("companies.0.max_meetings", -1),
        ["companies[0].max_meetings: expected an integer from 0 to 2, found -1"],
    ),
    (put("companies.1.breathing", 1), ["companies[1].breathing: expected true or false, found 1"]),
    (put("companies.0.group", None), ["companies[0].group: expected a string, found null"]),
    (put("companies.1.absent", "s1"), ['companies[1].absent: expected a list, found the string "s1"']),
    (put("pins.0.table", None), ["pins[0].table: expected a string, found null"]),
    (put("draw", "C1"), ['draw: expected a list, found the string "C1"']),
    # Something is missing, or too much
    (drop("format"), ["format: missing"]),
    (drop("desks.1.tables"), ["desks[1].tables: missing"]),
    (drop("wishes.0.worth"), ["wishes[0].worth: missing"]),
    (drop("published.0.table"), ["published[0].table: missing"]),
    (put("wishes.0.rank", 1), ["wishes[0].rank: unknown key"]),
    (put("desks.0.tables.1.open", []), ["desks[0].tables[1].open: unknown key"]),
    (put("comment", "hello"), ["comment: unknown key"]),
    (put("a b", 1), ['["a b"]: unknown key']),
    # Names that mean nothing, or two things
    (put("wishes.0.desk", "DBX"), ['wishes[0].desk: no desk "DBX"']),
    (put("wishes.0.company", "G1"), ['wishes[0].company: no company "G1"']),
    (put("pins.0.slot", "s9"), ['pins[0].slot: no slot "s9"']),
    (put("pins.0.table", "CON-9"), ['pins[0].table: no table "CON-9"']),
    (put("pins.0.table", "EAU-2"), ['pins[0].table: table "EAU-2" is not one of desk "CON"']),
    (put("published.0.table", "CON-1"), ['published[0].table: table "CON-1" is not one of desk "EAU"']),
    (put("published.0.earliest", "s0"), ['published[0].earliest: no slot "s0"']),
    (put("companies.1.absent", ["s7"]), ['companies[1].absent[0]: no slot "s7"']),
    (put("companies.1.absent", ["s2", "s2"]), ['companies[1].absent[1]: slot "s2" is already in this list']),
    (put("desks.0.tables.0.closed", ["s7"]), ['desks[0].tables[0].closed[0]: no slot "s7"']),
    (put("slots.1.id", "s1"), ['slots[1].id: slot "s1" is already defined', *["?"] * 3]),
    (put("desks.2.id", "CON"), ['desks[2].id: desk "CON" is already defined']),
    (
        put("desks.1.tables", [{"id": "EAU-2"}]),
        ['desks[1].tables[0].id: table "EAU-2" is already defined', "?"],
    ),
    (put("companies.2.id", "C1"), ['companies[2].id: company "C1" is already defined']),
    (put("companies.2.group", "C1"), ['companies[2].group: group "C1" is called like a company']),
    (add("wishes", PROBLEM["wishes"][0]), ['wishes[2]: company "C1" already wishes to meet desk "EAU"']),
    (put("draw", ["G1", "C1", "C2"]), ['draw[2]: no party "C2"']),
    (put("draw", ["G1", "C1", "G1"]), ['draw[2]: party "G1" is already in this list']),
    (put("draw", ["G1"]), ['draw: party "C1" is missing']),
    # Times
    (put("slots.0.start", "2023-11-15T10:30:00"), ['slots[0].start: no UTC offset in "2023-11-15T10:30:00"']),
    (put("slots.0.start", "20231115T103000Z"), ['slots[0].start: not an RFC 3339 time: "20231115T103000Z"']),
    (
        put("slots.0.end", "2023-02-30T10:30:00Z"),
        ['slots[0].end: not an RFC 3339 time: "2023-02-30T10:30:00Z"'],
    ),
    (put("slots.0.end", "2023-11-15T10:30:00+01:00"), ["slots[0].end: not after the start"]),
    (
        put("slots.1.start", "2023-11-15T09:37:00Z"),
        ["slots[1].start: before the end of the slot above; slots are in time order, not overlapping"],
    ),
    (
        lambda document: document["slots"].reverse(),
        ["slots[1].start: before the end of the slot above; slots are in time order, not overlapping"],
    ),
]


@pytest.mark.parametrize(("change", "faults"), FAULTS_OF_PROBLEMS)
def test_a_fault_of_a_problem_is_said_with_its_path(change: Change, faults: list[str]) -> None:
    """``?`` stands for a fault that follows from the first."""
    found = faults_of(read_problem, changed(PROBLEM, change))

    assert [line if expected != "?" else "?" for line, expected in zip(found, faults, strict=False)] == faults
    assert len(found) == len(faults)


def test_all_faults_are_said_at_once_each_on_one_line() -> None:
    def spoil(document: Any) -> None:
        for path, value in [("wishes.0.desk", "A\nB"), ("wishes.1.worth", 0), ("pins.0.table", "EAU-1")]:
            put(path, value)(document)

    assert faults_of(read_problem, changed(PROBLEM, spoil)) == [
        r'wishes[0].desk: no desk "A\u000aB"',
        "wishes[1].worth: expected an integer from 1 to 1000, found 0",
        'pins[0].table: table "EAU-1" is not one of desk "CON"',
    ]


def test_a_list_that_could_not_be_read_makes_no_fault_of_those_who_mention_it() -> None:
    assert faults_of(read_problem, changed(PROBLEM, put("desks.0.id", 1))) == [
        "desks[0].id: expected a string, found 1"
    ]
    assert faults_of(read_problem, changed(PROBLEM, drop("companies"))) == ["companies: missing"]


@pytest.mark.parametrize(
    "time",
    [
        "2023-11-15T09:30:00Z",
        "2023-11-15t09:30:00z",
        "2023-11-15T10:30:00.0+01:00",
        "2023-11-14T23:30:00-10:00",
    ],
)
def test_times_are_instants_with_any_offset(time: str) -> None:
    problem = read_problem(changed(PROBLEM, put("slots.0.start", time)))

    assert problem.slots[0].start == datetime.fromisoformat("2023-11-15T10:30:00+01:00")


@pytest.mark.parametrize(
    "time",
    [
        "",
        "2023-11-15T09:30Z",
        "2023-11-15 09:30:00Z",
        "2023-11-15T09:30:00Z ",
        "2023-11-15T09:30:00,5Z",
        "2023-11-15T09:30:00.Z",
        "2023-11-15T09:30:00+0100",
        "2023-11-15T09:30:00+01",
        "2023-11-15T09:30:00+24:00",
        "2023-11-15T24:00:00Z",
        "2023-11-15T09:60:00Z",
        "2023-02-29T09:30:00Z",
        "2023-13-01T09:30:00Z",
        "2023-W46-3T09:30:00Z",
        "0000-01-01T00:00:00Z",
        "٢٠٢٣-11-15T09:30:00Z",
    ],
)
def test_what_is_almost_an_rfc_3339_time_is_none(time: str) -> None:
    (fault,) = faults_of(read_problem, changed(PROBLEM, put("slots.0.start", time)))

    assert fault == f'slots[0].start: not an RFC 3339 time: "{time}"'


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_is_are_no_error(year: str) -> None:
    data = changed(PROBLEM, put("slots.0.start", f"{year}T00:00:00+23:59"))

    if year == "0001-01-01":
        assert read_problem(data).slots[0].start.isoformat() == "0001-01-01T00:00:00+23:59"
    else:
        assert faults_of(read_problem, data) == ["slots[0].end: not after the start"]


def test_slots_may_follow_without_a_pause() -> None:
    data = changed(PROBLEM, put("slots.0.end", PROBLEM["slots"][1]["start"]))

    assert len(read_problem(data).slots) == 2


def test_what_was_published_may_contradict_itself_for_solve_ignores_it() -> None:
    data = changed(PROBLEM, add("published", PROBLEM["published"][0]))

    assert len(read_problem(data).published) == 2
