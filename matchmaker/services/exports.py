"""A schedule as a spreadsheet: XLSX for people, CSV for other programs, both in the reader's language.

Names come from companies, so no cell may become a formula: XLSX cells are typed as text, and a CSV cell that
would start one is led by an apostrophe, full-width forms included. CSV is what a French Excel opens with a
double click: UTF-8 with its mark, semicolons, every cell in quotes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

import xlsxwriter
from flask_babel import gettext as _
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from matchmaker.services.explanations import findings
from matchmaker.services.reasons import reason_sentence
from matchmaker.services.schedules import (
    Asked,
    Card,
    CompanyDay,
    CompanyName,
    ReadableSchedule,
    SetAside,
    UnplacedWish,
)
from matchmaker.services.words import answer_name, refusal_name

Value = str | int | None
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
WIDEST = 60


@dataclass(frozen=True)
class Heading:
    """What stands above every sheet: which fair, which version as of when, and the notice of the law."""

    fair: str
    version: str
    as_of: str
    notice: str

    @property
    def lines(self) -> tuple[str, ...]:
        return (self.fair, f"{self.version} – {self.as_of}", self.notice)


@dataclass(frozen=True)
class Sheet:
    """A named table: one heading per column, then the rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def as_xlsx(schedule: ReadableSchedule, heading: Heading) -> bytes:
    """The whole schedule as a workbook: who meets whom, by company, what found no place, and the figures."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"title": heading.lines[1], "comments": heading.notice})
        for sheet in sheets(schedule):
            _write(workbook, sheet, heading)
    return buffer.getvalue()


def as_csv(schedule: ReadableSchedule, heading: Heading) -> bytes:
    """The timetable alone, one meeting a line, under three lines that say what it is."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    sheet = _timetable(schedule)
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


def sheets(schedule: ReadableSchedule) -> tuple[Sheet, ...]:
    """The four tables of the workbook, in reading order."""
    return _timetable(schedule), _by_company(schedule), _unplaced(schedule), _figures(schedule)


def _timetable(schedule: ReadableSchedule) -> Sheet:
    columns = (
        _("Début"),
        _("Fin"),
        _("Direction"),
        _("Stand"),
        _("Table"),
        _("Entreprise"),
        _("SIREN"),
        _("Choix n°"),
        _("Réponse de la direction"),
        _("Verrouillé"),
    )
    order = {slot.id: place for place, slot in enumerate(schedule.slots)}
    cards = sorted(schedule.cards, key=lambda card: (order[card.slot.id], card.table.code))
    return Sheet(_("Planning"), columns, tuple(_meeting_row(card) for card in cards))


def _meeting_row(card: Card) -> tuple[Value, ...]:
    return (
        f"{card.slot.start:%H:%M}",
        f"{card.slot.end:%H:%M}",
        card.desk.directorate,
        card.desk.label,
        card.table.number,
        card.company.name,
        card.company.code,
        *_request(card.asked),
        _("oui") if card.pinned else "",
    )


def _by_company(schedule: ReadableSchedule) -> Sheet:
    most = max((len(day.cards) for day in schedule.days), default=0)
    columns = (
        _("Entreprise"),
        _("SIREN"),
        _("Numéro de tirage"),
        _("Demandes"),
        _("Rendez-vous obtenus"),
        *(_("Rendez-vous %(number)d", number=number) for number in range(1, most + 1)),
    )
    return Sheet(_("Par entreprise"), columns, tuple(_company_row(day, most) for day in schedule.days))


def _company_row(day: CompanyDay, most: int) -> tuple[Value, ...]:
    meetings = [
        _(
            "%(time)s, %(desk)s, table %(table)s",
            time=f"{card.slot.start:%H:%M}",
            desk=card.desk.label,
            table=card.table.number,
        )
        for card in day.cards
    ]
    return (
        *_who(day.company),
        day.requests,
        len(day.cards),
        *meetings,
        *[""] * (most - len(meetings)),
    )


def _unplaced(schedule: ReadableSchedule) -> Sheet:
    columns = (
        _("Entreprise"),
        _("SIREN"),
        _("Numéro de tirage"),
        _("Direction"),
        _("Stand"),
        _("Choix n°"),
        _("Réponse de la direction"),
        _("Raison"),
    )
    rows = [_unplaced_row(wish) for wish in schedule.unplaced]
    rows += [_set_aside_row(wish) for wish in schedule.set_aside]
    return Sheet(_("Demandes sans créneau"), columns, tuple(rows))


def _unplaced_row(wish: UnplacedWish) -> tuple[Value, ...]:
    place = wish.desk.directorate, wish.desk.label
    return *_who(wish.company), *place, *_request(wish.asked), reason_sentence(wish.reason)


def _set_aside_row(wish: SetAside) -> tuple[Value, ...]:
    if wish.refusal is None:
        reason = _("Demande faite après le calcul.")
    else:
        reason = _("Refus de la direction : %(refusal)s.", refusal=refusal_name(wish.refusal))
    return *_who(wish.company), wish.desk.directorate, wish.desk.label, *_request(wish.asked), reason


def _who(company: CompanyName) -> tuple[Value, ...]:
    return company.name, company.code, company.draw_rank


def _request(asked: Asked | None) -> tuple[Value, ...]:
    return (None, None) if asked is None else (asked.rank, answer_name(asked.answer))


def _figures(schedule: ReadableSchedule) -> Sheet:
    figures = schedule.document.figures
    result = schedule.document.result
    counted: list[tuple[Value, ...]] = [
        (_("Places"), figures.places, ""),
        (_("Demandes"), figures.requests, ""),
        (_("Rendez-vous"), figures.meetings, ""),
        (_("Entreprises ou groupes qui demandent"), figures.parties, ""),
        (_("Entreprises ou groupes reçus"), figures.served, ""),
    ]
    counted += [
        (_("Entreprises ayant %(number)d rendez-vous", number=met), companies, "")
        for met, companies in schedule.companies_by_meetings
    ]
    counted += [(finding.title, finding.reached, finding.proof) for finding in findings(figures)]
    counted += [
        (_("Graine"), result.seed, ""),
        (_("Moteur"), result.engine, ""),
        (_("SHA-256 du problème"), result.problem_sha256, ""),
    ]
    return Sheet(_("Chiffres"), (_("Mesure"), _("Valeur"), _("Preuve")), tuple(counted))


def _write(workbook: Workbook, sheet: Sheet, heading: Heading) -> None:
    page = workbook.add_worksheet(sheet.name)
    bold = workbook.add_format({"bold": True})
    head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for row, line in enumerate(heading.lines):
        page.write_string(row, 0, line, bold if row == 0 else None)
    first = len(heading.lines) + 1
    for column, title in enumerate(sheet.columns):
        page.write_string(first, column, title, head)
        page.set_column(column, column, _width(title, (row[column] for row in sheet.rows)))
    for place, values in enumerate(sheet.rows, start=first + 1):
        for column, value in enumerate(values):
            _write_cell(page, place, column, value)
    page.freeze_panes(first + 1, 0)
    page.autofilter(first, 0, first + len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(first)
    page.set_footer(f"&L{heading.lines[1].replace('&', '&&')}&R&P / &N")


def _write_cell(page: Worksheet, row: int, column: int, value: Value) -> None:
    if isinstance(value, int):
        page.write_number(row, column, value)
    elif value:
        page.write_string(row, column, value)


def _width(title: str, values: Iterable[Value]) -> int:
    """Wide enough for what is in it, within reason."""
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(longest, len(title)) + 2, WIDEST)
