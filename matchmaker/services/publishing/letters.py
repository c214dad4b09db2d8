"""The messages of a publication, word for word: what the page shows before is what is written after.

One function makes them, from the facts of news.py, while nothing has been done yet. Those concerned are
written to and nobody else: at first all who asked, then whoever's day changes, and who sits at a table whose
meetings change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session, selectinload

from matchmaker.models import Account, Company, Fair, Schedule
from matchmaker.scheduling.problem import Pair
from matchmaker.services.messages import LOCALE, asking, write
from matchmaker.services.publishing import change_log, versions
from matchmaker.services.publishing.losses import Loss, Losses
from matchmaker.services.publishing.news import News, Reading, Spot
from matchmaker.services.times import hour
from matchmaker.services.words import notice


class Kind(Enum):
    """What a letter is about, the gravest first."""

    LOSES = "loses"
    MOVES = "moves"
    GAINS = "gains"
    RECEIVED = "received"
    NOT_RECEIVED = "not_received"


@dataclass(frozen=True)
class Letter:
    """One message, and everybody it goes to; ``to`` is the name of the company or of the person."""

    kind: Kind
    to: str
    event: str
    addresses: tuple[str, ...]
    subject: str
    body: str


@dataclass(frozen=True)
class Letters:
    """All that a publication writes."""

    companies: tuple[Letter, ...]
    hosts: tuple[Letter, ...]

    @property
    def all(self) -> tuple[Letter, ...]:
        return self.companies + self.hosts

    @property
    def messages(self) -> int:
        """How many messages will be in the outbox: one for each address."""
        return sum(len(letter.addresses) for letter in self.all)

    @property
    def sha256(self) -> str:
        """Names exactly these messages, so that what was read can be told from what would be written."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def letters(session: Session, schedule: Schedule) -> Letters:
    """What would be written if ``schedule`` were published now; it may be. A constant number of queries."""
    with force_locale(LOCALE):
        writing = _Writing(session, schedule)
        return Letters(companies=tuple(writing.to_companies()), hosts=tuple(writing.to_hosts()))


def send(session: Session, fair: Fair, written: Letters, now: datetime) -> None:
    """Put them in the outbox, in the transaction of the publication."""
    for letter in written.all:
        for address in letter.addresses:
            write(session, fair, address, letter.event, (letter.subject, letter.body), now)


class _Writing:
    """The facts of one publication, and what is said of them."""

    def __init__(self, session: Session, schedule: Schedule) -> None:
        self._session, self._schedule, self._fair = session, schedule, schedule.fair
        before = versions.standing(session, schedule.fair)
        self._version = 1 if before is None or before.version is None else before.version + 1
        self._reading = Reading(session, schedule, before, LOCALE)
        self._losses = Losses(session, schedule)
        self._why: list[str] = []
        if not self._is_first:
            because = " ".join(change_log.why(session, schedule))
            self._why = [_("Le planning du salon a changé. %(why)s", why=because), ""]

    @property
    def _is_first(self) -> bool:
        return self._version == 1

    def to_companies(self) -> Iterator[Letter]:
        news = self._reading.of_companies()
        for company in self._concerned(news):
            mine = news.get(company.code, News())
            yield Letter(
                kind=self._kind(mine),
                to=company.name,
                event=f"schedule v{self._version} {company.code}",
                addresses=tuple(contact.email for contact in company.contacts),
                subject=self._subject(_("Vos rendez-vous"), _("Vos rendez-vous ont changé")),
                body=self._body(self._of_company(company, mine), notice=notice()),
            )

    def _concerned(self, news: Mapping[str, News]) -> Sequence[Company]:
        changed = [code for code, mine in news.items() if mine.changes]
        who: sa.ColumnElement[bool] = sa.func.coalesce(Company.siren, Company.foreign_number).in_(changed)
        if self._is_first:
            who = sa.or_(who, Company.id.in_(asking(self._fair)))
        here = sa.select(Company).where(Company.fair_id == self._fair.id, who).order_by(Company.name)
        return self._session.scalars(here.options(selectinload(Company.contacts))).all()

    def to_hosts(self) -> Iterator[Letter]:
        for account, mine in self._reading.of_hosts():
            if mine.changes and account.is_active:
                yield Letter(
                    kind=self._kind(mine),
                    to=account.name,
                    event=f"schedule v{self._version} host",
                    addresses=(account.email,),
                    subject=self._subject(_("Votre planning"), _("Votre planning a changé")),
                    body=self._body(self._of_host(account, mine)),
                )

    def _kind(self, mine: News) -> Kind:
        if self._is_first:
            return Kind.RECEIVED if mine.standing else Kind.NOT_RECEIVED
        if mine.lost:
            return Kind.LOSES
        return Kind.MOVES if mine.moved else Kind.GAINS

    def _subject(self, first: str, changed: str) -> str:
        said = first if self._is_first else changed
        return _("%(what)s : %(fair)s", what=said, fair=self._fair.name(LOCALE))

    def _body(self, lines: Iterable[str], *, notice: str = "") -> str:
        closing = [_("Planning version %(version)d.", version=self._version)]
        if not self._is_first:
            numbers = {"version": self._version, "before": self._version - 1}
            closing = [_("Planning version %(version)d, qui remplace la version %(before)d.", **numbers)]
        greeting = [_("Bonjour,"), "", *self._why]
        return "\n".join([*greeting, *lines, *closing, *(["", notice] if notice else [])])

    def _of_company(self, company: Company, mine: News) -> Iterator[str]:
        standing = mine.standing
        if standing:
            yield ngettext(
                "Vous avez %(num)d rendez-vous :", "Vous avez %(num)d rendez-vous :", len(standing)
            )
            yield from (self._line(spot, before, self._where(spot)) for spot, before in standing)
        else:
            yield from self._without(bool(mine.lost))
        yield ""
        yield from self._lost(mine)
        if self._is_first:
            yield from self._unplaced(company, {spot.pair for spot, _before in standing})

    def _without(self, had_some: bool) -> Iterator[str]:
        if had_some:
            yield _("Vous n’avez plus de rendez-vous, et nous le regrettons.")
        else:
            yield _("Nous n’avons pas pu vous proposer de rendez-vous.")
            yield _("Votre espace explique la raison de chaque refus et ce que vous pouvez encore faire.")
        yield _("Un accueil acheteurs, sans rendez-vous, vous est ouvert.")

    def _lost(self, mine: News) -> Iterator[str]:
        if mine.lost:
            yield ngettext(
                "Un rendez-vous ne peut malheureusement pas être tenu :",
                "%(num)d rendez-vous ne peuvent malheureusement pas être tenus :",
                len(mine.lost),
            )
            for spot in mine.lost:
                at = f"{hour(self._fair, spot.starts_at)}, {self._where(spot)}"
                yield self._reason(at, self._losses.of(spot.pair, spot))
            yield ""

    def _unplaced(self, company: Company, met: set[Pair]) -> Iterator[str]:
        missed = [pair for pair in self._losses.asked(company.code) if pair not in met]
        if missed:
            yield ngettext("Demande sans créneau :", "Demandes sans créneau :", len(missed))
            for pair in missed:
                stand = _("stand %(desk)s", desk=self._losses.desk(pair, LOCALE))
                yield self._reason(stand, self._losses.of(pair))
            yield ""

    def _reason(self, what: str, loss: Loss) -> str:
        return _(
            "— %(what)s. %(why)s Ce que vous pouvez faire : %(step)s", what=what, why=loss.why, step=loss.step
        )

    def _of_host(self, account: Account, mine: News) -> Iterator[str]:
        standing = mine.standing
        if standing:
            yield ngettext(
                "Vous recevez %(num)d entreprise :", "Vous recevez %(num)d entreprises :", len(standing)
            )
            for spot, before in standing:
                yield self._line(spot, before, self._whom(spot))
        else:
            yield _("Vous n’avez plus d’entreprise à recevoir.")
        yield ""
        if mine.lost:
            yield ngettext(
                "Une entreprise ne vient plus à votre table :",
                "%(num)d entreprises ne viennent plus à votre table :",
                len(mine.lost),
            )
            yield from (f"— {hour(self._fair, spot.starts_at)}, {self._whom(spot)}" for spot in mine.lost)
            yield ""

    def _where(self, spot: Spot) -> str:
        return _("stand %(desk)s, table %(number)d", desk=spot.desk, number=spot.number)

    def _whom(self, spot: Spot) -> str:
        return _("%(place)s : %(company)s", place=self._where(spot), company=spot.company)

    def _line(self, spot: Spot, before: Spot | None, what: str) -> str:
        """A meeting, and whether it is new, elsewhere or as before; nothing of it in the first version."""
        line = f"— {hour(self._fair, spot.starts_at)}, {what}"
        if self._is_first:
            return line
        if before is None:
            return _("%(line)s (nouveau)", line=line)
        if before.place == spot.place:
            return _("%(line)s (inchangé)", line=line)
        at = hour(self._fair, before.starts_at)
        return _(
            "%(line)s (déplacé : il était à %(hour)s, table %(number)d)",
            line=line,
            hour=at,
            number=before.number,
        )
