"""What no timetable can obey: pins that contradict each other, a quota or a breathing space (exit code 3).

The list is complete. If it is empty, the pins alone make a timetable that breaks no rule: a pin may stand
where its company is absent or its table closed, and one without table fits wherever its desk has one left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise

from matchmaker.scheduling.problem import Pair, Pin, Problem
from matchmaker.scheduling.reading import quoted


def contradictions(problem: Problem) -> list[str]:
    """One line for each contradiction, naming the entries of ``pins`` that make it; none if there is none."""
    return [line for kind in _KINDS for line in kind(problem)]


def published_twice(problem: Problem) -> list[str]:
    """One line for each pair that ``published`` promises more than once; only a repair has to know which."""
    entries: dict[Pair, list[int]] = defaultdict(list)
    for index, promise in enumerate(problem.published):
        entries[promise.pair].append(index)
    return [
        f"{_entries(found, 'published')}: company {quoted(pair.company)} is published with desk "
        f"{quoted(pair.desk)} more than once"
        for pair, found in entries.items()
        if len(found) > 1
    ]


def _company_in_two_places(problem: Problem) -> Iterator[str]:
    for pins in _groups(problem, lambda pin: (pin.company, pin.slot)):
        if len(pins) > 1:
            pin = problem.pins[pins[0]]
            where = f"in slot {quoted(pin.slot)}"
            yield f"{_entries(pins)}: company {quoted(pin.company)} has {len(pins)} meetings {where}"


def _table_taken_twice(problem: Problem) -> Iterator[str]:
    for pins in _groups(problem, lambda pin: None if pin.table is None else (pin.table, pin.slot)):
        if len(pins) > 1:
            pin = problem.pins[pins[0]]
            where = f"table {quoted(pin.table or '')} in slot {quoted(pin.slot)}"
            yield f"{_entries(pins)}: {where} has {len(pins)} meetings"


def _desk_too_small(problem: Problem) -> Iterator[str]:
    for pins in _groups(problem, lambda pin: (pin.desk, pin.slot)):
        pin = problem.pins[pins[0]]
        tables = len(problem.desk[pin.desk].tables)
        if len(pins) > tables:
            where = f"desk {quoted(pin.desk)} in slot {quoted(pin.slot)}"
            yield f"{_entries(pins)}: {where} has {len(pins)} meetings, more than its tables ({tables})"


def _pair_pinned_twice(problem: Problem) -> Iterator[str]:
    for pins in _groups(problem, lambda pin: pin.pair):
        if len(pins) > 1:
            company, desk = problem.pins[pins[0]].pair
            yield f"{_entries(pins)}: company {quoted(company)} meets desk {quoted(desk)} more than once"


def _quota_exceeded(problem: Problem) -> Iterator[str]:
    for pins in _groups(problem, lambda pin: pin.company):
        company = problem.company[problem.pins[pins[0]].company]
        if len(pins) > company.max_meetings:
            counts = f"has {len(pins)} meetings and may have {company.max_meetings}"
            yield f"{_entries(pins)}: company {quoted(company.id)} {counts}"


def _breathing_broken(problem: Problem) -> Iterator[str]:
    for pins in _groups(problem, lambda pin: pin.company):
        company = problem.company[problem.pins[pins[0]].company]
        in_time = sorted(pins, key=lambda index: problem.slot_index[problem.pins[index].slot])
        for earlier, later in pairwise(in_time):
            slots = [problem.pins[index].slot for index in (earlier, later)]
            neighbours = problem.slot_index[slots[1]] - problem.slot_index[slots[0]] == 1
            if company.breathing and neighbours:
                between = f"has no breathing space between slots {quoted(slots[0])} and {quoted(slots[1])}"
                yield f"{_entries((earlier, later))}: company {quoted(company.id)} {between}"


def _groups(problem: Problem, key: Callable[[Pin], Hashable | None]) -> Iterator[list[int]]:
    """The indices of the pins that share a key, in the order of the file; None is no key."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index, pin in enumerate(problem.pins):
        shared = key(pin)
        if shared is not None:
            groups[shared].append(index)
    yield from groups.values()


def _entries(found: Sequence[int], key: str = "pins") -> str:
    return ", ".join(f"{key}[{index}]" for index in sorted(found))


_KINDS: tuple[Callable[[Problem], Iterator[str]], ...] = (
    _company_in_two_places,
    _table_taken_twice,
    _desk_too_small,
    _pair_pinned_twice,
    _quota_exceeded,
    _breathing_broken,
)
