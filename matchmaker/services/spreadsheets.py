"""Spreadsheet files, as people open them: XLSX, and CSV as a French Excel does with a double click.

Names come from companies, so no cell may become a formula: XLSX cells are typed as text, and a CSV cell that
would start one is led by an apostrophe, full-width forms included. CSV is UTF-8 with its mark, semicolons,
every cell in quotes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

Value = str | int | None
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
WIDEST = 60


@dataclass(frozen=True)
class Heading:
    """What stands above a sheet that is read: which fair, which version as of when, the notice of the law."""

    fair: str
    version: str
    as_of: str
    notice: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.fair, f"{self.version} – {self.as_of}", self.notice)))


@dataclass(frozen=True)
class Sheet:
    """A named table: one heading per column, then the rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def workbook(sheets: Sequence[Sheet], heading: Heading | None = None) -> bytes:
    """The sheets as one XLSX file, each under the heading if there is one."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        if heading is not None:
            book.set_properties({"title": heading.lines[1], "comments": heading.notice})
        for sheet in sheets:
            _write(book, sheet, () if heading is None else heading.lines)
    return buffer.getvalue()


def csv_file(sheet: Sheet, heading: Heading | None = None) -> bytes:
    """One sheet as CSV, under the lines of the heading if there is one."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    if heading is not None:
        writer.writerows([harmless(line)] for line in heading.lines)
        writer.writerow([])
    writer.writerow(harmless(column) for column in sheet.columns)
    writer.writerows([harmless(value) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(value: Value) -> str:
    """A CSV cell that no spreadsheet takes for a formula: control characters go, an apostrophe leads."""
    text = "" if value is None else str(value)
    line = "".join(character if character.isprintable() else " " for character in text).strip()
    return f"'{line}" if line.startswith(FORMULA_STARTS) else line


def as_typed(cell: str) -> str:
    """What ``harmless`` was given, from a file that comes back: without the apostrophe it put."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def _write(book: Workbook, sheet: Sheet, lines: Sequence[str]) -> None:
    page = book.add_worksheet(sheet.name)
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for row, line in enumerate(lines):
        page.write_string(row, 0, line, bold if row == 0 else None)
    first = len(lines) + 1 if lines else 0
    for column, title in enumerate(sheet.columns):
        page.write_string(first, column, title, head)
        page.set_column(column, column, _width(title, (row[column] for row in sheet.rows)))
    for place, values in enumerate(sheet.rows, start=first + 1):
        for column, value in enumerate(values):
            _write_cell(page, place, column, value)
    page.freeze_panes(first + 1, 0)
    page.autofilter(first, 0, first + len(sheet.rows), len(sheet.columns) - 1)
    _for_paper(page, first, lines[1] if len(lines) > 1 else sheet.name)


def _for_paper(page: Worksheet, first: int, footer: str) -> None:
    """Landscape A4, as wide as the page, the headings on every one."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(first)
    page.set_footer(f"&L{footer.replace('&', '&&')}&R&P / &N")


def _write_cell(page: Worksheet, row: int, column: int, value: Value) -> None:
    if isinstance(value, int):
        page.write_number(row, column, value)
    elif value:
        page.write_string(row, column, value)


def _width(title: str, values: Iterable[Value]) -> int:
    """Wide enough for what is in it, within reason."""
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(longest, len(title)) + 2, WIDEST)
