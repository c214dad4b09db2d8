"""Two timetables in one grid: what is the same is plain, what differs has a sign and a word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from matchmaker.db import db
from matchmaker.scheduling.problem import Company, Desk, Problem, Slot, Table, Wish
from matchmaker.scheduling.timetable import Booking, Result
from matchmaker.services.comparison import changes
from matchmaker.services.figures import Document
from matchmaker.services.schedules import CompanyName, DeskName, Names, TableName
from matchmaker.web.marked_grid import MarkedGrid, marked_grid
from tests.builders import EXCHANGE
from tests.pages import Visitor
from tests.services.drafts import drop, first_pair
from tests.web.organiser.conftest import SCHEDULES, SmallFair, schedule_called
from tests.web.organiser.test_organiser import rows

SLOTS = tuple(
    Slot(f"s{n}", EXCHANGE + timedelta(minutes=10 * n), EXCHANGE + timedelta(minutes=10 * n + 8))
    for n in range(3)
)
EAU = Desk("EAU", "D", (Table("EAU-1"), Table("EAU-2", frozenset({"s2"}))))
RES = Desk("RES", "D", (Table("RES-1"),))
PROBLEM = Problem(
    slots=SLOTS,
    desks=(EAU, RES),
    companies=(Company("A", 3), Company("B", 3)),
    wishes=tuple(Wish(company, desk, 100) for company in "AB" for desk in ("EAU", "RES")),
    draw=("A", "B"),
)


def booked(text: str) -> tuple[Booking, ...]:
    """« A EAU s0 EAU-1, B RES s1 RES-1 »"""
    return tuple(Booking(*entry.split()) for entry in text.split(", ") if entry)


def names(meetings: str, problem: Problem) -> Names:
    result = Result("", 1, "test", "feasible", (), booked(meetings), ())
    companies = {one.id: CompanyName(one.id, one.id, one.id, None) for one in problem.companies}
    return Names(Document(problem, result), companies, {desk.id: named(desk) for desk in problem.desks}, {})


def named(desk: Desk) -> DeskName:
    tables = (TableName(table.id, number, table.closed) for number, table in enumerate(desk.tables, start=1))
    return DeskName(desk.id, desk.id, desk.directorate, tuple(tables))


@pytest.fixture
def between(app: Flask):
    """The grid of two timetables of the same problem, or of two."""

    def grid(left: str, right: str, before: Problem = PROBLEM, after: Problem = PROBLEM) -> MarkedGrid:
        old, new = names(left, before), names(right, after)
        shifted = {slot.id for slot in after.slots} - {
            slot.id for slot in after.slots if slot in before.slots
        }
        found = changes(booked(left), booked(right), shifted)
        with app.test_request_context():
            return marked_grid(old, new, found)

    return grid


def marks(grid: MarkedGrid) -> dict[str, list[str]]:
    """« EAU-1 s0 »: what is written there."""
    return {
        f"{row.table.code} {column.slot.id}": [
            " ".join(f"{mark.sign} {mark.card.company.code} {mark.words}".split()) for mark in cell.marks
        ]
        for row in grid.rows
        for column, cell in zip(grid.slots, row.cells, strict=True)
        if cell.marks
    }


def test_what_is_the_same_is_plain(between):
    grid = between("A EAU s0 EAU-1", "A EAU s0 EAU-1")

    assert marks(grid) == {"EAU-1 s0": ["A"]}
    assert grid.changed == ()


def test_gained_and_lost_stand_where_they_are_and_were(between):
    grid = between("A EAU s0 EAU-1", "B EAU s0 EAU-1")

    assert marks(grid) == {"EAU-1 s0": ["+ B obtenu", "− A perdu"]}
    assert [row.table.code for row in grid.changed] == ["EAU-1"]


def test_a_move_is_marked_where_it_leaves_and_where_it_arrives(between):
    grid = between("A RES s0 RES-1", "A RES s1 RES-1")

    assert marks(grid) == {"RES-1 s0": ["→ A va à 10 h 40"], "RES-1 s1": ["← A vient de 10 h 30"]}


def test_at_a_stand_of_several_tables_the_table_is_named_too(between):
    grid = between("A EAU s0 EAU-1", "A EAU s1 EAU-2")

    assert marks(grid) == {
        "EAU-1 s0": ["→ A va à 10 h 40, table 2"],
        "EAU-2 s1": ["← A vient de 10 h 30, table 1"],
    }


def test_another_table_at_the_same_hour_says_so(between):
    grid = between("A EAU s0 EAU-1", "A EAU s0 EAU-2")

    assert marks(grid) == {
        "EAU-1 s0": ["→ A passe à la table 2"],
        "EAU-2 s0": ["← A vient de la table 1"],
    }


def test_a_place_that_gets_another_hour_is_marked_once_and_its_column_says_so(between):
    later = replace(SLOTS[0], start=SLOTS[0].start + timedelta(minutes=5))
    shifted = replace(PROBLEM, slots=(later, *SLOTS[1:]))
    grid = between("A RES s0 RES-1", "A RES s0 RES-1", after=shifted)

    assert marks(grid) == {"RES-1 s0": ["↔ A avant à 10 h 30"]}
    assert [" ".join(column.note.split()) for column in grid.slots] == ["avant : 10 h 30", "", ""]


def test_slots_and_tables_that_only_one_of_them_has_are_there_and_said(between):
    fewer = replace(PROBLEM, slots=SLOTS[:2], desks=(PROBLEM.desks[0],))
    grid = between("A RES s2 RES-1", "", after=fewer)

    assert [column.note for column in grid.slots] == ["", "", "supprimé"]
    assert [(row.table.code, row.note) for row in grid.rows] == [
        ("EAU-1", ""),
        ("EAU-2", ""),
        ("RES-1", "supprimée"),
    ]
    assert marks(grid) == {"RES-1 s2": ["− A perdu"]}
    back = between("", "A RES s2 RES-1", before=fewer)
    assert [column.note for column in back.slots] == ["", "", "ajouté"]
    assert [row.note for row in back.rows] == ["", "", "ajoutée"]


def test_every_row_has_one_cell_for_each_slot_and_closed_ones_stay_closed(between):
    grid = between("", "A EAU s0 EAU-1")

    assert [len(row.cells) for row in grid.rows] == [3, 3, 3]
    assert [cell.is_closed for cell in grid.rows[1].cells] == [False, False, True]
    assert [row.is_first_of_desk for row in grid.rows] == [True, False, True]


def test_the_page_shows_the_grid_or_only_the_tables_that_change(organiser: Visitor, fair: SmallFair) -> None:
    left, right = fair.draft(), fair.draft()
    with fair.changed():
        draft = schedule_called(right)
        name = first_pair(draft).company
        drop(db.session(), draft, first_pair(draft))
    address = f"{SCHEDULES}/comparer?avant={left}&apres={right}"
    page = organiser.open(address)

    grid = rows(page, "Après, avec ce qui a changé")
    assert any(f"− Entreprise {name} perdu" in cell for cell in grid[1])
    assert "1 entreprise n’est plus reçue" in page.text
    assert rows(organiser.open(f"{address}&tables=modifiees"), "Après, avec") == grid


def test_two_grids_that_are_the_same_are_said_to_be(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    page = organiser.open(f"{SCHEDULES}/comparer?avant={chosen}&apres={chosen}")

    assert "Les deux grilles sont les mêmes." in page.text
