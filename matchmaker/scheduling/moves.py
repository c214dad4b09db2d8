"""Legal moves of one meeting, and what they cost, before they are made.

At the whiteboard: pick up a card, a pair that meets or might meet, and hold it over every place of its desk.
Laid down at a free place it stands there. At a taken one either the two change places, or the other loses its
meeting. So a move changes the day of two companies at most, and the timetable was legal before: to know that
it still is, the rules have to be asked about these two alone. What ``cells`` shows and what ``made`` does is
decided by one function, so that page and deed cannot disagree.

Nothing pinned is moved or displaced: whoever wants to takes the pin away first. A pair that nobody wished
comes as a pin, for nothing else lets it meet; it is judged as if it were wished, so that the organiser's word
is given for the meeting and not for a closed table or an absent company. ``repaired``: the timetable answers
to what was published, so nobody is moved to before the hour announced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from matchmaker.scheduling.moving.effects import Change, Effect, Effects
from matchmaker.scheduling.moving.grounds import Forbids, Grounds, Illegal, Place, Refusal
from matchmaker.scheduling.occupancy import too_early
from matchmaker.scheduling.problem import Pair, Pin, Problem, Wish
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Booking

__all__ = [
    "Cell",
    "Effect",
    "Forbids",
    "Illegal",
    "Move",
    "MoveKind",
    "Moves",
    "Option",
    "Place",
    "Refusal",
    "State",
    "cells",
    "dropped",
    "made",
    "pinned",
    "restored",
    "unpinned",
]

MoveKind = Literal["add", "move", "swap", "replace"]


class Move(NamedTuple):
    """A card laid down at a place.

    ``add``: a pair without meeting, at a free place. ``move``: a meeting, to a free place. ``swap``: a
    meeting changes places with the one that stands there. ``replace``: whoever stands there loses it.
    """

    kind: MoveKind
    pair: Pair
    place: Place


class Option(NamedTuple):
    """A legal move, and what it does."""

    move: Move
    effect: Effect


class Cell(NamedTuple):
    """A place of the card's desk: who stands there, what may be done with the card, and why not.

    Without ``options`` the ``refusal`` says why; only where the card itself stands there is neither. Beside
    an option the refusal says why the two cannot change places.
    """

    place: Place
    occupant: Booking | None
    options: tuple[Option, ...]
    refusal: Refusal | None


class State(NamedTuple):
    """A problem, and its meetings by company id, then slot. A problem that was changed has no digest."""

    problem: Problem
    bookings: tuple[Booking, ...]


def cells(
    problem: Problem, bookings: Sequence[Booking], pair: Pair, repaired: bool = False
) -> tuple[Cell, ...]:
    """Every place of the pair's desk, table by table; to ask about several cards, keep a ``Moves``."""
    return Moves(problem, bookings, repaired).cells(pair)


def made(problem: Problem, bookings: Sequence[Booking], move: Move, repaired: bool = False) -> State:
    """The state after the move. Raises Illegal if it is none of those that ``cells`` offers."""
    return Moves(problem, bookings, repaired).made(move)


class Moves:
    """The moves in one timetable, which obeys the rules of the problem."""

    def __init__(self, problem: Problem, bookings: Sequence[Booking], repaired: bool = False) -> None:
        self._problem, self._bookings = problem, bookings
        early = too_early(problem) if repaired else {}
        self._grounds = Grounds(problem, bookings, early)
        self._effects = Effects(problem, bookings, early)

    def cells(self, pair: Pair) -> tuple[Cell, ...]:
        """Every place of the pair's desk, table by table, in time order. Raises Illegal if it is unknown."""
        _refuse(self._grounds.unknown(pair))
        tables, slots = self._problem.desk[pair.desk].tables, self._problem.slots
        return tuple(self._cell(pair, Place(slot.id, table.id)) for table in tables for slot in slots)

    def option(self, move: Move) -> Option:
        """What the move does. Raises Illegal if it may not be made."""
        _refuse(self._grounds.unknown(move.pair, move.place) or self._misnamed(move) or self._refused(move))
        return Option(move, self._effects.of(self._change(move)))

    def made(self, move: Move) -> State:
        """The state after the move. Raises Illegal if it may not be made."""
        self.option(move)
        problem, change = self._problem, self._change(move)
        if move.pair not in problem.worth:
            pin = Pin(*move.pair, *move.place)
            problem = replace(problem, pins=(*problem.pins, pin), sha256="")
        left = (booking for booking in self._bookings if booking not in change.out)
        return _state(problem, [*left, *change.into])

    def dropping(self, pair: Pair) -> Effect:
        """What it does if the pair meets no more, and nothing else changes."""
        standing = self._grounds.standing.get(pair)
        return self._effects.of(Change(pair, (standing,) if standing else (), ()))

    def _cell(self, pair: Pair, place: Place) -> Cell:
        occupant = self._grounds.occupant.get(place)
        if occupant is not None and occupant.pair == pair:
            return Cell(place, occupant, (), None)
        moves = [Move(kind, pair, place) for kind in self._kinds(pair, occupant)]
        refusals = [self._refused(move) for move in moves]
        options = [
            Option(move, self._effects.of(self._change(move)))
            for move, refusal in zip(moves, refusals, strict=True)
            if refusal is None
        ]
        return Cell(place, occupant, tuple(options), next(filter(None, refusals), None))

    def _kinds(self, pair: Pair, occupant: Booking | None) -> tuple[MoveKind, ...]:
        if pair in self._grounds.standing:
            return ("move",) if occupant is None else ("swap", "replace")
        return ("add",) if occupant is None else ("replace",)

    def _misnamed(self, move: Move) -> Refusal | None:
        """Whether it speaks of a meeting that is not there, or leaves out one that is."""
        standing, occupant = self._grounds.standing.get(move.pair), self._grounds.occupant.get(move.place)
        if occupant is not None and occupant.pair == move.pair:
            return Refusal("once", move.pair, occupant)
        if move.kind in self._kinds(move.pair, occupant):
            return None
        if move.kind == "add" and standing is not None:
            return Refusal("once", move.pair, standing)
        if move.kind in ("add", "move") and occupant is not None:
            return Refusal("one_company", move.pair, occupant)
        return Refusal("known", move.pair)

    def _refused(self, move: Move) -> Refusal | None:
        """The first rule that forbids a move of the right kind."""
        grounds = self._grounds
        refusal, occupant = grounds.against(move.pair, move.place), grounds.occupant.get(move.place)
        if refusal is not None or occupant is None:
            return refusal
        if occupant.pinned:
            return Refusal("pinned", occupant.pair, occupant)
        if move.kind == "replace":
            return None
        left = grounds.standing[move.pair]
        return grounds.against(occupant.pair, Place(left.slot, left.table))

    def _change(self, move: Move) -> Change:
        standing, occupant = self._grounds.standing.get(move.pair), self._grounds.occupant.get(move.place)
        out = tuple(booking for booking in (standing, occupant) if booking is not None)
        into = [Booking(*move.pair, *move.place, pinned=move.pair not in self._problem.worth)]
        if move.kind == "swap" and standing is not None and occupant is not None:
            into.append(replace(occupant, slot=standing.slot, table=standing.table))
        return Change(move.pair, out, tuple(into))


def dropped(problem: Problem, bookings: Sequence[Booking], pair: Pair) -> State:
    """Without meeting, pin and wish, for the pair is withdrawn. Raises Illegal if there is none of them."""
    standing = {booking.pair for booking in bookings}
    if pair not in standing and pair not in problem.worth:
        raise Illegal(Refusal("asked", pair))
    wishes = tuple(wish for wish in problem.wishes if wish.pair != pair)
    left = [booking for booking in bookings if booking.pair != pair]
    return _lawful(replace(problem, wishes=wishes, pins=_pins_but(problem, pair), sha256=""), left)


def restored(problem: Problem, wish: Wish) -> Problem:
    """With the wish, which comes back. Raises Illegal if it is there already or its ids are unknown."""
    if wish.company not in problem.company or wish.desk not in problem.desk:
        raise Illegal(Refusal("known", wish.pair))
    if wish.pair in problem.worth:
        raise Illegal(Refusal("once", wish.pair))
    return replace(problem, wishes=(*problem.wishes, wish), sha256="")


def pinned(problem: Problem, bookings: Sequence[Booking], pair: Pair) -> State:
    """With the meeting pinned in its slot and at its table. Raises Illegal if there is none, or it is."""
    standing = _meeting(bookings, pair)
    if standing.pinned:
        raise Illegal(Refusal("pinned", pair, standing))
    pin = Pin(*pair, standing.slot, standing.table)
    marked = [replace(booking, pinned=True) if booking == standing else booking for booking in bookings]
    return _lawful(replace(problem, pins=(*problem.pins, pin), sha256=""), marked)


def unpinned(problem: Problem, bookings: Sequence[Booking], pair: Pair, repaired: bool = False) -> State:
    """With the meeting where it stands, and its pin away.

    Raises Illegal if there is no pin, if only the pin lets the pair meet ("asked": it can be dropped), or if
    it stands where only a pin may.
    """
    standing = _meeting(bookings, pair)
    if not standing.pinned:
        raise Illegal(Refusal("pin", pair, standing))
    if repaired and standing.slot in too_early(problem).get(pair, ()):
        raise Illegal(Refusal("earliest", pair, standing))
    marked = [replace(booking, pinned=False) if booking == standing else booking for booking in bookings]
    return _lawful(replace(problem, pins=_pins_but(problem, pair), sha256=""), marked)


def _meeting(bookings: Sequence[Booking], pair: Pair) -> Booking:
    for booking in bookings:
        if booking.pair == pair:
            return booking
    raise Illegal(Refusal("known", pair))


def _pins_but(problem: Problem, pair: Pair) -> tuple[Pin, ...]:
    return tuple(pin for pin in problem.pins if pin.pair != pair)


def _lawful(problem: Problem, bookings: Sequence[Booking]) -> State:
    """The state, unless a rule is broken: a pin that goes may have kept another at its closed table."""
    for violation in violations(problem, bookings):
        for booking in violation.meetings:
            raise Illegal(Refusal(violation.rule, booking.pair, booking))
    return _state(problem, bookings)


def _state(problem: Problem, bookings: Sequence[Booking]) -> State:
    order = problem.slot_index
    return State(problem, tuple(sorted(bookings, key=lambda booking: (booking.company, order[booking.slot]))))


def _refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise Illegal(refusal)
