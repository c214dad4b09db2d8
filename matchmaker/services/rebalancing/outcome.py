"""What a rebalanced draft comes to, before it is decided: who keeps, moves, loses, gains, and why.

Everything is told against the live timetable, which is what people know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import Company, Contact, Schedule, StepDeed
from matchmaker.scheduling.problem import Pair
from matchmaker.scheduling.timetable import Reason
from matchmaker.services.drafts import drafting
from matchmaker.services.figures import document
from matchmaker.services.publishing.news import News, Reading, Spot
from matchmaker.services.publishing.versions import standing


class Certainty(Enum):
    """How sure one can be that no fewer changes would do."""

    PREVIEW = "preview"
    PROVEN = "proven"
    UNPROVEN = "unproven"
    ACCEPTED = "accepted"
    BY_HAND = "by_hand"


class Cause(Enum):
    """Why a meeting that was promised is lost, where no reason of the scheduler says it."""

    GONE = "gone"
    NOT_ASKED = "not_asked"
    NO_PLACE = "no_place"


@dataclass(frozen=True)
class Lost:
    """A meeting that stands now and would not any more."""

    spot: Spot
    cause: Cause
    reason: Reason | None


@dataclass(frozen=True)
class CompanyOutcome:
    """What changes for one company, and at how many addresses it is written to.

    ``later``: its meetings that keep their slot while the clock shifts.
    """

    code: str
    name: str
    news: News
    addresses: int
    lost: tuple[Lost, ...]

    @property
    def is_only_shifted(self) -> bool:
        """Whether all that changes is the hour of its slots."""
        moves = self.news.moved
        same = all(
            move.before.slot == move.after.slot and move.before.table == move.after.table for move in moves
        )
        return same and not self.news.lost and not self.news.gained


@dataclass(frozen=True)
class Outcome:
    """The whole of it, companies by name; ``without``: those that come and have no meeting any more."""

    certainty: Certainty
    kept: int
    shifted: int
    moved: int
    reseated: int
    lost: tuple[Lost, ...]
    gained: int
    without: tuple[str, ...]
    changed: tuple[CompanyOutcome, ...]
    only_shifted: tuple[CompanyOutcome, ...]

    @property
    def before(self) -> int:
        return self.kept + len(self.lost)

    @property
    def companies(self) -> int:
        """How many are written to, as far as they have an address."""
        return len(self.changed) + len(self.only_shifted)

    @property
    def addresses(self) -> int:
        return sum(one.addresses for one in (*self.changed, *self.only_shifted))


def outcome(session: Session, draft: Schedule, locale: str) -> Outcome:
    """What the draft would change, as it stands; a constant number of queries."""
    reading = Reading(session, draft, standing(session, draft.fair), locale)
    news = reading.of_companies()
    addresses = _addresses(session, draft)
    why = _Why(draft)
    names = {spot.pair.company: spot.company for spot in (*reading.before, *reading.after)}
    touched = [
        CompanyOutcome(
            code, names[code], one, addresses.get(code, 0), tuple(why.lost(spot) for spot in one.lost)
        )
        for code, one in news.items()
        if one.changes
    ]
    touched.sort(key=lambda one: (one.name.casefold(), one.code))
    moves = [move for one in news.values() for move in one.moved]
    same_slot = [move for move in moves if move.before.slot == move.after.slot]
    return Outcome(
        certainty=_certainty(session, draft),
        kept=sum(len(one.kept) + len(one.moved) for one in news.values()),
        shifted=sum(move.before.starts_at != move.after.starts_at for move in same_slot),
        moved=len(moves) - len(same_slot),
        reseated=sum(move.before.table != move.after.table for move in same_slot),
        lost=tuple(lost for one in touched for lost in one.lost),
        gained=sum(len(one.gained) for one in news.values()),
        without=tuple(one.name for one in touched if _is_left_without(one)),
        changed=tuple(one for one in touched if not one.is_only_shifted),
        only_shifted=tuple(one for one in touched if one.is_only_shifted),
    )


def _is_left_without(one: CompanyOutcome) -> bool:
    """Whether it comes, had a meeting and would have none."""
    return bool(one.lost) and not one.news.standing and all(lost.cause is not Cause.GONE for lost in one.lost)


class _Why:
    """Why a pair meets no more: gone, no longer asked for, or what the scheduler says."""

    def __init__(self, draft: Schedule) -> None:
        content = document(draft)
        self._companies: Mapping[str, object] = content.problem.company
        self._reasons = {Pair(one.company, one.desk): one.reason for one in content.unplaced}

    def lost(self, spot: Spot) -> Lost:
        reason = self._reasons.get(spot.pair)
        if spot.pair.company not in self._companies:
            return Lost(spot, Cause.GONE, None)
        return Lost(spot, Cause.NOT_ASKED if reason is None else Cause.NO_PLACE, reason)


def _certainty(session: Session, draft: Schedule) -> Certainty:
    deed = drafting.step_of(session, draft, draft.step).deed
    if deed is StepDeed.PREVIEWED:
        return Certainty.PREVIEW
    if deed is StepDeed.ACCEPTED:
        return Certainty.ACCEPTED
    result = document(draft).result
    if not result.is_repaired or deed not in (StepDeed.REPAIRED, StepDeed.RUN, StepDeed.COMPUTED):
        return Certainty.BY_HAND
    return Certainty.PROVEN if result.status == "optimal" else Certainty.UNPROVEN


def _addresses(session: Session, draft: Schedule) -> Mapping[str, int]:
    """Company code -> at how many addresses it is written to."""
    code = sa.func.coalesce(Company.siren, Company.foreign_number)
    counted = sa.select(code, sa.func.count(Contact.id)).join(Company.contacts)
    here = counted.where(Company.fair_id == draft.fair_id).group_by(code)
    return dict(iter(session.execute(here)))
