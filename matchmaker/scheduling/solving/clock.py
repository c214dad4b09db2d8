"""Where a flow that forgets the clock is made to remember it: the slots of one company or of one desk.

At the whiteboard: the node of a desk falls apart into its slots, each with room for as many meetings as the
desk has places then, and a pairing comes in through the slots in which it could be held. Pairings with the
same slots may as well come in through one door: how many of them go on to which slot is all that counts. For
a company it is the same the other way round, one meeting to a slot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from matchmaker.scheduling.solving.matching import Matching
from matchmaker.scheduling.solving.network import Network
from matchmaker.scheduling.solving.openings import bits


class Clock:
    """``room``: slot -> how many meetings there. ``inward``: meetings run to the node, not from it.

    ``arc``: slot -> the arc that has just this room.
    """

    def __init__(self, net: Network, node: int, room: Mapping[int, int], inward: bool) -> None:
        self._net, self._room, self._inward = net, room, inward
        self._slot = {t: net.node() for t in room}
        self.arc = {t: self._link(node, self._slot[t], units) for t, units in room.items()}
        self._door: dict[int, int] = {}
        self._through: dict[tuple[int, int], int] = {}

    def door(self, slots: int) -> int:
        """The node for all pairings with these slots."""
        if slots not in self._door:
            self._door[slots] = door = self._net.node()
            for t in bits(slots):
                # Never full: what is scarce, and has a price, is the slot.
                self._through[slots, t] = self._link(self._slot[t], door, self._room[t] + 1)
        return self._door[slots]

    def way(self, slots: int, t: int) -> tuple[int, int]:
        """The arcs between the node and that door, by way of a slot."""
        return self.arc[t], self._through[slots, t]

    def seated(self, wants: Sequence[int]) -> Counter[int]:
        """How many meetings with these slots go through each arc, if as many as can be are given a slot."""
        room = [self._room.get(t, 0) for t in range(max(self._room, default=-1) + 1)]
        matching = Matching(room, dict(enumerate(wants)))
        for number in range(len(wants)):
            matching.admit(number)
        return Counter(arc for number, t in matching.at.items() for arc in self.way(wants[number], t))

    def _link(self, near: int, far: int, units: int) -> int:
        """An arc between a node nearer to the company or desk and one nearer to the pairings."""
        return self._net.arc(far, near, units) if self._inward else self._net.arc(near, far, units)
