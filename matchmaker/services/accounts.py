"""Accounts: who may sign in, and the organisers that a command adds."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Fair, Membership, Role, journal

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
# OWASP's first choice for argon2id: 46 MiB, one pass, one lane.
_hasher = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)
_DUMMY = _hasher.hash("nobody has this password")


def sign_in(session: Session, email: str, password: str, now: datetime) -> Account:
    """The account of this address and password; one refusal for every other case, in the same time."""
    account = session.scalar(sa.select(Account).where(Account.email == email.strip().lower()))
    known = account.password_hash if account is not None else None
    right = _verify(known or _DUMMY, password[: LONGEST_PASSWORD + 1]) and known is not None
    if account is None or not right or not account.is_active:
        raise RuleBroken(
            _("L’adresse ou le mot de passe n’est pas le bon. Vérifiez les deux, puis réessayez.")
        )
    journal.append(session, fair=None, account=account, at=now, deed="account.sign_in")
    return account


def add_member(
    session: Session, fair: Fair, role: Role, email: str, name: str, password: str, now: datetime
) -> Membership:
    """Add an organiser or a member of the procurement department; an existing account keeps its password."""
    address = address_of(email)
    account = session.scalar(sa.select(Account).where(Account.email == address))
    if account is None:
        account = Account(
            email=address, name=name, password_hash=hashed(password), created_at=now, confirmed_at=now
        )
        session.add(account)
    session.flush()
    mine = Membership.account_id == account.id, Membership.fair_id == fair.id, Membership.role == role
    if session.scalar(sa.select(Membership).where(*mine)) is not None:
        raise RuleBroken(_("Cette personne a déjà ce rôle pour ce salon."))
    member = Membership(account=account, fair=fair, role=role)
    session.add(member)
    journal.append(
        session, fair=fair, account=None, at=now, deed="account.add", about=f"{role.value} {account.id}"
    )
    return member


def hashed(password: str) -> str:
    """The argon2id hash of a password of 12 to 128 characters; RuleBroken for any other."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RuleBroken(_("Choisissez un mot de passe de 12 à 128 caractères."), field="password")
    return _hasher.hash(password)


def address_of(typed: str, field: str = "email") -> str:
    """An e-mail address as it is stored, in lower case; RuleBroken if no mail can go there."""
    if not typed.strip():
        raise RuleBroken(_("Donnez une adresse électronique."), field=field)
    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise RuleBroken(
            _("Cette adresse électronique n’est pas valable. Exemple : nom@entreprise.fr"), field=field
        ) from None


def _verify(known: str, password: str) -> bool:
    try:
        return _hasher.verify(known, password)
    except (VerificationError, InvalidHashError):
        return False
