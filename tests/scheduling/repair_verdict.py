"""Whether a repaired timetable is what it says, by formats.md and by trying everything.

``verdict.py`` says it of what ``solve`` makes; this says it of the levels that only a repair has, of the
hours announced, and of a certificate with prices for several levels (docs/certificate.md).
"""

from __future__ import annotations

from dataclasses import replace

import networkx as nx

from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.scheduling.timetable import Figure, Level, LevelName, Result
from tests.scheduling import oracle, repair_oracle, verdict
from tests.scheduling.repair_certificate import LEVELS, certified, too_early

Outcome = dict[LevelName, Figure]
"""The figures of a timetable, idle time aside."""
PROOFS: dict[LevelName, set[str]] = {
    "kept": {"linear programme", "exhausted search"},
    "served": {"matching", "linear programme", "exhausted search"},
    "moved": {"zero", "linear programme", "exhausted search"},
    "draw": {"matching", "linear programme", "exhausted search"},
    "worth": {"flow", "linear programme", "exhausted search"},
    "idle": {"zero", "exhausted search"},
}


def outcomes(problem: Problem) -> list[Outcome]:
    """The figures of every timetable that there is."""
    pairs = [wish.pair for wish in problem.wishes]
    every = oracle.outcomes(problem, pairs, must_meet=False, merge=False)
    return [_figures(problem, held) for held, _ in every if not repair_oracle.is_too_early(problem, held)]


def furthest(outcomes: list[Outcome], told: Result, name: LevelName) -> Figure:
    """How far a level can go with the earlier levels at the values told."""
    names = [level.name for level in told.objective]
    earlier = [level for level in told.objective if names.index(level.name) < names.index(name)]
    alike = [found for found in outcomes if all(found[level.name] == level.value for level in earlier)]
    figures = [found[name] for found in alike]
    return min(figures) if name == "moved" else max(figures)


def is_true(problem: Problem, told: Result) -> bool:
    """All that can be seen without searching: what only a search could refute is believed of a bound."""
    held = frozenset((b.company, b.desk, problem.slot_index.get(b.slot, -1)) for b in told.meetings)
    return (
        told.problem_sha256 == problem.sha256
        and verdict.in_order(problem, told.meetings)
        and oracle.faults(problem, told.meetings) == []
        and not repair_oracle.is_too_early(problem, held)
        and [level.name for level in told.objective] == [*LEVELS[problem.policy], "idle"]
        and all(_is_true_of(level, problem, told) for level in told.objective)
        and (told.status == "feasible" or not verdict.is_unproven(told))
        and _is_certified(problem, told)
        and _reasons_are_true(problem, told)
    )


def is_the_best(problem: Problem, told: Result, outcomes: list[Outcome]) -> bool:
    """What only a search could tell is true as well: no bound is passed, the earlier levels as told."""
    held = frozenset((b.company, b.desk, problem.slot_index[b.slot]) for b in told.meetings)
    idle = told.level("idle").bound
    idle_is = idle is None or idle <= repair_oracle.least_idle(problem, held)
    return idle_is and all(is_valid(level, told, outcomes) for level in told.objective)


def is_valid(level: Level, told: Result, outcomes: list[Outcome]) -> bool:
    """Whether the bound of a level before idle is passed by no timetable alike in the earlier levels."""
    if level.name == "idle" or level.bound is None:
        return True
    best = furthest(outcomes, told, level.name)
    return level.bound <= best if level.name == "moved" else level.bound >= best


def figures(problem: Problem, told: Result) -> Outcome:
    """The figures of the meetings, counted again, idle time among them."""
    held = frozenset((b.company, b.desk, problem.slot_index[b.slot]) for b in told.meetings)
    return {**_figures(problem, held), "idle": oracle.idle(problem, held)}


def _figures(problem: Problem, held: oracle.Held) -> Outcome:
    home = {promise.pair: problem.slot_index[promise.slot] for promise in problem.published}
    kept = [(Pair(company, desk), at) for company, desk, at in held if (company, desk) in home]
    asking = {problem.company[entry.company].party for entry in (*problem.wishes, *problem.pins)}
    served = {problem.company[company].party for company, _, _ in held}
    return {
        "kept": len(kept),
        "served": len(served),
        "moved": sum(home[pair] != at for pair, at in kept),
        "draw": tuple(sorted(problem.rank[party] for party in asking - served)),
        "worth": sum(problem.worth.get(Pair(company, desk), 0) for company, desk, _ in held),
    }


def _is_true_of(level: Level, problem: Problem, told: Result) -> bool:
    counted = figures(problem, told)[level.name]
    if level.value != counted or not _proof_is_right(level):
        return False
    if level.bound is None:
        return True
    if level.name in ("moved", "idle"):
        return level.bound <= counted
    if level.name == "draw":
        return len(level.bound) == len(counted) and level.bound >= _least_left_out(problem, told)
    return level.bound >= (_most_served(problem) if _rests_on_matching(told, "served", level) else counted)


def _proof_is_right(level: Level) -> bool:
    if level.proof is None:
        return not level.is_proven
    zero = level.proof == "zero"
    return level.proof in PROOFS[level.name] and level.bound is not None and not (zero and level.value != 0)


def _rests_on_matching(told: Result, name: LevelName, level: Level) -> bool:
    return level.name == name and level.proof == "matching"


def _least_left_out(problem: Problem, told: Result) -> tuple[int, ...]:
    """By the draw alone, if that is the proof; else nobody can tell but by a search."""
    draw = told.level("draw")
    if draw.proof != "matching":
        return draw.value
    asking = {problem.company[entry.company].party for entry in (*problem.wishes, *problem.pins)}
    first = {problem.company[pin.company].party for pin in problem.pins}
    for party in problem.draw:
        if len(first) < told.level("served").value and can_be_served(problem, {*first, party}):
            first.add(party)
    return tuple(sorted(problem.rank[party] for party in asking - first))


def _most_served(problem: Problem) -> int:
    served = set[str]()
    for party in problem.draw:
        if can_be_served(problem, {*served, party}):
            served.add(party)
    return len(served)


def can_be_served(problem: Problem, parties: set[str]) -> bool:
    """Whether all these parties can have a meeting at once, nobody too early, by a matching of networkx."""
    room, early = oracle.places(problem), too_early(problem)
    needy = parties - {problem.company[pin.company].party for pin in problem.pins}
    graph = nx.Graph()
    graph.add_nodes_from(needy)
    for wish in problem.wishes:
        company = problem.company[wish.company]
        if company.party in needy and company.max_meetings > 0:
            for t in oracle.free_slots(problem, company) - early.get(wish.pair, set()):
                seats = [(wish.desk, t, number) for number in range(room[wish.desk, t])]
                graph.add_edges_from((company.party, seat) for seat in seats)
    return needy <= nx.bipartite.hopcroft_karp_matching(graph, needy).keys()


# The certificate


def _is_certified(problem: Problem, told: Result) -> bool:
    if told.certificate is None:
        return True
    try:
        proven = certified(problem, told)
    except (AssertionError, KeyError):
        return False
    for name, bound in proven.items():
        claimed = told.level(name).bound
        if claimed is not None and (bound < claimed if name == "moved" else bound > claimed):
            return False
    return True


# The reasons


def _reasons_are_true(problem: Problem, told: Result) -> bool:
    listed = [Pair(unplaced.company, unplaced.desk) for unplaced in told.unplaced]
    if listed != sorted(set(problem.worth) - {booking.pair for booking in told.meetings}):
        return False
    return all(
        unplaced.reason.code in true_codes(problem, told, pair) and unplaced.reason.text.strip()
        for pair, unplaced in zip(listed, told.unplaced, strict=True)
    )


def true_codes(problem: Problem, told: Result, pair: Pair) -> set[str]:
    """As of a solved one, the hour announced being like an absence from this desk; the draw knows it too."""
    early = {problem.slots[t].id for t in too_early(problem).get(pair, ())}
    company = problem.company[pair.company]
    away = replace(company, absent=company.absent | early)
    others = [away if other == company else other for other in problem.companies]
    codes = verdict.true_codes(replace(problem, companies=tuple(others)), told, pair) - {"draw"}
    return codes | {"draw"} if _is_up_to_the_draw(problem, told, away.absent, pair) else codes


def _is_up_to_the_draw(problem: Problem, told: Result, absent: frozenset[str], pair: Pair) -> bool:
    room, company = oracle.places(problem), problem.company[pair.company]
    served = {problem.company[booking.company].party for booking in told.meetings}
    earlier = {party for party in served if problem.rank[party] < problem.rank[company.party]}
    places = (room[pair.desk, t] for t, slot in enumerate(problem.slots) if slot.id not in absent)
    return (
        problem.policy == "floor"
        and company.party not in served
        and company.max_meetings > 0
        and any(places)
        and not can_be_served(problem, {*earlier, company.party})
    )
