"""Files to fill in: the headings, one line that is clearly an example, and in XLSX a sheet of help."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.models import Fair, ImportKind
from matchmaker.services.imports.kind import Kind
from matchmaker.services.imports.kinds import KINDS, choices_of
from matchmaker.services.spreadsheets import Sheet, Value, csv_file, workbook


def template_xlsx(session: Session, fair: Fair, kind: ImportKind, locale: str) -> bytes:
    """Two sheets: the one to fill in, and its help with the closed lists as they are now."""
    choices = choices_of(session, fair, locale)
    return workbook([_to_fill_in(KINDS[kind], choices), _help(KINDS[kind], choices)])


def template_csv(session: Session, fair: Fair, kind: ImportKind, locale: str) -> bytes:
    return csv_file(_to_fill_in(KINDS[kind], choices_of(session, fair, locale)))


def _to_fill_in(kind: Kind, choices: dict[str, list[str]]) -> Sheet:
    example: list[Value] = [str(column.example) or _first(choices, column.field) for column in kind.columns]
    headings = tuple(str(column.heading) for column in kind.columns)
    return Sheet(str(kind.name), headings, (tuple(example),))


def _first(choices: dict[str, list[str]], field: str) -> str:
    """A stand by its code, for its name need not be the only one."""
    return choices[field][0].partition(" – ")[0] if choices.get(field) else ""


def _help(kind: Kind, choices: dict[str, list[str]]) -> Sheet:
    columns = (_("Colonne"), _("Obligatoire"), _("Ce qu’elle accepte"), _("Liste"))
    rows: list[tuple[Value, ...]] = []
    for column in kind.columns:
        listed = choices.get(column.field, [])
        needed = _("oui") if column.required else ""
        rows.append((str(column.heading), needed, str(column.accepts), listed[0] if listed else ""))
        rows += [("", "", "", choice) for choice in listed[1:]]
    return Sheet(_("Aide"), columns, tuple(rows))
