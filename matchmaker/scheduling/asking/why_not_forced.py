"""Why forced meetings cannot be held, in sentences that name them.

One alone can fail for its company or its desk. Several fail together where a company has too few meetings or
slots for its own, or where some of them have fewer places between them than they are (hall.py). What is left
are meetings of one company that never find different slots.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from matchmaker.scheduling.asking.what_if_changes import Impossible, met
from matchmaker.scheduling.explaining.hall import Spot, largest_crowd
from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.scheduling.reading import quoted
from matchmaker.scheduling.solving.choice_network import cover
from matchmaker.scheduling.solving.openings import Openings, Pairing, bits


def pairing_of(openings: Openings) -> dict[Pair, int]:
    """Pair -> its pairing, by number."""
    return {pair_of(openings, number): number for number in range(len(openings.pairings))}


def pair_of(openings: Openings, number: int) -> Pair:
    """The pair of a pairing."""
    pairing = openings.pairings[number]
    return Pair(openings.companies[pairing.company].id, openings.desks[pairing.desk].id)


def refuse_impossible(problem: Problem, openings: Openings, forced: Collection[Pair]) -> None:
    """Raises Impossible if a forced pair, or what a company or a set of places must hold, is too much.

    ``openings``: those of the problem, in which every forced pair is wished. No forced pair is pinned.
    """
    known = pairing_of(openings)
    alone = tuple(_alone(problem, openings, pair) for pair in forced if pair not in known)
    if alone:
        raise Impossible(*alone)
    numbers = [known[pair] for pair in forced]
    together = (*_too_much_for_companies(openings, numbers), *_too_much_for_places(openings, numbers))
    if together:
        raise Impossible(*together)


def not_at_once(forced: Collection[Pair]) -> str:
    """That these pairs cannot all meet, where no simpler reason can be given."""
    return f"the forced meetings cannot all be held: {_listed(forced)}"


def _alone(problem: Problem, openings: Openings, pair: Pair) -> str:
    c = next(n for n, company in enumerate(openings.companies) if company.id == pair.company)
    d = next(n for n, desk in enumerate(openings.desks) if desk.id == pair.desk)
    quota = problem.company[pair.company].max_meetings
    if openings.quota[c] <= 0:
        pins = ", and its pins are as many" if quota else ""
        why = f"the company may have {_count(quota, 'meeting')}{pins}"
    elif not any(openings.places[d]):
        why = "the desk has no open place left"
    elif not openings.presence[c]:
        why = "the company has no free slot"
    else:
        why = "the company has no free slot in which the desk has an open place left"
    return f"force {met(pair)}: {why}"


def _too_much_for_companies(openings: Openings, forced: Sequence[int]) -> Iterator[str]:
    own: dict[int, list[int]] = defaultdict(list)
    for number in forced:
        own[openings.pairings[number].company].append(number)
    for c, numbers in own.items():
        slots = 0
        for number in numbers:
            slots |= openings.pairings[number].slots
        who, fit = f"company {quoted(openings.companies[c].id)}", len(cover(openings, c, slots))
        if len(numbers) > openings.quota[c]:
            more = _count(openings.quota[c], "meeting")
            yield f"{who} may have {more} beside its pins, and {len(numbers)} are forced"
        elif len(numbers) > fit:
            yield f"{who} has time for {_count(fit, 'meeting')}, and {len(numbers)} are forced"


def _too_much_for_places(openings: Openings, forced: Sequence[int]) -> Iterator[str]:
    """One alone always has a place: that was asked before."""
    if len(forced) < 2:
        return
    options = {number: _spots(openings.pairings[number]) for number in forced}
    room = {spot: openings.places[spot[0]][spot[1]] for spots in options.values() for spot in spots}
    crowd = largest_crowd(options, room)
    if crowd is not None:
        pairs = [pair_of(openings, number) for number in crowd.members]
        yield f"only {_count(crowd.room, 'place')} for {len(pairs)} forced meetings: {_listed(pairs)}"


def _spots(pairing: Pairing) -> list[Spot]:
    return [(pairing.desk, slot) for slot in bits(pairing.slots)]


def _listed(pairs: Collection[Pair]) -> str:
    return "; ".join(met(pair) for pair in sorted(pairs))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
