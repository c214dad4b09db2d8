"""A company's home and its timetable: what to do next and by when, its requests, its meetings, its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from matchmaker.db import db
from matchmaker.models import CharterVersion, Company
from matchmaker.services import profiles
from matchmaker.services.company_day import CompanyDay, company_day
from matchmaker.services.done_for import done_for_company
from matchmaker.services.problems import rules_in_force
from matchmaker.services.stages import Stage, stage_of
from matchmaker.services.words import notice
from matchmaker.web.clock import now
from matchmaker.web.company_words import hours_of
from matchmaker.web.journal_words import deed_in_words, stand_of
from matchmaker.web.reach import company_here


@dataclass(frozen=True)
class Step:
    """One thing to have done before the deadline, and where it is done."""

    title: str
    detail: str
    is_done: bool
    address: str
    deed: str


@dataclass(frozen=True)
class HomePage:
    """All that the home shows; ``steps`` is empty unless requests are open."""

    company: Company
    stage: Stage
    day: CompanyDay
    charter: CharterVersion | None
    steps: tuple[Step, ...]
    now: datetime

    @property
    def is_ready(self) -> bool:
        return all(step.is_done for step in self.steps)


def home() -> str:
    page = home_page(db.session(), company_here(), now())
    done = done_for_company(db.session(), page.company)
    shown = {"done": done, "deed": deed_in_words, "stand_of": stand_of}
    return render_template("company/home.html", fair=page.company.fair, page=page, notice=notice(), **shown)


def timetable() -> str:
    company = company_here()
    day = company_day(db.session(), company, now())
    return render_template(
        "company/timetable.html", fair=company.fair, company=company, day=day, now=now(), notice=notice()
    )


def home_page(session: Session, company: Company, now: datetime) -> HomePage:
    """The home of ``company`` at ``now``; a constant number of queries."""
    stage, day = stage_of(session, company.fair, now), company_day(session, company, now)
    charter = profiles.charter_to_accept(session, company)
    steps = _steps(session, company, day, charter) if stage is Stage.REQUESTS_OPEN else ()
    return HomePage(company, stage, day, charter, tuple(steps), now)


def _steps(
    session: Session, company: Company, day: CompanyDay, charter: CharterVersion | None
) -> Iterator[Step]:
    yield _charter(company, charter)
    yield _activities(company)
    yield _presence(session, company)
    yield _requests(rules_in_force(session, company.fair).requests_per_company, len(day.requests))


def _charter(company: Company, to_accept: CharterVersion | None) -> Step:
    if to_accept is None:
        detail, deed = _("acceptée"), _("Relire")
    elif company.charter_id is None:
        detail, deed = _("à lire et à accepter"), _("Lire et accepter")
    else:
        detail, deed = _("une nouvelle version est à accepter"), _("Lire et accepter")
    return Step(_("Charte des échanges"), detail, to_accept is None, url_for("company.charter"), deed)


def _activities(company: Company) -> Step:
    sectors, codes = len(company.sectors), len({own.cpv_code for own in company.cpv})
    detail = _(
        "%(sectors)s, %(codes)s",
        sectors=ngettext("%(num)d secteur", "%(num)d secteurs", sectors) if sectors else _("aucun secteur"),
        codes=ngettext("%(num)d code CPV", "%(num)d codes CPV", codes) if codes else _("aucun code CPV"),
    )
    deed = _("Modifier") if codes else _("Compléter")
    return Step(_("Vos activités"), detail, bool(sectors or codes), url_for("company.activities"), deed)


def _presence(session: Session, company: Company) -> Step:
    possible, _all = profiles.possible_slots(session, company.fair, company.presences)
    slots = ngettext("%(num)d créneau possible", "%(num)d créneaux possibles", possible)
    detail = _("%(hours)s, %(slots)s", hours=hours_of(company), slots=slots)
    return Step(_("Vos heures de présence"), detail, True, url_for("company.presence"), _("Modifier"))


def _requests(most: int, asked: int) -> Step:
    title = _("Vos demandes de rendez-vous")
    if not asked:
        detail = ngettext("aucune sur %(num)d possible", "aucune sur %(num)d possibles", most)
        return Step(title, detail, False, url_for("company.stand_list"), _("Choisir un stand"))
    detail = ngettext("%(num)d demande sur %(most)d", "%(num)d demandes sur %(most)d", asked, most=most)
    return Step(title, detail, True, url_for("company.wishes"), _("Modifier"))
