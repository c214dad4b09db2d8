"""Equal treatment, read off one schedule: what each kind of company asked and got, and what explains it.

For organisers alone: it names companies beside their requests. Nothing of what is counted here, size, place,
sector or hour of registration, enters the allocation (rule 8); that is why it has to be shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from matchmaker.models import Company, Schedule, SizeClass
from matchmaker.services.equity.arrival import LEAST, Link, links
from matchmaker.services.equity.cases import Case, cases
from matchmaker.services.equity.overrides import Overrides, overrides
from matchmaker.services.schedules import CompanyDay, CompanyName, ReadableSchedule, readable

FRANCE = "FR"
Kind = TypeVar("Kind", bound=Hashable)


@dataclass(frozen=True)
class Asker:
    """A company that asked, with what it declared and what it got.

    ``requests`` are those the scheduler was asked about: none if the directorates refused them all. What the
    fair no longer knows of a company that left is None.
    """

    name: CompanyName
    requests: int
    meetings: int
    group_is_met: bool
    size: SizeClass | None
    sectors: tuple[str, ...]
    country: str | None
    registered_at: datetime | None
    asked_at: datetime | None

    @property
    def is_served(self) -> bool:
        return self.meetings > 0


@dataclass(frozen=True)
class Share:
    """What the companies of one class asked and got."""

    companies: int
    served: int
    requests: int
    meetings: int

    @property
    def unserved(self) -> int:
        return self.companies - self.served

    @property
    def percent(self) -> int | None:
        """Of a hundred companies how many are received; None where so few say nothing."""
        return None if self.companies < LEAST else round(100 * self.served / self.companies)


@dataclass(frozen=True)
class Arrival:
    """The links of one order of arrival with being received and with the number of meetings."""

    received: Link
    meetings: Link


@dataclass(frozen=True)
class Equity:
    """Everything the panel shows of one schedule."""

    content: ReadableSchedule
    askers: tuple[Asker, ...]
    overrides: Overrides
    drawn_at: datetime | None

    @cached_property
    def whole(self) -> Share:
        return share(self.askers)

    @property
    def all_refused(self) -> int:
        """How many companies had every request refused by the directorates."""
        return sum(not asker.requests and not asker.is_served for asker in self.askers)

    @property
    def met_through_group(self) -> int:
        """How many of the others are not received themselves, but somebody of their declared group is."""
        waiting = [asker for asker in self.askers if asker.requests and not asker.is_served]
        return sum(asker.group_is_met for asker in waiting)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        document = self.content.document
        return cases(document.problem, document.result, self.overrides.by_hand)

    @property
    def is_proven(self) -> bool:
        """Whether no timetable is better: then none of the cases can be open."""
        levels = {level.name: level.is_proven for level in self.content.document.result.objective}
        return all(levels.get(name, True) for name in ("kept", "served", "draw", "worth"))

    @cached_property
    def compared(self) -> tuple[Asker, ...]:
        """Whose arrival is compared: who asked before the draw; the others are ranked after it, by rule 6."""
        return tuple(asker for asker in self._dated if not self._came_after_the_draw(asker))

    @property
    def came_late(self) -> int:
        return len(self._dated) - len(self.compared)

    @cached_property
    def _dated(self) -> tuple[Asker, ...]:
        """Who could be received, and when they came is known."""
        return tuple(one for one in self.askers if one.requests and one.registered_at and one.asked_at)

    def _came_after_the_draw(self, asker: Asker) -> bool:
        at = asker.registered_at
        return self.drawn_at is not None and at is not None and at > self.drawn_at

    @cached_property
    def by_registration(self) -> Arrival:
        return self._arrival([asker.registered_at for asker in self.compared])

    @cached_property
    def by_request(self) -> Arrival:
        return self._arrival([asker.asked_at for asker in self.compared])

    def _arrival(self, instants: Iterable[datetime | None]) -> Arrival:
        order = [0 if at is None else int(at.timestamp() * 1000) for at in instants]
        received = [int(asker.is_served or asker.group_is_met) for asker in self.compared]
        return Arrival(*links(order, received, [asker.meetings for asker in self.compared]))


def equity(session: Session, schedule: Schedule, locale: str) -> Equity:
    """Read a draft or a version as equal treatment; a constant number of queries."""
    content = readable(session, schedule, locale)
    draw = schedule.fair.draw
    return Equity(
        content=content,
        askers=_askers(session, schedule, content, locale),
        overrides=overrides(session, schedule, content),
        drawn_at=None if draw is None else draw.revealed_at,
    )


def share(askers: Sequence[Asker]) -> Share:
    return Share(
        companies=len(askers),
        served=sum(asker.is_served for asker in askers),
        requests=sum(asker.requests for asker in askers),
        meetings=sum(asker.meetings for asker in askers),
    )


def by_size(askers: Iterable[Asker]) -> dict[SizeClass | None, Share]:
    """The classes of size in their order, then those that declared none."""
    found = _shares((asker.size, asker) for asker in askers)
    order = [*SizeClass, None]
    return {size: found[size] for size in order if size in found}


def by_sector(askers: Iterable[Asker]) -> dict[str | None, Share]:
    """The sectors by name, then no sector; a company of two sectors counts in both."""
    found = _shares((sector, asker) for asker in askers for sector in asker.sectors or (None,))
    return dict(sorted(found.items(), key=lambda item: (item[0] is None, item[0] or "")))


def by_country(askers: Iterable[Asker]) -> dict[str | None, Share]:
    """Where companies are registered, France first: all of territory that a company declares."""
    found = _shares((asker.country, asker) for asker in askers)
    return dict(sorted(found.items(), key=lambda item: (item[0] != FRANCE, item[0] is None, item[0] or "")))


def _shares(pairs: Iterable[tuple[Kind, Asker]]) -> dict[Kind, Share]:
    found: dict[Kind, list[Asker]] = defaultdict(list)
    for kind, asker in pairs:
        found[kind].append(asker)
    return {kind: share(askers) for kind, askers in found.items()}


def _askers(
    session: Session, schedule: Schedule, content: ReadableSchedule, locale: str
) -> tuple[Asker, ...]:
    loaded = sa.select(Company).where(Company.fair_id == schedule.fair_id)
    rows = session.scalars(loaded.options(selectinload(Company.sectors)))
    stored = {company.code: company for company in rows}
    met = {card.company.party for card in content.cards}
    first: dict[str, datetime] = {}
    for pair, wish in content.names.wishes.items():
        first[pair.company] = min(wish.asked_at, first.get(pair.company, wish.asked_at))
    return tuple(
        _asker(day, stored.get(day.company.code), day.company.party in met, first, locale)
        for day in content.days
    )


def _asker(
    day: CompanyDay, stored: Company | None, is_met: bool, first: Mapping[str, datetime], locale: str
) -> Asker:
    return Asker(
        name=day.company,
        requests=sum(card.asked is not None for card in day.cards) + len(day.unplaced),
        meetings=len(day.cards),
        group_is_met=is_met,
        size=None if stored is None else stored.size_class,
        sectors=() if stored is None else tuple(sector.label(locale) for sector in stored.sectors),
        country=None if stored is None else _country(stored),
        registered_at=None if stored is None else stored.registered_at,
        asked_at=first.get(day.company.code),
    )


def _country(company: Company) -> str:
    """A foreign number begins with the letters of its country."""
    return FRANCE if company.foreign_number is None else company.foreign_number[:2]
