"""The rules as sums that stay within a limit: what the two models of the whole fair have in common.

At the whiteboard: x[company, desk, slot] is 1 if they meet then. Each pair at most once; each company once
in a slot (in two neighbouring ones if it breathes) and at most its quota; each desk as often as it has free
tables. A party counts as served only if one of its meetings stands.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from matchmaker.scheduling.solving.openings import Openings, bits
from matchmaker.scheduling.solving.serve import pinned_parties


class Rows(NamedTuple):
    """``columns``: (pairing, slot). ``limits``: at most so many of these columns. ``parties``: theirs."""

    columns: list[tuple[int, int]]
    limits: list[tuple[int, list[int]]]
    parties: list[list[int]]


def rows_of(whole: Openings) -> Rows:
    """The model of everything that the pins leave open; rows that cannot bind are left out."""
    columns = [(number, t) for number, pairing in enumerate(whole.pairings) for t in bits(pairing.slots)]
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    limit: dict[tuple[Any, ...], int] = {}
    parties: dict[int, list[int]] = defaultdict(list)
    pinned = pinned_parties(whole)
    for column, (number, t) in enumerate(columns):
        for key, most in _sums(whole, number, t):
            sums[key].append(column)
            limit[key] = most
        party = whole.party[whole.pairings[number].company]
        if party not in pinned:
            parties[party].append(column)
    binding = [(limit[key], members) for key, members in sums.items() if len(members) > limit[key]]
    return Rows(columns, binding, list(parties.values()))


def first_of_all(whole: Openings) -> int:
    """What a party served must count to outweigh all worths: each company's best wishes within its quota."""
    worths: dict[int, list[int]] = defaultdict(list)
    for pairing in whole.pairings:
        worths[pairing.company].append(pairing.worth)
    return 1 + sum(sum(sorted(own)[-whole.quota[company] :]) for company, own in worths.items())


def _sums(whole: Openings, number: int, t: int) -> list[tuple[tuple[Any, ...], int]]:
    company, desk = whole.pairings[number][:2]
    breathes = whole.companies[company].breathing and whole.slot_count > 1
    first = [begin for begin in (t - 1, t) if 0 <= begin < whole.slot_count - 1] if breathes else [t]
    return [
        (("pair", number), 1),
        (("quota", company), whole.quota[company]),
        (("desk", desk, t), whole.places[desk][t]),
        *((("company", company, begin), 1) for begin in first),
    ]
