"""Companies with all they declared, and where their registration stands.

The columns that an import reads bear the same headings here: a list that was given away can come back.
"""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import Company, CpvOrigin, Fair, ImportKind
from matchmaker.services.closed_lists import size_names
from matchmaker.services.exports.stamps import day, hour
from matchmaker.services.imports.kinds import KINDS
from matchmaker.services.spreadsheets import Sheet, Value


def companies(session: Session, fair: Fair, locale: str) -> Sheet:
    """One row a company, by name."""
    loaded = (
        joinedload(Company.group),
        joinedload(Company.charter),
        selectinload(Company.sectors),
        selectinload(Company.cpv),
        selectinload(Company.contacts),
        selectinload(Company.presences),
    )
    every = sa.select(Company).where(Company.fair_id == fair.id).options(*loaded)
    rows = sorted(session.scalars(every), key=lambda company: (company.name.casefold(), company.code))
    declared = tuple(str(column.heading) for column in KINDS[ImportKind.COMPANIES].columns)
    columns = (
        *declared,
        _("SIREN"),
        _("Autres contacts"),
        _("État de l’inscription"),
        _("Inscrite le"),
        _("Validée le"),
        _("Raison du refus"),
        _("Version de la charte"),
    )
    return Sheet(_("Entreprises"), columns, tuple((*_declared(one, locale), *_state(one)) for one in rows))


def _declared(company: Company, locale: str) -> tuple[Value, ...]:
    """In the order of the columns of the import."""
    foreign, contact = company.foreign_number or "", next(iter(company.contacts), None)
    told = ("", "", "") if contact is None else (contact.name, contact.email, contact.phone)
    return (
        company.name,
        company.siret,
        foreign[:2],
        foreign[2:],
        *told,
        " ; ".join(sector.label(locale) for sector in company.sectors),
        _codes(company, CpvOrigin.DECLARED),
        _codes(company, CpvOrigin.WON),
        company.naf_code,
        size_names()[company.size_class] if company.size_class else "",
        company.group.name if company.group else "",
        " ; ".join(
            f"{hour(company.fair, one.starts_at)}-{hour(company.fair, one.ends_at)}"
            for one in company.presences
        ),
        company.adapted_access,
        _("oui") if company.breathing else _("non"),
        day(company.fair, company.charter_accepted_at),
    )


def _state(company: Company) -> tuple[Value, ...]:
    others = company.contacts[1:]
    return (
        company.siren,
        " ; ".join(f"{contact.name} <{contact.email}>" for contact in others),
        state_of(company),
        day(company.fair, company.registered_at),
        day(company.fair, company.validated_at),
        company.refused_because,
        company.charter.number if company.charter else None,
    )


def state_of(company: Company) -> str:
    """Where a registration stands, in a word."""
    if company.withdrawn_at is not None:
        return _("retirée")
    if company.refused_at is not None:
        return _("refusée")
    return _("validée") if company.validated_at is not None else _("à valider")


def _codes(company: Company, origin: CpvOrigin) -> str:
    return " ; ".join(sorted(line.cpv_code for line in company.cpv if line.origin is origin))
