"""Equal treatment of one schedule, for organisers alone: what its panel says, and the files of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.db import db
from matchmaker.models import Schedule
from matchmaker.services.equity import sheets as equity_sheets
from matchmaker.services.equity import words
from matchmaker.services.equity.arrival import Reading
from matchmaker.services.equity.panel import Equity, equity
from matchmaker.services.publishing import versions
from matchmaker.services.spreadsheets import Heading
from matchmaker.services.words import notice
from matchmaker.web import pictures
from matchmaker.web.addresses import Addresses
from matchmaker.web.clock import now
from matchmaker.web.downloads import CSV, XLSX, download
from matchmaker.web.equity_rows import arrival_lines, class_tables, hand_line, orders, places
from matchmaker.web.language import current as language
from matchmaker.web.language import number
from matchmaker.web.reach import fair_here, schedule_or_404


@dataclass(frozen=True)
class Finding:
    """One of the four questions of the panel with its answer, and a tag that says whether all is well."""

    title: str
    sentence: str
    tag: tuple[str, str]
    anchor: str


def equal_treatment(public_id: str) -> str:
    chosen = schedule_or_404(public_id)
    found = equity(db.session(), chosen, language())
    return render_template(
        "organiser/equity.html",
        schedule=chosen,
        here="equal_treatment",
        heading=_heading(chosen),
        equity=found,
        findings=_findings(found),
        meetings_bars=pictures.meetings_by_company(found.content),
        classes=class_tables(found),
        arrivals=arrival_lines(found),
        by_hand=[hand_line(deed, found) for deed in found.overrides.listed],
        **places(found, request.args.get("stand", "")),
    )


def equal_treatment_xlsx(public_id: str) -> Response:
    chosen = schedule_or_404(public_id)
    found = equity(db.session(), chosen, language())
    content = equity_sheets.as_xlsx(found, fair_here(), _heading(chosen))
    return download(content, XLSX, _named(chosen), "xlsx")


def equal_treatment_csv(public_id: str) -> Response:
    chosen = schedule_or_404(public_id)
    found = equity(db.session(), chosen, language())
    return download(equity_sheets.as_csv(found, _heading(chosen)), CSV, _named(chosen), "csv")


PAGES: Addresses = (
    ("/plannings/<public_id>/egalite", equal_treatment),
    ("/plannings/<public_id>/egalite.xlsx", equal_treatment_xlsx),
    ("/plannings/<public_id>/egalite.csv", equal_treatment_csv),
)
DEEDS: Addresses = ()


def _named(schedule: Schedule) -> str:
    return f"{_('egalite')}-{versions.in_file_name(schedule)}"


def _heading(schedule: Schedule) -> Heading:
    return Heading(
        fair=schedule.fair.name(language()),
        version=versions.sentence(schedule),
        as_of=versions.as_of(schedule.fair, now()),
        notice=notice(),
    )


def _findings(found: Equity) -> list[Finding]:
    """The panel at a glance."""
    return [
        _finding_of_meetings(found),
        _finding_of_arrival(found),
        _finding_of_hands(found),
        _finding_of_places(found),
    ]


def _finding_of_meetings(found: Equity) -> Finding:
    whole = found.whole
    sentence = ngettext(
        "%(served)s entreprise reçue sur %(all)s qui ont demandé un rendez-vous.",
        "%(served)s entreprises reçues sur %(all)s qui ont demandé un rendez-vous.",
        whole.served,
        served=number(whole.served),
        all=number(whole.companies),
    )
    unserved = ngettext("%(num)d sans rendez-vous", "%(num)d sans rendez-vous", whole.unserved)
    tag = (unserved, "plain") if whole.unserved else (_("toutes reçues"), "good")
    return Finding(_("Qui est reçu"), sentence, tag, "meetings")


def _finding_of_arrival(found: Equity) -> Finding:
    links = [link for arrival in orders(found).values() for link in (arrival.received, arrival.meetings)]
    odd = [link for link in links if link.reading in (Reading.EARLY_FAVOURED, Reading.LATE_FAVOURED)]
    first = (odd or [link for link in links if link.reading is Reading.NOTHING] or links)[0]
    return Finding(
        _("Ordre d’arrivée"), words.link_sentence(first), words.reading_name(first.reading), "arrival"
    )


def _finding_of_hands(found: Equity) -> Finding:
    listed, title = found.overrides.listed, _("Interventions à la main")
    if not listed:
        return Finding(title, _("Aucune : ce planning est celui du calcul."), (_("aucune"), "good"), "hands")
    sentence = ngettext(
        "%(num)d décision prise à la main dans ce planning.",
        "%(num)d décisions prises à la main dans ce planning.",
        len(listed),
    )
    silent = sum(not deed.reason.strip() for deed in listed)
    tag = ngettext("%(num)d sans motif", "%(num)d sans motif", silent)
    return Finding(title, sentence, (tag, "warn") if silent else (_("toutes motivées"), "good"), "hands")


def _finding_of_places(found: Equity) -> Finding:
    count, is_open = len(found.cases), sum(case.is_open for case in found.cases)
    sentence = ngettext(
        "%(num)d demande n’a pas de créneau à un stand qui en reçoit une moins bien notée.",
        "%(num)d demandes n’ont pas de créneau à un stand qui en reçoit de moins bien notées.",
        count,
    )
    to_see = ngettext("%(num)d à revoir", "%(num)d à revoir", is_open)
    tag = (to_see, "bad") if is_open else (_("toutes expliquées") if count else _("aucune"), "good")
    return Finding(_("Places et priorités"), sentence, tag, "places")
