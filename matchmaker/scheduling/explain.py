"""Why a wish is not a meeting: for each, the first true reason of a closed list, with its witnesses.

The order of decision, from what nobody could have helped to what other wishes have won:

1. ``no_common_slot``: the company is never present while the desk has an open table, or only at hours to
   which its meeting may not be moved, for it was announced for later.
2. ``quota_used``: the company has all the meetings it may have, and would gain nothing by giving one of them
   up: each is fixed, promised, or for a wish worth no less than this one.
3. ``draw``: nobody of its party is served (policy "floor"), the desk has places at common times that no pin
   holds, and the party closes a circuit in which it is the last one drawn (circuit.py).
4. ``own_meeting``: the desk still has a place at a common time, always while the company is in a meeting of
   its own or needs its breathing space.
5. ``outranked``: every place at common times is taken, all but the pinned ones by wishes of greater worth.
6. ``desk_full``: every place at common times is taken: by pins, promises, wishes of greater or equal worth or
   the only meeting of somebody; while the company itself is taken up; or, its quota being used, by a wish for
   which it would have to give up a meeting of its own as well.
7. ``stopped``: something better may exist, for the search was stopped.

Why one of the first six is true of every wish, if the timetable is the best one. Suppose that the desk has a
place at a common time, and the company is free to come. If its quota is not used it could come, and nobody
would lose anything; if it is, it could come in the place of a wish worth less, or else the second reason is
true. So a place that is left is left while the company is taken up, or there is none left. A place that is
taken by a wish worth less, from somebody who would keep another meeting, could be had in the same way. A
party without any meeting is taken up by nothing, so all its places are taken, and circuit.py shows that the
draw took them.

After ``repair`` a published meeting counts for more than the draw and than any worth. A party may then be
left out although no circuit is closed by it: somebody drawn later, or with two meetings, was promised a
place. Of such a party it is not said that the draw decided; its desks are full, and that is all. And a
published meeting that is lost has yielded to no wish that was not promised, whatever that is worth.

A reason discloses nobody else: it counts places and meetings and names no company.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from matchmaker.scheduling.explaining.circuit import Circuits
from matchmaker.scheduling.explaining.wording import reason
from matchmaker.scheduling.occupancy import Occupancy, Spot
from matchmaker.scheduling.problem import Problem, Wish
from matchmaker.scheduling.reading import quoted
from matchmaker.scheduling.timetable import Booking, Reason, Unplaced


class Unexplained(ValueError):
    """A wish could be granted without harm, in a timetable that should be the best one."""


def explain(
    problem: Problem, meetings: Sequence[Booking], stopped: bool, repaired: bool = False
) -> tuple[Unplaced, ...]:
    """A reason for every wish that is not among these meetings, by company id, then desk id.

    The meetings obey the rules. ``stopped`` says that the search did not run to its end; if it did,
    Unexplained is raised where no other reason is true. ``repaired`` says that the published meetings count
    for more than the draw.
    """
    met = {booking.pair for booking in meetings}
    occupancy = Occupancy(problem, meetings, repaired)
    beside = _Beside(problem, occupancy)
    unmet = sorted((wish for wish in problem.wishes if wish.pair not in met), key=lambda wish: wish.pair)
    cases = (_Case(problem, beside, wish) for wish in unmet)
    return tuple(Unplaced(case.wish.company, case.wish.desk, _first_true(case, stopped)) for case in cases)


class _Taker(NamedTuple):
    """Who has a place: by the organiser's word, by a promise or by a wish, and of what worth.

    ``is_only``: with policy "floor" and nobody else of its party in a meeting; else that protects nobody.
    """

    slot: str
    standing: str
    worth: int
    party: str
    is_only: bool


class _Beside:
    """What every wish is held against: who sits where, who competes with whom, what was promised."""

    def __init__(self, problem: Problem, occupancy: Occupancy) -> None:
        self._problem, self.occupancy = problem, occupancy
        self.circuits = Circuits(problem, occupancy)
        published = {promise.pair for promise in problem.published}
        self.published = published if occupancy.repaired else set()
        self._takers: dict[Spot, list[_Taker]] = {}

    def takers(self, desk: str, slot: str) -> list[_Taker]:
        """Who has the places of a desk in a slot."""
        if (desk, slot) not in self._takers:
            seated = self.occupancy.seated(desk, slot)
            self._takers[desk, slot] = [self.taker(booking) for booking in seated]
        return self._takers[desk, slot]

    def taker(self, booking: Booking) -> _Taker:
        party = self._problem.company[booking.company].party
        is_only = self._problem.policy == "floor" and self.occupancy.meetings_of_party(party) == 1
        standing = "published" if booking.pair in self.published else "wished"
        worth = self._problem.worth.get(booking.pair, 0)
        return _Taker(booking.slot, "pinned" if booking.pinned else standing, worth, party, is_only)


class _Case:
    """One wish that is not a meeting, beside the timetable it is missing from."""

    def __init__(self, problem: Problem, beside: _Beside, wish: Wish) -> None:
        self.problem, self.wish, self.beside = problem, wish, beside
        self.occupancy = beside.occupancy
        self.company = problem.company[wish.company]
        self.was_promised = wish.pair in beside.published

    @cached_property
    def common(self) -> list[str]:
        """The slots in which the company is present and the desk has an open table."""
        return self.occupancy.common_slots(self.wish.company, self.wish.desk)

    @cached_property
    def not_full(self) -> list[str]:
        return [slot for slot in self.common if not self.occupancy.is_full(self.wish.desk, slot)]

    @cached_property
    def takers(self) -> list[_Taker]:
        """Who has the desk's places at common times."""
        return [taker for slot in self.common for taker in self.beside.takers(self.wish.desk, slot)]

    @cached_property
    def places(self) -> int:
        """The places of the desk at common times, taken or not."""
        return sum(self.occupancy.places(self.wish.desk, slot) for slot in self.common)

    @cached_property
    def is_up_to_the_draw(self) -> bool:
        """Nobody of the party is served, and a place at common times is held by no pin."""
        served = self.occupancy.meetings_of_party(self.company.party) > 0
        pinned = sum(taker.standing == "pinned" for taker in self.takers)
        return self.problem.policy == "floor" and not served and self.places > pinned

    @cached_property
    def meets_a_promise(self) -> bool:
        """Whether a published meeting would have to give way, somewhere, for the party to be served."""
        return bool(self.beside.published) and self.beside.circuits.meets_a_promise(self.company.party)

    @cached_property
    def busy(self) -> set[str]:
        """The common slots in which the company is taken up."""
        return {slot for slot in self.common if self.occupancy.is_busy(self.company.id, slot)}


def _first_true(case: _Case, stopped: bool) -> Reason:
    found = next(filter(None, (decide(case) for decide in _DECISIONS)), None)
    if found is None and not stopped:
        who = f"company {quoted(case.wish.company)} could meet desk {quoted(case.wish.desk)}"
        raise Unexplained(f"{who}: nothing that counts for more stands against it")
    return found or reason("stopped", {})


def _no_common_slot(case: _Case) -> Reason | None:
    if case.common:
        return None
    slots = {slot.id for slot in case.problem.slots}
    present = slots - case.company.absent
    open_then = {slot for slot in slots if case.occupancy.places(case.wish.desk, slot)}
    counted = {"slots": len(slots), "present": len(present), "open": len(open_then)}
    return reason("no_common_slot", {**counted, "early": len(present & open_then)})


def _quota_used(case: _Case) -> Reason | None:
    meetings = case.occupancy.meetings(case.company.id)
    if len(meetings) < case.company.max_meetings:
        return None
    own = Counter(_own_kind(case, case.beside.taker(booking)) for booking in meetings)
    if own["other"]:
        return None
    witnesses = {kind: own[kind] for kind in ("pinned", "published", "preferred")}
    return reason("quota_used", {"quota": case.company.max_meetings, **witnesses})


def _own_kind(case: _Case, own: _Taker) -> str:
    """A repair would give up any wish that was not promised for one that was."""
    if own.standing != "wished":
        return own.standing
    return "preferred" if own.worth >= case.wish.worth and not case.was_promised else "other"


def _draw(case: _Case) -> Reason | None:
    circuit = case.beside.circuits.of(case.company.party) if case.is_up_to_the_draw else None
    if circuit is None:
        return None
    number = {"rank": case.problem.rank[case.company.party], "parties": len(case.problem.draw)}
    competing = {"competitors": circuit.parties, "groups": circuit.groups}
    return reason("draw", {**number, **competing, "places": circuit.places, "desks": circuit.desks})


def _own_meeting(case: _Case) -> Reason | None:
    free_places = case.not_full
    if not free_places or not case.busy.issuperset(free_places):
        return None
    in_meeting = sum(case.occupancy.in_meeting(case.company.id, slot) for slot in free_places)
    why_busy = {"meeting": in_meeting, "breathing": len(free_places) - in_meeting}
    return reason("own_meeting", {"common": len(case.common), "free": len(free_places), **why_busy})


def _outranked(case: _Case) -> Reason | None:
    if case.not_full or case.is_up_to_the_draw or case.was_promised:
        return None
    takers = _takers(case)
    lesser = sum(takers[kind] for kind in ("only", "busy", "equal", "exchange"))
    return reason("outranked", takers) if takers["greater"] and not lesser else None


def _desk_full(case: _Case) -> Reason | None:
    """Not said of who could still have a first meeting, unless a promise counts for more than the draw."""
    if case.not_full or (case.is_up_to_the_draw and not case.meets_a_promise):
        return None
    takers = _takers(case)
    may_have_more = len(case.occupancy.meetings(case.company.id)) < case.company.max_meetings
    return None if takers["exchange"] and may_have_more else reason("desk_full", takers)


def _takers(case: _Case) -> dict[str, int]:
    takers = Counter(_taker_kind(case, taker) for taker in case.takers)
    counted = {kind: takers[kind] for kind in _TAKERS}
    return {"common": len(case.common), "places": case.places, "worth": case.wish.worth, **counted}


def _taker_kind(case: _Case, taker: _Taker) -> str:
    """The first of ``_TAKERS`` that is true; ``exchange``: the company would have to give up another."""
    if taker.standing != "wished":
        return taker.standing
    if taker.worth > case.wish.worth:
        return "greater"
    if taker.is_only and taker.party != case.company.party:
        return "only"
    if taker.slot in case.busy:
        return "busy"
    return "equal" if taker.worth == case.wish.worth else "exchange"


_TAKERS = ("pinned", "published", "greater", "only", "busy", "equal", "exchange")
_DECISIONS: tuple[Callable[[_Case], Reason | None], ...] = (
    _no_common_slot,
    _quota_used,
    _draw,
    _own_meeting,
    _outranked,
    _desk_full,
)
