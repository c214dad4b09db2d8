"""Two schedules side by side: their figures, and for whom the day changes.

What counts is what a company would notice: a meeting gained, a meeting lost, another hour, another table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from matchmaker.scheduling.problem import Pair
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.figures import Document, Figures


class Kind(Enum):
    """How one meeting differs, in the order in which people want to read it."""

    LOST = "lost"
    GAINED = "gained"
    MOVED = "moved"
    OTHER_TABLE = "other_table"


@dataclass(frozen=True)
class Change:
    """One meeting that differs between two timetables."""

    kind: Kind
    company: str
    desk: str
    before: Booking | None
    after: Booking | None


@dataclass(frozen=True)
class Comparison:
    """What differs between ``left`` and ``right``, and whose first meeting it touches (company codes)."""

    left: Figures
    right: Figures
    changes: tuple[Change, ...]
    newly_served: tuple[str, ...]
    no_longer_served: tuple[str, ...]

    @property
    def companies(self) -> frozenset[str]:
        """The companies whose day changes."""
        return frozenset(change.company for change in self.changes)

    def of_kind(self, kind: Kind) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind is kind)


def compare(left: Document, right: Document) -> Comparison:
    """What changes for people when ``right`` takes the place of ``left``."""
    before, after = _served(left), _served(right)
    return Comparison(
        left.figures,
        right.figures,
        changes(left.result.meetings, right.result.meetings, _shifted(left, right)),
        newly_served=tuple(sorted(after - before)),
        no_longer_served=tuple(sorted(before - after)),
    )


def changes(
    before: Iterable[Booking], after: Iterable[Booking], shifted: Collection[str] = ()
) -> tuple[Change, ...]:
    """Every meeting that differs, by kind, then company and desk.

    ``shifted`` are the slots that keep their code at another clock time: who stays there is moved.
    """
    left = {booking.pair: booking for booking in before}
    right = {booking.pair: booking for booking in after}
    found = (_change(pair, left.get(pair), right.get(pair), shifted) for pair in left.keys() | right.keys())
    order = list(Kind)
    return tuple(
        sorted(
            (change for change in found if change is not None),
            key=lambda change: (order.index(change.kind), change.company, change.desk),
        )
    )


def _change(
    pair: Pair, before: Booking | None, after: Booking | None, shifted: Collection[str]
) -> Change | None:
    kind = _kind(before, after, shifted)
    return None if kind is None else Change(kind, pair.company, pair.desk, before, after)


def _kind(before: Booking | None, after: Booking | None, shifted: Collection[str]) -> Kind | None:
    if before is None:
        return Kind.GAINED
    if after is None:
        return Kind.LOST
    if before.slot != after.slot or after.slot in shifted:
        return Kind.MOVED
    return None if before.table == after.table else Kind.OTHER_TABLE


def _shifted(left: Document, right: Document) -> frozenset[str]:
    starts = {slot.id: slot.start for slot in left.problem.slots}
    return frozenset(s.id for s in right.problem.slots if starts.get(s.id, s.start) != s.start)


def _served(document: Document) -> set[str]:
    return {booking.company for booking in document.result.meetings}
