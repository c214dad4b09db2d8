"""The people of one company: they invite one another, and may leave while somebody remains."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session, contains_eager

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Contact, JournalEntry, Membership, Message, Role, journal
from matchmaker.services import declarations, messages
from matchmaker.services.accounts import address_of, hashed
from matchmaker.services.sign_up import account_of, company_of

LINK_DAYS = 7
INVITATIONS_A_DAY = 20
# Nobody may fill somebody else's mailbox.
INVITATIONS_TO_ONE = 3
EVENT = "colleague "


class Person(NamedTuple):
    """Somebody of a company: who signs in, who is written to, mostly both."""

    name: str
    email: str
    phone: str
    signs_in: bool
    is_written_to: bool


def people(session: Session, company: Company) -> list[Person]:
    """Accounts and contacts of a company, each address once, by name."""
    contacts = {
        contact.email: contact
        for contact in session.scalars(sa.select(Contact).where(Contact.company_id == company.id))
    }
    accounts = {member.account.email: member.account for member in _members(session, company)}
    found = [
        Person(
            name=accounts[email].name if email in accounts else contacts[email].name,
            email=email,
            phone=(contacts[email].phone or "") if email in contacts else "",
            signs_in=email in accounts,
            is_written_to=email in contacts,
        )
        for email in accounts.keys() | contacts.keys()
    ]
    return sorted(found, key=lambda person: (person.name.casefold(), person.email))


def invite(
    session: Session,
    company: Company,
    typed: str,
    account: Account,
    link: Callable[[str], str],
    locale: str,
    now: datetime,
) -> str:
    """Write to somebody the link that makes them a colleague; returns the address as it is stored."""
    take_turn(session, company)
    address = address_of(typed)
    _refuse_who_left(company, now)
    if any(member.account.email == address for member in _members(session, company)):
        raise RuleBroken(_("Cette personne fait déjà partie de votre entreprise."), field="email")
    _refuse_too_many(session, company, address, now)
    with force_locale(locale):
        words = _invitation(company, account, link(address), locale)
    event = f"{EVENT}{company.public_id} {secrets.token_hex(8)}"
    messages.write(session, company.fair, address, event, words, now, locale)
    _record(session, company, account, now, "colleague.invite")
    return address


def accept(session: Session, company: Company, account: Account, now: datetime) -> Membership:
    """Become a colleague with the account one has."""
    take_turn(session, company)
    _refuse_who_left(company, now)
    already = company_of(session, company.fair, account)
    if already is not None and already.company_id == company.id:
        raise RuleBroken(_("Vous faites déjà partie de cette entreprise."))
    if already is not None:
        raise RuleBroken(_("Votre compte a déjà une entreprise à ce salon : quittez-la d’abord."))
    return _join(session, company, account, now)


def accept_as_new(
    session: Session, company: Company, address: str, name: str, password: str, locale: str, now: datetime
) -> Membership:
    """Become a colleague and receive an account with it."""
    take_turn(session, company)
    _refuse_who_left(company, now)
    if account_of(session, address) is not None:
        raise RuleBroken(_("Cette adresse a déjà un compte : connectez-vous pour continuer."))
    account = Account(
        email=address,
        name=declarations.line_of(name, "name", missing=_("Donnez votre nom.")),
        password_hash=hashed(password),
        locale=locale,
        created_at=now,
        confirmed_at=now,
    )
    session.add(account)
    return _join(session, company, account, now)


def leave(session: Session, company: Company, account: Account, now: datetime) -> None:
    """Leave one's company, and its mailing with it, as long as somebody else remains to speak for it."""
    take_turn(session, company)
    members = _members(session, company)
    mine = [member for member in members if member.account_id == account.id]
    if not mine:
        raise RuleBroken(_("Vous ne faites plus partie de cette entreprise."))
    if members == mine:
        raise RuleBroken(
            _("Vous êtes la seule personne de votre entreprise : invitez d’abord une ou un collègue.")
        )
    company.contacts = [
        contact for contact in company.contacts if contact.email != account.email
    ] or company.contacts
    session.delete(mine[0])
    _record(session, company, account, now, "colleague.leave")


def has_left(session: Session, company: Company, account: Account, since: datetime) -> bool:
    """Whether somebody left the company after ``since``: an invitation from before serves no second time."""
    left = sa.select(JournalEntry.id).where(
        JournalEntry.fair_id == company.fair_id,
        JournalEntry.account_id == account.id,
        JournalEntry.deed == "colleague.leave",
        JournalEntry.detail == company.public_id,
        JournalEntry.at >= since,
    )
    return session.scalar(left.limit(1)) is not None


def _members(session: Session, company: Company) -> list[Membership]:
    mine = sa.select(Membership).join(Membership.account).where(Membership.company_id == company.id)
    return list(session.scalars(mine.options(contains_eager(Membership.account))))


def _join(session: Session, company: Company, account: Account, now: datetime) -> Membership:
    """A colleague is written to like the others."""
    member = Membership(account=account, fair=company.fair, role=Role.COMPANY, company=company)
    session.add(member)
    if all(contact.email != account.email for contact in company.contacts):
        company.contacts.append(Contact(name=account.name, email=account.email))
    _record(session, company, account, now, "colleague.accept")
    return member


def _refuse_who_left(company: Company, now: datetime) -> None:
    if company.withdrawn_at is not None:
        raise RuleBroken(_("Cette entreprise a retiré son inscription."))
    if now >= company.fair.closes_at:
        raise RuleBroken(_("Le salon est terminé : les invitations ne sont plus possibles."))


def _refuse_too_many(session: Session, company: Company, address: str, now: datetime) -> None:
    to_them = sa.func.count(Message.id).filter(Message.email == address)
    lately = sa.select(sa.func.count(Message.id), to_them).where(
        Message.fair_id == company.fair_id,
        Message.event.startswith(f"{EVENT}{company.public_id} ", autoescape=True),
        Message.written_at > now - timedelta(days=1),
    )
    written, to_this_one = session.execute(lately).one()
    if to_this_one >= INVITATIONS_TO_ONE:
        raise RuleBroken(
            _("Vous avez déjà écrit plusieurs fois à cette adresse aujourd’hui : son lien reste valable."),
            field="email",
        )
    if written >= INVITATIONS_A_DAY:
        raise RuleBroken(_("Vous avez invité beaucoup de personnes aujourd’hui : continuez demain."))


def _invitation(company: Company, account: Account, link: str, locale: str) -> tuple[str, str]:
    who = {"person": account.name, "company": company.name, "fair": company.fair.name(locale)}
    lines = [
        _("Bonjour,"),
        _("%(person)s vous invite à rejoindre « %(company)s » pour le salon « %(fair)s ».", **who),
        _("Vous suivrez ensemble les demandes et les rendez-vous de l’entreprise."),
        _("Pour accepter, ouvrez ce lien dans les %(days)d jours :", days=LINK_DAYS),
        link,
        _("Si vous ne connaissez pas cette entreprise, ne faites rien."),
    ]
    return _("Rejoignez « %(company)s » au salon", company=company.name), "\n\n".join(lines)


def _record(session: Session, company: Company, account: Account, now: datetime, deed: str) -> None:
    """The public id stays when a mistyped number is corrected; the number is what people know."""
    detail = company.public_id
    journal.append(
        session, fair=company.fair, account=account, at=now, deed=deed, about=company.code, detail=detail
    )
