"""Every time that somebody decided instead of the scheduler: who, when, why, and who had to give way.

They are read from the steps that led to where a schedule stands (services/drafts/drafting.py), through the
drafts it was made from. What the scheduler did, on its own or after a happening, is no override; what an
organiser accepts in part is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import DraftStep, Schedule, StepDeed
from matchmaker.scheduling.files import read_timetable
from matchmaker.scheduling.problem import Pair
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.shelf import BY_HAND
from matchmaker.services.schedules import CompanyName, DeskName, ReadableSchedule

SEATING = frozenset({StepDeed.MOVED, StepDeed.SWAPPED, StepDeed.REPLACED, StepDeed.ADDED})


@dataclass(frozen=True)
class Spot:
    """A slot and a table, by their codes: where a meeting was, or is."""

    slot: str | None
    table: str | None


@dataclass(frozen=True)
class Override:
    """One deed by hand. ``displaced`` lost a meeting by it, ``moved`` was given another hour.

    Of a proposal accepted in part, ``displaced`` do not get the meeting that was proposed to them.
    ``stands``: whether the timetable is still as this deed left it; a later one may have changed it again.
    """

    deed: StepDeed
    at: datetime
    author: str | None
    company: CompanyName | None
    desk: DeskName | None
    before: Spot
    after: Spot
    reason: str
    displaced: tuple[CompanyName, ...]
    moved: CompanyName | None
    stands: bool


@dataclass(frozen=True)
class Overrides:
    """All of them in the order in which they were done.

    ``by_hand``: the pairs that meet where somebody put them. ``since_the_run``: how many came after the last
    time that the scheduler went over the whole.
    """

    listed: tuple[Override, ...]
    by_hand: frozenset[Pair]
    since_the_run: int


def overrides(session: Session, schedule: Schedule, content: ReadableSchedule) -> Overrides:
    """What was decided by hand on the way to ``schedule``; a constant number of queries."""
    steps = drafting.path(session, schedule)
    given_up = _given_up(session, steps)
    standing = {booking.pair: booking for booking in content.document.result.meetings}
    listed = [_override(step, content, given_up, standing) for step in steps if step.deed in BY_HAND]
    last_run = max((place for place, step in enumerate(steps) if step.deed not in BY_HAND), default=-1)
    return Overrides(tuple(listed), _by_hand(steps, standing), len(steps) - 1 - last_run)


def _given_up(session: Session, steps: Sequence[DraftStep]) -> Mapping[int, tuple[str, ...]]:
    """Step id -> the companies whose meeting of a proposal was not accepted with the rest."""
    accepted = [(old, new) for old, new in pairwise(steps) if new.deed is StepDeed.ACCEPTED]
    wanted = sa.select(DraftStep.id, DraftStep.timetable).where(
        DraftStep.id.in_([step.id for both in accepted for step in both])
    )
    pairs = {key: {b.pair for b in read_timetable(file).meetings} for key, file in session.execute(wanted)}
    return {
        new.id: tuple(pair.company for pair in sorted(pairs[old.id] - pairs[new.id])) for old, new in accepted
    }


def _override(
    step: DraftStep,
    content: ReadableSchedule,
    given_up: Mapping[int, tuple[str, ...]],
    standing: Mapping[Pair, Booking],
) -> Override:
    names, swapped = content.names, step.deed is StepDeed.SWAPPED
    lost = [*given_up.get(step.id, ()), *([step.other] if step.other and not swapped else [])]
    if step.deed is StepDeed.DROPPED and step.slot_before and step.company:
        lost.insert(0, step.company)
    return Override(
        deed=step.deed,
        at=step.at,
        author=step.by.name if step.by is not None else None,
        company=None if step.company is None else _company(names.companies, step.company),
        desk=names.desks.get(step.desk or ""),
        before=Spot(step.slot_before, step.table_before),
        after=Spot(step.slot_after, step.table_after),
        reason=step.reason,
        displaced=tuple(_company(names.companies, code) for code in dict.fromkeys(lost)),
        moved=_company(names.companies, step.other) if swapped and step.other else None,
        stands=_stands(step, standing),
    )


def _company(known: Mapping[str, CompanyName], code: str) -> CompanyName:
    """A company that has left since is called by its number."""
    return known.get(code, CompanyName(code, code, code, None))


def _stands(step: DraftStep, standing: Mapping[Pair, Booking]) -> bool:
    booking = standing.get(Pair(step.company or "", step.desk or ""))
    if step.deed is StepDeed.DROPPED:
        return booking is None
    if step.deed in (StepDeed.PINNED, StepDeed.UNPINNED):
        return booking is not None and booking.pinned == (step.deed is StepDeed.PINNED)
    if step.deed in SEATING:
        return booking is not None and booking.slot == step.slot_after
    return True


def _by_hand(steps: Sequence[DraftStep], standing: Mapping[Pair, Booking]) -> frozenset[Pair]:
    """The pairs that were seated by hand and still meet at that hour; in a swap, both."""
    seats = [
        (company, step.desk, slot)
        for step in steps
        if step.deed in SEATING and step.desk
        for company, slot in ((step.company, step.slot_after), (step.other, step.slot_before))
        if company and (company == step.company or step.deed is StepDeed.SWAPPED)
    ]
    return frozenset(
        Pair(company, desk)
        for company, desk, slot in seats
        if (booking := standing.get(Pair(company, desk))) and booking.slot == slot
    )
