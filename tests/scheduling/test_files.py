"""A sound file is read as it is written, and written so that reading gives the same."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.files import read_problem, read_timetable, write_problem, write_timetable
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
from tests.scheduling.documents import PROBLEM, TIMETABLE, changed, drop, put


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
