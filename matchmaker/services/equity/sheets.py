"""Equal treatment as a spreadsheet: classes, each company and its arrival, deeds by hand, place by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from matchmaker.models import Fair
from matchmaker.services.equity import words
from matchmaker.services.equity.panel import Equity, Share, by_country, by_sector, by_size
from matchmaker.services.exports.stamps import minute
from matchmaker.services.spreadsheets import Heading, Sheet, Value, csv_file, workbook


def as_xlsx(equity: Equity, fair: Fair, heading: Heading) -> bytes:
    """All of the panel as a workbook."""
    return workbook(sheets(equity, fair), heading)


def as_csv(equity: Equity, heading: Heading) -> bytes:
    """The places that went to requests of lower worth, one a line."""
    return csv_file(_places(equity), heading)


def sheets(equity: Equity, fair: Fair) -> tuple[Sheet, ...]:
    """The four tables of the workbook, in reading order."""
    return _classes(equity), _companies(equity, fair), _by_hand(equity, fair), _places(equity)


def _classes(equity: Equity) -> Sheet:
    columns = (
        _("Classement"),
        _("Classe"),
        _("Entreprises"),
        _("Reçues"),
        _("Sans rendez-vous"),
        _("Demandes"),
        _("Rendez-vous"),
        _("Part reçue"),
    )
    askers = equity.askers
    rows = (
        *_class_rows(_("Taille"), ((words.size_label(k), s) for k, s in by_size(askers).items())),
        *_class_rows(_("Secteur"), ((words.sector_label(k), s) for k, s in by_sector(askers).items())),
        *_class_rows(_("Territoire"), ((words.country_label(k), s) for k, s in by_country(askers).items())),
    )
    return Sheet(_("Par classe"), columns, rows)


def _class_rows(kind: str, shares: Iterable[tuple[str, Share]]) -> Iterator[tuple[Value, ...]]:
    for label, share in shares:
        counts = (share.companies, share.served, share.unserved, share.requests, share.meetings)
        yield kind, label, *counts, words.rate(share)


def _companies(equity: Equity, fair: Fair) -> Sheet:
    columns = (
        _("Entreprise"),
        _("SIREN"),
        _("Numéro de tirage"),
        _("Inscrite le"),
        _("Première demande le"),
        _("Demandes"),
        _("Rendez-vous"),
    )
    rows = (
        (
            asker.name.name,
            asker.name.code,
            asker.name.draw_rank,
            minute(fair, asker.registered_at),
            minute(fair, asker.asked_at),
            asker.requests,
            asker.meetings,
        )
        for asker in equity.askers
    )
    return Sheet(_("Par entreprise"), columns, tuple(rows))


def _by_hand(equity: Equity, fair: Fair) -> Sheet:
    columns = (
        _("Date"),
        _("Auteur"),
        _("Intervention"),
        _("Entreprise"),
        _("Stand"),
        _("Motif"),
        _("Ont cédé un rendez-vous"),
        _("En vigueur"),
    )
    rows = (
        (
            minute(fair, deed.at),
            deed.author,
            words.deed_name(deed.deed),
            "" if deed.company is None else deed.company.name,
            "" if deed.desk is None else deed.desk.label,
            deed.reason,
            ", ".join(company.name for company in deed.displaced),
            _("oui") if deed.stands else _("non"),
        )
        for deed in equity.overrides.listed
    )
    return Sheet(_("Interventions"), columns, tuple(rows))


def _places(equity: Equity) -> Sheet:
    columns = (
        _("Stand"),
        _("Demande sans créneau"),
        _("Points de priorité"),
        _("Place"),
        _("Entreprise reçue"),
        _("Points de priorité de l’entreprise reçue"),
        _("Pourquoi"),
    )
    return Sheet(_("Places"), columns, tuple(_place_rows(equity)))


def _place_rows(equity: Equity) -> Iterator[tuple[Value, ...]]:
    names, is_proven = equity.content.names, equity.is_proven
    starts = {slot.id: f"{slot.start:%H:%M}" for slot in equity.content.slots}
    for case in equity.cases:
        asked = names.desks[case.wish.desk].label, names.companies[case.wish.company].name, case.wish.worth
        for one in case.taken:
            met = names.companies[one.booking.company].name
            why = words.why_sentence(one.why, is_proven)
            yield *asked, starts[one.booking.slot], met, one.worth, why
