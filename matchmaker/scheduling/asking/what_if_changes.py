"""What a what-if may change, as small values; each says in words what it is.

``Pin`` is one of them, and is the same value as in a problem. What they lead to: what_if_problem.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.scheduling.problem import Pair, Pin, Policy
from matchmaker.scheduling.reading import quoted


@dataclass(frozen=True)
class Force:
    """The pair meets, whenever: for its wish, or by the organiser's word alone, then worth 0."""

    company: str
    desk: str

    @property
    def pair(self) -> Pair:
        return Pair(self.company, self.desk)


@dataclass(frozen=True)
class Forbid:
    """The wish is no wish any more."""

    company: str
    desk: str

    @property
    def pair(self) -> Pair:
        return Pair(self.company, self.desk)


@dataclass(frozen=True)
class AddTable:
    """One more table at a desk, open whenever any table of the fair is; said twice, two more."""

    desk: str


@dataclass(frozen=True)
class CloseTable:
    """The table receives nobody in the slot, or all day; what is pinned there stays."""

    table: str
    slot: str | None = None


@dataclass(frozen=True)
class SlotLength:
    """Slots of so many minutes in the same exchange period (see slot_length.py)."""

    minutes: int


@dataclass(frozen=True)
class Gone:
    """The company does not come: its wishes and its pins are void."""

    company: str


@dataclass(frozen=True)
class Quota:
    """How many meetings a company may have, or every company without one of its own."""

    meetings: int
    company: str | None = None


@dataclass(frozen=True)
class Under:
    """Another policy."""

    policy: Policy


Change = Force | Forbid | Pin | AddTable | CloseTable | SlotLength | Gone | Quota | Under


class Impossible(Exception):
    """Changes that cannot be made; ``reasons`` has a sentence for each reason."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


class UnknownName(Impossible):
    """Changes that speak of what the problem does not have."""


def said(change: Change) -> str:
    """The change as a message names it: an order, without a full stop."""
    match change:
        case Force():
            return f"force {met(change.pair)}"
        case Forbid():
            return f"forbid {met(change.pair)}"
        case Pin():
            return f"pin {met(change.pair)} in slot {quoted(change.slot)}"
        case AddTable():
            return f"add a table to desk {quoted(change.desk)}"
        case CloseTable():
            when = "" if change.slot is None else f" in slot {quoted(change.slot)}"
            return f"close table {quoted(change.table)}{when}"
        case Gone():
            return f"leave out company {quoted(change.company)}"
        case _:
            return _said_of_rules(change)


def met(pair: Pair) -> str:
    """The two who meet, as a message names them."""
    return f"company {quoted(pair.company)} with desk {quoted(pair.desk)}"


def _said_of_rules(change: SlotLength | Quota | Under) -> str:
    match change:
        case SlotLength():
            return f"make slots of {change.minutes} minutes"
        case Quota():
            whose = "" if change.company is None else f" for company {quoted(change.company)}"
            return f"set a quota of {change.meetings}{whose}"
        case Under():
            return f"go by policy {quoted(change.policy)}"
