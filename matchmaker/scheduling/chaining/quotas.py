"""The quotas of companies in mixtures of before and after: what has to go, which chains belong together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set

from matchmaker.scheduling.chaining.arrows import Change, Changes
from matchmaker.scheduling.chaining.groups import Groups
from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.scheduling.timetable import Booking


class Quotas:
    """The quotas of the companies whose meetings change; ``after`` obeys them all."""

    def __init__(self, problem: Problem, changes: Changes, after: Sequence[Booking]) -> None:
        self._unchanged = Counter(booking.company for booking in after if booking.pair not in changes)
        self._own: dict[str, dict[Pair, Change]] = defaultdict(dict)
        for pair, change in changes.items():
            if pair.company in problem.company:
                self._own[pair.company][pair] = change
        self._most = {key: problem.company[key].max_meetings for key in self._own}

    def first_to_go(self, forced: Set[Pair]) -> Pair | None:
        """A loss without which a quota is exceeded, if the forced changes are made and no others."""
        for company, own in self._own.items():
            held = [change.after if pair in forced else change.before for pair, change in own.items()]
            if self._unchanged[company] + _count(held) > self._most[company]:
                left = (pair for pair, change in own.items() if pair not in forced and change.after is None)
                return next(left)
        return None

    def join(self, groups: Groups, forced: Set[Pair]) -> None:
        """Join groups that lose and groups that gain until no mixture of them exceeds a quota."""
        for company, own in self._own.items():
            settled = self._unchanged[company] + _count(own[pair].after for pair in own.keys() & forced)
            room = self._most[company] - settled
            while sum(map(max, (held := self._held(company, groups, forced)).values())) > room:
                losing = next(name for name, (before, after) in held.items() if before > after)
                gaining = next(name for name, (before, after) in held.items() if after > before)
                groups.join(losing, gaining)

    def _held(self, company: str, groups: Groups, forced: Set[Pair]) -> dict[Pair, tuple[int, int]]:
        """Group -> how many meetings of the company it holds before and after."""
        held: dict[Pair, tuple[int, int]] = {}
        for pair, change in self._own[company].items():
            if pair not in forced:
                before, after = held.get(groups.name(pair), (0, 0))
                more = _count([change.before]), _count([change.after])
                held[groups.name(pair)] = before + more[0], after + more[1]
        return held


def _count(held: Iterable[Booking | None]) -> int:
    return sum(booking is not None for booking in held)
