"""Everything the fair holds can be taken away by those who prepare it, and by nobody else."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from flask import Flask
from openpyxl import load_workbook

from matchmaker.db import db
from matchmaker.models import Company, Role
from matchmaker.services.exports.catalogue import EXPORTS
from tests.pages import Visitor
from tests.web.conftest import signed_in
from tests.web.organiser.conftest import SmallFair, reads

PAGE = "/organisateur/exports"
FILES = [f"{export.word}.{ending}" for export in EXPORTS for ending in ("csv", "xlsx")]
EVERYTHING = ["tout.xlsx", "tout.zip"]
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_page_lists_every_file(organiser: Visitor, fair: SmallFair, language: str) -> None:
    page = reads(organiser, language).open(PAGE)

    links = {link.get("href", "").rpartition("/")[2] for link in page.all("a")}
    assert set(FILES + EVERYTHING) <= links


def test_a_file_says_of_which_fair_and_which_day_it_is(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed() as here:
        here.slug = "creteil-2023"

    for file in FILES + EVERYTHING:
        word, _, ending = file.partition(".")
        answer = organiser.client.get(f"{PAGE}/{file}")
        assert (answer.status_code, answer.content_type) == (200, KINDS[ending])
        named = f"attachment; filename=creteil-2023-{word}-2023-11-08.{ending}"
        assert answer.headers["Content-Disposition"] == named
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("language", "heading"), [("fr", ["Entreprise", "SIRET"]), ("en", ["Company", "SIRET"])]
)
def test_headings_are_in_the_reader_s_language(
    organiser: Visitor, fair: SmallFair, language: str, heading: list[str]
) -> None:
    content = reads(organiser, language).client.get(f"{PAGE}/entreprises.csv").data

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:2] == heading
    assert len(rows) == 4


def test_a_workbook_tells_its_fair_its_moment_and_the_notice_above_its_headings(
    organiser: Visitor, fair: SmallFair
) -> None:
    book = load_workbook(io.BytesIO(organiser.client.get(f"{PAGE}/demandes.xlsx").data))

    lines = [book.active.cell(row, 1).value for row in (1, 2, 3, 5)]
    assert lines[0] == "Salon de l’achat public"
    assert str(lines[1]).startswith("Demandes de rendez-vous – état du 8 novembre à 23 h 59")
    assert "L. 311-3-1" in str(lines[2])
    assert lines[3] == "SIREN"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_everything_is_there_at_once(organiser: Visitor, fair: SmallFair, language: str) -> None:
    fair.published()
    reads(organiser, language)
    book = load_workbook(io.BytesIO(organiser.client.get(f"{PAGE}/tout.xlsx").data))
    archive = zipfile.ZipFile(io.BytesIO(organiser.client.get(f"{PAGE}/tout.zip").data))

    assert len(book.sheetnames) == len(EXPORTS)
    assert len(archive.namelist()) == len(EXPORTS) + 1


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", " =1"])
def test_no_name_becomes_a_formula(organiser: Visitor, fair: SmallFair, name: str) -> None:
    with fair.changed():
        for company in db.session.query(Company):
            company.name = name
    archive = zipfile.ZipFile(io.BytesIO(organiser.client.get(f"{PAGE}/tout.zip").data))

    for file in (one for one in archive.namelist() if one.endswith(".csv")):
        text = archive.read(file).decode("utf-8-sig")
        starts = {cell[:1] for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row}
        assert starts.isdisjoint("=+-@＝＋－＠\t\r\n ")


@pytest.mark.parametrize("file", ["girafes.csv", "entreprises.pdf", "tout.csv", "entreprises.zip"])
def test_a_file_that_does_not_exist_is_not_found(organiser: Visitor, fair: SmallFair, file: str) -> None:
    assert organiser.open(f"{PAGE}/{file}", status=404).heading == "Page introuvable"


def test_the_procurement_department_may_take_files_away(app: Flask, fair: SmallFair, fair_id: int) -> None:
    procurement = signed_in(app, fair_id, role=Role.PROCUREMENT)

    assert procurement.client.get(f"{PAGE}/journal.csv").status_code == 200


def test_nobody_else_may(app: Flask, fair: SmallFair, fair_id: int) -> None:
    with fair.changed():
        company_id = db.session.query(Company).first().id
    company = signed_in(app, fair_id, role=Role.COMPANY, company_id=company_id)
    stranger = Visitor(app)

    assert {company.client.get(f"{PAGE}/{file}").status_code for file in FILES + EVERYTHING} == {403}
    assert {stranger.client.get(f"{PAGE}/{file}").status_code for file in FILES + EVERYTHING} == {302}


def test_taking_a_file_away_changes_nothing(organiser: Visitor, fair: SmallFair) -> None:
    before = fair.deeds()
    for file in FILES + EVERYTHING:
        organiser.client.get(f"{PAGE}/{file}")

    assert fair.deeds() == before
