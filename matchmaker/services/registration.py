"""Companies register for a fair, and the procurement department validates them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from stdnum.fr import siret as siret_number

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Account,
    CharterVersion,
    Company,
    CompanyCpv,
    Contact,
    CpvOrigin,
    Fair,
    Group,
    Presence,
    Sector,
    journal,
)
from matchmaker.services.problems import rules_in_force


@dataclass(frozen=True)
class Registration:
    """What a company says of itself; ``presence`` is empty for the whole exchange period."""

    name: str
    siret: str
    contact_name: str
    contact_email: str
    accepts_charter: bool
    sectors: Sequence[str] = ()
    cpv_declared: Sequence[str] = ()
    cpv_won: Sequence[str] = ()
    naf_code: str | None = None
    group: str = ""
    breathing: bool = False
    presence: Sequence[tuple[datetime, datetime]] = ()


def register(session: Session, fair: Fair, form: Registration, now: datetime) -> Company:
    """Take a company in, with its contact, its hours and the charter it accepts; to be validated."""
    take_turn(session, fair)
    charter = _charter(session, fair)
    _refuse_registration(session, fair, form, now)
    siret = siret_number.compact(form.siret)
    company = Company(
        fair=fair,
        siren=siret[:9],
        siret=siret,
        name=form.name.strip(),
        naf_code=form.naf_code,
        group=_group(session, fair, form.group),
        breathing=form.breathing,
        registered_at=now,
        charter=charter,
        charter_accepted_at=now,
        sectors=list(session.scalars(sa.select(Sector).where(Sector.code.in_(form.sectors)))),
        cpv=[
            CompanyCpv(cpv_code=code, origin=origin)
            for origin, codes in ((CpvOrigin.DECLARED, form.cpv_declared), (CpvOrigin.WON, form.cpv_won))
            for code in codes
        ],
        contacts=[Contact(name=form.contact_name.strip(), email=form.contact_email.strip().lower())],
        presences=[Presence(starts_at=starts, ends_at=ends) for starts, ends in form.presence],
    )
    session.add(company)
    journal.append(session, fair=fair, account=None, at=now, deed="company.register", about=company.code)
    return company


def validate(session: Session, company: Company, account: Account | None, now: datetime) -> None:
    """Accept a registration: from now on the company takes part in the allocation."""
    if company.validated_at is not None:
        raise RuleBroken(_("Cette inscription est déjà validée."))
    if company.withdrawn_at is not None:
        raise RuleBroken(_("Cette entreprise a retiré son inscription."))
    company.validated_at = now
    journal.append(
        session, fair=company.fair, account=account, at=now, deed="company.validate", about=company.code
    )


def _refuse_registration(session: Session, fair: Fair, form: Registration, now: datetime) -> None:
    if now < fair.requests_open_at:
        raise RuleBroken(_("Les inscriptions ne sont pas encore ouvertes."))
    if now >= fair.requests_close_at:
        raise RuleBroken(_("Les inscriptions sont closes."))
    if fair.draw is None or rules_in_force(session, fair).locked_at is None:
        raise RuleBroken(
            _(
                "Les inscriptions attendent les règles verrouillées et l’empreinte du tirage ; "
                "revenez bientôt."
            )
        )
    if not form.accepts_charter:
        raise RuleBroken(_("Pour participer, acceptez la charte des échanges."))
    if not siret_number.is_valid(form.siret):
        raise RuleBroken(_("Ce numéro SIRET n’est pas valable : vérifiez ses 14 chiffres."))
    siren = siret_number.compact(form.siret)[:9]
    known = sa.select(Company.id).where(Company.fair_id == fair.id, Company.siren == siren)
    if session.scalar(known) is not None:
        raise RuleBroken(_("Cette entreprise est déjà inscrite ; ses agences sont des collègues."))


def _charter(session: Session, fair: Fair) -> CharterVersion:
    newest = sa.select(CharterVersion).where(CharterVersion.fair_id == fair.id)
    charter = session.scalar(newest.order_by(CharterVersion.number.desc()).limit(1))
    if charter is None:
        raise RuleBroken(_("Le salon n’a pas encore de charte des échanges : écrivez-la d’abord."))
    return charter


def _group(session: Session, fair: Fair, name: str) -> Group | None:
    """The declared group of that name, made if this company is the first to declare it."""
    if not name.strip():
        return None
    known = sa.select(Group).where(Group.fair_id == fair.id, Group.name == name.strip())
    return session.scalar(known) or Group(fair=fair, name=name.strip())
