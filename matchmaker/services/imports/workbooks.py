"""XLSX as Excel and LibreOffice write it: values only, sheet after sheet, and never more than fits.

An XLSX file is a zip: how big it unpacks is looked at before anything is unpacked, and a part that declares
entities is refused, for a few lines of them can fill a memory. Formulas are read as the value last shown.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from itertools import islice

from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from matchmaker.errors import RuleBroken
from matchmaker.services.imports.raw import MOST_COLUMNS, RawTable, file_refused, raw_table

LARGEST_UNPACKED = 32 * 1024 * 1024
MOST_PARTS = 1000
MOST_SHEETS = 20
LAST_ROW = 100_000


def workbook_tables(content: bytes) -> list[RawTable]:
    """Each sheet that is not hidden."""
    try:
        _inspect(content)
        return list(_sheets(content))
    except RuleBroken:
        raise
    # openpyxl raises whatever it stumbles on in a damaged file; none of it is our fault, all of it is theirs.
    except Exception:
        raise file_refused(
            _("Ce fichier est abîmé : ouvrez-le dans votre tableur, puis enregistrez-le de nouveau en XLSX.")
        ) from None


def _inspect(content: bytes) -> None:
    """Refuse an archive that is no workbook, or that would not fit."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise file_refused(
                _(
                    "Ce classeur est trop volumineux une fois déplié : copiez les seules lignes à importer "
                    "dans un nouveau classeur."
                )
            )
        if "xl/workbook.xml" not in archive.namelist():
            raise file_refused(_not_a_workbook())
        for part in parts:
            # zipfile never gives more than the size that was just added up; UTF-16 puts NUL between letters.
            if b"<!DOCTYPE" in archive.read(part).replace(b"\0", b""):
                raise file_refused(_not_a_workbook())


def _sheets(content: bytes) -> Iterator[RawTable]:
    with warnings.catch_warnings():
        # Drop-down lists, colours and the like, which openpyxl says it ignores.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            yield from _visible(book)
        finally:
            book.close()


def _visible(book: Workbook) -> Iterator[RawTable]:
    for sheet in book.worksheets[:MOST_SHEETS]:
        if sheet.sheet_state == "visible":
            rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
            table = raw_table(islice(rows, LAST_ROW))
            if next(rows, None) is not None:
                raise file_refused(
                    _(
                        "Une feuille descend au-delà de la ligne %(row)d : effacez ce qui traîne sous le "
                        "tableau, puis enregistrez-la de nouveau.",
                        row=LAST_ROW,
                    )
                )
            yield table


def _not_a_workbook() -> str:
    return _(
        "Ce fichier n’est pas un classeur XLSX : ouvrez-le dans votre tableur, puis enregistrez-le ainsi."
    )
