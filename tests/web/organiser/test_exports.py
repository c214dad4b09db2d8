"""A schedule taken away: complete, in the reader's language, and never a formula."""

from __future__ import annotations

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from matchmaker.db import db
from matchmaker.models import Company, Desk, Fair
from matchmaker.scheduling.files import read_timetable
from tests.demo_fixtures import DemoApp
from tests.pages import Visitor
from tests.web.organiser.conftest import SCHEDULES, SmallFair, reads, schedule_called
from tests.web.organiser.test_organiser_schedules import bookings, demo_draft

COLUMNS = {
    "fr": [
        "Début",
        "Fin",
        "Direction",
        "Stand",
        "Table",
        "Entreprise",
        "SIREN",
        "Choix n°",
        "Réponse de la direction",
        "Verrouillé",
    ],
    "en": [
        "Start",
        "End",
        "Directorate",
        "Stand",
        "Table",
        "Company",
        "SIREN",
        "Choice no.",
        "Answer of the directorate",
        "Locked",
    ],
}
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1", "＝1+1", " =1", "=cmd|' /C calc'!A0"]


def csv_rows(visitor: Visitor, chosen: str) -> list[list[str]]:
    content = visitor.client.get(f"{SCHEDULES}/{chosen}/planning.csv").get_data()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def sheets(visitor: Visitor, chosen: str) -> dict[str, list[list[object]]]:
    """The rows of each sheet, without the heading and the empty line under it."""
    content = visitor.client.get(f"{SCHEDULES}/{chosen}/planning.xlsx").get_data()
    book = load_workbook(io.BytesIO(content))
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n"}
    return {sheet.title: [[cell.value for cell in row] for row in sheet][4:] for sheet in book}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_has_exactly_the_meetings_of_the_schedule(demo_app: DemoApp, ending: str) -> None:
    visitor, chosen = demo_draft(demo_app)
    read = csv_rows(visitor, chosen)[5:] if ending == "csv" else sheets(visitor, chosen)["Planning"][1:]

    found = [(str(row[0]), str(row[6])) for row in read]
    with visitor.app.app_context():
        slots = {s.code: s for s in db.session.query(Fair).one().grids[0].slots}
        wanted = [
            (f"{slots[b.slot].starts_at.hour + 1:02d}:{slots[b.slot].starts_at:%M}", b.company)
            for b in read_timetable(schedule_called(chosen).timetable).meetings
        ]
    assert sorted(found) == sorted(wanted)
    assert [row[0] for row in read] == sorted(row[0] for row in read)


def test_the_workbook_has_a_sheet_for_each_question(demo_app: DemoApp) -> None:
    visitor, chosen = demo_draft(demo_app)
    book = sheets(visitor, chosen)

    assert list(book) == ["Planning", "Par entreprise", "Demandes sans créneau", "Chiffres"]
    companies, unplaced = book["Par entreprise"][1:], book["Demandes sans créneau"][1:]
    assert len(companies) == 120
    assert sum(row[4] for row in companies) == len(bookings(visitor.app, chosen)) == 114
    assert sum(row[3] for row in companies) == 367
    assert len(unplaced) == 367 - 114
    assert all(row[7] for row in unplaced)


def test_the_figures_of_the_workbook_add_up(demo_app: DemoApp) -> None:
    visitor, chosen = demo_draft(demo_app)
    book = sheets(visitor, chosen)
    figures = {row[0]: row[1] for row in book["Chiffres"][1:]}

    assert (figures["Places"], figures["Rendez-vous"]) == (126, 114)
    none = sum(row[4] == 0 for row in book["Par entreprise"][1:])
    assert figures["Entreprises ayant 0 rendez-vous"] == none == 10


@pytest.mark.parametrize("language", ["fr", "en"])
def test_headings_and_columns_are_in_the_reader_s_language(
    organiser: Visitor, fair: SmallFair, language: str
) -> None:
    chosen = fair.published()
    reads(organiser, language)
    lines = csv_rows(organiser, chosen)

    named = {"fr": "Salon de l’achat public", "en": "Public procurement fair"}
    version = {
        "fr": "v1, publiée le 8 novembre à 23 h 59 – état du 8 novembre",
        "en": "v1, published on 8 November at 23:59 – as of 8 November",
    }
    assert lines[0] == [named[language]]
    assert lines[1][0].startswith(version[language])
    assert "L. 311-3-1" in lines[2][0]
    assert lines[4] == COLUMNS[language]
    assert next(iter(sheets(organiser, chosen).values()))[0] == COLUMNS[language]


@pytest.mark.parametrize("name", FORMULAS)
def test_no_name_becomes_a_formula(organiser: Visitor, fair: SmallFair, name: str) -> None:
    with fair.changed() as stored:
        stored.name_fr = name
        for company in db.session.query(Company):
            company.name = name
        db.session.query(Desk).one().label_fr = name
    chosen = fair.draft()
    with fair.changed():
        schedule_called(chosen).name = name

    starts = {cell[:1] for row in csv_rows(organiser, chosen) for cell in row}
    assert starts.isdisjoint("=+-@＝＋－＠\t\r\n ")
    assert len(sheets(organiser, chosen)) == 4


@pytest.mark.parametrize("name", ['Dupont "& fils"', "a;b", "deux\nlignes", "&#38; <b>", "Été 𝔘 \x07"])
def test_any_name_leaves_the_rows_whole(organiser: Visitor, fair: SmallFair, name: str) -> None:
    with fair.changed():
        for company in db.session.query(Company):
            company.name = name
    chosen = fair.draft()

    assert {len(row) for row in csv_rows(organiser, chosen)[4:]} == {10}
    assert len(sheets(organiser, chosen)["Planning"]) == 3


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("probleme.json", "application/json"),
        ("planning.json", "application/json"),
        ("planning.csv", "text/csv; charset=utf-8"),
        ("planning.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_file_is_kept_under_a_name_that_says_what_it_is(
    organiser: Visitor, fair: SmallFair, file: str, kind: str
) -> None:
    what, _, ending = file.partition(".")
    with fair.changed() as stored:
        stored.slug = "creteil-2023"
    answers = {}
    for chosen in (fair.draft(), fair.published()):
        answer = organiser.client.get(f"{SCHEDULES}/{chosen}/{file}")
        answers[answer.headers["Content-Disposition"]] = answer.content_type

    assert answers == {
        f"attachment; filename=creteil-2023-{what}-brouillon-1.{ending}": kind,
        f"attachment; filename=creteil-2023-{what}-v1.{ending}": kind,
    }


def test_the_json_files_are_the_bytes_that_were_solved(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    files = [organiser.client.get(f"{SCHEDULES}/{chosen}/{n}.json").data for n in ("probleme", "planning")]

    with fair.changed():
        stored = schedule_called(chosen)
        assert files == [stored.problem, stored.timetable]
    assert all(json.loads(content) for content in files)
