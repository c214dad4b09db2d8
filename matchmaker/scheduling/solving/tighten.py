"""Where the flow forgot too much: companies and desks whose chosen meetings cannot fit their slots.

At the whiteboard: take one desk and the meetings chosen for it. They fit only if they can be matched to its
places, each to one in which its company could come; if not, Hall's theorem (1935) names meetings with too
few places between them. The same for a company and its slots. Every desk and company that fails is expanded
in time and the flow goes on from where it is: a lazy two-sided flow. It is repeated until everybody's own
meetings fit. The choice need not be placeable even then, for the two sides of a meeting may still disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from matchmaker.scheduling.solving.choose import Choice
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.matching import Matching
from matchmaker.scheduling.solving.openings import Openings, bits

Wants = tuple[dict[int, list[int]], dict[int, list[int]]]
"""Of companies and of desks: the slots of each meeting chosen for them."""


def tighten(openings: Openings, choice: Choice, limit: Limit) -> Choice:
    """The choice of the two-sided flow; the given one if everybody's meetings fit as they are."""
    known: Wants = ({}, {})
    while True:
        limit.check()
        wants = _wants(openings, choice.chosen)
        companies, desks = _crowded(openings, wants, known)
        if not companies and not desks:
            return choice
        choice, known = choice.flow.counting_time(companies, desks), wants


def crowded(openings: Openings, chosen: Sequence[int]) -> tuple[set[int], set[int]]:
    """The companies and the desks whose chosen meetings do not fit their slots, the other side aside."""
    return _crowded(openings, _wants(openings, chosen), ({}, {}))


def _wants(openings: Openings, chosen: Sequence[int]) -> Wants:
    by_company, by_desk = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for number in chosen:
        c, d, _, slots = openings.pairings[number]
        by_company[c].append(slots)
        by_desk[d].append(slots)
    return by_company, by_desk


def _crowded(openings: Openings, wants: Wants, known: Wants) -> tuple[set[int], set[int]]:
    """Who wants the same as before is not asked again: either it fits, or its slots are counted now."""
    once = [1] * openings.slot_count
    companies = [(c, own) for c, own in wants[0].items() if own != known[0].get(c)]
    desks = [(d, own) for d, own in wants[1].items() if own != known[1].get(d)]
    return (
        {c for c, own in companies if not _at_ease(own) and not fits(own, once)},
        {d for d, own in desks if not fits(own, openings.places[d])},
    )


def _at_ease(wants: Sequence[int]) -> bool:
    """Whether each has as many slots as there are wants: then they fit in whatever order they are seated."""
    return len(wants) <= min(map(int.bit_count, wants))


def fits(wants: Sequence[int], room: Sequence[int]) -> bool:
    """Whether each mask of slots can be given one of its slots, slot t being given ``room[t]`` times."""
    if _fit_together(wants, room):
        return True
    matching = Matching(room, dict(enumerate(sorted(wants, key=int.bit_count))))
    return all(map(matching.admit, range(len(wants))))


def _fit_together(wants: Sequence[int], room: Sequence[int]) -> bool:
    """Whether all of them fit into the slots that suit each of them: then nobody need be seated to know."""
    common = (1 << len(room)) - 1
    for slots in wants:
        common &= slots
    return sum(room[t] for t in bits(common)) >= len(wants)
