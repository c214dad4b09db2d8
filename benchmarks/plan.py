"""What is measured on what, and how often: the short form, and the full one.

Every way gets the same fairs by seed and the same time limit. Slow rivals get fewer fairs, the slowest none
of the largest; the tables say how many it were.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.instances import Fair
from benchmarks.measure import Source, Trial
from benchmarks.published import INSTANCES

MATCHMAKER = "Matchmaker"
STOPPED_AFTER_2 = "Matchmaker, stopped after 2 s"
PREVIEW, REPAIR = "repair: preview", "repair: proven"
REPAIRS = {PREVIEW: "engine.previewed", REPAIR: "engine.repaired"}
ONE_PRICE, ALL_PRICES = "price of one wish", "prices of all open wishes"
QUESTIONS = {
    ONE_PRICE: "questions.one_price",
    ALL_PRICES: "questions.all_prices",
    "what if: one more table": "questions.one_more_table",
    "what if: a meeting forced": "questions.a_meeting_forced",
}
IMPORT = "import matchmaker.app"
LINEAR, INTEGRAL = "time-indexed LP (HiGHS)", "LP, then MIP (HiGHS)"
AS_SHIPPED = "time-indexed LP (HiGHS, with its presolve)"
MATCHING, CP_SAT = "matching slot by slot (networkx)", "plain CP-SAT"
BY_HAND = {
    "first come, first served": "rivals.by_hand.first_come_first_served",
    "first choices first": "rivals.by_hand.first_choices_first",
    "greatest worth first": "rivals.by_hand.greatest_worth_first",
}

TINY, MIDDLE, LARGE = Fair(60, 10, 7), Fair(300, 30, 8), Fair(1000, 60, 12)
HUGE, GIANT = Fair(2000, 100, 24), Fair(10_000, 300, 24)
SIZES = (TINY, MIDDLE, LARGE, HUGE, GIANT)
PRESENCES, DEMANDS = (1.0, 0.9, 0.6), (1.2, 2.0, 5.0)
MOSTLY, SPARSE = 0.9, 0.6
USUAL, LARGE_USUAL = MIDDLE._replace(presence=MOSTLY), LARGE._replace(presence=MOSTLY)
HUGE_SPARSE = HUGE._replace(presence=SPARSE)


class Dose(NamedTuple):
    """The seconds that every way has for a fair, and how many seeds each gets."""

    patience: float
    ours: int
    by_hand: int = 0
    matching: int = 0
    linear: int = 0
    integral: int = 0
    cp_sat: int = 0
    as_shipped: int = 0

    def of(self, source: Source) -> Iterator[Trial]:
        ways = [(MATCHMAKER, "engine.whole", self.ours)]
        ways += [(name, place, self.by_hand) for name, place in BY_HAND.items()]
        ways += [
            (MATCHING, "rivals.slot_by_slot.slot_by_slot", self.matching),
            (LINEAR, "rivals.time_indexed.linear", self.linear),
            (AS_SHIPPED, "rivals.time_indexed.linear_as_shipped", self.as_shipped),
            (INTEGRAL, "rivals.time_indexed.integral", self.integral),
            (CP_SAT, "rivals.plain_cp_sat.plain_cp_sat", self.cp_sat),
        ]
        for way, place, count in ways:
            if count:
                yield Trial(way, place, source, range(1, count + 1), self.patience)


def with_extras(fair: Fair) -> list[Fair]:
    """With pins, with breathing, with groups, and with all three."""
    extras = fair._replace(pins=0.25, breathing=0.5, groups=0.1)
    bare = extras._replace(pins=0, breathing=0, groups=0)
    return [
        bare._replace(pins=extras.pins),
        bare._replace(breathing=extras.breathing),
        bare._replace(groups=extras.groups),
        extras,
    ]


SHORT: list[tuple[Source, Dose]] = [
    *((TINY._replace(presence=presence), Dose(10, 2, 2, 2, 2, 2, 1)) for presence in PRESENCES),
    (MIDDLE, Dose(10, 100, 5, 1, 20, 2, 1, 20)),
    (USUAL, Dose(10, 100, 5, 1, 20, 2, 1, 20)),
    (MIDDLE._replace(presence=SPARSE), Dose(10, 100, 5, 1, 20, 2, 1, 20)),
    *((USUAL._replace(demand=demand), Dose(10, 3, 3, 1, 3, 1)) for demand in (1.2, 5.0)),
    *((fair, Dose(10, 3, 3, 1, 3, 3, 1)) for fair in with_extras(USUAL)),
    (USUAL._replace(has_few_tables=True), Dose(10, 20, 5, 1, 20, 2, 1)),
    (LARGE, Dose(20, 10, 1, 0, 3, 1)),
    (LARGE_USUAL, Dose(20, 10, 1, 1, 3, 1, 1)),
    (LARGE_USUAL._replace(has_few_tables=True), Dose(20, 3, 1, 0, 3, 1)),
    (LARGE._replace(presence=SPARSE), Dose(20, 10, 1, 0, 3, 1)),
    (HUGE, Dose(30, 3, 1)),
    (HUGE._replace(presence=MOSTLY), Dose(30, 3, 1, linear=1)),
    (HUGE_SPARSE, Dose(60, 10, 1, linear=1)),
    (GIANT, Dose(30, 3)),
    (GIANT._replace(presence=MOSTLY), Dose(60, 3, 1, linear=1)),
    (GIANT._replace(presence=SPARSE), Dose(30, 3)),
    *((instance, Dose(10, 1, 1, 1, 1, 1, 1)) for instance in INSTANCES),
]
FULL_AT_DEMAND_2 = {
    TINY: Dose(60, 20, 20, 20, 20, 20, 3),
    MIDDLE: Dose(60, 100, 100, 3, 100, 5, 1, 20),
    LARGE: Dose(60, 10, 5, 1, 5, 1, 1),
    HUGE: Dose(60, 20, 2, linear=2, integral=1),
    GIANT: Dose(60, 3, 1, linear=1),
}
FULL_AT_OTHER_DEMANDS = {
    TINY: Dose(60, 10, 10, 10, 10, 10, 1),
    MIDDLE: Dose(60, 20, 20, 1, 20, 3, 1),
    LARGE: Dose(60, 5, 5, 0, 3, 1),
    HUGE: Dose(60, 2, 1, linear=1),
    GIANT: Dose(60, 1, 1),
}


def short() -> Iterator[Trial]:
    """Under ten minutes on two cores."""
    for source, dose in SHORT:
        yield from dose.of(source)
    yield from _deeds(goal_seeds=10, repairs=10, large_repairs=3)


def full() -> Iterator[Trial]:
    """Every size, presence and demand, and what makes them hard: an hour or two."""
    for demand in DEMANDS:
        for size, dose in (FULL_AT_DEMAND_2 if demand == 2 else FULL_AT_OTHER_DEMANDS).items():
            for presence in PRESENCES:
                yield from dose.of(size._replace(presence=presence, demand=demand))
    for size in (TINY, MIDDLE, LARGE):
        for fair in with_extras(size._replace(presence=MOSTLY)):
            yield from Dose(60, 5, 5, 1, 5, 5, 1).of(fair)
    for size, dose in FULL_AT_DEMAND_2.items():
        yield from dose.of(size._replace(presence=MOSTLY, has_few_tables=True))
    for instance in INSTANCES:
        yield from Dose(60, 3, 3, 3, 3, 3, 3).of(instance)
    yield from _deeds(goal_seeds=20, repairs=20, large_repairs=5)


def _deeds(goal_seeds: int, repairs: int, large_repairs: int) -> Iterator[Trial]:
    """What else the goals speak of, beside whole timetables."""
    yield Trial(STOPPED_AFTER_2, "engine.whole", HUGE_SPARSE, range(1, goal_seeds + 1), 2)
    for fair, count, patience in ((USUAL, repairs, 30.0), (LARGE_USUAL, large_repairs, 150.0)):
        for way, place in REPAIRS.items():
            yield Trial(way, place, fair, range(1, count + 1), patience, "disruptions.disrupted")
    for way, place in QUESTIONS.items():
        yield Trial(way, place, USUAL, range(1, repairs + 1), 30, "questions.scheduled")
