"""Groups that grow together: union and find (Galler and Fischer 1964)."""

from __future__ import annotations

from collections.abc import Iterable

from matchmaker.scheduling.problem import Pair


class Groups:
    """Pairs, at first each by itself; a group is named by the first of its pairs."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._above = {pair: pair for pair in pairs}

    def name(self, pair: Pair) -> Pair:
        """The group of a pair."""
        while (above := self._above[pair]) != pair:
            self._above[pair] = pair = self._above[above]
        return pair

    def join(self, one: Pair, other: Pair) -> None:
        """Make one group of the two."""
        first, second = sorted((self.name(one), self.name(other)))
        self._above[second] = first

    def members(self) -> dict[Pair, list[Pair]]:
        """Group -> its pairs, both in the order of their ids."""
        found: dict[Pair, list[Pair]] = {}
        for pair in sorted(self._above):
            found.setdefault(self.name(pair), []).append(pair)
        return found
