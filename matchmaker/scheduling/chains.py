"""Accepting a repair in part: the smallest groups of changes of which each can be taken or left by itself.

At the whiteboard: a mixture takes some pairs as they are after and leaves the others as they were. Draw an
arrow from one changed pair to another if what the first becomes cannot stand beside what the second was: both
want one table at one time, or one company in one slot, or in neighbouring slots if it needs a breathing
space. Pairs joined by arrows are one chain, all or nothing. Then no mixture breaks a rule: two meetings as
they are after stand beside each other after, two as they were stood beside each other before, and one of each
is what the arrows forbid. Whatever rule concerns one meeting alone, it obeyed before or obeys after.

The quota is a sum, no matter of two. The worst mixture of a company takes from each chain before or after,
whichever holds more of its meetings. While that exceeds the quota, a chain that loses and one that gains are
joined, and the worst becomes less; at the latest it does not when all are one chain, before or after.

Some changes are forced, for what was cannot stand any more: a table is closed, a company gone or late, a wish
withdrawn, a pin set, a quota lower. They are part of whatever is accepted, and so is all to which arrows lead
from them, for it has to make room. An arrow that leads to a forced change binds nobody, as that is made in
any case; so the others fall apart into smaller chains. A changed pair that is pinned counts as forced, and
the pinned meetings are those of after in every mixture.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from matchmaker.scheduling.chaining.arrows import Arrows, Changes, arrows, changes_between, reached
from matchmaker.scheduling.chaining.groups import Groups
from matchmaker.scheduling.chaining.quotas import Quotas
from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Booking


class Shift(NamedTuple):
    """A meeting that is held elsewhere after."""

    before: Booking
    after: Booking


@dataclass(frozen=True)
class Chain:
    """Changes that are accepted together, each list by company id, then desk id.

    ``is_forced``: they are part of whatever is accepted. ``reseated``: the same slot at another table, which
    is no move. ``moved``: another slot. ``lost``: no meeting any more. ``new``: none before.
    """

    is_forced: bool
    reseated: tuple[Shift, ...]
    moved: tuple[Shift, ...]
    lost: tuple[Booking, ...]
    new: tuple[Booking, ...]

    @property
    def pairs(self) -> frozenset[Pair]:
        """The pairs that change."""
        shifted = (shift.after for shift in (*self.reseated, *self.moved))
        return frozenset(booking.pair for booking in (*shifted, *self.lost, *self.new))

    @property
    def concerned(self) -> frozenset[str]:
        """The companies whose day changes."""
        return frozenset(pair.company for pair in self.pairs)


def chains(problem: Problem, before: Sequence[Booking], after: Sequence[Booking]) -> tuple[Chain, ...]:
    """All that changes, forced chains first, then by the first pair that changes.

    ``after`` obeys the rules of the problem; ``before`` may not any more, and may speak of companies, desks
    and slots that are gone.
    """
    changes = changes_between(before, after)
    leading, quotas = arrows(problem, changes), Quotas(problem, changes, after)
    forced = _forced(problem, before, changes, leading, quotas)
    groups = Groups(changes)
    for pair, others in leading.items():
        for other in others:
            if (pair in forced) == (other in forced):
                groups.join(pair, other)
    quotas.join(groups, forced)
    found = [_chain(changes, members, members[0] in forced) for members in groups.members().values()]
    return tuple(sorted(found, key=lambda chain: not chain.is_forced))


def accepted(
    problem: Problem, before: Sequence[Booking], after: Sequence[Booking], chosen: Collection[Chain]
) -> tuple[Booking, ...]:
    """The meetings before with the chosen chains and all forced ones made, by company id, then slot.

    They obey the rules. Raises ValueError if a chosen chain is none of those between before and after.
    """
    there = chains(problem, before, after)
    if any(chain not in there for chain in chosen):
        raise ValueError("a chosen chain is not one of those between before and after")
    made = {pair for chain in there if chain.is_forced or chain in chosen for pair in chain.pairs}
    changed = {pair for chain in there for pair in chain.pairs}
    taken = [booking for booking in after if booking.pair in made or booking.pair not in changed]
    left = [replace(b, pinned=False) for b in before if b.pair in changed and b.pair not in made]
    order = problem.slot_index
    return tuple(sorted([*taken, *left], key=lambda booking: (booking.company, order[booking.slot])))


def _forced(
    problem: Problem, before: Sequence[Booking], changes: Changes, leading: Arrows, quotas: Quotas
) -> frozenset[Pair]:
    """The changes that have to be made, and those that make room for them."""
    pinned = {pin.pair for pin in problem.pins}
    forced = reached(frozenset(changes.keys() & (pinned | set(_illegal(problem, before)))), leading)
    while (loss := quotas.first_to_go(forced)) is not None:
        forced = reached(forced | {loss}, leading)
    return forced


def _illegal(problem: Problem, before: Sequence[Booking]) -> Iterator[Pair]:
    """The pairs that break a rule where they were; of the quota it is told apart what has to go."""
    for violation in violations(problem, [replace(booking, pinned=False) for booking in before]):
        if violation.rule != "quota":
            yield from (booking.pair for booking in violation.meetings)


def _chain(changes: Changes, pairs: Iterable[Pair], is_forced: bool) -> Chain:
    found = [changes[pair] for pair in pairs]
    shifts = [Shift(b, a) for b, a in found if b is not None and a is not None]
    return Chain(
        is_forced=is_forced,
        reseated=tuple(shift for shift in shifts if shift.before.slot == shift.after.slot),
        moved=tuple(shift for shift in shifts if shift.before.slot != shift.after.slot),
        lost=tuple(before for before, after in found if before is not None and after is None),
        new=tuple(after for before, after in found if before is None and after is not None),
    )
