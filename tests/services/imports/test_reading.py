"""A file is what its content says; the wrong one is refused with what to do instead."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from openpyxl.utils.cell import get_column_letter

from matchmaker.errors import RuleBroken
from matchmaker.services.imports.raw import LARGEST_FILE, LONGEST_CELL, MOST_COLUMNS, MOST_LINES
from matchmaker.services.imports.reading import COMPOUND, ENCRYPTED, read_tables
from matchmaker.services.imports.workbooks import LARGEST_UNPACKED
from tests.services.imports.conftest import xlsx_of

OFFICE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def rows_of(content: bytes, table: int = 0) -> list[tuple[str, ...]]:
    return [row.cells for row in read_tables(content)[table].rows]


def zip_of(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The same archive, one of its parts rewritten."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(buffer, "w") as after:
        for part in before.infolist():
            text = before.read(part)
            after.writestr(part, text.replace(old, new) if part.filename == name else text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"], ids=["utf8", "mark", "ansi", "utf16"]
)
@pytest.mark.parametrize(("separator", "table"), [(";", 0), (",", 1), ("\t", 2)])
def test_a_text_is_read_under_every_usual_separator_and_encoding(
    encoding: str, separator: str, table: int
) -> None:
    text = f"Société{separator}Émail\r\nÉlan{separator}é@x.org\r\n"

    assert rows_of(text.encode(encoding), table) == [("Société", "Émail"), ("Élan", "é@x.org")]


def test_empty_rows_keep_their_number_and_are_left_out() -> None:
    table = read_tables(b"A;B\n\n;;\n1;2\n")[0]

    assert [(row.number, row.cells) for row in table.rows] == [(1, ("A", "B")), (4, ("1", "2"))]


def test_cells_of_a_workbook_are_read_as_they_are_seen() -> None:
    values = [45232410.0, 12, 0.5, True, None, datetime(2023, 10, 2), date(2023, 10, 2), time(10, 30), " a "]

    assert rows_of(xlsx_of([values])) == [
        ("45232410", "12", "0.5", "oui", "", "2023-10-02", "2023-10-02", "10:30", "a")
        + ("",) * (MOST_COLUMNS - 9)
    ]


def test_a_formula_is_read_as_its_last_value_and_never_computed() -> None:
    content = changed(xlsx_of([["A", "=1+1"]]), "xl/worksheets/sheet1.xml", b"<v />", b"<v>2</v>")
    never_shown = xlsx_of([["A", "=1+1"]])

    assert rows_of(content)[0][:2] == ("A", "2")
    assert rows_of(never_shown)[0][:2] == ("A", "")


def test_merged_cells_have_their_value_once() -> None:
    book = Workbook()
    book.active.append(["A", "B", "C"])
    book.active.merge_cells("A1:B1")
    buffer = io.BytesIO()
    book.save(buffer)

    assert rows_of(buffer.getvalue())[0][:3] == ("A", "", "C")


def test_hidden_sheets_are_not_read() -> None:
    book = Workbook()
    book.active.append(["vu"])
    hidden = book.create_sheet()
    hidden.append(["caché"])
    hidden.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)

    assert len(read_tables(buffer.getvalue())) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "est vide"),
        (b" \r\n\t", "est vide"),
        (b"%PDF-1.7\n%\xe2\xe3", "est un PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "est une image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "est une image"),
        (COMPOUND + b"\0" * 600, "ancien format"),
        (COMPOUND + b"\0" * 600 + ENCRYPTED, "mot de passe"),
        (b"<html><table><tr><td>a</td></tr></table>", "page web"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "page web"),
        (bytes(range(256)) * 4, "pas un tableau"),
        ("A;B".encode("utf-16")[:-1], "pas un tableau"),
        (zip_of(content__xml=b"<office/>"), "pas un classeur XLSX"),
        (zip_of(**{"xl__workbook.xml": b"<workbook/>"}), "abîmé"),
        (xlsx_of([["A"]])[:-200], "abîmé"),
        (b"PK\x03\x04" + b"\0" * 100, "abîmé"),
        (b'"' + b"a" * 200_000, "guillemet"),
        (b"A" * (LARGEST_FILE + 1), "4 Mo"),
        (b"A;B\n" * (MOST_LINES + 21), "plus de 1000 lignes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_wrong_file_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as refusal:
        read_tables(content)

    assert refusal.value.field == "file"


def test_a_workbook_that_would_fill_the_memory_is_not_unpacked() -> None:
    bomb = zip_of(**{"xl__workbook.xml": b"\0" * (LARGEST_UNPACKED + 1)})

    assert len(bomb) < 100_000
    with pytest.raises(RuleBroken, match="trop volumineux"):
        read_tables(bomb)


def test_a_workbook_of_too_many_parts_is_not_unpacked() -> None:
    parts = {f"part{number}": b"" for number in range(1001)}

    with pytest.raises(RuleBroken, match="trop volumineux"):
        read_tables(zip_of(**{"xl__workbook.xml": b"<workbook/>"} | parts))


def test_a_workbook_that_declares_entities_is_refused() -> None:
    bomb = changed(
        xlsx_of([["A"]]),
        "xl/workbook.xml",
        b"<workbook",
        b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><workbook',
    )

    with pytest.raises(RuleBroken, match="pas un classeur XLSX"):
        read_tables(bomb)


def test_entities_are_seen_in_any_encoding_and_under_any_name() -> None:
    words = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
    for encoding in ("utf-16", "utf-16-be"):
        with pytest.raises(RuleBroken, match="pas un classeur XLSX"):
            read_tables(zip_of(**{"xl__workbook.xml": words.encode(encoding)}))
    with pytest.raises(RuleBroken, match="pas un classeur XLSX"):
        read_tables(zip_of(**{"xl__workbook.xml": b"<workbook/>", "sheet.bin": b"<!DOCTYPE a><a/>"}))


def test_a_sheet_that_goes_on_for_ever_is_refused() -> None:
    book = Workbook()
    book.active["A1"] = "A"
    book.active["A1048576"] = "oubliée"
    buffer = io.BytesIO()
    book.save(buffer)

    with pytest.raises(RuleBroken, match="ligne 100000"):
        read_tables(buffer.getvalue())


def test_columns_far_to_the_right_are_left_out() -> None:
    book = Workbook()
    book.active["A1"], book.active[f"{get_column_letter(16384)}1"] = "A", "loin"
    buffer = io.BytesIO()
    book.save(buffer)

    assert rows_of(buffer.getvalue()) == [("A",) + ("",) * (MOST_COLUMNS - 1)]
    assert len(rows_of(b";".join([b"A"] * 5000))[0]) == MOST_COLUMNS


def test_a_cell_of_a_hundred_thousand_characters_is_cut_where_it_is_too_long_already() -> None:
    assert len(rows_of(b"A;" + b"x" * 100_000)[0][1]) == LONGEST_CELL + 1


def test_a_megabyte_on_one_line_is_read() -> None:
    assert rows_of(b"a;" * 500_000)[0][0] == "a"
