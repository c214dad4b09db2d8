"""Requests for meetings, one a line, of companies that are registered: as if they asked themselves.

Lines of one company are carried out by choice number, whatever their order in the file; a number that would
not be the one given is said, for a request is never moved without a word.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session
from stdnum.util import clean

from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Desk, Need
from matchmaker.services import wishes
from matchmaker.services.closed_lists import by_desk
from matchmaker.services.imports import cells
from matchmaker.services.imports.cells import Cells, shown
from matchmaker.services.imports.headings import Column, Line
from matchmaker.services.imports.kind import Kind, Known

LAST = 99
COLUMNS = (
    Column(
        "company",
        lazy_gettext("SIREN"),
        lazy_gettext("Le SIREN ou le SIRET de l’entreprise, ou son numéro étranger précédé du pays."),
        lazy_gettext("Exemple à effacer"),
        True,
    ),
    Column(
        "name",
        lazy_gettext("Entreprise"),
        lazy_gettext("Pour s’y retrouver ; c’est le numéro qui compte."),
        lazy_gettext("Eaux du Sud"),
    ),
    Column(
        "desk",
        lazy_gettext("Stand"),
        lazy_gettext("Le code ou le nom du stand demandé."),
        required=True,
    ),
    Column(
        "rank",
        lazy_gettext("Choix n°"),
        lazy_gettext("1 pour le premier choix ; vide : à la suite des demandes déjà faites."),
        "1",
    ),
    Column(
        "needs",
        lazy_gettext("Projets"),
        lazy_gettext("Les codes des projets dont parler, séparés par des points-virgules."),
        "P001 ; P004",
    ),
    Column("motivation", lazy_gettext("Motivation"), lazy_gettext("Quelques mots pour la direction.")),
)


def _about(line: Line) -> str:
    company = line.cells.get("name") or line.cells.get("company")
    return " – ".join(filter(None, (company, line.cells.get("desk"))))


def _order(line: Line) -> tuple[str, int]:
    rank = line.cells.get("rank", "")
    return _number(line.cells.get("company", "")), int(rank) if rank.isdecimal() else LAST


def _carry_out(session: Session, known: Known, line: Cells, account: Account, now: datetime) -> None:
    company = line.read("company", partial(_company, known), None)
    desk = line.read("desk", partial(_desk, known), None)
    rank = line.read("rank", cells.number, None)
    about: list[Need] = line.read("needs", partial(_needs, known), [])
    motivation = line.text("motivation")
    if company is None or desk is None or line.faults:
        return
    wish = wishes.ask(session, company, desk, about, motivation, now, account)
    if rank not in (None, wish.rank):
        raise RuleBroken(
            _(
                "Ce serait le choix n° %(found)d de l’entreprise, non le n° %(asked)d : numérotez ses "
                "demandes à la suite.",
                found=wish.rank,
                asked=rank,
            ),
            field="rank",
        )


def _company(known: Known, cell: str, field: str) -> Company | None:
    number = _number(cell)
    found = known.companies.get(number) or known.companies.get(number[:9] if len(number) == 14 else "")
    if found is None:
        raise RuleBroken(
            _("Aucune entreprise inscrite n’a le numéro « %(cell)s ».", cell=shown(cell)), field=field
        )
    return found


def _number(cell: str) -> str:
    """As the registry writes it; the zeros that a spreadsheet took off a SIREN are put back."""
    number = clean(cell, " .-/").upper()
    return number.zfill(9) if number.isdecimal() and len(number) < 9 else number


def _desk(known: Known, cell: str, field: str) -> Desk | None:
    return cells.one_of(by_desk(known.desks), cell, field)


def _needs(known: Known, cell: str, field: str) -> list[Need]:
    found: list[Need] = []
    for code in cells.BETWEEN_CODES.split(cell):
        if code and code.casefold() not in known.needs:
            raise RuleBroken(_("Aucun projet n’a le code « %(code)s ».", code=shown(code)), field=field)
        found += [known.needs[code.casefold()]] if code else []
    return list(dict.fromkeys(found))


KIND = Kind("demandes", lazy_gettext("Demandes de rendez-vous"), COLUMNS, _about, _carry_out, _order)
