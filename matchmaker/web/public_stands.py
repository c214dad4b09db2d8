"""The stands as pages show them: by directorate, and one stand with its projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from matchmaker.models import Directorate, Fair
from matchmaker.services import projects
from matchmaker.services.stands import Stand, counted_until, stands
from matchmaker.web.public_projects import Card, cards


@dataclass(frozen=True)
class Receiving:
    """A directorate and the stands at which it receives."""

    directorate: Directorate
    stands: tuple[Stand, ...]


@dataclass(frozen=True)
class StandsPage:
    """All stands; ``counted_until`` is the instant of the requests shown, None while none are."""

    directorates: tuple[Receiving, ...]
    counted_until: datetime | None
    is_final: bool


@dataclass(frozen=True)
class StandPage:
    """One stand with its projects."""

    stand: Stand
    cards: tuple[Card, ...]
    counted_until: datetime | None
    is_final: bool


def stands_page(session: Session, fair: Fair, now: datetime) -> StandsPage:
    until = counted_until(fair, now)
    return StandsPage(_by_directorate(stands(session, fair, until)), until, until == fair.requests_close_at)


def stand_page(session: Session, fair: Fair, code: str, now: datetime, locale: str) -> StandPage | None:
    """The page of the stand with that code, if the fair has it."""
    until = counted_until(fair, now)
    for stand in stands(session, fair, until):
        if stand.desk.code == code:
            needs = [need for need in projects.published(session, fair) if need.desk_id == stand.desk.id]
            return StandPage(stand, cards(needs, locale), until, until == fair.requests_close_at)
    return None


def _by_directorate(in_order: Sequence[Stand]) -> tuple[Receiving, ...]:
    """Directorates in the order of their first stand."""
    first: dict[int, int] = {}
    for stand in in_order:
        first.setdefault(stand.desk.directorate_id, stand.desk.position)
    grouped = groupby(
        sorted(in_order, key=lambda stand: first[stand.desk.directorate_id]),
        key=lambda stand: stand.desk.directorate,
    )
    return tuple(Receiving(directorate, tuple(held)) for directorate, held in grouped)
