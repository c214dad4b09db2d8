"""The vocabulary of an answer: bookings, the objective level by level, a reason for every wish not placed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from matchmaker.scheduling.problem import Pair

Status = Literal["optimal", "feasible"]
LevelName = Literal["served", "draw", "worth", "idle", "kept", "moved"]
Proof = Literal["matching", "flow", "two-sided flow", "linear programme", "exhausted search", "zero"]
ReasonCode = Literal[
    "draw", "desk_full", "quota_used", "no_common_slot", "own_meeting", "outranked", "stopped"
]
Figure = int | tuple[int, ...]


@dataclass(frozen=True)
class Booking:
    """A pairing in a slot at a table."""

    company: str
    desk: str
    slot: str
    table: str
    pinned: bool = False

    @property
    def pair(self) -> Pair:
        return Pair(self.company, self.desk)


@dataclass(frozen=True)
class Level:
    """One level of the objective: what was reached, what cannot be passed, and how that is known.

    ``value`` is an integer, or for ``draw`` the ascending ranks of the parties not served. ``bound`` holds
    with the earlier levels at their values; None where unknown.
    """

    name: LevelName
    value: Figure
    bound: Figure | None
    proof: Proof | None

    @property
    def is_proven(self) -> bool:
        return self.value == self.bound


@dataclass(frozen=True)
class Reason:
    """Why a wish is not a meeting: a code of the closed list, its witnesses (counts, own ids), in words."""

    code: ReasonCode
    text: str
    witnesses: tuple[tuple[str, int | str], ...] = ()


@dataclass(frozen=True)
class Unplaced:
    """A wish that is not a meeting."""

    company: str
    desk: str
    reason: Reason


@dataclass(frozen=True)
class Result:
    """A timetable with its figures, its proofs and its explanations.

    ``meetings`` are sorted by company id (code points), then slot order; ``unplaced`` by company id, then
    desk id. ``certificate`` is plain JSON (see docs/certificate.md) or None.
    """

    problem_sha256: str
    seed: int
    engine: str
    status: Status
    objective: tuple[Level, ...]
    meetings: tuple[Booking, ...]
    unplaced: tuple[Unplaced, ...]
    certificate: dict[str, Any] | None = None

    @property
    def is_repaired(self) -> bool:
        """Whether it answers to what was published: only ``repair`` counts the meetings kept."""
        return any(level.name == "kept" for level in self.objective)

    def level(self, name: LevelName) -> Level:
        """The level of that name; KeyError if this objective has none."""
        for level in self.objective:
            if level.name == name:
                return level
        raise KeyError(name)
