"""Signing up: an address is confirmed by the link it receives, then its company registers.

Whoever asks learns nothing of the accounts there are: the answer is the same, and only the owner of the
address reads which message came. So nobody registers a company under an address of somebody else.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Fair, Membership, Message, Role, journal
from matchmaker.services import declarations, messages
from matchmaker.services.accounts import hashed
from matchmaker.services.door import refuse_unless_open
from matchmaker.services.registration import Registration, register

LINK_HOURS = 48
# Nobody may fill somebody else's mailbox: what comes above is not written, and the page says the same.
MESSAGES_AN_HOUR = 5
EVENT = "sign_up "


class Links(NamedTuple):
    """Where a message may lead: to the form of this address, or to signing in."""

    form: str
    sign_in: str


def send_link(session: Session, fair: Fair, address: str, links: Links, locale: str, now: datetime) -> None:
    """Write to an address the link that opens the form, or that it has an account already."""
    refuse_unless_open(session, fair, now)
    known = account_of(session, address) is not None
    journal.append(session, fair=fair, account=None, at=now, deed="sign_up.send_link")
    if _is_too_much(session, fair, address, now):
        return
    with force_locale(locale):
        words = _known(fair, links, locale) if known else _new(fair, links, locale)
    event = EVENT + secrets.token_hex(8)
    messages.write(session, fair, address, event, words, now, locale)


def sign_up(
    session: Session, fair: Fair, form: Registration, password: str, locale: str, now: datetime
) -> Membership:
    """Create the account of a confirmed address, its company at the fair, and bind one to the other."""
    take_turn(session, fair)
    if account_of(session, form.contact_email) is not None:
        raise RuleBroken(_("Cette adresse a déjà un compte : connectez-vous pour continuer."))
    account = Account(
        email=form.contact_email,
        name=declarations.line_of(form.contact_name, "contact_name"),
        password_hash=hashed(password),
        locale=locale,
        created_at=now,
        confirmed_at=now,
    )
    session.add(account)
    return _member(session, account, register(session, fair, form, now, account))


def add_company(
    session: Session, fair: Fair, account: Account, form: Registration, now: datetime
) -> Membership:
    """Register a company for somebody who has an account and no company at this fair."""
    take_turn(session, fair)
    if company_of(session, fair, account) is not None:
        raise RuleBroken(_("Votre compte a déjà une entreprise à ce salon."))
    return _member(session, account, register(session, fair, form, now, account))


def account_of(session: Session, address: str) -> Account | None:
    """The account of an address, disabled ones included."""
    return session.scalar(sa.select(Account).where(Account.email == address))


def company_of(session: Session, fair: Fair, account: Account) -> Membership | None:
    """As what a person stands for a company at a fair: one at most."""
    return session.scalar(
        sa.select(Membership).where(
            Membership.account_id == account.id,
            Membership.fair_id == fair.id,
            Membership.role == Role.COMPANY,
        )
    )


def _member(session: Session, account: Account, company: Company) -> Membership:
    member = Membership(account=account, fair=company.fair, role=Role.COMPANY, company=company)
    session.add(member)
    session.flush()
    return member


def _is_too_much(session: Session, fair: Fair, address: str, now: datetime) -> bool:
    lately = sa.select(sa.func.count(Message.id)).where(
        Message.fair_id == fair.id,
        Message.email == address,
        Message.event.startswith(EVENT),
        Message.written_at > now - timedelta(hours=1),
    )
    return (session.scalar(lately) or 0) >= MESSAGES_AN_HOUR


def _new(fair: Fair, links: Links, locale: str) -> tuple[str, str]:
    lines = [
        _("Bonjour,"),
        _("Vous souhaitez inscrire une entreprise au salon « %(fair)s ».", fair=fair.name(locale)),
        _("Pour continuer, ouvrez ce lien dans les %(hours)d heures :", hours=LINK_HOURS),
        links.form,
        _("Si vous n’avez rien demandé, ne faites rien : personne ne sera inscrit."),
    ]
    return _("Inscription au salon : confirmez votre adresse"), "\n\n".join(lines)


def _known(fair: Fair, links: Links, locale: str) -> tuple[str, str]:
    lines = [
        _("Bonjour,"),
        _("Vous souhaitez inscrire une entreprise au salon « %(fair)s ».", fair=fair.name(locale)),
        _("Cette adresse a déjà un compte. Connectez-vous pour continuer :"),
        links.sign_in,
        _("Si vous n’avez rien demandé, ne faites rien : personne ne sera inscrit."),
    ]
    return _("Inscription au salon : vous avez déjà un compte"), "\n\n".join(lines)
