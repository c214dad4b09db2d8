"""What the columns of a file mean: their headings are recognised in either language, in any order.

Nobody types a heading as the template has it: case, accents and punctuation do not count. The headings need
not be on the first line either, for the workbooks we give away carry a title.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.services.closed_lists import in_each_language
from matchmaker.services.imports.cells import shown
from matchmaker.services.imports.raw import MOST_LINES, RawTable, Row, file_refused
from matchmaker.services.nomenclature import fold
from matchmaker.services.spreadsheets import as_typed

SEARCHED_ROWS = 20
# How a line of the template says that it is none; no name begins like that.
EXAMPLES = ("exemple a effacer", "example to delete")


@dataclass(frozen=True)
class Column:
    """A column: the field it fills as the service calls it, its heading, and what may stand in it.

    A file without a required column is refused; whether a cell may be empty is for the service to say.
    """

    field: str
    heading: str
    accepts: str
    example: str = ""
    required: bool = False

    @property
    def spellings(self) -> set[str]:
        return {fold(heading) for heading in in_each_language(lambda: str(self.heading))}


@dataclass(frozen=True)
class Line:
    """One line: its number in the file, and its cells by field."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Understood:
    """The lines of a file, and what is to be known of it as a whole."""

    lines: tuple[Line, ...]
    remarks: tuple[str, ...]


def understand(tables: Sequence[RawTable], columns: Sequence[Column]) -> Understood:
    """The lines of the table whose headings say most to us; refuses a file that lacks a needed column."""
    fields = {spelling: column.field for column in columns for spelling in column.spellings}
    candidates = [(table, place) for table in tables for place in range(len(table.rows[:SEARCHED_ROWS]))]
    if not candidates:
        raise file_refused(_("Ce fichier est vide : choisissez celui que vous avez rempli."))
    table, place = max(candidates, key=lambda found: _known(found[0].rows[found[1]], fields))
    headings, rows = table.rows[place], table.rows[place + 1 :]
    _refuse_headings(headings, columns, fields)
    lines = [_line(row, headings, fields) for row in rows if not _is_example(row)]
    if not lines:
        raise file_refused(_("Ce fichier n’a que ses titres de colonnes : ajoutez une ligne par élément."))
    if len(lines) > MOST_LINES:
        raise file_refused(_("Ce fichier compte plus de %(most)d lignes : partagez-le.", most=MOST_LINES))
    return Understood(tuple(lines), tuple(_remarks(headings, rows, fields)))


def _known(row: Row, fields: dict[str, str]) -> int:
    return len({fold(cell) for cell in row.cells} & fields.keys())


def _refuse_headings(headings: Row, columns: Sequence[Column], fields: dict[str, str]) -> None:
    met = Counter(fields[fold(cell)] for cell in headings.cells if fold(cell) in fields)
    missing = [str(column.heading) for column in columns if column.required and not met[column.field]]
    twice = [str(column.heading) for column in columns if met[column.field] > 1]
    if missing:
        words = ngettext(
            "Il manque à ce fichier la colonne %(names)s. Partez du modèle, ou reprenez-en les titres.",
            "Il manque à ce fichier les colonnes %(names)s. Partez du modèle, ou reprenez-en les titres.",
            len(missing),
            names=_list(missing),
        )
        raise file_refused(words)
    if twice:
        raise file_refused(
            _("Plusieurs colonnes portent le titre %(names)s : n’en gardez qu’une.", names=_list(twice))
        )


def _line(row: Row, headings: Row, fields: dict[str, str]) -> Line:
    known = [(fields.get(fold(heading)), place) for place, heading in enumerate(headings.cells)]
    cells = {field: as_typed(row.cells[place]) for field, place in known if field and place < len(row.cells)}
    return Line(row.number, cells)


def _is_example(row: Row) -> bool:
    return any(fold(cell).startswith(EXAMPLES) for cell in row.cells)


def _remarks(headings: Row, rows: Sequence[Row], fields: dict[str, str]) -> list[str]:
    remarks = []
    unknown = [shown(cell) for cell in headings.cells if cell and fold(cell) not in fields]
    if unknown:
        remarks.append(
            ngettext(
                "La colonne %(names)s ne sert pas à l’import : elle est laissée de côté.",
                "Les colonnes %(names)s ne servent pas à l’import : elles sont laissées de côté.",
                len(unknown),
                names=_list(unknown),
            )
        )
    if any(_is_example(row) for row in rows):
        remarks.append(_("La ligne d’exemple du modèle est laissée de côté."))
    return remarks


def _list(names: Sequence[str]) -> str:
    return ", ".join(_("« %(name)s »", name=name) for name in names)
