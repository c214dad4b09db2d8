"""Whether the objective of a timetable is true: every value counted again, every bound held against a proof.

What may be claimed: no bound is passed by what was reached or could be; a level whose value equals its bound
is proven, and says how; "optimal" means that every level before idle is proven.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from matchmaker.scheduling.check_certificate import certified_bound
from matchmaker.scheduling.check_matching import BestServed
from matchmaker.scheduling.occupancy import Occupancy
from matchmaker.scheduling.problem import Problem, Wish
from matchmaker.scheduling.quality import LEVELS, Quality, idle, quality
from matchmaker.scheduling.reading import Malformed
from matchmaker.scheduling.timetable import Booking, Figure, Level, LevelName, Proof, Result

PROOFS: dict[LevelName, tuple[Proof, ...]] = {
    "served": ("matching",),
    "draw": ("matching",),
    "worth": ("flow", "two-sided flow", "linear programme", "exhausted search"),
    "idle": ("zero", "exhausted search"),
}


def wrong_figures(problem: Problem, timetable: Result) -> Iterator[str]:
    """A line for each value, bound, proof or status that is not true; the meetings obey the rules."""
    names, expected = tuple(level.name for level in timetable.objective), LEVELS[problem.policy]
    if names != expected:
        yield f"objective: expected the levels {', '.join(expected)}, found {', '.join(names) or 'none'}"
        return
    counted = quality(problem, timetable.meetings)
    for level in timetable.objective:
        yield from _wrong_value(level, counted.figure(level.name))
        yield from _wrong_proof(level)
        if level.bound is not None:
            yield from _BOUNDS[level.name](problem, timetable, level.bound, counted)
    yield from _wrong_certificate(problem, timetable)
    unproven = [level.name for level in timetable.objective if level.name != "idle" and not level.is_proven]
    if timetable.status == "optimal" and unproven:
        yield f"status: optimal, but not proven at the level {', '.join(unproven)}"


def standing(timetable: Result) -> Iterator[str]:
    """For a timetable in which nothing is wrong, a line for each level: how its bound was re-verified."""
    for level in timetable.objective:
        yield f"{level.name}: {_shown(level.value)}, {_verified(level, timetable)}"


def _verified(level: Level, timetable: Result) -> str:
    if level.bound is None:
        return "bound unknown"
    how = {
        "served": "re-verified by a matching",
        "draw": "re-verified by a matching",
        "worth": "re-verified by the certificate",
        "idle": "the least there is" if level.value == 0 else "as the solver says",
    }
    if level.name == "worth" and timetable.certificate is None:
        how["worth"] = "not re-verified, for there is no certificate"
    return f"bound {_shown(level.bound)}, {how[level.name]}"


def _wrong_value(level: Level, counted: Figure) -> Iterator[str]:
    if level.value != counted:
        yield f"objective.{level.name}.value: {_shown(level.value)}, counted again {_shown(counted)}"


def _wrong_proof(level: Level) -> Iterator[str]:
    path = f"proof.{level.name}"
    if level.proof is None:
        if level.is_proven:
            yield f"{path}: missing, though value and bound are equal"
        return
    if level.proof not in PROOFS[level.name]:
        yield f"{path}: {level.proof} is no proof of this level"
    if level.bound is None:
        yield f"{path}: {level.proof}, but there is no bound"
    if level.proof == "zero" and level.value != 0:
        yield f"{path}: zero, but the value is {_shown(level.value)}"


def _wrong_served_bound(
    problem: Problem, timetable: Result, bound: Figure, counted: Quality
) -> Iterator[str]:
    most = BestServed(problem).most
    if not isinstance(bound, int) or bound < most:
        yield f"objective.served.bound: {_shown(bound)}, but {most} can be served"


def _wrong_draw_bound(problem: Problem, timetable: Result, bound: Figure, counted: Quality) -> Iterator[str]:
    """Of two sets of one size, the one earlier in the draw leaves out the later ranks: the greater tuple."""
    best = BestServed(problem).unserved_ranks(counted.served)
    comparable = isinstance(bound, tuple) and len(bound) == len(best)
    if not comparable or not isinstance(bound, tuple) or bound < best:
        yield f"objective.draw.bound: {_shown(bound)}, but only {_shown(best)} need go without"


def _wrong_worth_bound(problem: Problem, timetable: Result, bound: Figure, counted: Quality) -> Iterator[str]:
    if not isinstance(bound, int) or bound < counted.worth:
        yield f"objective.worth.bound: {_shown(bound)}, but the worth is {counted.worth}"
    elif bound == counted.worth and timetable.certificate is None and _can_be_worth_more(problem, timetable):
        yield f"objective.worth.bound: {_shown(bound)}, but a wish in the place of a meeting makes it more"


def _wrong_idle_bound(problem: Problem, timetable: Result, bound: Figure, counted: Quality) -> Iterator[str]:
    if not isinstance(bound, int) or bound > counted.idle:
        yield f"objective.idle.bound: {_shown(bound)}, but the idle time is {counted.idle}"
    elif bound == counted.idle > 0 and _can_be_shorter(problem, timetable.meetings):
        yield f"objective.idle.bound: {_shown(bound)}, but one meeting moved to a free place makes it less"


_BOUNDS: dict[LevelName, Callable[[Problem, Result, Figure, Quality], Iterator[str]]] = {
    "served": _wrong_served_bound,
    "draw": _wrong_draw_bound,
    "worth": _wrong_worth_bound,
    "idle": _wrong_idle_bound,
}


def _wrong_certificate(problem: Problem, timetable: Result) -> Iterator[str]:
    if timetable.certificate is None:
        return
    served = {problem.company[booking.company].party for booking in timetable.meetings}
    claimed = timetable.level("worth").bound
    try:
        proven = certified_bound(problem, served, timetable.certificate)
    except Malformed as malformed:
        yield from malformed.faults
        return
    if isinstance(claimed, int) and proven > claimed:
        yield f"certificate: it proves {proven}, not the bound {claimed} of the level worth"


def _can_be_worth_more(problem: Problem, timetable: Result) -> bool:
    """Some wish could replace a meeting worth less: a cheap way to refute a bound without certificate.

    Either the desk takes it in the place of the other, whose company stays served, or its company goes there
    instead. Nobody else moves, and the same parties are served.
    """
    occupancy = Occupancy(problem, timetable.meetings)
    met = {booking.pair for booking in timetable.meetings}
    return any(
        not booking.pinned
        and problem.worth.get(booking.pair, 0) < wish.worth
        and (_gives_way(occupancy, booking, wish) or _goes_instead(occupancy, booking, wish))
        for wish in problem.wishes
        if wish.pair not in met
        for booking in timetable.meetings
        if booking.desk == wish.desk or booking.company == wish.company
    )


def _gives_way(occupancy: Occupancy, booking: Booking, wish: Wish) -> bool:
    """The company that wishes could have this place, and no party would be left without a meeting."""
    problem, company = occupancy.problem, occupancy.problem.company[wish.company]
    served = occupancy.meetings_of_party
    keeps = problem.policy == "worth" or (
        served(company.party) > 0 and served(problem.company[booking.company].party) > 1
    )
    return (
        booking.desk == wish.desk
        and keeps
        and len(occupancy.meetings(company.id)) < company.max_meetings
        and booking.slot in occupancy.common_slots(company.id, wish.desk)
        and not occupancy.is_busy(company.id, booking.slot)
    )


def _goes_instead(occupancy: Occupancy, booking: Booking, wish: Wish) -> bool:
    """The company could meet the desk it wishes, at a free place, had it not this meeting."""
    others = [other for other in occupancy.meetings(wish.company) if other != booking]
    wished = replace(booking, desk=wish.desk)
    return booking.company == wish.company and any(_free_slots(occupancy, wished, others))


def _can_be_shorter(problem: Problem, meetings: Sequence[Booking]) -> bool:
    """Some company waits less if one meeting moves to a free place: a cheap way to refute a proof of idle."""
    of_company: dict[str, list[Booking]] = defaultdict(list)
    for booking in meetings:
        of_company[booking.company].append(booking)
    occupancy = Occupancy(problem, meetings)
    waiting = [own for own in of_company.values() if idle(problem, own)]
    return any(
        idle(problem, [*others, replace(booking, slot=slot)]) < idle(problem, own)
        for own in waiting
        for booking in own
        if not booking.pinned
        for others in [[other for other in own if other != booking]]
        for slot in _free_slots(occupancy, booking, others)
    )


def _free_slots(occupancy: Occupancy, booking: Booking, others: Sequence[Booking]) -> Iterator[str]:
    """Where the meeting could be instead, beside the other meetings of its company and nobody moving."""
    index = occupancy.problem.slot_index
    reach = 1 if occupancy.problem.company[booking.company].breathing else 0
    for slot in occupancy.common_slots(booking.company, booking.desk):
        is_alone = all(abs(index[slot] - index[other.slot]) > reach for other in others)
        if is_alone and not occupancy.is_full(booking.desk, slot):
            yield slot


def _shown(figure: Figure) -> str:
    return str(figure) if isinstance(figure, int) else f"[{', '.join(map(str, figure))}]"
