"""Companies register for a fair; they are validated, or told why not; they may leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Account,
    CharterVersion,
    Company,
    CompanyCpv,
    Contact,
    CpvOrigin,
    EndedWhy,
    Fair,
    Group,
    Meeting,
    SizeClass,
    journal,
)
from matchmaker.services import declarations, messages
from matchmaker.services.accounts import address_of
from matchmaker.services.company_numbers import numbers_of
from matchmaker.services.door import charter_of, refuse_unless_open
from matchmaker.services.nomenclature import fold


@dataclass(frozen=True)
class Registration:
    """What a company says of itself; ``presence`` is empty for the whole exchange period.

    A company without SIRET gives the two letters of its country and its registration number there.
    ``charter_number`` is the version of the charter that was read, where it is known.
    """

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
    foreign_country: str = ""
    foreign_number: str = ""
    size_class: SizeClass | None = None
    phone: str = ""
    adapted_access: str = ""
    charter_number: int | None = None


def register(
    session: Session, fair: Fair, form: Registration, now: datetime, account: Account | None = None
) -> Company:
    """Take a company in, with its contact, its hours and the charter it accepts; to be validated."""
    take_turn(session, fair)
    charter = charter_of(session, fair)
    if charter is None:
        raise RuleBroken(_("Le salon n’a pas encore de charte des échanges : revenez bientôt."))
    refuse_unless_open(session, fair, now)
    _refuse_without_charter(charter, form)
    siret, foreign_number = numbers_of(form.siret, form.foreign_country, form.foreign_number)
    _refuse_twice(session, fair, siret and siret[:9], foreign_number)
    company = Company(
        fair=fair,
        siren=siret and siret[:9],
        siret=siret,
        foreign_number=foreign_number,
        name=name_of(form.name),
        registered_at=now,
        charter=charter,
        charter_accepted_at=now,
        contacts=[_contact(form)],
    )
    with session.no_autoflush:
        _describe(session, company, form)
    session.add(company)
    journal.append(session, fair=fair, account=account, at=now, deed="company.register", about=company.code)
    return company


def validate(session: Session, company: Company, account: Account | None, now: datetime) -> None:
    """Accept a registration: from now on the company takes part in the allocation, and is told so."""
    take_turn(session, company)
    _refuse_unless_waiting(company)
    if company.refused_at is not None:
        raise RuleBroken(_("Cette inscription est refusée : l’entreprise la corrige et la renvoie d’abord."))
    company.validated_at = now
    _record(session, company, account, now, "company.validate")
    with force_locale(messages.LOCALE):
        words = [
            _("Votre inscription au salon « %(fair)s » est validée.", fair=_fair_name(company)),
            _("Vos demandes de rendez-vous seront examinées avec celles des autres entreprises."),
        ]
        _tell(session, company, _("Votre inscription est validée"), words, now)


def refuse(session: Session, company: Company, words: str, account: Account | None, now: datetime) -> None:
    """Send a registration back with a reason, which the company reads as it is written here."""
    take_turn(session, company)
    _refuse_unless_waiting(company)
    if company.refused_at is not None:
        raise RuleBroken(_("Cette inscription est déjà refusée : l’entreprise peut la corriger."))
    reason = declarations.text_of(words, "words")
    if not reason:
        raise RuleBroken(_("Donnez à l’entreprise la raison du refus."), field="words")
    company.refused_at, company.refused_because = now, reason
    _record(session, company, account, now, "company.refuse", reason)
    with force_locale(messages.LOCALE):
        lines = [
            _("Votre inscription au salon « %(fair)s » n’a pas pu être validée.", fair=_fair_name(company)),
            _("La raison : %(reason)s", reason=reason),
            _("Vous pouvez la corriger dans votre espace, puis la renvoyer."),
        ]
        _tell(session, company, _("Votre inscription est à corriger"), lines, now)


def resubmit(session: Session, company: Company, account: Account | None, now: datetime) -> None:
    """Send a refused registration again once it is corrected: it waits to be validated as at first."""
    take_turn(session, company)
    _refuse_unless_waiting(company)
    if company.refused_at is None:
        raise RuleBroken(_("Cette inscription attend déjà sa validation : il n’y a rien à renvoyer."))
    if now >= company.fair.opens_at:
        raise RuleBroken(_("Le salon a commencé : les inscriptions ne se corrigent plus."))
    company.refused_at = company.refused_because = None
    _record(session, company, account, now, "company.resubmit")


def correct_number(
    session: Session,
    company: Company,
    numbers: tuple[str, str, str],
    account: Account | None,
    now: datetime,
) -> None:
    """Correct a mistyped number (SIRET, or country and number there) of a registration not yet validated.

    The draw orders companies by their numbers (rule 6), so none changes once requests are closed.
    """
    take_turn(session, company.fair)
    take_turn(session, company)
    _refuse_unless_waiting(company)
    if now >= company.fair.requests_close_at:
        raise RuleBroken(_("Le tirage part de ce numéro : il ne change plus depuis la clôture des demandes."))
    siret, foreign_number = numbers_of(*numbers)
    siren = siret and siret[:9]
    if (siren or foreign_number) != company.code:
        _refuse_twice(session, company.fair, siren, foreign_number)
    before = company.code
    company.siren, company.siret, company.foreign_number = siren, siret, foreign_number
    _record(session, company, account, now, "company.correct_number", f"was {before}")


def withdraw(session: Session, company: Company, account: Account | None, now: datetime) -> None:
    """Leave the fair; meetings that stand are given up, and their places are free for others."""
    take_turn(session, company)
    if company.withdrawn_at is not None:
        raise RuleBroken(_("Cette entreprise a déjà retiré son inscription."))
    if now >= company.fair.closes_at:
        raise RuleBroken(_("Le salon est terminé : il n’y a plus d’inscription à retirer."))
    company.withdrawn_at = now
    standing = sa.select(Meeting).where(Meeting.company_id == company.id, Meeting.ended_at.is_(None))
    for meeting in session.scalars(standing):
        meeting.ended_at, meeting.ended_why = now, EndedWhy.GIVEN_UP
    _record(session, company, account, now, "company.withdraw")


def come_back(session: Session, company: Company, account: Account | None, now: datetime) -> None:
    """Take a withdrawal back while registration is open; meetings that were given up are not."""
    take_turn(session, company)
    if company.withdrawn_at is None:
        raise RuleBroken(_("Cette entreprise n’a pas retiré son inscription."))
    refuse_unless_open(session, company.fair, now)
    company.withdrawn_at = None
    _record(session, company, account, now, "company.come_back")


def name_of(typed: str) -> str:
    """The name of a company."""
    return declarations.line_of(typed, "name", missing=_("Donnez le nom de l’entreprise."))


def _refuse_without_charter(charter: CharterVersion, form: Registration) -> None:
    if not form.accepts_charter:
        raise RuleBroken(_("Pour participer, acceptez la charte des échanges."), field="accepts_charter")
    if form.charter_number not in (None, charter.number):
        raise RuleBroken(
            _("La charte a changé entre-temps : relisez-la, puis acceptez-la."), field="accepts_charter"
        )


def _refuse_twice(session: Session, fair: Fair, siren: str | None, foreign_number: str | None) -> None:
    number = Company.siren == siren if siren else Company.foreign_number == foreign_number
    if session.scalar(sa.select(Company.id).where(Company.fair_id == fair.id, number)) is not None:
        raise RuleBroken(
            _(
                "Cette entreprise est déjà inscrite ; ses agences sont des collègues d’une même entreprise. "
                "La personne qui l’a inscrite peut les inviter depuis son espace."
            ),
            field="siret" if siren else "foreign_number",
        )


def _describe(session: Session, company: Company, form: Registration) -> None:
    company.size_class, company.breathing = form.size_class, form.breathing
    company.adapted_access = declarations.text_of(form.adapted_access, "adapted_access") or None
    company.naf_code = declarations.naf_of(session, form.naf_code)
    company.sectors = declarations.sectors_of(session, form.sectors)
    company.cpv = [
        CompanyCpv(cpv_code=code, origin=origin)
        for origin, codes, field in (
            (CpvOrigin.DECLARED, form.cpv_declared, "cpv_declared"),
            (CpvOrigin.WON, form.cpv_won, "cpv_won"),
        )
        for code in declarations.cpv_of(session, codes, field)
    ]
    company.presences = declarations.presences_of(company.fair, form.presence)
    company.group = group_of(session, company.fair, form.group)


def _contact(form: Registration) -> Contact:
    missing = _("Donnez le nom de la personne à qui écrire.")
    return Contact(
        name=declarations.line_of(form.contact_name, "contact_name", missing=missing),
        email=address_of(form.contact_email, "contact_email"),
        phone=declarations.phone_of(form.phone),
    )


def group_of(session: Session, fair: Fair, typed: str) -> Group | None:
    """The declared group of that name, however it is written; made if nobody declared it before."""
    name = declarations.line_of(typed, "group")
    if not name:
        return None
    known = session.scalars(sa.select(Group).where(Group.fair_id == fair.id).order_by(Group.id))
    alike = (group for group in known if _key(group.name) == _key(name))
    return next(alike, None) or Group(fair=fair, name=name)


def _key(name: str) -> str:
    """What two spellings of one name have in common."""
    return fold(name) or name


def _refuse_unless_waiting(company: Company) -> None:
    if company.withdrawn_at is not None:
        raise RuleBroken(_("Cette entreprise a retiré son inscription."))
    if company.validated_at is not None:
        raise RuleBroken(_("Cette inscription est déjà validée."))


def _tell(session: Session, company: Company, subject: str, lines: list[str], now: datetime) -> None:
    """Write to all contacts; a registration refused twice is written about twice."""
    body = "\n\n".join([_("Bonjour,"), *lines])
    event = f"registration {company.code} {now.isoformat()}"
    for contact in company.contacts:
        messages.write(session, company.fair, contact.email, event, (subject, body), now)


def _record(
    session: Session, company: Company, account: Account | None, now: datetime, deed: str, detail: str = ""
) -> None:
    journal.append(
        session,
        fair=company.fair,
        account=account,
        at=now,
        deed=deed,
        about=company.code,
        detail=detail,
    )


def _fair_name(company: Company) -> str:
    return company.fair.name(messages.LOCALE)
