"""A schedule as a spreadsheet: XLSX for people, CSV for other programs, both in the reader's language.

It says what the pages say, under lines that tell which fair, which version as of when, and the notice of
the law.
"""

from __future__ import annotations

from flask_babel import gettext as _

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
from matchmaker.services.spreadsheets import Heading, Sheet, Value, csv_file, workbook
from matchmaker.services.words import answer_name, refusal_name, withdrawn


def as_xlsx(schedule: ReadableSchedule, heading: Heading) -> bytes:
    """The whole schedule as a workbook: who meets whom, by company, what found no place, and the figures."""
    return workbook(sheets(schedule), heading)


def as_csv(schedule: ReadableSchedule, heading: Heading) -> bytes:
    """The timetable alone, one meeting a line, under three lines that say what it is."""
    return csv_file(_timetable(schedule), heading)


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
    if wish.refusal is not None:
        reason = _("Refus de la direction : %(refusal)s.", refusal=refusal_name(wish.refusal))
    elif wish.dropped is not None:
        reason = withdrawn(wish.dropped)
    else:
        reason = _("Demande faite après le calcul.")
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
