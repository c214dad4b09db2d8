"""Companies that a file brought have contacts and no account: their contacts are invited to open one.

The message holds the same link as a colleague's invitation: whoever owns the address joins the company.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session, contains_eager

from matchmaker.db import take_turn
from matchmaker.models import Account, Company, Contact, Fair, Message, journal
from matchmaker.services import messages
from matchmaker.services.colleagues import EVENT, LINK_DAYS

Link = Callable[[Company, str], str]


def to_invite(session: Session, fair: Fair, now: datetime) -> Sequence[Contact]:
    """The contacts of companies nobody signs in for, that no link still in force was sent; two queries."""
    lately = now - timedelta(days=LINK_DAYS)
    written = sa.select(Message.email).where(
        Message.fair_id == fair.id, Message.event.startswith(EVENT), Message.written_at > lately
    )
    mine = Company.fair_id == fair.id, Company.withdrawn_at.is_(None), ~Company.memberships.any()
    waiting = sa.select(Contact).join(Contact.company).where(*mine, Contact.email.not_in(written))
    loaded = waiting.options(contains_eager(Contact.company))
    return session.scalars(loaded.order_by(Company.name, Contact.id)).all()


def invite_contacts(session: Session, fair: Fair, account: Account, link: Link, now: datetime) -> int:
    """Write to each of them; returns to how many. Who was invited already is not written to again."""
    take_turn(session, fair)
    invited = to_invite(session, fair, now) if now < fair.closes_at else ()
    with force_locale(messages.LOCALE):
        for contact in invited:
            words = _words(fair, contact, link(contact.company, contact.email))
            event = f"{EVENT}{contact.company.public_id} {secrets.token_hex(8)}"
            messages.write(session, fair, contact.email, event, words, now)
            about = contact.company.code
            journal.append(session, fair=fair, account=account, at=now, deed="contact.invite", about=about)
    return len(invited)


def _words(fair: Fair, contact: Contact, link: str) -> tuple[str, str]:
    company, fair_name = contact.company.name, fair.name(messages.LOCALE)
    lines = [
        _("Bonjour,"),
        _("« %(company)s » est inscrite au salon « %(fair)s ».", company=company, fair=fair_name),
        _("Ouvrez votre espace pour suivre ses demandes et ses rendez-vous."),
        _("Pour accepter, ouvrez ce lien dans les %(days)d jours :", days=LINK_DAYS),
        link,
        _("Si vous ne connaissez pas cette entreprise, ne faites rien."),
    ]
    return _("Votre espace au salon : %(company)s", company=company), "\n\n".join(lines)
