"""Whether the reasons of a timetable are true, whoever chose them.

Each code claims something that can be seen in the timetable. Two of them may be true of one wish; which comes
first is a matter of ``explain``, here each is only held against the meetings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from matchmaker.scheduling.checking.check_matching import left_out_by_draw
from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.occupancy import Occupancy, places_beside_pins
from matchmaker.scheduling.problem import Company, Pair, Problem
from matchmaker.scheduling.reading import quoted
from matchmaker.scheduling.timetable import Booking, ReasonCode, Result

_WORD = re.compile(r"\w+")


def wrong_reasons(problem: Problem, timetable: Result) -> Iterator[str]:
    """A line for each wish without its one reason, for each reason that is false or names somebody else."""
    listed = [Pair(unplaced.company, unplaced.desk) for unplaced in timetable.unplaced]
    unmet = set(problem.worth) - {booking.pair for booking in timetable.meetings}
    yield from _wrong_list(listed, unmet)
    claims, discretion = _Claims(problem, timetable), _Discretion(problem, timetable)
    for index, (pair, unplaced) in enumerate(zip(listed, timetable.unplaced, strict=True)):
        if pair in unmet:
            path, reason = f"unplaced[{index}].reason", unplaced.reason
            if not claims.hold(reason.code, pair):
                yield f"{path}.code: {quoted(reason.code)} is not true of this timetable"
            yield from (f"{path}.text: {fault}" for fault in discretion.faults(pair, reason.text))


def _wrong_list(listed: Sequence[Pair], unmet: set[Pair]) -> Iterator[str]:
    for pair, times in Counter(listed).items():
        if times > 1:
            yield f"unplaced: {_said(pair)} is there {times} times"
        if pair not in unmet:
            yield f"unplaced: {_said(pair)} is a meeting or no wish at all"
    for pair in sorted(unmet.difference(listed)):
        yield f"unplaced: {_said(pair)} is missing, a wish that is not a meeting"
    if list(listed) != sorted(listed):
        yield "unplaced: not sorted by company id, then desk id"


def _said(pair: Pair) -> str:
    return f"company {quoted(pair.company)} with desk {quoted(pair.desk)}"


class _Claims:
    """What the codes claim of a wish that is not a meeting."""

    def __init__(self, problem: Problem, timetable: Result) -> None:
        self.problem = problem
        unproven = any(not level.is_proven for level in timetable.objective if level.name != "idle")
        self.may_be_better = timetable.status == "feasible" and unproven
        self.meetings = timetable.meetings
        self.occupancy = Occupancy(problem, timetable.meetings, timetable.is_repaired)
        self.places = places_beside_pins(problem)
        self.claims: dict[ReasonCode, Callable[[Company, Pair], bool]] = {
            "no_common_slot": self._no_common_slot,
            "quota_used": self._quota_used,
            "draw": self._draw,
            "own_meeting": self._own_meeting,
            "outranked": self._outranked,
            "desk_full": self._desk_full,
            "stopped": self._stopped,
        }

    def hold(self, code: ReasonCode, pair: Pair) -> bool:
        return self.claims[code](self.problem.company[pair.company], pair)

    def _no_common_slot(self, company: Company, pair: Pair) -> bool:
        return not self.occupancy.common_slots(*pair)

    def _quota_used(self, company: Company, pair: Pair) -> bool:
        return len(self.occupancy.meetings(company.id)) >= company.max_meetings

    def _draw(self, company: Company, pair: Pair) -> bool:
        """Its party is not served, nor could be beside the earlier ones; the pins leave it a place here."""
        unpinned = any(self.places[pair.desk, slot] for slot in self.occupancy.common_slots(*pair))
        is_left_out = self.problem.policy == "floor" and company.party in self._left_out
        return unpinned and company.max_meetings > 0 and is_left_out

    @cached_property
    def _left_out(self) -> set[str]:
        served = {self.problem.company[booking.company].party for booking in self.meetings}
        return left_out_by_draw(self.problem, served, self.occupancy.repaired)

    def _own_meeting(self, company: Company, pair: Pair) -> bool:
        """At every common time the company is taken up or the desk is full, and the first at least once."""
        common = self.occupancy.common_slots(*pair)
        busy = [slot for slot in common if self.occupancy.is_busy(company.id, slot)]
        full = [slot for slot in common if self.occupancy.is_full(pair.desk, slot)]
        return bool(busy) and set(common) <= {*busy, *full}

    def _outranked(self, company: Company, pair: Pair) -> bool:
        """The desk is full at every common time, and a wish of greater worth has one of its places."""
        worth = self.problem.worth
        greater = any(worth.get(booking.pair, 0) > worth[pair] for booking in self._unpinned(pair))
        return greater and self._desk_full(company, pair)

    def _desk_full(self, company: Company, pair: Pair) -> bool:
        common = self.occupancy.common_slots(*pair)
        return bool(common) and all(self.occupancy.is_full(pair.desk, slot) for slot in common)

    def _stopped(self, company: Company, pair: Pair) -> bool:
        """Where all is proven but the idle time, no better timetable exists."""
        return self.may_be_better

    def _unpinned(self, pair: Pair) -> list[Booking]:
        """The meetings at places of the desk at common times, but for those the organiser has fixed."""
        seated = (self.occupancy.seated(pair.desk, slot) for slot in self.occupancy.common_slots(*pair))
        return [booking for bookings in seated for booking in bookings if not booking.pinned]


class _Discretion:
    """Texts speak, and name no other company.

    An id may look like a count ("3") or a word; so the sentence that the core itself writes for the wish,
    which is made of counts alone, is beyond suspicion.
    """

    def __init__(self, problem: Problem, timetable: Result) -> None:
        self.problem, self.timetable = problem, timetable

    def faults(self, pair: Pair, text: str) -> Iterator[str]:
        if not text.strip():
            yield "empty"
        named = [other for other in self._named(text) if other not in pair]
        if named and text != self._own_sentence[pair]:
            yield f"names another company, {quoted(named[0])}"

    def _named(self, text: str) -> Iterator[str]:
        """The company ids that stand in the text as words of their own."""
        for word in sorted({"", *_WORD.findall(text)}):
            for company in self._by_first_word.get(word, ()):
                if re.search(rf"(?<!\w){re.escape(company)}(?!\w)", text):
                    yield company

    @cached_property
    def _by_first_word(self) -> dict[str, list[str]]:
        """First word of an id -> ids: a text is searched only for those it can contain."""
        ids: dict[str, list[str]] = {}
        for company in self.problem.company:
            word = _WORD.search(company)
            ids.setdefault(word[0] if word else "", []).append(company)
        return ids

    @cached_property
    def _own_sentence(self) -> dict[Pair, str]:
        told = self.timetable
        reasons = explain(self.problem, told.meetings, stopped=True, repaired=told.is_repaired)
        return {Pair(unplaced.company, unplaced.desk): unplaced.reason.text for unplaced in reasons}
