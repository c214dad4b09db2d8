"""A former version comes back: as a draft with its meetings and its layout, published like any other.

What can no longer be held is left out and said, meeting by meeting: a company that has gone since, a place
that a meeting under way has taken. What the versions after it had declared goes back with them
(happenings.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Grid, Happened, Happening, JournalEntry, Schedule, StepDeed, journal
from matchmaker.scheduling.files import read_problem, write_problem
from matchmaker.scheduling.judge import judged
from matchmaker.scheduling.problem import Pin, Problem
from matchmaker.scheduling.timetable import Booking
from matchmaker.services import planning
from matchmaker.services.drafts import copying, drafting, grids
from matchmaker.services.drafts.drafted import question, suppose
from matchmaker.services.drafts.drafted_day import frozen_slots
from matchmaker.services.drafts.drafting import State
from matchmaker.services.drafts.freezing import day_has_begun, is_over
from matchmaker.services.drafts.lawful import standing
from matchmaker.services.figures import document
from matchmaker.services.problems import current_grid
from matchmaker.services.publishing.change_log import RESTORED
from matchmaker.services.rebalancing import happenings

OPPOSITE = {
    Happened.COMPANY_GONE: Happened.COMPANY_BACK,
    Happened.COMPANY_BACK: Happened.COMPANY_GONE,
    Happened.COMPANY_LATE: Happened.COMPANY_BACK,
}
"""What a draft supposes where a fact of a later version is to be undone."""


class LeftOut(NamedTuple):
    """A meeting of the former version that cannot come back, and why."""

    booking: Booking
    why: str


def restore(session: Session, version: Schedule, account: Account | None, now: datetime) -> Schedule:
    """A draft that brings a replaced version back, as far as it can still be held."""
    take_turn(session, version.fair)
    session.refresh(version)
    _refuse_what_cannot_come_back(session, version, now)
    grid = _layout(session, version)
    frozen_at = now if day_has_begun(version.fair, now) else None
    said = _supposed(session, version)
    dropped = drafting.dropped(drafting.path(session, version))
    things = [(one.kind, one.company, one.until_slot) for one in said]
    asked = question(session, version.fair, suppose(grid, frozen_at, things, dropped, version))
    revision = planning.live_revision(session, version.fair)
    papers = copying.papers(_state(asked.problem, version), revision, frozen_at)
    name = _("Retour à la version %(version)d", version=version.version)
    draft = copying.beside(session, version, version.step, name, papers, StepDeed.COPIED, account, now)
    draft.grid = grid
    for position, happening in enumerate(said, start=1):
        happening.schedule, happening.position = draft, position
        happening.said_at, happening.said_by = now, account
        session.add(happening)
    about, detail = f"schedule {draft.number}", f"v{version.version}"
    journal.append(
        session, fair=draft.fair, account=account, at=now, deed=RESTORED, about=about, detail=detail
    )
    return draft


def brings_back(session: Session, schedule: Schedule) -> Schedule | None:
    """The former version that a draft was made to bring back, also where it is a copy of such a draft."""
    chain = [schedule]
    while chain[-1].made_from is not None and chain[-1].version is None:
        chain.append(chain[-1].made_from)
    version, drafts = chain[-1], [f"schedule {one.number}" for one in chain[:-1]]
    restored = sa.select(JournalEntry.id).where(
        JournalEntry.fair_id == schedule.fair_id,
        JournalEntry.deed == RESTORED,
        JournalEntry.about.in_(drafts),
    )
    if version.version is None or not drafts or session.scalar(restored.limit(1)) is None:
        return None
    return version


def left_out(draft: Schedule, version: Schedule) -> tuple[LeftOut, ...]:
    """The meetings of ``version`` that ``draft`` does not hold at their place, in order of time."""
    content, order = document(draft), document(version).problem.slot_index
    here = {(one.pair, one.slot, one.table) for one in content.result.meetings}
    frozen = frozenset[str]()
    if draft.frozen_at is not None:
        frozen = frozen_slots(content.problem, draft.frozen_at)
    missing = [
        one for one in document(version).result.meetings if (one.pair, one.slot, one.table) not in here
    ]
    return tuple(
        LeftOut(one, _why(one, content.problem, content.result.meetings, frozen))
        for one in sorted(missing, key=lambda one: (order[one.slot], one.table))
    )


def _refuse_what_cannot_come_back(session: Session, version: Schedule, now: datetime) -> None:
    if version.published_at is None:
        raise RuleBroken(_("Ce brouillon n’a jamais été publié : publiez-le plutôt."))
    if version.replaced_at is None:
        raise RuleBroken(_("Cette version est celle qui est publiée : il n’y a rien à faire revenir."))
    if is_over(current_grid(session, version.fair), now):
        raise RuleBroken(_("Les échanges sont terminés : le planning ne change plus."))


def _layout(session: Session, version: Schedule) -> Grid:
    """The version's own, or a copy where the fair has a newer one that would win (problems.current_grid)."""
    newest = sa.select(sa.func.max(Grid.number)).where(
        Grid.fair_id == version.fair_id, Grid.is_proposed.is_(False)
    )
    if version.grid.number >= (session.scalar(newest) or 0):
        return version.grid
    return grids.copy(session, version.grid)


def _supposed(session: Session, version: Schedule) -> list[Happening]:
    """What must be taken for granted so that the companies are those of that version."""
    found = happenings.undone(session, version)
    wanted = [(OPPOSITE[one.kind], one) for one in found.back if one.kind in OPPOSITE]
    wanted += [(one.kind, one) for one in found.again if one.company_id is not None]
    last = {one.company_id: (kind, one) for kind, one in wanted}
    return [
        Happening(kind=kind, company=one.company, from_slot=one.from_slot, until_slot=one.until_slot)
        for kind, one in last.values()
    ]


def _state(asked: Problem, version: Schedule) -> State:
    """The version's meetings under the question of today; what has begun goes before, then earlier hours."""
    seed = version.seed
    kept = [Booking(*pin.pair, pin.slot, pin.table or "", pinned=True) for pin in asked.pins]
    settled = {booking.pair for booking in kept}
    former = [one for one in document(version).result.meetings if one.pair not in settled]
    pins = [pin for pin in _locks(version) if pin.pair not in settled and _is_known(pin, asked)]
    while True:
        problem = read_problem(write_problem(replace(asked, pins=(*asked.pins, *pins))), seed=seed)
        found = standing(problem, [*kept, *former], repaired=True)
        gone = {booking.pair for booking in found.gone}
        if not gone & {pin.pair for pin in pins}:
            return State(problem, judged(problem, found.kept, seed, repaired=True))
        pins = [pin for pin in pins if pin.pair not in gone]


def _locks(version: Schedule) -> Iterable[Pin]:
    """What the organiser had locked in it; not what was locked for the moment only."""
    problem = document(version).problem
    moment = frozenset[str]()
    if version.frozen_at is not None:
        moment = frozen_slots(problem, version.frozen_at)
    return [pin for pin in problem.pins if pin.slot not in moment]


def _is_known(pin: Pin, problem: Problem) -> bool:
    desk = problem.desk.get(pin.desk)
    tables = () if desk is None else tuple(table.id for table in desk.tables)
    return pin.company in problem.company and pin.slot in problem.slot_index and pin.table in tables


def _why(one: Booking, problem: Problem, kept: Sequence[Booking], frozen: Iterable[str]) -> str:
    return (
        _why_gone(one, problem)
        or (
            _("Ce créneau a commencé, ou commence trop tôt pour que quelqu’un puisse être prévenu.")
            if one.slot in frozen
            else ""
        )
        or _why_not_there(one, problem, kept)
    )


def _why_gone(one: Booking, problem: Problem) -> str:
    pinned = {pin.pair for pin in problem.pins}
    if one.company not in problem.company:
        return _("L’entreprise ne participe plus.")
    if one.pair not in problem.worth and one.pair not in pinned:
        return _("La demande a été retirée ou refusée depuis.")
    if one.slot not in problem.slot_index:
        return _("Ce créneau n’existe plus.")
    return ""


def _why_not_there(one: Booking, problem: Problem, kept: Sequence[Booking]) -> str:
    desk = problem.desk.get(one.desk)
    tables = {} if desk is None else {table.id: table for table in desk.tables}
    if one.table not in tables or one.slot in tables[one.table].closed:
        return _("La table ne reçoit pas à cette heure.")
    if one.slot in problem.company[one.company].absent:
        return _("L’entreprise n’est pas là à cette heure.")
    if any(other.pair == one.pair for other in kept):
        return _("Ce rendez-vous a déjà lieu à une autre heure, qui a commencé.")
    if any((other.table, other.slot) == (one.table, one.slot) for other in kept):
        return _("La place est prise par un rendez-vous qui reste.")
    if any((other.company, other.slot) == (one.company, one.slot) for other in kept):
        return _("L’entreprise a un autre rendez-vous à cette heure, qui reste.")
    return _("Les règles ne le permettent plus : nombre de rendez-vous, pause ou heure déjà annoncée.")
