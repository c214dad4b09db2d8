"""A schedule as it is worked upon: its meetings and wishes with names, what changed, what no longer holds.

Everything is read in columns and not in objects, and in a constant number of queries: at 1,000 companies the
page and each deed have to take less than a third of a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Answer,
    Company,
    Desk,
    DraftStep,
    Fair,
    Meeting,
    Schedule,
    Sector,
    Wish,
)
from matchmaker.models.company import company_sector
from matchmaker.scheduling.moves import Moves
from matchmaker.scheduling.problem import Pair, Problem, Slot
from matchmaker.scheduling.rules import RuleName, violations
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.comparison import Change, changes
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.drafted import drafted
from matchmaker.services.figures import Document, document
from matchmaker.services.schedules import Asked, CompanyName, DeskName, company_names, desk_names

LARGE = 400
"""Companies from which on a page does without what takes longest."""


@dataclass(frozen=True)
class History:
    """Where the draft stands: the step that undoing would take back, and the one that redoing would bring."""

    undone: DraftStep | None
    redone: DraftStep | None


@dataclass(frozen=True)
class BenchNames:
    """Who and what the codes of a schedule stand for."""

    document: Document
    companies: Mapping[str, CompanyName]
    desks: Mapping[str, DeskName]


@dataclass(frozen=True)
class Bench:
    """All that the workbench shows of one schedule.

    ``conflicts``: meetings that the fair's facts no longer allow, with the rule; ``is_current``: whether the
    schedule answers the question that the fair asks now. ``changes``: against the published version, where
    there is another one. ``confirmed``: the published meetings that their company confirmed, with the slot.
    ``dropped``: the wishes withdrawn in this draft, with the step that did it.
    """

    names: BenchNames
    asked: Mapping[Pair, Asked]
    conflicts: Mapping[Pair, RuleName]
    is_current: bool
    changes: Mapping[Pair, Change]
    confirmed: Mapping[Pair, str]
    dropped: Mapping[Pair, DraftStep]
    history: History

    @property
    def document(self) -> Document:
        return self.names.document

    @property
    def companies(self) -> Mapping[str, CompanyName]:
        return self.names.companies

    @property
    def desks(self) -> Mapping[str, DeskName]:
        return self.names.desks

    @property
    def problem(self) -> Problem:
        return self.document.problem

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self.problem.slots

    @cached_property
    def standing(self) -> dict[Pair, Booking]:
        return {booking.pair: booking for booking in self.document.result.meetings}

    @cached_property
    def moves(self) -> Moves:
        """What may be done with a card, and what it would do."""
        result = self.document.result
        return Moves(self.problem, result.meetings, result.is_repaired)

    @cached_property
    def served(self) -> frozenset[str]:
        """The parties that have a meeting."""
        company = self.problem.company
        return frozenset(company[booking.company].party for booking in self.document.result.meetings)

    @cached_property
    def unserved(self) -> frozenset[str]:
        """The companies that asked and meet nobody, those aside of whose group another is received."""
        asking = {wish.company for wish in self.problem.wishes}
        return frozenset(code for code in asking if self.companies[code].party not in self.served)


def bench(session: Session, schedule: Schedule, locale: str, with_conflicts: bool = False) -> Bench:
    """What the page of ``schedule`` shows; a constant number of queries.

    To ask the fair's question anew takes as long as all the rest: at a large fair conflicts are looked for
    only where they are asked for.
    """
    content, fair = document(schedule), schedule.fair
    is_large = len(content.problem.companies) > LARGE
    conflicts: dict[Pair, RuleName] = {}
    is_current = True
    if schedule.is_draft and (with_conflicts or not is_large):
        conflicts, is_current = _conflicts(session, schedule, content)
    withdrawn = drafting.dropped(drafting.path(session, schedule))
    met = {booking.pair for booking in content.result.meetings}
    return Bench(
        names=names(session, schedule, locale),
        asked=_asked(session, fair),
        conflicts=conflicts,
        is_current=is_current,
        changes=_changes(session, schedule, content),
        confirmed=_confirmed(session, fair),
        dropped={pair: step for pair, step in withdrawn.items() if pair not in met},
        history=_history(session, schedule),
    )


def names(session: Session, schedule: Schedule, locale: str) -> BenchNames:
    """The names alone; a constant number of queries."""
    content, fair = document(schedule), schedule.fair
    companies = company_names(session, fair, content)
    return BenchNames(content, companies, desk_names(session, fair, content, locale))


def sectors(session: Session, fair: Fair) -> Sequence[Sector]:
    """The sectors in which companies of the fair work."""
    used = sa.select(company_sector.c.sector_code).join(Company).where(Company.fair_id == fair.id)
    return session.scalars(sa.select(Sector).where(Sector.code.in_(used)).order_by(Sector.position)).all()


def of_sector(session: Session, fair: Fair, sector: str) -> frozenset[str]:
    """The codes of the companies that work in it."""
    here = sa.select(_code()).join(company_sector).where(Company.fair_id == fair.id)
    return frozenset(session.scalars(here.where(company_sector.c.sector_code == sector)))


def _conflicts(session: Session, schedule: Schedule, content: Document) -> tuple[dict[Pair, RuleName], bool]:
    """The rules of the timetable, asked with the facts of now instead of those of the draft."""
    try:
        now = drafted(session, schedule)
    except RuleBroken:
        return {}, False
    found: dict[Pair, RuleName] = {}
    for violation in violations(now, content.result.meetings):
        for booking in violation.meetings:
            found.setdefault(booking.pair, violation.rule)
    return found, now == content.problem


def _changes(session: Session, schedule: Schedule, content: Document) -> dict[Pair, Change]:
    """What differs from the version that stands, if it is not this very schedule."""
    standing = sa.select(Schedule).where(
        Schedule.fair_id == schedule.fair_id,
        Schedule.published_at.is_not(None),
        Schedule.replaced_at.is_(None),
    )
    version = session.scalar(standing)
    if version is None or version.id == schedule.id:
        return {}
    before = document(version)
    starts = {slot.id: slot.start for slot in before.problem.slots}
    shifted = {slot.id for slot in content.problem.slots if starts.get(slot.id, slot.start) != slot.start}
    found = changes(before.result.meetings, content.result.meetings, shifted)
    return {Pair(change.company, change.desk): change for change in found}


def _confirmed(session: Session, fair: Fair) -> dict[Pair, str]:
    live = (
        sa.select(_code(), Desk.code, Meeting.slot_code)
        .join(Company, Company.id == Meeting.company_id)
        .join(Desk, Desk.id == Meeting.desk_id)
        .where(Meeting.fair_id == fair.id, Meeting.ended_at.is_(None), Meeting.confirmed_at.is_not(None))
    )
    return {Pair(company, desk): slot for company, desk, slot in session.execute(live)}


def _history(session: Session, schedule: Schedule) -> History:
    """Drafts made before steps were kept have none."""
    if not schedule.is_draft:
        return History(None, None)
    here = sa.select(DraftStep).where(DraftStep.schedule_id == schedule.id, DraftStep.number == schedule.step)
    step = session.scalar(here)
    undone = step if step is not None and step.parent is not None else None
    return History(undone, drafting.next_step(session, schedule))


def _asked(session: Session, fair: Fair) -> dict[Pair, Asked]:
    wishes = (
        sa.select(_code(), Desk.code, Wish.rank, Answer.kind)
        .join(Company, Company.id == Wish.company_id)
        .join(Desk, Desk.id == Wish.desk_id)
        .outerjoin(Answer, Answer.wish_id == Wish.id)
        .where(Wish.fair_id == fair.id)
    )
    return {Pair(company, desk): Asked(rank, kind) for company, desk, rank, kind in session.execute(wishes)}


def _code() -> sa.ColumnElement[str]:
    return sa.func.coalesce(Company.siren, Company.foreign_number)
