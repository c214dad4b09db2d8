"""The purchase projects as pages show them: the list with its search, and one project's sheet.

What a directorate keeps to itself (``internal_note``) is read by nothing here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from matchmaker.models import CpvCode, Fair, Need
from matchmaker.services import nomenclature, projects
from matchmaker.services.projects import Found, Search
from matchmaker.web import public_words as words


@dataclass(frozen=True)
class Card:
    """A project in a list."""

    code: str
    title: str
    sector: str
    desk: str
    quarter: str
    amount: str
    procedure: str
    takes_meetings: bool


@dataclass(frozen=True)
class Choice:
    """One entry of a list to choose from, with the number of projects it would leave."""

    value: str
    label: str
    projects: int


@dataclass(frozen=True)
class Section:
    """The projects of one sector; ``anchor`` is where a link on the page leads."""

    anchor: str
    label: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class ListPage:
    """All that the page shows: by sector as long as nobody searches, else the most fitting first."""

    search: Search
    total: int
    found: Found
    wider: CpvCode | None
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    sectors: tuple[Choice, ...]
    desks: tuple[Choice, ...]
    quarters: tuple[Choice, ...]


@dataclass(frozen=True)
class Sheet:
    """One project: what anybody may read of it."""

    card: Card
    desk_code: str
    directorate: str
    description: str
    questions: tuple[str, ...]
    cpv: CpvCode
    cpv_path: tuple[CpvCode, ...]
    procedure_explained: str
    lots: int | None
    source: str
    published_at: datetime | None
    changed_at: datetime | None
    others: tuple[Card, ...]


def list_page(session: Session, fair: Fair, asked: Mapping[str, str], locale: str) -> ListPage:
    """The list as somebody asked for it; a sector, stand or quarter that no project has is left out."""
    needs = projects.published(session, fair)
    sectors = _choices((need.sector.code, need.sector.label(locale)) for need in needs)
    desks = _choices((need.desk.code, need.desk.label(locale)) for need in needs)
    quarters = _choices((need.quarter, words.quarter(need.quarter)) for need in needs)
    search = Search(
        words=asked.get("mots", "").strip(),
        sector=_offered(asked.get("secteur", ""), sectors),
        desk=_offered(asked.get("stand", ""), desks),
        quarter=_offered(asked.get("trimestre", ""), quarters),
    )
    found = projects.find(needs, search, locale)
    return ListPage(
        search=search,
        total=len(needs),
        found=found,
        wider=session.get(CpvCode, found.wider_code) if found.wider_code else None,
        cards=cards(found.projects, locale) if search.words else (),
        sections=() if search.words else _sections(found.projects, locale),
        sectors=sectors,
        desks=tuple(sorted(desks, key=lambda desk: desk.label)),
        quarters=tuple(sorted(quarters, key=lambda quarter: quarter.value)),
    )


def _choices(named: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, count) for (value, label), count in Counter(named).items())


def _offered(value: str, choices: Sequence[Choice]) -> str:
    return value if value in {choice.value for choice in choices} else ""


def _sections(needs: Sequence[Need], locale: str) -> tuple[Section, ...]:
    by_sector = groupby(needs, key=lambda need: need.sector)
    return tuple(
        Section(sector.code, sector.label(locale), cards(list(held), locale)) for sector, held in by_sector
    )


def cards(needs: Sequence[Need], locale: str) -> tuple[Card, ...]:
    return tuple(_card(need, locale) for need in needs)


def _card(need: Need, locale: str) -> Card:
    return Card(
        code=need.code,
        title=need.title(locale),
        sector=need.sector.label(locale),
        desk=need.desk.label(locale),
        quarter=words.quarter(need.quarter),
        amount=words.amount(need),
        procedure=words.procedure(need.procedure),
        takes_meetings=need.takes_meetings,
    )


def sheet(session: Session, need: Need, locale: str) -> Sheet:
    """The sheet of one public project, with what else its stand announces."""
    beside = [other for other in projects.published(session, need.fair) if other.desk_id == need.desk_id]
    first, last = _shown_since(need)
    return Sheet(
        card=_card(need, locale),
        desk_code=need.desk.code,
        directorate=need.desk.directorate.label(locale),
        description=need.description(locale),
        questions=tuple(question.text(locale) for question in need.questions),
        cpv=need.cpv,
        cpv_path=tuple(nomenclature.cpv_path(session, need.cpv_code)[:-1]),
        procedure_explained=words.procedure_explained(need.procedure),
        lots=need.lots,
        source=need.source_note,
        published_at=first,
        changed_at=last if last != first else None,
        others=cards([other for other in beside if other is not need], locale),
    )


def _shown_since(need: Need) -> tuple[datetime | None, datetime | None]:
    """When the sheet was first public, and when it last changed."""
    if not need.versions:
        return need.published_at, need.published_at
    return need.versions[0].at, need.versions[-1].at
