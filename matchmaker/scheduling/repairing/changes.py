"""What a repair changes of what was published: who keeps, moves (from where to where), loses, gains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matchmaker.scheduling.problem import Pair, Problem, Promise
from matchmaker.scheduling.reading import quoted
from matchmaker.scheduling.timetable import Booking, Result


class Move(NamedTuple):
    """A published meeting and what became of it."""

    before: Promise
    after: Booking


class Changes(NamedTuple):
    """Everything published and everything that meets, in one of five lists, by company and slot.

    ``stayed``: slot and table as published. ``reseated``: the same slot at another table, which is no move.
    ``moved``: another slot. ``lost``: no meeting any more. ``new``: not published.
    """

    stayed: tuple[Move, ...]
    reseated: tuple[Move, ...]
    moved: tuple[Move, ...]
    lost: tuple[Promise, ...]
    new: tuple[Booking, ...]

    @property
    def concerned(self) -> frozenset[str]:
        """The companies whose day changes: nobody else has to be written to."""
        moved = {move.after.company for move in (*self.reseated, *self.moved)}
        lost, new = {promise.company for promise in self.lost}, {booking.company for booking in self.new}
        return frozenset(moved | lost | new)


def changes(problem: Problem, meetings: Sequence[Booking]) -> Changes:
    """The differences between what the problem says was published and these meetings."""
    standing = {booking.pair: booking for booking in meetings}
    in_turn = sorted(
        problem.published, key=lambda promise: (promise.company, problem.slot_index[promise.slot])
    )
    kept = [Move(promise, standing[promise.pair]) for promise in in_turn if promise.pair in standing]
    published = {promise.pair for promise in problem.published}
    same_slot = [move for move in kept if move.before.slot == move.after.slot]
    return Changes(
        stayed=tuple(move for move in same_slot if move.before.table == move.after.table),
        reseated=tuple(move for move in same_slot if move.before.table != move.after.table),
        moved=tuple(move for move in kept if move.before.slot != move.after.slot),
        lost=tuple(promise for promise in in_turn if promise.pair not in standing),
        new=tuple(booking for booking in meetings if booking.pair not in published),
    )


def in_words(problem: Problem, result: Result, found: Changes) -> Iterator[str]:
    """The changes in plain English, a line each, after a line that counts them."""
    yield (
        f"Of {len(problem.published)} published meetings {len(found.stayed)} stay as they are, "
        f"{len(found.reseated)} change only the table, {len(found.moved)} move to another time, "
        f"{len(found.lost)} are lost; {len(found.new)} are new."
    )
    for before, after in found.moved:
        change = f"{_when(problem, before.slot)} → {_when(problem, after.slot)}"
        yield f"moved  {_who(after.pair)}: {change}, table {quoted(after.table)}"
    reasons = {Pair(entry.company, entry.desk): entry.reason.text for entry in result.unplaced}
    for promise in found.lost:
        why = reasons.get(promise.pair, "It is no longer wished.")
        yield f"lost   {_who(promise.pair)}: {_when(problem, promise.slot)}. {why}"
    for booking in found.new:
        yield f"new    {_who(booking.pair)}: {_when(problem, booking.slot)}, table {quoted(booking.table)}"
    for before, after in found.reseated:
        tables = f"table {quoted(before.table)} → {quoted(after.table)}"
        yield f"table  {_who(after.pair)}: {_when(problem, after.slot)}, {tables}"


def _who(pair: Pair) -> str:
    return f"company {quoted(pair.company)} with desk {quoted(pair.desk)}"


def _when(problem: Problem, slot: str) -> str:
    """The clock as the file has it, and the slot's id, for two slots may begin at one hour of two days."""
    return f"{problem.slots[problem.slot_index[slot]].start:%H:%M} ({quoted(slot)})"
