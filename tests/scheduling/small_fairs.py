"""Fairs and timetables small enough to be written in one line and judged by eye."""

from __future__ import annotations

import re

from matchmaker.scheduling.problem import Company, Desk, Pin, Policy, Problem, Wish
from matchmaker.scheduling.timetable import Booking
from tests.scheduling.problems import problem


def fair(
    slots: int,
    desks: list[Desk],
    companies: list[Company],
    wishes: str,
    pins: list[Pin] | None = None,
    policy: Policy = "floor",
) -> Problem:
    """Wishes as "C1-A:9 C2-A:5"; the companies, or their groups, are drawn in the order given."""
    parsed = [re.fullmatch(r"(\w+)-(\w+):(\d+)", wish) for wish in wishes.split()]
    return problem(
        slots,
        desks,
        companies,
        [Wish(found[1], found[2], int(found[3])) for found in parsed if found],
        pins,
        policy,
        tuple(dict.fromkeys(company.party for company in companies)),
    )


def meetings(described: str) -> list[Booking]:
    """Meetings as "C1-A@s1": ``#2`` after it names another table than the first, ``!`` marks a pinned one."""
    parsed = (re.fullmatch(r"(\w+)-(\w+)@(s\d+)(?:#(\d))?(!?)", entry) for entry in described.split())
    return [Booking(m[1], m[2], m[3], f"{m[2]}-{m[4] or 1}", bool(m[5])) for m in parsed if m]
