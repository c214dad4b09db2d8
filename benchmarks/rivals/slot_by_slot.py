"""A matching for each slot in turn: the strongest of the simple ways.

At the whiteboard: in every slot the companies that are there are matched with the free tables so that the
sum of worths is greatest, and who has had no meeting yet counts for more than all worths together. Each slot
is optimal, the day is not: who leaves early is not served first, and a popular desk spends its first slots
on those who could have come later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import networkx

from benchmarks.answer import Answer, seated
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.solving.openings import Openings, beside, openings
from matchmaker.scheduling.solving.serve import pinned_parties


def slot_by_slot(problem: Problem, _patience: float) -> Answer:
    """``networkx.max_weight_matching`` in every slot, with a bonus for parties not yet served."""
    whole = openings(problem, seed=1)
    return Answer(seated(problem, whole, _Day(whole).filled()))


class _Day:
    def __init__(self, whole: Openings) -> None:
        self._openings = whole
        self._left = list(whole.quota)
        self._busy = list(whole.held)
        self._served = set(pinned_parties(whole))
        self._met: set[int] = set()
        self._bonus = 1 + sum(max(own, default=0) for own in _worths(whole))

    def filled(self) -> Iterator[tuple[int, int]]:
        for t in range(self._openings.slot_count):
            for number in self._matched(t):
                company = self._openings.pairings[number].company
                self._met.add(number)
                self._left[company] -= 1
                self._busy[company] |= 1 << t
                self._served.add(self._openings.party[company])
                yield number, t

    def _matched(self, t: int) -> list[int]:
        """The pairings of a best matching between companies and tables; tables of a desk are copies."""
        graph: networkx.Graph[tuple[int | str, int]] = networkx.Graph()
        for number, pairing in enumerate(self._openings.pairings):
            if number in self._met or not pairing.slots >> t & 1 or not self._is_free(pairing.company, t):
                continue
            is_first = self._openings.party[pairing.company] not in self._served
            weight = pairing.worth + self._bonus * is_first
            company = ("company", pairing.company)
            for table in range(self._openings.places[pairing.desk][t]):
                graph.add_edge(company, (pairing.desk, table), weight=weight, pairing=number)
        return sorted(graph.edges[edge]["pairing"] for edge in networkx.max_weight_matching(graph))

    def _is_free(self, company: int, t: int) -> bool:
        busy = self._busy[company]
        taken = busy | beside(busy) if self._openings.companies[company].breathing else busy
        return self._left[company] > 0 and not taken >> t & 1


def _worths(whole: Openings) -> list[list[int]]:
    worths: dict[int, list[int]] = defaultdict(list)
    for pairing in whole.pairings:
        worths[pairing.company].append(pairing.worth)
    return list(worths.values())
