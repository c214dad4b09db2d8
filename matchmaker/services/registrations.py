"""The registrations of a fair as they are read: where each stands; and several validated at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Account,
    Answer,
    Company,
    CompanyCpv,
    Fair,
    Group,
    JournalEntry,
    NafCode,
    Wish,
)
from matchmaker.services import registration
from matchmaker.services.nomenclature import fold


class State(Enum):
    """Where a registration stands, in the order in which it is looked at."""

    WAITING = "waiting"
    VALIDATED = "validated"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def number(self) -> int:
        return list(State).index(self)


@dataclass(frozen=True)
class Registered:
    """One company of the list, with how many stands it asks."""

    company: Company
    state: State
    requests: int


@dataclass(frozen=True)
class Registrations:
    """The companies that were looked for, and how many there are of each state whatever is looked for."""

    found: tuple[Registered, ...]
    counts: Mapping[State, int]
    search: str
    state: State | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search) or self.state is not None

    @property
    def waiting(self) -> tuple[Registered, ...]:
        """Those found that are to be validated."""
        return tuple(one for one in self.found if one.state is State.WAITING)

    @property
    def decided(self) -> tuple[Registered, ...]:
        return tuple(one for one in self.found if one.state is not State.WAITING)


@dataclass(frozen=True)
class NotValidated:
    """A registration that could not be validated, and why."""

    company: Company
    why: str


def state_of(company: Company) -> State:
    """Derived from what was done, never stored: who left has left, whatever was decided before."""
    if company.withdrawn_at is not None:
        return State.WITHDRAWN
    if company.refused_at is not None:
        return State.REFUSED
    return State.WAITING if company.validated_at is None else State.VALIDATED


def registrations(
    session: Session, fair: Fair, search: str = "", state: State | None = None
) -> Registrations:
    """The companies whose name or number holds ``search``, the waiting ones first; three queries."""
    requests = sa.select(sa.func.count(Wish.id)).where(Wish.company_id == Company.id).scalar_subquery()
    mine = sa.select(Company, requests).where(Company.fair_id == fair.id)
    loaded = mine.options(joinedload(Company.group), selectinload(Company.sectors))
    rows = [Registered(company, state_of(company), asked) for company, asked in session.execute(loaded)]
    wanted = (one for one in rows if state in (None, one.state) and _is_named(one.company, search))
    return Registrations(
        found=tuple(sorted(wanted, key=_first_to_read)),
        counts=Counter(one.state for one in rows),
        search=search,
        state=state,
    )


def _is_named(company: Company, search: str) -> bool:
    """By a part of its name, accents aside, or by its number however it is spaced."""
    number = "".join(search.split()).upper()
    return fold(search) in fold(company.name) or (bool(number) and number in (company.siret or company.code))


def _first_to_read(one: Registered) -> tuple[int, datetime | str, str]:
    """Who waits longest comes first; the others by name."""
    by = f"{one.company.registered_at:%Y%m%d%H%M%S}" if one.state is State.WAITING else fold(one.company.name)
    return one.state.number, by, one.company.code


def registered(session: Session, fair: Fair, public_id: str) -> Company | None:
    """One company of the fair with all it declared and asked; a constant number of queries."""
    named = sa.select(Company).where(Company.fair_id == fair.id, Company.public_id == public_id)
    group = joinedload(Company.group).selectinload(Group.companies)
    asked = selectinload(Company.wishes)
    loaded = named.options(
        group,
        joinedload(Company.charter),
        selectinload(Company.cpv).joinedload(CompanyCpv.cpv),
        asked.joinedload(Wish.desk),
        asked.joinedload(Wish.answer).joinedload(Answer.need),
        asked.selectinload(Wish.needs),
    )
    return session.scalar(loaded)


def activity_of(session: Session, company: Company) -> NafCode | None:
    """The activity under which the company is known."""
    return None if company.naf_code is None else session.get(NafCode, company.naf_code)


def history(session: Session, company: Company) -> Sequence[JournalEntry]:
    """What the journal says about the company and its requests, oldest first."""
    about = JournalEntry.about
    code = company.code
    mine = sa.or_(
        about == code,
        about.startswith(f"{code} ", autoescape=True),
        about.endswith(f" {code}", autoescape=True),
    )
    lines = sa.select(JournalEntry).where(JournalEntry.fair_id == company.fair_id, mine)
    return session.scalars(lines.options(joinedload(JournalEntry.account)).order_by(JournalEntry.id)).all()


def named(session: Session, fair: Fair, public_ids: Sequence[str]) -> list[Company]:
    """The companies of the fair that these ids name, in the order of their names."""
    mine = sa.select(Company).where(Company.fair_id == fair.id, Company.public_id.in_(public_ids))
    return list(session.scalars(mine.order_by(Company.name, Company.id)))


def validate_each(
    session: Session, companies: Sequence[Company], account: Account, now: datetime
) -> list[NotValidated]:
    """Validate these registrations, each by itself; returns those that could not be, with the reason."""
    if not companies:
        raise RuleBroken(_("Cochez au moins une inscription à valider."))
    refused = []
    for company in companies:
        try:
            registration.validate(session, company, account, now)
        except RuleBroken as refusal:
            refused.append(NotValidated(company, str(refusal)))
    return refused
