"""What was published, beside what is open now: the meetings a repair should keep, and where they stood.

At the whiteboard: take the pairings of the new day (openings.py) and mark those that were promised, each with
its slot. A promised pairing loses the slots before its ``earliest``, its own slot aside: nobody is moved to
an hour before the one announced without a yes. A promise that a pin fulfils is settled and only counted; one
that is neither wished nor pinned any more, or has no slot left, is lost whatever is done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from matchmaker.scheduling.problem import Pair, Problem, Promise
from matchmaker.scheduling.solving.grid import NOWHERE
from matchmaker.scheduling.solving.openings import Openings, Pairing, openings


class Kept(NamedTuple):
    """Promised pairs that meet, and how many of them in another slot than promised."""

    kept: int
    moved: int


@dataclass(frozen=True)
class Promises:
    """``slot[n]``: where pairing n was promised, or NOWHERE; ``pinned``: what the pins keep and move."""

    slot: tuple[int, ...]
    pinned: Kept

    @property
    def numbers(self) -> list[int]:
        """The promised pairings."""
        return [number for number, slot in enumerate(self.slot) if slot != NOWHERE]

    def is_promised(self, number: int) -> bool:
        """Whether a promise is kept if it meets."""
        return self.slot[number] != NOWHERE

    def is_moved(self, number: int, slot: int) -> bool:
        """Whether it would not stand where it was promised; nothing was promised of a new pairing."""
        return self.slot[number] not in (NOWHERE, slot)

    def count(self, slots: list[int]) -> Kept:
        """Pins included; ``slots``: slot of every pairing, or NOWHERE."""
        standing = [(n, t) for n, t in enumerate(slots) if t != NOWHERE and self.is_promised(n)]
        moved = sum(self.is_moved(n, t) for n, t in standing)
        return Kept(self.pinned.kept + len(standing), self.pinned.moved + moved)


def promised(problem: Problem, seed: int) -> tuple[Openings, Promises]:
    """The openings with the promises in mind. The pins must not contradict each other."""
    bare = openings(problem, seed)
    promises = {promise.pair: promise for promise in problem.published}
    pairings, slots = [], []
    for pairing in bare.pairings:
        promise = promises.get(Pair(bare.companies[pairing.company].id, bare.desks[pairing.desk].id))
        allowed = pairing.slots & (_allowed(problem, promise) if promise else -1)
        if allowed:
            pairings.append(Pairing(pairing.company, pairing.desk, pairing.worth, allowed))
            slots.append(problem.slot_index[promise.slot] if promise else NOWHERE)
    return replace(bare, pairings=tuple(pairings)), Promises(tuple(slots), _kept_by_pins(problem))


def _allowed(problem: Problem, promise: Promise) -> int:
    """The promised slot, and every slot that is not too early."""
    if promise.earliest is None:
        return -1
    return 1 << problem.slot_index[promise.slot] | -1 << problem.slot_index[promise.earliest]


def _kept_by_pins(problem: Problem) -> Kept:
    slot = {promise.pair: promise.slot for promise in problem.published}
    pinned = [pin for pin in problem.pins if pin.pair in slot]
    return Kept(len(pinned), sum(pin.slot != slot[pin.pair] for pin in pinned))
