"""Where the flow forgot too much: companies and desks whose chosen meetings cannot fit their slots.

At the whiteboard: take one desk and the meetings chosen for it. They fit only if they can be matched to its
places, each to one in which its company could come; if not, Hall's theorem (1935) names meetings with too
few places between them. The same for a company and its slots. Every desk and company that fails is expanded
in time and the flow is asked again: a lazy two-sided flow. It is repeated until everybody's own meetings
fit. The choice need not be placeable even then, for the two sides of a meeting may still disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from matchmaker.scheduling.solving.choose import Choice, choose
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.openings import Openings, bits


def tighten(openings: Openings, choice: Choice, limit: Limit, avoided: Collection[int] = ()) -> Choice:
    """The choice of the two-sided flow; the given one if everybody's meetings fit as they are."""
    companies: set[int] = set()
    desks: set[int] = set()
    while True:
        limit.check()
        full_companies, full_desks = crowded(openings, choice.chosen)
        if full_companies <= companies and full_desks <= desks:
            return choice
        companies |= full_companies
        desks |= full_desks
        choice = choose(openings, companies, desks, avoided)


def crowded(openings: Openings, chosen: Sequence[int]) -> tuple[set[int], set[int]]:
    """The companies and the desks whose chosen meetings do not fit their slots, the other side aside."""
    by_company: dict[int, list[int]] = {}
    by_desk: dict[int, list[int]] = {}
    for number in chosen:
        pairing = openings.pairings[number]
        by_company.setdefault(pairing.company, []).append(pairing.slots)
        by_desk.setdefault(pairing.desk, []).append(pairing.slots)
    once = [1] * openings.slot_count
    return (
        {c for c, wants in by_company.items() if not _at_ease(wants) and not fits(wants, once)},
        {d for d, wants in by_desk.items() if not fits(wants, openings.places[d])},
    )


def _at_ease(wants: Sequence[int]) -> bool:
    """Whether each has as many slots as there are wants: then they fit in whatever order they are seated."""
    return len(wants) <= min(map(int.bit_count, wants))


def fits(wants: Sequence[int], room: Sequence[int]) -> bool:
    """Whether each mask of slots can be given one of its slots, slot t being given ``room[t]`` times."""
    if _fit_together(wants, room):
        return True
    guests: list[list[int]] = [[] for _ in room]

    def seat(slots: int, seen: list[int]) -> bool:
        for t in bits(slots & ~seen[0]):
            if seen[0] >> t & 1:
                continue
            seen[0] |= 1 << t
            if len(guests[t]) < room[t]:
                guests[t].append(slots)
                return True
            for guest in guests[t]:
                if seat(guest, seen):
                    guests[t].remove(guest)
                    guests[t].append(slots)
                    return True
        return False

    return all(seat(slots, [0]) for slots in sorted(wants, key=int.bit_count))


def _fit_together(wants: Sequence[int], room: Sequence[int]) -> bool:
    """Whether all of them fit into the slots that suit each of them: then nobody need be seated to know."""
    common = (1 << len(room)) - 1
    for slots in wants:
        common &= slots
    return sum(room[t] for t in bits(common)) >= len(wants)
