"""A file before anybody knows what its columns mean: numbered rows of text, and how big one may be.

All is text from here on, as a person reads it on the screen: 45232410.0 is « 45232410 », a date is written
year first. What a number lost on its way (the zeros at the head of a SIRET) is said where it is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _

from matchmaker.errors import RuleBroken

LARGEST_FILE = 4 * 1024 * 1024
MOST_LINES = 1000
MOST_COLUMNS = 100
# Longer than any text that is accepted: what is beyond only has to be seen to be too long.
LONGEST_CELL = 5000


@dataclass(frozen=True)
class Row:
    """One line of the file, numbered as a spreadsheet does."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RawTable:
    """A sheet, or a text read with one separator: its rows, those without a word left out."""

    rows: tuple[Row, ...]


def raw_table(rows: Iterable[Iterable[object]]) -> RawTable:
    """Rows as they are read from a file, numbered from 1; refuses more than anybody can check."""
    kept = []
    for number, values in enumerate(rows, start=1):
        cells = tuple(_text(value) for value in values)
        if any(cells):
            kept.append(Row(number, cells[:MOST_COLUMNS]))
        # A few lines may stand above the headings.
        if len(kept) > MOST_LINES + 20:
            raise file_refused(
                _(
                    "Ce fichier compte plus de %(most)d lignes : partagez-le en plusieurs fichiers.",
                    most=MOST_LINES,
                )
            )
    return RawTable(tuple(kept))


def file_refused(words: str) -> RuleBroken:
    """What is wrong with the file as a whole is said beside the field it was chosen in."""
    return RuleBroken(words, field="file")


def _text(value: object) -> str:
    """A cell as it is read on the screen."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(value)
    return str(value)[: LONGEST_CELL + 1].strip()


def _moment(value: datetime | date | time | timedelta) -> str:
    """2023-10-02, 10:30: Excel keeps an hour alone as a time, or as a duration."""
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat()[:10]
