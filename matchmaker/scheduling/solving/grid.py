"""A timetable under construction: which pairing stands in which slot, and the chain moves that make room.

At the whiteboard: pairings are the edges between companies and desks, slots are colours. To bring a pairing
into a slot that is taken, move whoever is in the way to a second slot, whoever is in the way there back to
the first, and so on: a Kempe chain, the alternating path of König's edge-colouring theorem (1916). Where
nobody is absent and all tables are always open such a chain never fails; otherwise it may run into an
absence, a closed table or a breathing space, and then nothing has happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy

from matchmaker.scheduling.solving.openings import Openings, beside, bits

NOWHERE = -1


class Grid:
    """Slots of pairings; every rule holds between two calls.

    ``slot[n]``: slot of pairing n, or NOWHERE. ``busy[c]``: mask of the slots of company c, pins included.
    ``open[d]``: mask of the slots in which desk d has room. ``room[d][t]``: for how many meetings more.
    """

    def __init__(self, openings: Openings) -> None:
        self.openings = openings
        self._pairings = openings.pairings
        self.slot = [NOWHERE] * len(openings.pairings)
        self.busy = list(openings.held)
        self.everywhere = (1 << openings.slot_count) - 1
        self._at_company: list[dict[int, int]] = [{} for _ in openings.companies]
        self._at_desk: list[list[list[int]]] = [[[] for _ in row] for row in openings.places]
        self.room = [list(row) for row in openings.places]
        self.open = [sum(1 << t for t, places in enumerate(row) if places) for row in openings.places]
        self._breathing = [company.breathing for company in openings.companies]

    @classmethod
    def of(cls, openings: Openings, slots: Iterable[int]) -> Grid:
        """The grid in which each pairing stands in the slot given, or NOWHERE."""
        grid = cls(openings)
        for number, slot in enumerate(slots):
            if slot != NOWHERE:
                grid.put(number, slot)
        return grid

    def copy(self) -> Grid:
        """The same grid; what is done to the one is not done to the other."""
        other = copy(self)
        other.slot, other.busy, other.open = list(self.slot), list(self.busy), list(self.open)
        other.room = [list(row) for row in self.room]
        other._at_company = [dict(at) for at in self._at_company]
        other._at_desk = [[list(guests) for guests in row] for row in self._at_desk]
        return other

    def put(self, number: int, slot: int) -> None:
        """Place a pairing that stands nowhere. ValueError if a rule forbids it."""
        if not self.vacant(number) >> slot & 1:
            raise ValueError(f"pairing {number} cannot stand in slot {slot}")
        self._put(number, slot)

    def put_kindly(self, number: int) -> bool:
        """Place a pairing where its company's day stays short, then where its desk has the most room.

        False if no slot is vacant for it.
        """
        vacant = self.vacant(number)
        if not vacant:
            return False
        c, d, _, _ = self._pairings[number]
        slots = _nearest(vacant, self.busy[c])
        self._put(number, max(bits(slots), key=self.room[d].__getitem__))
        return True

    def _put(self, number: int, slot: int) -> None:
        c, d, _, _ = self._pairings[number]
        self.slot[number] = slot
        self.busy[c] |= 1 << slot
        self._at_company[c][slot] = number
        self._at_desk[d][slot].append(number)
        self.room[d][slot] -= 1
        if not self.room[d][slot]:
            self.open[d] &= ~(1 << slot)

    def lift(self, number: int) -> int:
        """Take a pairing out; the slot it stood in."""
        c, d, _, _ = self._pairings[number]
        slot = self.slot[number]
        self.slot[number] = NOWHERE
        self.busy[c] &= ~(1 << slot)
        del self._at_company[c][slot]
        self._at_desk[d][slot].remove(number)
        self.room[d][slot] += 1
        self.open[d] |= 1 << slot
        return slot

    def free(self, number: int) -> int:
        """The slots of a pairing in which its company could have one more meeting, whatever its desk says."""
        c, _, _, slots = self._pairings[number]
        busy = self.busy[c]
        return slots & ~(busy | beside(busy) if self._breathing[c] else busy)

    def vacant(self, number: int) -> int:
        """The slots into which a pairing could be put as things stand."""
        return self.free(number) & self.open[self._pairings[number].desk]

    def neighbours(self, number: int, slot: int) -> list[int]:
        """The other meetings of its company that a pairing would displace in a slot."""
        c = self._pairings[number].company
        around = (slot - 1, slot, slot + 1) if self._breathing[c] else (slot,)
        return [n for t in around if (n := self._at_company[c].get(t, number)) != number]

    def guests(self, number: int, slot: int) -> list[int]:
        """Whom its desk would have to choose from to let a pairing into a slot; empty if there is room."""
        d = self._pairings[number].desk
        return [] if self.open[d] >> slot & 1 else self._at_desk[d][slot]

    def chain(self, number: int, into: int, other: int) -> dict[int, int] | None:
        """Bring a pairing into a slot by exchanging meetings between it and another slot.

        Returns who moved and from where, for ``undo``; None if it cannot be done, and nothing has changed.
        """
        moved: dict[int, int] = {}
        pending = [(number, into)]
        while pending:
            mover, slot = pending.pop()
            back = other if slot == into else into
            victims = self._victims(mover, slot, back, moved)
            if victims is None:
                self.undo(moved)
                return None
            for victim in victims:
                moved[victim] = self.lift(victim)
                pending.append((victim, back))
            self._put(mover, slot)
        return moved

    def _victims(self, mover: int, slot: int, back: int, moved: dict[int, int]) -> list[int] | None:
        """Lift the mover and name who has to leave the slot for it; None if somebody cannot."""
        if mover not in moved:
            moved[mover] = self.lift(mover) if self.slot[mover] != NOWHERE else NOWHERE
        if not self._pairings[mover].slots >> slot & 1:
            return None
        victims = self.neighbours(mover, slot)
        if any(victim in moved for victim in victims):
            return None
        guests = self.guests(mover, slot)
        if guests:
            guest = self._most_willing(guests, back, moved)
            if guest is None:
                return None
            victims.append(guest)
        return victims

    def _most_willing(self, guests: list[int], slot: int, moved: dict[int, int]) -> int | None:
        """A guest that may stand in the other slot, if possible without disturbing anybody else."""
        willing = [g for g in guests if g not in moved and self._pairings[g].slots >> slot & 1]
        for guest in willing:
            if self.free(guest) >> slot & 1:
                return guest
        return willing[0] if willing else None

    def undo(self, moved: dict[int, int]) -> None:
        """Put everybody back from where a chain took them."""
        for number in moved:
            if self.slot[number] != NOWHERE:
                self.lift(number)
        for number, slot in moved.items():
            if slot != NOWHERE:
                self._put(number, slot)

    def idle(self, company: int) -> int:
        """Idle slots of a company as things stand."""
        return idle(self.busy[company], self._breathing[company])

    def idle_in_all(self) -> int:
        """Idle slots of all companies together."""
        return sum(self.idle(company) for company in range(len(self.busy)))


def _nearest(vacant: int, busy: int) -> int:
    """Of some vacant slots those that lie within a day, else those that make it the least longer."""
    if not busy:
        return vacant
    day = (1 << busy.bit_length()) - (busy & -busy)
    while not vacant & day:
        day |= beside(day)
    return vacant & day


def idle(busy: int, breathing: bool) -> int:
    """Slots between the first and the last meeting in which there is none, the breathing spaces aside."""
    if not busy:
        return 0
    first = (busy & -busy).bit_length() - 1
    meetings = busy.bit_count()
    return busy.bit_length() - first - meetings - ((meetings - 1) if breathing else 0)
