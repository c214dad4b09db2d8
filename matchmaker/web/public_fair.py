"""The fair's page: where the fair stands, its sectors and its figures.

Nothing here is about one company. Requests, draw numbers, answers and refusals are nobody's business; how
many companies asked and how many are received is everybody's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from matchmaker.models import Fair, Meeting, Need, RulesVersion, Schedule, Sector
from matchmaker.services import projects
from matchmaker.services.headcount import Headcount, headcount
from matchmaker.services.stages import Stage, stage_of
from matchmaker.web.language import day, number
from matchmaker.web.public_doors import Door, doors
from matchmaker.web.public_stage import Milestone, NextStep, headline, milestones, next_steps
from matchmaker.web.public_words import period


class Figure(NamedTuple):
    """A number of the fair, as the macro ``figures`` takes it."""

    value: str
    label: str
    note: str


@dataclass(frozen=True)
class SectorCount:
    """A sector and how many projects it holds."""

    sector: Sector
    projects: int


@dataclass(frozen=True)
class Published:
    """The timetable as it stands: meetings, and companies that have at least one."""

    first_at: datetime
    meetings: int
    received: int


@dataclass(frozen=True)
class FairPage:
    """All that the page shows."""

    fair: Fair
    is_over: bool
    lead: str
    doors: tuple[Door, ...]
    headline: str
    next_steps: tuple[NextStep, ...]
    milestones: tuple[Milestone, ...]
    sectors: tuple[SectorCount, ...]
    figures: tuple[Figure, ...]
    rules: RulesVersion | None
    is_published: bool


def fair_page(session: Session, fair: Fair, now: datetime) -> FairPage:
    """The page of ``fair`` at ``now``; a constant number of queries."""
    stage = stage_of(session, fair, now)
    needs = projects.published(session, fair)
    published = _published(session, fair)
    count = headcount(session, fair)
    is_over = stage in (Stage.CLOSED, Stage.ARCHIVED)
    return FairPage(
        fair=fair,
        is_over=is_over,
        lead=_lead(fair, is_over),
        doors=doors(session, fair, stage, now),
        headline=headline(stage),
        next_steps=next_steps(fair, stage),
        milestones=tuple(milestones(fair, published.first_at if published else None, now)),
        sectors=sectors(needs),
        figures=tuple(_figures(fair, len(needs), count, published)),
        rules=fair.rules[-1] if fair.rules else None,
        is_published=published is not None,
    )


def sectors(needs: Sequence[Need]) -> tuple[SectorCount, ...]:
    """The sectors of ``needs`` in their order, each with its number of projects."""
    counted = Counter(need.sector for need in needs)
    in_order = sorted(counted, key=lambda sector: sector.position)
    return tuple(SectorCount(sector, counted[sector]) for sector in in_order)


def _published(session: Session, fair: Fair) -> Published | None:
    first_at = session.scalar(
        sa.select(sa.func.min(Schedule.published_at)).where(Schedule.fair_id == fair.id)
    )
    if first_at is None:
        return None
    standing = sa.select(sa.func.count(), sa.func.count(Meeting.company_id.distinct())).where(
        Meeting.fair_id == fair.id, Meeting.ended_at.is_(None), Meeting.held_until.is_(None)
    )
    return Published(first_at, *session.execute(standing).one())


def _figures(fair: Fair, needs: int, count: Headcount, published: Published | None) -> Iterator[Figure]:
    yield Figure(number(needs), ngettext("projet d’achat", "projets d’achat", needs), "")
    yield Figure(
        number(count.desks),
        ngettext("stand", "stands", count.desks),
        ngettext("%(num)d table", "%(num)d tables", count.tables),
    )
    yield Figure(
        number(count.places),
        ngettext("place", "places", count.places),
        _("rendez-vous de %(minutes)d minutes", minutes=fair.slot_minutes),
    )
    if published is not None:
        asking = ngettext("sur une qui l’a demandé", "sur %(num)d qui l’ont demandé", count.companies_asking)
        received = published.received
        yield Figure(
            number(received),
            ngettext("entreprise avec rendez-vous", "entreprises avec rendez-vous", received),
            asking,
        )
        met = published.meetings
        yield Figure(number(met), ngettext("rendez-vous", "rendez-vous", met), _("au planning publié"))


def _lead(fair: Fair, is_over: bool) -> str:
    """When people meet, or met."""
    when = {
        "day": day(fair.exchange_starts_at),
        "period": period(fair.exchange_starts_at, fair.exchange_ends_at),
    }
    if is_over:
        return _("Les entreprises ont rencontré ceux qui achètent le %(day)s, %(period)s.", **when)
    return _("Le %(day)s, rendez-vous %(period)s avec ceux qui achètent.", **when)
