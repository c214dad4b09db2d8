"""Every fault of a file is said with its path; a sound file is read as it is written."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.files import (
    Malformed,
    read_problem,
    read_timetable,
    write_problem,
    write_timetable,
)
from matchmaker.scheduling.problem import (
    Company,
    Desk,
    Pin,
    Problem,
    Promise,
    Slot,
    Table,
    Wish,
    drawn_by_seed,
)
from matchmaker.scheduling.timetable import Booking, Level, Reason, Result, Unplaced

Change = Callable[[Any], object]

PROBLEM: dict[str, Any] = {
    "format": "matchmaker-problem/1",
    "slots": [
        {"id": "s1", "start": "2023-11-15T10:30:00+01:00", "end": "2023-11-15T10:38:00+01:00"},
        {"id": "s2", "start": "2023-11-15T10:40:00+01:00", "end": "2023-11-15T10:48:00+01:00"},
    ],
    "desks": [
        {"id": "EAU", "directorate": "DSEA", "tables": [{"id": "EAU-1", "closed": ["s1"]}, {"id": "EAU-2"}]},
        {"id": "CON", "directorate": "DB", "tables": [{"id": "CON-1"}]},
        {"id": "ETU", "directorate": "DB", "tables": []},
    ],
    "companies": [
        {"id": "C1", "max_meetings": 2},
        {"id": "C2", "max_meetings": 1, "absent": ["s2"], "breathing": True, "group": "G1"},
        {"id": "C3", "max_meetings": 0, "group": "G1"},
    ],
    "wishes": [
        {"company": "C1", "desk": "EAU", "worth": 100},
        {"company": "C2", "desk": "EAU", "worth": 1},
    ],
    "pins": [{"company": "C1", "desk": "CON", "slot": "s1", "table": "CON-1"}],
    "published": [{"company": "C1", "desk": "EAU", "slot": "s2", "table": "EAU-2", "earliest": "s2"}],
    "draw": ["G1", "C1"],
    "policy": "worth",
}

TIMETABLE: dict[str, Any] = {
    "format": "matchmaker-timetable/1",
    "problem_sha256": "0" * 64,
    "seed": 1,
    "engine": "matchmaker 0.1.0",
    "status": "optimal",
    "objective": [
        {"name": "served", "value": 2, "bound": 2},
        {"name": "draw", "value": [3], "bound": [3]},
        {"name": "worth", "value": 100, "bound": 100},
        {"name": "idle", "value": 1, "bound": None},
    ],
    "proof": {"served": "matching", "draw": "matching", "worth": "flow", "idle": None},
    "meetings": [{"company": "C1", "desk": "EAU", "slot": "s2", "table": "EAU-1", "pinned": False}],
    "unplaced": [{"company": "C2", "desk": "EAU", "reason": {"code": "desk_full", "text": "All taken."}}],
    "certificate": {
        "kind": "dual/1",
        "scale": 1,
        "quota": {"C1": 3},
        "party": {},
        "company_slot": {"C1": {"s2": 97}},
        "breathing": {},
        "desk_slot": {},
    },
}


def changed(document: dict[str, Any], change: Change) -> bytes:
    other = copy.deepcopy(document)
    change(other)
    return json.dumps(other).encode()


def put(path: str, value: object) -> Change:
    """Set the value at a path such as ``wishes.0.worth``."""
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]

    def change(document: Any) -> None:
        for step in parents:
            document = document[step]
        document[last] = value

    return change


def drop(path: str) -> Change:
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]

    def change(document: Any) -> None:
        for step in parents:
            document = document[step]
        del document[last]

    return change


def add(key: str, value: object) -> Change:
    return lambda document: document[key].append(value)


def faults_of(read: Callable[[bytes], object], data: bytes) -> list[str]:
    with pytest.raises(Malformed) as refused:
        read(data)
    return refused.value.faults


def test_a_problem_is_read_as_it_stands() -> None:
    problem = read_problem(json.dumps(PROBLEM).encode())

    assert problem == Problem(
        slots=tuple(
            Slot(slot["id"], datetime.fromisoformat(slot["start"]), datetime.fromisoformat(slot["end"]))
            for slot in PROBLEM["slots"]
        ),
        desks=(
            Desk("EAU", "DSEA", (Table("EAU-1", frozenset({"s1"})), Table("EAU-2"))),
            Desk("CON", "DB", (Table("CON-1"),)),
            Desk("ETU", "DB"),
        ),
        companies=(
            Company("C1", 2),
            Company("C2", 1, frozenset({"s2"}), breathing=True, group="G1"),
            Company("C3", 0, group="G1"),
        ),
        wishes=(Wish("C1", "EAU", 100), Wish("C2", "EAU", 1)),
        draw=("G1", "C1"),
        pins=(Pin("C1", "CON", "s1", "CON-1"),),
        published=(Promise("C1", "EAU", "s2", "EAU-2", "s2"),),
        policy="worth",
    )


def test_what_is_left_out_has_its_default() -> None:
    bare = {key: PROBLEM[key] for key in ("format", "slots")} | {"desks": [], "companies": [], "wishes": []}
    problem = read_problem(json.dumps(bare).encode())

    assert (problem.pins, problem.published, problem.draw, problem.policy) == ((), (), (), "floor")


def test_a_draw_left_out_is_that_of_the_seed() -> None:
    data = changed(PROBLEM, drop("draw"))

    assert read_problem(data).draw == drawn_by_seed(["C1", "G1"], 1)
    assert read_problem(data, seed=7).draw == drawn_by_seed(["C1", "G1"], 7)


def test_the_digest_is_of_the_canonical_json_of_what_was_read() -> None:
    accents = put("desks.0.directorate", "Département de l’eau")
    compact = changed(PROBLEM, accents)
    written_otherwise = json.dumps(json.loads(compact), ensure_ascii=False, indent=3).encode()
    by_hand = json.dumps(json.loads(compact), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    digest = hashlib.sha256(by_hand.encode()).hexdigest()
    assert read_problem(compact).sha256 == read_problem(written_otherwise).sha256 == digest
    assert read_problem(changed(PROBLEM, drop("policy"))).sha256 != read_problem(compact).sha256


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


FAULTS_OF_TIMETABLES: list[tuple[Change, list[str]]] = [
    (
        put("format", "matchmaker-problem/1"),
        ['format: expected "matchmaker-timetable/1", found "matchmaker-problem/1"'],
    ),
    (put("status", "best"), ['status: expected "optimal" or "feasible", found "best"']),
    (put("seed", "1"), ['seed: expected an integer, found the string "1"']),
    (put("objective.0.value", [1]), ["objective[0].value: expected an integer, found a list"]),
    (put("objective.1.value", 3), ["objective[1].value: expected a list, found 3"]),
    (put("objective.1.bound", [3.5]), ["objective[1].bound[0]: expected an integer, found 3.5"]),
    (
        put("objective.3.name", "worth"),
        ['objective[3].name: level "worth" is already there', "proof.idle: unknown key"],
    ),
    (drop("objective.3.bound"), ["objective[3].bound: missing"]),
    (drop("proof.idle"), ["proof.idle: missing"]),
    (put("proof.kept", None), ["proof.kept: unknown key"]),
    (put("meetings.0.pinned", 0), ["meetings[0].pinned: expected true or false, found 0"]),
    (drop("meetings.0.table"), ["meetings[0].table: missing"]),
    (drop("certificate"), ["certificate: missing"]),
    (put("certificate", []), ["certificate: expected an object, found a list"]),
    (put("certificate.quota.C1", 0.5), ["certificate.quota.C1: expected an integer, found 0.5"]),
    (drop("certificate.party"), ["certificate.party: missing"]),
    (put("certificate.kind", 1), ["certificate.kind: expected a string, found 1"]),
    (put("certificate.scale", True), ["certificate.scale: expected an integer, found true"]),
    (put("certificate.price", {}), ["certificate.price: unknown key"]),
    (put("certificate.breathing", []), ["certificate.breathing: expected an object, found a list"]),
    (put("certificate.desk_slot.EAU", 3), ["certificate.desk_slot.EAU: expected an object, found 3"]),
    (
        put("certificate.company_slot.C1.s2", "97"),
        ['certificate.company_slot.C1.s2: expected an integer, found the string "97"'],
    ),
    (put("unplaced.0.reason", "full"), ['unplaced[0].reason: expected an object, found the string "full"']),
    (drop("unplaced.0.reason.text"), ["unplaced[0].reason.text: missing"]),
]


@pytest.mark.parametrize(("change", "faults"), FAULTS_OF_TIMETABLES)
def test_a_fault_of_a_timetable_is_said_with_its_path(change: Change, faults: list[str]) -> None:
    assert faults_of(read_timetable, changed(TIMETABLE, change)) == faults


def test_a_code_outside_the_closed_list_is_a_fault() -> None:
    (fault,) = faults_of(read_timetable, changed(TIMETABLE, put("unplaced.0.reason.code", "bad_luck")))

    assert fault.startswith('unplaced[0].reason.code: expected "draw" or "desk_full" or ')
    assert fault.endswith('found "bad_luck"')


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "problem: empty"),
        (b" \n", "problem: empty"),
        (b"\xef\xbb\xbf{}", "problem: begins with a byte order mark"),
        (b'{"format": "\xff"}', "problem: not UTF-8 (byte 12)"),
        ('{"format": "é"}'.encode("utf-16"), "problem: not UTF-8 (byte 0)"),
        (b"[]", "problem: expected an object, found a list"),
        (b"12", "problem: expected an object, found 12"),
        (b'"text"', 'problem: expected an object, found the string "text"'),
        (b"{", "problem: not JSON (Expecting property name enclosed in double quotes at line 1, column 2)"),
        (b"[" * 200_000, "problem: nested too deeply"),
        (b'{"a":' * 200_000, "problem: nested too deeply"),
    ],
)
def test_what_is_no_json_object_in_utf_8_is_refused(data: bytes, fault: str) -> None:
    assert faults_of(read_problem, data) == [fault]


def test_keys_given_twice_are_refused_wherever_they_are() -> None:
    text = json.dumps(PROBLEM)
    twice = text.replace('"max_meetings": 1', '"max_meetings": 1, "max_meetings": 1')
    at_the_top = text[:-1] + ', "policy": "floor"}'

    assert faults_of(read_problem, twice.encode()) == ["companies[1].max_meetings: key given more than once"]
    assert faults_of(read_problem, at_the_top.encode()) == ["policy: key given more than once"]


def test_halves_of_characters_are_refused_and_whole_ones_are_not() -> None:
    half = json.dumps(PROBLEM).replace('"DSEA"', r'"\ud83d"')
    key = json.dumps(PROBLEM).replace('"policy"', r'"\udc00"')
    whole = json.dumps(PROBLEM).replace('"DSEA"', r'"\ud83d\ude00"')

    assert faults_of(read_problem, half.encode()) == [r'desks[0].directorate: lone surrogate in "\ud83d"']
    assert r'["\udc00"]: lone surrogate in the key' in faults_of(read_problem, key.encode())
    assert read_problem(whole.encode()).desks[0].directorate == "😀"


@pytest.mark.parametrize("number", ["1e2", "1E2", "100.0", "-Infinity", "1" * 5000, "NaN"])
def test_numbers_that_are_no_plain_integers_are_refused(number: str) -> None:
    data = json.dumps(PROBLEM).replace('"worth": 100', f'"worth": {number}').encode()

    (fault,) = faults_of(read_problem, data)
    assert fault.startswith("wishes[0].worth: expected an integer, found ")
    assert len(fault) < 120


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


IDS = st.text(min_size=1, max_size=4).filter(lambda text: text.isprintable())


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Any well-formed problem."""
    slots = draw(st.lists(IDS, min_size=1, max_size=4, unique=True))
    tables = draw(st.lists(IDS, max_size=4, unique=True))
    desks = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    names = draw(st.lists(IDS, min_size=2, max_size=5, unique=True))
    group, companies = names[0], names[1:]
    some_slots = st.frozensets(st.sampled_from(slots))
    owner = {table: draw(st.sampled_from(desks)) for table in tables}
    built = tuple(
        Company(
            id=name,
            max_meetings=draw(st.integers(0, len(slots))),
            absent=draw(some_slots),
            breathing=draw(st.booleans()),
            group=draw(st.sampled_from([None, group])),
        )
        for name in companies
    )
    entries = st.tuples(st.sampled_from(companies), st.sampled_from(desks), st.sampled_from(slots))
    wishes = draw(st.dictionaries(entries.map(lambda entry: entry[:2]), st.integers(1, 1000)))
    of_table = st.sampled_from(tables or [None])
    promised = draw(st.lists(st.tuples(entries, of_table, st.none() | st.sampled_from(slots)), max_size=3))
    return Problem(
        slots=tuple(
            Slot(
                name,
                datetime.fromisoformat(f"2023-11-15T1{n}:00Z"),
                datetime.fromisoformat(f"2023-11-15T1{n}:30Z"),
            )
            for n, name in enumerate(slots)
        ),
        desks=tuple(
            Desk(name, draw(IDS), tuple(Table(t, draw(some_slots)) for t in tables if owner[t] == name))
            for name in desks
        ),
        companies=built,
        wishes=tuple(Wish(*pair, worth) for pair, worth in wishes.items()),
        draw=tuple(draw(st.permutations(sorted({company.party for company in built})))),
        pins=tuple(Pin(*entry) for entry in draw(st.lists(entries, max_size=3))),
        published=tuple(Promise(c, owner[t], s, t, earliest) for (c, _d, s), t, earliest in promised if t),
        policy=draw(st.sampled_from(["floor", "worth"])),
    )


@given(problems())
@settings(max_examples=60)
def test_a_problem_written_and_read_again_is_the_same(problem: Problem) -> None:
    data = write_problem(problem)

    assert read_problem(data) == problem
    assert write_problem(read_problem(data)) == data
    assert data.endswith(b"\n")


def test_a_timetable_written_and_read_again_is_the_same() -> None:
    result = read_timetable(json.dumps(TIMETABLE).encode())

    assert result == Result(
        problem_sha256="0" * 64,
        seed=1,
        engine="matchmaker 0.1.0",
        status="optimal",
        objective=(
            Level("served", 2, 2, "matching"),
            Level("draw", (3,), (3,), "matching"),
            Level("worth", 100, 100, "flow"),
            Level("idle", 1, None, None),
        ),
        meetings=(Booking("C1", "EAU", "s2", "EAU-1"),),
        unplaced=(Unplaced("C2", "EAU", Reason("desk_full", "All taken.")),),
        certificate=TIMETABLE["certificate"],
    )
    assert read_timetable(write_timetable(result)) == result
    assert json.loads(write_timetable(result)) == TIMETABLE


def test_a_timetable_has_one_meeting_a_line() -> None:
    result = read_timetable(json.dumps(TIMETABLE).encode())
    line = b'{"company": "C1", "desk": "EAU", "slot": "s2", "table": "EAU-1", "pinned": false}'

    assert line in [row.strip().rstrip(b",") for row in write_timetable(result).splitlines()]
