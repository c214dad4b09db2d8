"""CSV as programmes write it: UTF-8 or what Excel calls ANSI, with semicolons, commas or tabs.

Which separator a file uses is not guessed from its signs but tried: the reading whose headings are understood
is the right one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress

from flask_babel import gettext as _

from matchmaker.services.imports.raw import RawTable, file_refused, raw_table

SEPARATORS = ";,\t"
# One control character in fifty is no text: a stray one is left to the line it stands on.
MOST_CONTROLS = 0.02
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def text_tables(content: bytes) -> list[RawTable]:
    """The text under each separator; one under which it makes no sense is left out."""
    text = _decoded(content)
    if len(CONTROL.findall(text)) > MOST_CONTROLS * len(text):
        raise file_refused(_not_text())
    tables = list(_under_each_separator(text))
    if not tables:
        raise file_refused(
            _(
                "Une case de ce fichier est démesurée : un guillemet n’est sans doute pas refermé. "
                "Ouvrez-le dans votre tableur, puis enregistrez-le au format XLSX."
            )
        )
    return tables


def _under_each_separator(text: str) -> Iterator[RawTable]:
    for separator in SEPARATORS:
        with suppress(csv.Error):
            yield raw_table(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _decoded(content: bytes) -> str:
    """A mark says how a text is written; without one it is UTF-8, else the ANSI of a Western Windows."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise file_refused(_not_text())


def _not_text() -> str:
    return _(
        "Ce fichier n’est pas un tableau que nous savons lire : enregistrez-le depuis votre tableur au "
        "format XLSX, ou CSV UTF-8."
    )
