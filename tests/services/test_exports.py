"""Lists are harmless, cost a constant number of queries, and what was declared can come back."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from matchmaker.models import (
    AnswerKind,
    Company,
    Fair,
    ImportKind,
    Need,
    Wish,
    journal,
)
from matchmaker.services import draws
from matchmaker.services.exports.catalogue import (
    EXPORTS,
    everything_xlsx,
    everything_zip,
    export_called,
    list_csv,
    list_xlsx,
)
from matchmaker.services.imports import rehearsal
from matchmaker.services.imports.kinds import KINDS
from matchmaker.services.publishing import publication
from matchmaker.services.spreadsheets import Sheet, as_typed, csv_file, harmless
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_THE_DEADLINE,
    a_company,
    a_desk,
    a_group,
    a_need,
    a_wish,
    an_account,
    an_answer,
)
from tests.pages import count_queries
from tests.services.exported_fairs import HEADING, WORDS, a_published_fair, as_csv, rich, sheet
from tests.services.small_fair import a_draft_of, a_small_fair, drawn

ROUND_TRIPS = (
    ("entreprises", ImportKind.COMPANIES),
    ("projets", ImportKind.NEEDS),
    ("demandes", ImportKind.WISHES),
)


@pytest.fixture
def fair(session: Session) -> Fair:
    """The small fair, published: two of three companies are met."""
    return a_published_fair(session)


@pytest.mark.parametrize(("word", "kind"), ROUND_TRIPS)
@pytest.mark.parametrize("make", [list_csv, list_xlsx])
def test_what_was_given_away_comes_back(
    session: Session, word: str, kind: ImportKind, make: Callable[..., bytes]
) -> None:
    fair, account = rich(session)
    content = make(session, fair, export_called(word), HEADING, "fr")
    before = declared(session, fair, word, kind)
    forget(session, kind)

    imported = rehearsal.receive(session, fair, kind, "a", content, account, BEFORE_THE_DEADLINE)
    assert [line.faults for line in imported.lines] == [""] * len(before)
    rehearsal.apply(session, imported, account, BEFORE_THE_DEADLINE)
    assert declared(session, fair, word, kind) == before


def test_no_cell_of_a_csv_is_a_formula(session: Session) -> None:
    fair, _account = rich(session)

    for word in WORDS:
        text = as_csv(session, fair, word).decode("utf-8-sig")
        cells = {cell[:1] for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row}
        assert cells.isdisjoint("=+-@＝＋－＠\t\r\n")


def test_no_cell_of_a_workbook_is_a_formula(session: Session) -> None:
    fair, _account = rich(session)
    book = load_workbook(io.BytesIO(everything_xlsx(session, fair, HEADING, "fr")))

    assert {cell.data_type for page in book for row in page for cell in row} <= {"s", "n"}
    assert '=Égal; "fils"' in {cell.value for row in book["Entreprises"] for cell in row}


def test_everything_is_one_workbook_or_one_archive(session: Session, fair: Fair) -> None:
    book = load_workbook(io.BytesIO(everything_xlsx(session, fair, HEADING, "fr")))
    archive = zipfile.ZipFile(io.BytesIO(everything_zip(session, fair, HEADING, "fr")))

    assert len(book.sheetnames) == len(EXPORTS)
    assert archive.namelist() == ["README.txt", *[f"{word}.csv" for word in WORDS]]
    told = archive.read("README.txt").decode("utf-8-sig")
    assert all(f"{word}.csv – " in told for word in WORDS)
    assert "L. 311-3-1" in told


def test_lists_of_results_carry_the_notice_and_the_others_begin_with_their_headings(
    session: Session, fair: Fair
) -> None:
    firsts = {word: as_csv(session, fair, word).decode("utf-8-sig").splitlines()[0] for word in WORDS}

    assert {word for word, line in firsts.items() if line == '"Salon"'} == {
        "demandes",
        "reponses",
        "rendez-vous",
        "tirage",
    }
    assert firsts["entreprises"].startswith('"Entreprise";"SIRET"')


@pytest.mark.parametrize("word", WORDS)
def test_a_list_costs_as_many_queries_for_thirty_rows_as_for_three(
    session: Session, sqlite_engine: Engine, word: str
) -> None:
    fair = drawn(session, a_small_fair(session))
    grow(session, fair)
    few = queries(session, sqlite_engine, fair, word)
    for _ in range(27):
        grow(session, fair)

    assert queries(session, sqlite_engine, fair, word) == few


def test_a_cell_that_was_made_harmless_is_read_as_it_was() -> None:
    for typed in ("=1+1", "+33", "-", "@x", "'=", "l’eau", "'ndiaye", ""):
        read = as_typed(harmless(typed))
        assert read == (typed if typed != "'=" else "=")


def test_a_sheet_without_a_title_begins_with_its_headings() -> None:
    assert csv_file(Sheet("A", ("B",), (("c",),))) == '\ufeff"B"\r\n"c"\r\n'.encode()


def forget(session: Session, kind: ImportKind) -> None:
    """What a list of this kind tells of is gone, as if it had never been."""
    gone = [*session.scalars(sa.select(Company if kind is ImportKind.COMPANIES else Wish))]
    for one in gone:
        session.delete(one)
    session.flush()
    for need in session.scalars(sa.select(Need)).all() if kind is ImportKind.NEEDS else []:
        session.delete(need)
    session.flush()
    session.expire_all()


def declared(session: Session, fair: Fair, word: str, kind: ImportKind) -> list[list[str]]:
    """The cells that an import reads, as a CSV file has them."""
    headings = [str(column.heading) for column in KINDS[kind].columns]
    rows = [[as_typed(harmless(row[heading])) for heading in headings] for row in sheet(session, fair, word)]
    return sorted(rows)


def queries(session: Session, engine: Engine, fair: Fair, word: str) -> int:
    publication.publish(session, a_draft_of(session, fair), None, AFTER_THE_DEADLINE)
    session.flush()
    session.expire_all()
    session.refresh(fair)
    with count_queries(engine) as sent:
        sheet(session, fair, word)
    return len(sent)


def grow(session: Session, fair: Fair) -> None:
    """One more of everything that a list can show."""
    desk, company, account = a_desk(fair), a_company(fair, group=a_group(fair)), an_account()
    need, wish = a_need(desk), a_wish(company, desk)
    wish.needs = [need]
    session.add_all([desk, company, account, need, wish])
    session.add(an_answer(wish, AnswerKind.PRIORITY, need=need, answered_by=account))
    session.flush()
    draws.add_ranks(session, fair.draw)
    journal.append(session, fair=fair, account=account, at=BEFORE_THE_DEADLINE, deed="test")
