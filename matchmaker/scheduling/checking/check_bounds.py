"""Whether what a timetable says of how far each level could go can be believed.

No bound may be passed by what was reached. The bounds of a matching are found again (check_matching.py),
those of a certificate added up again (check_certificate.py); what rests on a search alone is held against
single exchanges, which are enough to refute a bound that is plainly wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from matchmaker.scheduling.checking.check_matching import BestServed
from matchmaker.scheduling.occupancy import Occupancy
from matchmaker.scheduling.problem import Pair, Problem, Wish
from matchmaker.scheduling.quality import Quality, idle
from matchmaker.scheduling.timetable import Booking, Figure, Level, LevelName, Result


def wrong_bound(problem: Problem, timetable: Result, level: Level, counted: Quality) -> Iterator[str]:
    """A line if the bound of a level, where it has one, is not true of a timetable with these figures."""
    if level.bound is not None:
        bounds = _OF_REPAIR if timetable.is_repaired else _OF_SOLVE
        yield from bounds[level.name](problem, timetable, level.bound, counted)


def _wrong_served_bound(
    problem: Problem, timetable: Result, bound: Figure, counted: Quality
) -> Iterator[str]:
    most = BestServed(problem, timetable.is_repaired).most
    if not isinstance(bound, int) or bound < most:
        yield f"objective.served.bound: {shown(bound)}, but {most} can be served"


def _wrong_draw_bound(problem: Problem, timetable: Result, bound: Figure, counted: Quality) -> Iterator[str]:
    """Of two sets of one size, the one earlier in the draw leaves out the later ranks: the greater tuple."""
    best = BestServed(problem, timetable.is_repaired).unserved_ranks(counted.served)
    comparable = isinstance(bound, tuple) and len(bound) == len(best)
    if not comparable or not isinstance(bound, tuple) or bound < best:
        yield f"objective.draw.bound: {shown(bound)}, but only {shown(best)} need go without"


def _wrong_worth_bound(problem: Problem, timetable: Result, bound: Figure, counted: Quality) -> Iterator[str]:
    is_certified = "worth" in certified_levels(timetable)
    if not isinstance(bound, int) or bound < counted.worth:
        yield f"objective.worth.bound: {shown(bound)}, but the worth is {counted.worth}"
    elif bound == counted.worth and not is_certified and _can_be_worth_more(problem, timetable):
        yield f"objective.worth.bound: {shown(bound)}, but a wish in the place of a meeting makes it more"


def _wrong_idle_bound(problem: Problem, timetable: Result, bound: Figure, counted: Quality) -> Iterator[str]:
    if not isinstance(bound, int) or bound > counted.idle:
        yield f"objective.idle.bound: {shown(bound)}, but the idle time is {counted.idle}"
    elif bound == counted.idle > 0 and _can_be_shorter(problem, timetable):
        yield f"objective.idle.bound: {shown(bound)}, but one meeting moved to a free place makes it less"


def _wrong_kept_bound(problem: Problem, timetable: Result, bound: Figure, counted: Quality) -> Iterator[str]:
    if not isinstance(bound, int) or bound < counted.kept:
        yield f"objective.kept.bound: {shown(bound)}, but {counted.kept} published meetings are kept"


def _wrong_moved_bound(problem: Problem, timetable: Result, bound: Figure, counted: Quality) -> Iterator[str]:
    if not isinstance(bound, int) or bound > counted.moved:
        yield f"objective.moved.bound: {shown(bound)}, but {counted.moved} published meetings are moved"


def _wrong_served_beside_promises(
    problem: Problem, timetable: Result, bound: Figure, counted: Quality
) -> Iterator[str]:
    """Promises come first, so fewer may be served than could be, unless a matching is said to prove it."""
    if not isinstance(bound, int) or bound < counted.served:
        yield f"objective.served.bound: {shown(bound)}, but {counted.served} are served"
    elif timetable.level("served").proof == "matching":
        yield from _wrong_served_bound(problem, timetable, bound, counted)


def _wrong_draw_beside_promises(
    problem: Problem, timetable: Result, bound: Figure, counted: Quality
) -> Iterator[str]:
    comparable = isinstance(bound, tuple) and len(bound) == len(counted.draw)
    if not comparable or not isinstance(bound, tuple) or bound < counted.draw:
        yield f"objective.draw.bound: {shown(bound)}, but {shown(counted.draw)} go without"
    elif timetable.level("draw").proof == "matching":
        yield from _wrong_draw_bound(problem, timetable, bound, counted)


_Bounds = dict[LevelName, Callable[[Problem, Result, Figure, Quality], Iterator[str]]]
_OF_SOLVE: _Bounds = {
    "served": _wrong_served_bound,
    "draw": _wrong_draw_bound,
    "worth": _wrong_worth_bound,
    "idle": _wrong_idle_bound,
}
_OF_REPAIR: _Bounds = {
    "kept": _wrong_kept_bound,
    "served": _wrong_served_beside_promises,
    "moved": _wrong_moved_bound,
    "draw": _wrong_draw_beside_promises,
    "worth": _wrong_worth_bound,
    "idle": _wrong_idle_bound,
}


def certified_levels(timetable: Result) -> set[str]:
    """The levels that the certificate has prices for."""
    if timetable.certificate is None:
        return set()
    return set(timetable.certificate) - {"kind"} if timetable.is_repaired else {"worth"}


def _promised(problem: Problem, timetable: Result) -> dict[Pair, str]:
    """Published pair -> its slot, in a timetable that answers to what was published."""
    promises = problem.published if timetable.is_repaired else ()
    return {promise.pair: promise.slot for promise in promises}


def _can_be_worth_more(problem: Problem, timetable: Result) -> bool:
    """Some wish could replace a meeting worth less: a cheap way to refute a bound without certificate.

    Either the desk takes it in the place of the other, whose company stays served, or its company goes there
    instead. Nobody else moves, the same parties are served, and no promise is broken.
    """
    occupancy = Occupancy(problem, timetable.meetings, timetable.is_repaired)
    met, promised = {booking.pair for booking in timetable.meetings}, _promised(problem, timetable)
    return any(
        not booking.pinned
        and booking.pair not in promised
        and problem.worth.get(booking.pair, 0) < wish.worth
        and (_gives_way(occupancy, booking, wish) or _goes_instead(occupancy, booking, wish))
        for wish in problem.wishes
        if wish.pair not in met and wish.pair not in promised
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


def _can_be_shorter(problem: Problem, timetable: Result) -> bool:
    """Some company waits less if one meeting moves to a free place: a cheap way to refute a proof of idle."""
    of_company: dict[str, list[Booking]] = defaultdict(list)
    for booking in timetable.meetings:
        of_company[booking.company].append(booking)
    occupancy = Occupancy(problem, timetable.meetings, timetable.is_repaired)
    promised = _promised(problem, timetable)
    waiting = [own for own in of_company.values() if idle(problem, own)]
    return any(
        idle(problem, [*others, replace(booking, slot=slot)]) < idle(problem, own)
        for own in waiting
        for booking in own
        if not booking.pinned and promised.get(booking.pair) != booking.slot
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


def shown(figure: Figure) -> str:
    """A figure in a sentence."""
    return str(figure) if isinstance(figure, int) else f"[{', '.join(map(str, figure))}]"
