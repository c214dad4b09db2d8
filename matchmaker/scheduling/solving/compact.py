"""Short days: the chosen pairs stay, their slots are exchanged until nobody waits, or no exchange helps.

At the whiteboard: bring a meeting of a company that waits into another slot, by the chain exchange of two
slots (grid.py). Whatever the chain did, only the companies on it have another day now; keep it if they wait
no longer in sum than before, else undo it. Exchanges that change nothing in sum are allowed, for they open
the way to others. It ends at zero, or at what the companies could not avoid even if each were alone
(shortest.py). Zero for everybody at once is an interval edge colouring, which need not exist and is hard to
decide (Asratian and Kamalian 1987; Giaro 1997): compact_exact.py certifies the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from matchmaker.scheduling.solving.grid import NOWHERE, Grid, idle
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings, bits

ROUNDS = 400
PATIENCE = 10


class Compaction:
    """The best timetable so far (``slots``), how long people wait in it (``idle``) and the bound on that."""

    def __init__(self, openings: Openings, slots: Sequence[int], least: Sequence[int], seed: int) -> None:
        self._grid = Grid.of(openings, slots)
        self._least = least
        self._random = Random(f"{seed}:compact")
        self._own = [[n for n in own if slots[n] != NOWHERE] for own in openings.of_company()]
        self._idle = [self._grid.idle(company) for company in range(len(openings.companies))]
        self._now = sum(self._idle)
        self.slots, self.idle = list(slots), self._now

    def run(self, limit: Limit) -> None:
        """Rounds over all who wait longer than they must, until too many in a row brought nothing."""
        bound = sum(self._least)
        since = 0
        for _ in range(ROUNDS):
            if self.idle <= bound or since > PATIENCE:
                return
            since += 1
            for company in self._waiting():
                limit.check()
                self._shorten(company)
                if self._now < self.idle:
                    self.slots, self.idle, since = list(self._grid.slot), self._now, 0

    def _waiting(self) -> list[int]:
        waiting = [c for c, idle in enumerate(self._idle) if idle > self._least[c]]
        self._random.shuffle(waiting)
        return waiting

    def _shorten(self, company: int) -> None:
        """Take the first exchange that helps, else one that does no harm."""
        harmless = None
        for number, into in self._moves(company):
            gain = self._try(number, into, worst=-1)
            if gain < 0:
                return
            if gain == 0 and harmless is None:
                harmless = (number, into)
        if harmless is not None:
            self._try(*harmless, worst=0)

    def _moves(self, company: int) -> list[tuple[int, int]]:
        """The moves of its meetings that do not make its day longer."""
        grid, breathing = self._grid, self._grid.openings.companies[company].breathing
        busy, moves = grid.busy[company], []
        for number in self._own[company]:
            others = busy & ~(1 << grid.slot[number])
            for t in bits(grid.openings.pairings[number].slots & ~busy):
                if idle(others | 1 << t, breathing) <= self._idle[company]:
                    moves.append((number, t))
        self._random.shuffle(moves)
        return moves

    def _try(self, number: int, into: int, worst: int) -> int:
        """The change of idle time by an exchange; it is kept only if it is no greater than ``worst``."""
        moved = self._grid.chain(number, into, self._grid.slot[number])
        if moved is None:
            return 1
        companies = {self._grid.openings.pairings[n].company: 0 for n in moved}
        change = sum(self._grid.idle(c) - self._idle[c] for c in companies)
        if change > worst:
            self._grid.undo(moved)
            return change
        for c in companies:
            self._idle[c] = self._grid.idle(c)
        self._now += change
        return change
