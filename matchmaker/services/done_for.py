"""What those who prepare the fair did in somebody's place, and why, as the journal says; for whom one may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import Account, Company, Fair, JournalEntry, Membership, Role
from matchmaker.services.nomenclature import LONGEST_QUESTION, fold
from matchmaker.services.on_behalf import BEGIN, END, PREPARE, Begun, read

MOST_FOUND = 12


@dataclass(frozen=True)
class Done:
    """One deed, and the reason that was given for acting."""

    line: JournalEntry
    reason: str


@dataclass(frozen=True)
class Host:
    """One who receives; ``prepares`` for whom nobody acts, since they prepare a fair themselves."""

    membership: Membership
    prepares: bool


@dataclass(frozen=True)
class Found:
    """Those who were looked for, by name, and how many more there are than are shown."""

    companies: tuple[Company, ...]
    more_companies: int
    hosts: tuple[Host, ...]
    more_hosts: int


def done_for_company(session: Session, company: Company) -> list[Done]:
    """What was done in the company's place, newest first; two queries at most."""
    return _done(session, company.fair_id, company.public_id)


def done_for_host(session: Session, fair: Fair, account: Account) -> list[Done]:
    """What was done in the place of one who receives, newest first; two queries at most."""
    return _done(session, fair.id, str(account.id))


def people_called(session: Session, fair: Fair, asked: str) -> Found:
    """Companies by name, number or contact, and hosts by name, address or directorate; a few queries."""
    words = fold(asked[:LONGEST_QUESTION]).split()
    companies = [one for one in _companies(session, fair) if _holds(_said_of(one), words)]
    hosts = [one for one in _hosts(session, fair) if _holds(_said_of_host(one.membership), words)]
    return Found(
        companies=tuple(companies[:MOST_FOUND]),
        more_companies=max(0, len(companies) - MOST_FOUND),
        hosts=tuple(hosts[:MOST_FOUND]),
        more_hosts=max(0, len(hosts) - MOST_FOUND),
    )


def _done(session: Session, fair_id: int, key: str) -> list[Done]:
    """A deed belongs to the last beginning before it in the same role: that one says for whom, and why."""
    here = JournalEntry.fair_id == fair_id
    begins = sa.select(JournalEntry.role).where(
        here, JournalEntry.deed == BEGIN, JournalEntry.detail.contains(f" {key} ", autoescape=True)
    )
    roles = set(session.scalars(begins))
    if not roles:
        return []
    lines = sa.select(JournalEntry).where(here, JournalEntry.role.in_(roles)).order_by(JournalEntry.id)
    begun: dict[tuple[int | None, str], Begun] = {}
    found = []
    for line in session.scalars(lines):
        who = (line.account_id, line.role)
        if line.deed == BEGIN:
            begun[who] = read(line)
        elif line.deed != END and who in begun and begun[who].key == key:
            found.append(Done(line, begun[who].reason))
    return found[::-1]


def _companies(session: Session, fair: Fair) -> list[Company]:
    here = sa.select(Company).where(Company.fair_id == fair.id).options(selectinload(Company.contacts))
    return sorted(session.scalars(here), key=lambda company: (fold(company.name), company.id))


def _hosts(session: Session, fair: Fair) -> list[Host]:
    here = sa.select(Membership).join(Membership.account)
    here = here.where(
        Membership.fair_id == fair.id, Membership.role == Role.HOST, Account.disabled_at.is_(None)
    )
    loaded = here.options(joinedload(Membership.account), joinedload(Membership.directorate))
    prepare = set(session.scalars(sa.select(Membership.account_id).where(Membership.role.in_(PREPARE))))
    hosts = [Host(one, one.account_id in prepare) for one in session.scalars(loaded)]
    return sorted(hosts, key=lambda host: (fold(host.membership.account.name), host.membership.id))


def _said_of(company: Company) -> str:
    people = (f"{contact.name} {contact.email}" for contact in company.contacts)
    return " ".join((company.name, company.code, company.siret or "", *people))


def _said_of_host(host: Membership) -> str:
    where = "" if host.directorate is None else f"{host.directorate.label_fr} {host.directorate.code}"
    return f"{host.account.name} {host.account.email} {where}"


def _holds(said: str, words: Iterable[str]) -> bool:
    """Compared folded, here: no database folds accents as people do."""
    folded = fold(said)
    return all(word in folded for word in words)
