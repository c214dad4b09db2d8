"""Whether a timetable is what it says, by formats.md and the oracle: what the checker is held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import networkx as nx

from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.scheduling.timetable import Booking, Figure, Level, Result
from tests.scheduling import oracle

Best = tuple[int, tuple[int, ...], int]
NAMES = {"floor": ["served", "draw", "worth", "idle"], "worth": ["worth", "idle"]}
PROOFS = {
    "served": {"matching"},
    "draw": {"matching"},
    "worth": {"flow", "two-sided flow", "linear programme", "exhausted search"},
    "idle": {"zero", "exhausted search"},
}


def is_true(problem: Problem, told: Result, best: Best) -> bool:
    """All of it but for the idle time: what nobody can tell without searching is believed of a bound."""
    return (
        told.problem_sha256 == problem.sha256
        and in_order(problem, told.meetings)
        and oracle.faults(problem, told.meetings) == []
        and [level.name for level in told.objective] == NAMES[problem.policy]
        and all(_is_true_of(level, problem, told, best) for level in told.objective)
        and (told.status == "feasible" or not is_unproven(told))
        and _is_certified(problem, told)
        and _reasons_are_true(problem, told)
    )


def is_the_best(problem: Problem, told: Result, best: Best) -> bool:
    """What is said to be proven and cannot be seen to be is true as well: worth without certificate, idle."""
    idle, worth = told.level("idle"), told.level("worth")
    serves_the_best = problem.policy == "worth" or told.level("draw").value == best[1]
    worth_is = not worth.is_proven or not serves_the_best or worth.value == best[2]
    idle_is = not idle.is_proven or idle.value == oracle.least_idle(problem, [m.pair for m in told.meetings])
    return worth_is and idle_is


def figures(problem: Problem, bookings: Sequence[Booking]) -> dict[str, Figure]:
    asking = {problem.company[entry.company].party for entry in (*problem.wishes, *problem.pins)}
    served = {problem.company[booking.company].party for booking in bookings}
    held = {(b.company, b.desk, problem.slot_index[b.slot]) for b in bookings}
    return {
        "served": len(served),
        "draw": tuple(sorted(problem.rank[party] for party in asking - served)),
        "worth": sum(problem.worth.get(booking.pair, 0) for booking in bookings),
        "idle": oracle.idle(problem, held),
    }


def is_unproven(told: Result) -> bool:
    return any(level.value != level.bound for level in told.objective if level.name != "idle")


def in_order(problem: Problem, bookings: Sequence[Booking]) -> bool:
    index = problem.slot_index
    places = [(b.company, index.get(b.slot, len(index))) for b in bookings]
    return places == sorted(places)


def true_codes(problem: Problem, told: Result, pair: Pair) -> set[str]:
    """The codes that say something true of a wish that is not a meeting."""
    company, party = problem.company[pair.company], problem.company[pair.company].party
    own = {problem.slot_index[b.slot] for b in told.meetings if b.company == pair.company}
    near = own | ({t + step for t in own for step in (-1, 1)} if company.breathing else set())
    seated = {(b.table, b.slot): b for b in told.meetings}
    places = {
        t: [(table.id, slot.id) for table in problem.desk[pair.desk].tables if slot.id not in table.closed]
        for t, slot in enumerate(problem.slots)
        if slot.id not in company.absent and not _is_too_early(problem, told, pair, t)
    }
    common = {t for t, at in places.items() if at}
    full = {t for t in common if all(place in seated for place in places[t])}
    holders = [seated[place] for t in common for place in places[t] if place in seated]
    free = [booking for booking in holders if not booking.pinned]
    meetings_of = Counter(problem.company[b.company].party for b in told.meetings)
    earlier = {key for key in meetings_of if problem.rank[key] < problem.rank[party]}
    all_taken = bool(common) and full == common
    is_without = problem.policy == "floor" and not meetings_of[party]
    room = oracle.places(problem)
    is_open = company.max_meetings > 0 and any(room[pair.desk, t] for t in common)
    claims = {
        "no_common_slot": not common,
        "quota_used": len(own) >= company.max_meetings,
        "draw": is_without and is_open and not _can_be_served(problem, told, {*earlier, party}),
        "own_meeting": bool(common & near) and common <= near | full,
        "outranked": all_taken and any(problem.worth.get(b.pair, 0) > problem.worth[pair] for b in free),
        "desk_full": all_taken,
        "stopped": told.status == "feasible" and is_unproven(told),
    }
    return {code for code, holds in claims.items() if holds}


def _is_too_early(problem: Problem, told: Result, pair: Pair, t: int) -> bool:
    """A repair moves nobody before ``earliest``; the published slot itself is no move."""
    index = problem.slot_index
    return any(level.name == "kept" for level in told.objective) and any(
        promise.pair == pair
        and promise.earliest is not None
        and t != index[promise.slot]
        and t < index[promise.earliest]
        for promise in problem.published
    )


def _can_be_served(problem: Problem, told: Result, parties: set[str]) -> bool:
    """Whether all these parties can have a meeting at once, by a matching of networkx."""
    room = oracle.places(problem)
    pinned = {problem.company[pin.company].party for pin in problem.pins}
    graph = nx.Graph()
    graph.add_nodes_from(parties - pinned)
    for wish in problem.wishes:
        company = problem.company[wish.company]
        if company.party in parties - pinned and company.max_meetings > 0:
            for t in oracle.free_slots(problem, company):
                if _is_too_early(problem, told, wish.pair, t):
                    continue
                seats = [(wish.desk, t, number) for number in range(room[wish.desk, t])]
                graph.add_edges_from((company.party, seat) for seat in seats)
    matching = nx.bipartite.hopcroft_karp_matching(graph, parties - pinned)
    return parties - pinned <= matching.keys()


def _is_true_of(level: Level, problem: Problem, told: Result, best: Best) -> bool:
    counted = figures(problem, told.meetings)
    if level.value != counted[level.name] or not _proof_is_right(level):
        return False
    if level.bound is None:
        return True
    if level.name == "idle":
        return level.bound <= counted["idle"]
    if level.name == "worth":
        return level.bound >= counted["worth"]
    if level.name == "served":
        return level.bound >= best[0]
    if counted["served"] < best[0]:
        return True  # what the draw says of fewer parties than there could be, nobody asks
    return len(level.bound) == len(best[1]) and level.bound >= best[1]


def _proof_is_right(level: Level) -> bool:
    if level.proof is None:
        return not level.is_proven
    zero = level.proof == "zero"
    return level.proof in PROOFS[level.name] and level.bound is not None and not (zero and level.value != 0)


def _is_certified(problem: Problem, told: Result) -> bool:
    if told.certificate is None:
        return True
    if told.certificate["scale"] < 1:
        return False
    bound = told.level("worth").bound
    told = replace(told, certificate=_without_zeros(told.certificate))
    try:
        return bound is None or oracle.certified(problem, told) <= bound
    except (AssertionError, KeyError):
        return False


def _without_zeros(prices: dict[str, Any]) -> dict[str, Any]:
    """A price of nothing is none; a row without prices stays, for its name must still mean something."""
    return {
        name: _without_zeros(price) if isinstance(price, dict) else price
        for name, price in prices.items()
        if price != 0
    }


def _reasons_are_true(problem: Problem, told: Result) -> bool:
    listed = [Pair(unplaced.company, unplaced.desk) for unplaced in told.unplaced]
    unmet = set(problem.worth) - {booking.pair for booking in told.meetings}
    if listed != sorted(unmet):
        return False
    return all(
        unplaced.reason.code in true_codes(problem, told, pair) and unplaced.reason.text.strip()
        for pair, unplaced in zip(listed, told.unplaced, strict=True)
    )
