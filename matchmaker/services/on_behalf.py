"""An organiser sees the service as somebody else does, or acts for them: for half an hour, on record.

The beginning and the end are two lines of the journal, and nothing else is stored: whether somebody acts for
somebody, why and until when is read from the chain of hashes, so no cookie can claim it and no copy of one
outlives the end. The role that every line in between carries says for whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Account,
    Company,
    Directorate,
    Fair,
    JournalEntry,
    Membership,
    Role,
    journal,
)
from matchmaker.services import declarations

LONGEST_REASON = 300
# By the real clock: what is bounded is how long somebody may have left their desk, not a moment of the fair.
LASTS = timedelta(minutes=30)
BEGIN, END = "on_behalf.begin", "on_behalf.end"
PREPARE = (Role.ORGANISER, Role.PROCUREMENT)


class Mode(Enum):
    """Only look, or also do."""

    SEE = "see"
    ACT = "act"


class Over(Enum):
    """Why it ended."""

    ASKED = "asked"
    TIME = "time"
    SIGNED_OUT = "signed_out"
    GONE = "gone"
    ANOTHER = "another"


@dataclass(frozen=True)
class Person:
    """Somebody of a fair: a company, with the account that signs in for it if any, or one who receives."""

    fair: Fair
    role: Role
    account: Account | None
    company: Company | None = None
    directorate: Directorate | None = None

    @property
    def name(self) -> str:
        if self.company is not None:
            return self.company.name
        return "" if self.account is None else self.account.name

    @property
    def key(self) -> str:
        """What does not change as long as the person is there: a company may correct its number."""
        if self.company is not None:
            return self.company.public_id
        return "" if self.account is None else str(self.account.id)

    @property
    def named(self) -> str:
        """How the journal names the person: no name and no address stands in it."""
        return self.key if self.company is None else self.company.code


@dataclass(frozen=True)
class Begun:
    """What the first line says."""

    mode: Mode
    until: datetime
    key: str
    reason: str


@dataclass(frozen=True)
class Standing:
    """Somebody who acts now, or did until it ended by itself: then ``over`` says why."""

    line: JournalEntry
    begun: Begun
    person: Person | None
    over: Over | None

    @property
    def name(self) -> str:
        """Whom it is about; empty for somebody who is no longer there."""
        return "" if self.person is None else self.person.name


def see(session: Session, person: Person, by: Membership, now: datetime, until: datetime) -> JournalEntry:
    """Begin to look at the service as the person does; nothing can be done meanwhile."""
    return _begin(session, person, by, now, f"{Mode.SEE.value} {until.isoformat()} {person.key} ")


def act_for(
    session: Session, person: Person, by: Membership, reason: str, now: datetime, until: datetime
) -> JournalEntry:
    """Begin to act for the person, who will read the reason."""
    words = " ".join(declarations.text_of(reason, "reason", LONGEST_REASON).split())
    if not words:
        raise RuleBroken(_("Dites pourquoi vous agissez à sa place."), field="reason")
    return _begin(session, person, by, now, f"{Mode.ACT.value} {until.isoformat()} {person.key} {words}")


def end(session: Session, line: JournalEntry, over: Over, now: datetime) -> None:
    """Be oneself again; a second time changes nothing."""
    if line.account is not None:
        take_turn(session, line.account)
    if _has_ended(session, line):
        return
    journal.append(
        session,
        fair=line.fair,
        account=line.account,
        at=now,
        deed=END,
        about=line.about,
        detail=over.value,
        role=line.role,
    )


def standing(
    session: Session, first_hash: str, by: Membership, clock: datetime, holds: bool = False
) -> Standing | None:
    """What began with the line of that hash, if it was this member's and nobody ended it.

    ``clock`` is the real time. ``holds`` makes who ends it wait until this transaction is over: no deed comes
    after the end.
    """
    line = session.scalar(sa.select(JournalEntry).where(JournalEntry.hash == first_hash))
    if line is None or not _is_of(line, by):
        return None
    if holds:
        take_turn(session, by.account)
    if _has_ended(session, line):
        return None
    begun = read(line)
    person = person_of(session, by.fair, _role_in(line), begun.key)
    return Standing(line, begun, person, _why_over(session, begun, person, by, clock))


def refuse_person(session: Session, person: Person, by: Membership) -> None:
    """For whom one may not act: those who prepare the fair, anywhere, and oneself."""
    if by.role not in PREPARE or by.fair_id != person.fair.id:
        raise RuleBroken(_("Vous ne pouvez agir que pour quelqu’un de votre salon."))
    accounts = _accounts(session, person)
    if by.account_id in accounts:
        raise RuleBroken(_("C’est vous : prenez ce rôle dans « Mon compte »."))
    prepares = sa.select(Membership.id).where(
        Membership.account_id.in_(accounts), Membership.role.in_(PREPARE)
    )
    if session.scalar(prepares.limit(1)) is not None:
        raise RuleBroken(_("Cette personne prépare un salon : personne n’agit à sa place."))


def person_of(session: Session, fair: Fair, role: Role, key: str) -> Person | None:
    """The company of that public id, or the host whose account has that number, of the fair."""
    if role is Role.COMPANY:
        mine = sa.select(Company).where(Company.fair_id == fair.id, Company.public_id == key)
        company = session.scalar(mine)
        return None if company is None else Person(fair, role, _who_signs_in(session, company), company)
    host = sa.select(Membership).where(
        Membership.fair_id == fair.id,
        Membership.role == Role.HOST,
        Membership.account_id == int(key),
    )
    found = session.scalar(host.options(joinedload(Membership.account), joinedload(Membership.directorate)))
    if found is None or not found.account.is_active:
        return None
    return Person(fair, role, found.account, directorate=found.directorate)


def read(line: JournalEntry) -> Begun:
    """What a first line says; a company reads no other word of it than the reason."""
    mode, until, key, reason = line.detail.split(" ", 3)
    return Begun(Mode(mode), datetime.fromisoformat(until), key, reason)


def _begin(session: Session, person: Person, by: Membership, now: datetime, detail: str) -> JournalEntry:
    take_turn(session, by.account)
    refuse_person(session, person, by)
    role = f"{by.role.value} for {person.role.value} {person.named}"
    _end_what_was_left_open(session, by, role, now)
    about = person.named if person.role is Role.COMPANY else f"host {person.named}"
    return journal.append(
        session, fair=by.fair, account=by.account, at=now, deed=BEGIN, about=about, detail=detail, role=role
    )


def _end_what_was_left_open(session: Session, by: Membership, role: str, now: datetime) -> None:
    """Another window, or a lost one: the reason of a deed is that of the one beginning before it."""
    mine = sa.select(JournalEntry).where(
        JournalEntry.account_id == by.account_id,
        JournalEntry.fair_id == by.fair_id,
        JournalEntry.role == role,
        JournalEntry.deed.in_((BEGIN, END)),
    )
    last = session.scalar(mine.order_by(JournalEntry.id.desc()).limit(1))
    if last is not None and last.deed == BEGIN:
        end(session, last, Over.ANOTHER, now)


def _has_ended(session: Session, line: JournalEntry) -> bool:
    later = sa.select(JournalEntry.id).where(
        JournalEntry.id > line.id,
        JournalEntry.deed == END,
        JournalEntry.account_id == line.account_id,
        JournalEntry.fair_id == line.fair_id,
        JournalEntry.role == line.role,
    )
    return session.scalar(later.limit(1)) is not None


def _is_of(line: JournalEntry, by: Membership) -> bool:
    """A first line, of this very person in this very role at this very fair."""
    mine = line.account_id == by.account_id and line.fair_id == by.fair_id
    return line.deed == BEGIN and mine and line.role.startswith(f"{by.role.value} for ")


def _role_in(line: JournalEntry) -> Role:
    return Role(line.role.split(" ")[2])


def _why_over(
    session: Session, begun: Begun, person: Person | None, by: Membership, clock: datetime
) -> Over | None:
    if clock >= begun.until:
        return Over.TIME
    if person is None:
        return Over.GONE
    try:
        refuse_person(session, person, by)
    except RuleBroken:
        return Over.GONE
    return None


def _accounts(session: Session, person: Person) -> set[int]:
    """Everybody whose part one would take: a company's people are colleagues."""
    if person.company is None:
        return set() if person.account is None else {person.account.id}
    mine = sa.select(Membership.account_id).where(Membership.company_id == person.company.id)
    return set(session.scalars(mine))


def _who_signs_in(session: Session, company: Company) -> Account | None:
    """The first contact if they have an account, else whoever came first; None for a company from a file."""
    mine = sa.select(Account).join(Membership, Membership.account_id == Account.id)
    mine = mine.where(Membership.company_id == company.id, Account.disabled_at.is_(None))
    accounts = session.scalars(mine.order_by(Membership.id)).all()
    first = min(company.contacts, key=lambda contact: contact.id, default=None)
    return min(accounts, key=lambda one: first is None or one.email != first.email, default=None)
