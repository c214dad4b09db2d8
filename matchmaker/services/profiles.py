"""What a company says of itself once registered: its trades, its details, its hours, the charter it accepts.

What the scheduler reads (hours, pause, group) is fixed at the deadline, as the requests are. Sectors and CPV
codes serve suggestions only, so they may change at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Account,
    CharterVersion,
    Company,
    CompanyCpv,
    Contact,
    CpvCode,
    CpvOrigin,
    Fair,
    Grid,
    Presence,
    SizeClass,
    Slot,
    journal,
)
from matchmaker.services import declarations
from matchmaker.services.door import charter_of
from matchmaker.services.nomenclature import fold
from matchmaker.services.registration import group_of, name_of

MOST_CPV = 20
Hours = tuple[datetime, datetime]


@dataclass(frozen=True)
class Details:
    """Who the company is; ``group`` is the declared group's name, empty for none."""

    name: str
    phone: str
    size_class: SizeClass | None
    adapted_access: str
    breathing: bool
    group: str


def set_sectors(
    session: Session, company: Company, codes: Sequence[str], account: Account, now: datetime
) -> None:
    """Say in which sectors the company works."""
    _take_part(session, company)
    if not codes:
        raise RuleBroken(_("Cochez au moins un secteur."), field="sectors")
    company.sectors = declarations.sectors_of(session, codes)
    _record(session, company, account, now, "company.set_sectors", " ".join(codes))


def add_cpv(session: Session, company: Company, code: str, account: Account, now: datetime) -> CpvCode:
    """Declare that the company works under a CPV code; a code it has already changes nothing."""
    _take_part(session, company)
    cpv, mine = _cpv(session, code), _codes(session, company)
    if any(own.cpv_code == cpv.code for own in mine):
        return cpv
    if sum(own.origin is CpvOrigin.DECLARED for own in mine) >= MOST_CPV:
        raise RuleBroken(
            ngettext(
                "Vous avez déjà %(num)d code : retirez-en un d’abord.",
                "Vous avez déjà %(num)d codes : retirez-en un d’abord.",
                MOST_CPV,
            ),
            field="code",
        )
    company.cpv.append(CompanyCpv(cpv_code=cpv.code, origin=CpvOrigin.DECLARED))
    _record(session, company, account, now, "company.add_cpv", cpv.code)
    return cpv


def remove_cpv(session: Session, company: Company, code: str, account: Account, now: datetime) -> CpvCode:
    """Take a declared code back; what records say was won stays, and a code that is gone changes nothing."""
    _take_part(session, company)
    cpv = _cpv(session, code)
    mine = [own for own in _codes(session, company) if own.cpv_code == cpv.code]
    if any(own.origin is CpvOrigin.WON for own in mine):
        raise RuleBroken(_("Ce code vient de marchés publics que vous avez obtenus : il reste."))
    for own in mine:
        company.cpv.remove(own)
        _record(session, company, account, now, "company.remove_cpv", cpv.code)
    return cpv


def set_presence(
    session: Session, company: Company, hours: Hours | None, account: Account, now: datetime
) -> int:
    """Say from when to when the company is there, None for all along; returns how many slots that leaves."""
    _take_part(session, company)
    _refuse_after_the_deadline(company.fair, now)
    presences = declarations.presences_of(company.fair, [] if hours is None else [hours])
    possible, there = possible_slots(session, company.fair, presences)
    if there and not possible:
        raise RuleBroken(_("Aucun rendez-vous ne tient dans ces heures : élargissez-les."), field="presence")
    company.presences.clear()
    # The old row goes first: both may begin at the same instant.
    session.flush()
    company.presences = presences
    detail = "" if hours is None else f"{hours[0].isoformat()} {hours[1].isoformat()}"
    _record(session, company, account, now, "company.set_presence", detail)
    return possible


def possible_slots(session: Session, fair: Fair, hours: Sequence[Presence]) -> tuple[int, int]:
    """How many slots of the newest layout lie within ``hours`` (empty: all along), and how many there are."""
    newest = sa.select(sa.func.max(Grid.number)).where(Grid.fair_id == fair.id).scalar_subquery()
    here = sa.select(Slot).join(Grid).where(Grid.fair_id == fair.id, Grid.number == newest)
    slots = session.scalars(here).all()
    if not hours:
        return len(slots), len(slots)
    inside = (
        any(h.starts_at <= slot.starts_at and slot.ends_at <= h.ends_at for h in hours) for slot in slots
    )
    return sum(inside), len(slots)


def set_details(
    session: Session, company: Company, details: Details, account: Account, now: datetime
) -> None:
    """Correct who the company is; its pause and its group, which the scheduler reads, until the deadline."""
    _take_part(session, company)
    moves_group = fold(details.group) != fold("" if company.group is None else company.group.name)
    if moves_group or details.breathing is not company.breathing:
        _refuse_after_the_deadline(company.fair, now)
    company.name = name_of(details.name)
    company.size_class, company.breathing = details.size_class, details.breathing
    company.adapted_access = declarations.text_of(details.adapted_access, "adapted_access") or None
    if moves_group:
        company.group = group_of(session, company.fair, details.group)
    phone = declarations.phone_of(details.phone)
    for contact in contact_of(company, account):
        contact.phone = phone
    _record(session, company, account, now, "company.set_details")


def codes_of(session: Session, company: Company) -> Sequence[CpvCode]:
    """The CPV codes that the company declares or won, each once, in order."""
    mine = sa.select(CompanyCpv.cpv_code).where(CompanyCpv.company_id == company.id)
    return session.scalars(sa.select(CpvCode).where(CpvCode.code.in_(mine)).order_by(CpvCode.code)).all()


def contact_of(company: Company, account: Account) -> list[Contact]:
    """The contact who asks, else the first one; none if the company has none."""
    return sorted(company.contacts, key=lambda contact: (contact.email != account.email, contact.id))[:1]


def charter_to_accept(session: Session, company: Company) -> CharterVersion | None:
    """The charter as it stands now, if the company has not accepted that very version."""
    newest = charter_of(session, company.fair)
    return None if newest is None or newest.id == company.charter_id else newest


def accept_charter(
    session: Session, company: Company, account: Account, now: datetime, read: int | None = None
) -> None:
    """Accept the charter as it stands now, number ``read``; a second time changes nothing."""
    _take_part(session, company)
    charter = charter_to_accept(session, company)
    if charter is None:
        return
    if read not in (None, charter.number):
        raise RuleBroken(_("La charte a changé entre-temps : relisez-la, puis acceptez-la."))
    company.charter, company.charter_accepted_at = charter, now
    _record(session, company, account, now, "company.accept_charter", f"charter v{charter.number}")


def _take_part(session: Session, company: Company) -> None:
    take_turn(session, company)
    if company.withdrawn_at is not None:
        raise RuleBroken(_("Cette entreprise a retiré son inscription."))


def _refuse_after_the_deadline(fair: Fair, now: datetime) -> None:
    if now >= fair.requests_close_at:
        raise RuleBroken(
            _(
                "Les heures de présence, la pause et le groupe ne changent plus depuis la clôture des "
                "demandes : le planning en dépend. Écrivez à l’organisateur si votre situation a changé."
            )
        )


def _cpv(session: Session, code: str) -> CpvCode:
    """The code, written with or without its check digit (45232410-9)."""
    return session.get_one(CpvCode, declarations.cpv_of(session, [code], "code")[0])


def _codes(session: Session, company: Company) -> Sequence[CompanyCpv]:
    """As stored now: a twin may have added one since the page was opened."""
    session.expire(company, ["cpv"])
    return company.cpv


def _record(
    session: Session, company: Company, account: Account, now: datetime, deed: str, detail: str = ""
) -> None:
    journal.append(
        session, fair=company.fair, account=account, at=now, deed=deed, about=company.code, detail=detail
    )
