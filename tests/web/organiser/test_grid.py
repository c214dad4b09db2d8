"""Rows, bars and differences are made of a schedule, not of the page that shows them."""

from __future__ import annotations

import pytest
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Table, TableClosure
from matchmaker.services.comparison import Kind, compare
from matchmaker.services.figures import document
from matchmaker.services.schedules import ReadableSchedule, names_of, readable
from matchmaker.web import grid, pictures
from matchmaker.web.changes import change_rows, figure_rows, kind_name
from tests.builders import a_desk
from tests.web.organiser.conftest import SmallFair, schedule_called


def read(fair: SmallFair, chosen: str) -> ReadableSchedule:
    with fair.app.test_request_context():
        return readable(db.session(), schedule_called(chosen), "fr")


def test_every_row_has_one_cell_for_each_slot(fair: SmallFair) -> None:
    with fair.changed() as stored:
        db.session.add(a_desk(stored, tables=3))
    made = grid.by_table(read(fair, fair.draft()))

    assert [slot.id for slot in made.slots] == ["s1", "s2"]
    assert [len(row.cells) for row in made.rows] == [2, 2, 2, 2]
    assert [row.is_first_of_desk for row in made.rows] == [True, True, False, False]
    assert [row.table.number for row in made.rows] == [1, 1, 2, 3]


def test_a_cell_is_a_meeting_or_free_or_closed(fair: SmallFair) -> None:
    with fair.changed() as stored:
        closed = a_desk(stored)
        db.session.add(closed)
        db.session.flush()
        db.session.add(TableClosure(table=closed.tables[0], slot=stored.grids[0].slots[1]))
    rows = grid.by_table(read(fair, fair.draft())).rows

    states = [[(c.card is not None, c.is_free, c.is_closed) for c in row.cells] for row in rows]
    assert states == [
        [(True, False, False), (True, False, False)],
        [(False, True, False), (False, False, True)],
    ]


def test_slots_count_what_stays_free(fair: SmallFair) -> None:
    with fair.changed() as stored:
        db.session.add(a_desk(stored, tables=2))
    lists = grid.by_slot(read(fair, fair.draft()))

    assert [(found.slot.id, len(found.cards), found.free) for found in lists] == [("s1", 1, 2), ("s2", 1, 2)]


@pytest.mark.parametrize(("words", "found"), [("", 3), ("ENTREPRISE", 3), ("0026", 1), ("x", 0)])
def test_companies_are_sought_by_name_or_number(fair: SmallFair, words: str, found: int) -> None:
    assert len(grid.by_company(read(fair, fair.draft()), words)) == found


def test_bars_count_companies_by_their_meetings(fair: SmallFair, app: Flask) -> None:
    content = read(fair, fair.draft())
    with app.test_request_context():
        bars = [
            (bar.label, bar.value, bar.most, bar.sentence) for bar in pictures.meetings_by_company(content)
        ]

    assert bars == [
        ("Aucun rendez-vous", 1, 3, "1 entreprise sur 3"),
        ("1 rendez-vous", 2, 3, "2 entreprises sur 3"),
    ]


def test_bars_say_how_full_each_stand_is(fair: SmallFair, app: Flask) -> None:
    with fair.changed() as stored:
        db.session.add(a_desk(stored, tables=0, label_fr="Voirie"))
    content = read(fair, fair.draft())
    with app.test_request_context():
        bars = [(b.label, b.tables, b.requests, b.meetings, b.places) for b in pictures.load_by_desk(content)]

    assert bars == [("Eau potable", 1, 3, 2, 2), ("Voirie", 0, 0, 0, 0)]


def test_a_change_keeps_its_two_places_with_names(fair: SmallFair, app: Flask) -> None:
    left = fair.draft()
    with fair.changed():
        table = db.session.query(Table).one()
        db.session.add(
            TableClosure(table=table, slot=db.session.query(Table).one().desk.fair.grids[0].slots[0])
        )
    right = fair.draft()
    with app.test_request_context():
        before, after = (schedule_called(one) for one in (left, right))
        found = compare(document(before), document(after))
        names = names_of(db.session(), before, "fr"), names_of(db.session(), after, "fr")
        rows = change_rows(found.changes, *names)
        differences = {row.label: row.difference for row in figure_rows(found.left, found.right)}

    assert [(row.kind, row.before is None, row.after is None) for row in rows if row.kind is Kind.LOST] == [
        (Kind.LOST, False, True)
    ]
    assert {row.company.name for row in rows} <= {f"Entreprise 0000000{n}" for n in ("18", "26", "34")}
    assert (differences["Places ouvertes"], differences["Rendez-vous"]) == (-1, -1)


def test_every_kind_of_change_has_words_of_its_own(app: Flask) -> None:
    with app.test_request_context():
        assert len({kind_name(kind) for kind in Kind}) == len(Kind)
