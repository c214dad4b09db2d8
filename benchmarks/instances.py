"""What is measured: fairs made from a seed, of any size, presence and demand, with what makes them hard.

A desk has 1 to 6 tables, 2.1 in the mean, or 1.4 where there are few, as at the demonstration's fair. Some
desks are asked for many times as often as others, and a quarter of the companies ask one desk only, as in the
real requests. A company has at most 4 meetings. Of those who miss something half come late, a quarter leave
early, a quarter are away now and then. Pins, breathing and groups are drawn apart from the rest: the same
seed with and without them is the same fair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import sqrt
from random import Random
from typing import NamedTuple

from benchmarks.grants import Room
from matchmaker.scheduling.problem import Company, Desk, Pin, Problem, Slot, Table, Wish, drawn_by_seed

START = datetime(2023, 11, 15, 9, 30, tzinfo=UTC)
TABLES = (1, 1, 1, 1, 2, 2, 2, 2, 3, 6)
FEW_TABLES = (1, 1, 1, 1, 1, 1, 2, 2, 2, 2)
QUOTA = 4
SKEW = 1.0
ONE_CHOICE = 0.25
FIRST_CHOICE, NEXT_CHOICE = 100, 0.7
ANSWERS = (0, 0, 0, 15, 15, 30)
ABSENCES = ("late", "late", "early", "scattered")


class Fair(NamedTuple):
    """Companies × desks × slots; the share of slots a company is there; wishes per seat; shares of extras."""

    companies: int
    desks: int
    slots: int
    presence: float = 1.0
    demand: float = 2.0
    pins: float = 0.0
    breathing: float = 0.0
    groups: float = 0.0
    has_few_tables: bool = False

    @property
    def size(self) -> str:
        return f"{self.companies}×{self.desks}×{self.slots}"

    def __str__(self) -> str:
        extras = ["few tables"] if self.has_few_tables else []
        extras += [
            f"{name} {share:.0%}"
            for name, share in (("pins", self.pins), ("breathing", self.breathing), ("groups", self.groups))
            if share
        ]
        return ", ".join([self.size, f"presence {self.presence:.0%}", f"demand {self.demand:g}", *extras])

    def problem(self, seed: int) -> Problem:
        """The problem of that seed; equal on every machine."""
        return an_instance(self, seed)


def an_instance(fair: Fair, seed: int) -> Problem:
    chance = Random(f"{fair[:5]}/{seed}")
    slots = slots_of(fair.slots)
    ids = [slot.id for slot in slots]
    tables = FEW_TABLES if fair.has_few_tables else TABLES
    desks = tuple(_desk(number, chance.choice(tables)) for number in range(fair.desks))
    companies = tuple(
        Company(f"C{number:05d}", min(QUOTA, fair.slots), _absent(ids, fair.presence, chance))
        for number in range(fair.companies)
    )
    wishes = tuple(_wishes(companies, desks, fair, chance))
    companies = _with_extras(companies, fair, seed)
    draw = drawn_by_seed((company.party for company in companies), seed)
    problem = Problem(slots, desks, companies, wishes, draw)
    return replace(problem, pins=tuple(_pins(problem, fair.pins, Random(f"pins/{fair}/{seed}"))))


def slots_of(count: int) -> tuple[Slot, ...]:
    """Slots s1, s2 … of eight minutes, ten minutes apart."""
    begins = [START + timedelta(minutes=10 * number) for number in range(count)]
    return tuple(
        Slot(f"s{number}", begin, begin + timedelta(minutes=8)) for number, begin in enumerate(begins, 1)
    )


def _desk(number: int, tables: int) -> Desk:
    key = f"D{number:03d}"
    return Desk(key, "DIR", tuple(Table(f"{key}-{place}") for place in range(1, tables + 1)))


def _absent(ids: Sequence[str], presence: float, chance: Random) -> frozenset[str]:
    away = round(len(ids) * (1 - presence) * chance.uniform(0.5, 1.5))
    kind = chance.choice(ABSENCES)
    if kind == "scattered":
        return frozenset(chance.sample(ids, away))
    return frozenset(ids[:away] if kind == "late" else ids[len(ids) - away :])


def _wishes(
    companies: Sequence[Company], desks: Sequence[Desk], fair: Fair, chance: Random
) -> Iterator[Wish]:
    """Desks by popularity, each once (Efraimidis and Spirakis 2006); a later choice is worth less."""
    popularity = [sqrt(len(desk.tables)) * chance.lognormvariate(0, SKEW) for desk in desks]
    seats = sum(len(desk.tables) for desk in desks) * fair.slots
    several = (fair.demand * seats / len(companies) - ONE_CHOICE) / (1 - ONE_CHOICE)
    for company in companies:
        count = max(1, int(several * chance.uniform(0.7, 1.3) + chance.random()))
        count = 1 if chance.random() < ONE_CHOICE else count
        lots = [chance.random() ** (1 / weight) for weight in popularity]
        chosen = sorted(range(len(desks)), key=lambda d: -lots[d])[:count]
        for rank, d in enumerate(chosen):
            worth = round(FIRST_CHOICE * NEXT_CHOICE**rank) + chance.choice(ANSWERS)
            yield Wish(company.id, desks[d].id, max(1, worth))


def _with_extras(companies: Sequence[Company], fair: Fair, seed: int) -> tuple[Company, ...]:
    """Who breathes, and who belongs together: groups of two, neighbours in the list."""
    chance = Random(f"extras/{fair}/{seed}")
    breathing = [chance.random() < fair.breathing for _ in companies]
    grouped = [chance.random() < fair.groups for _ in companies[::2]]
    return tuple(
        replace(company, breathing=breathing[n], group=f"G{n // 2:05d}" if grouped[n // 2] else None)
        for n, company in enumerate(companies)
    )


def _pins(problem: Problem, share: float, chance: Random) -> Iterator[Pin]:
    """That share of what first come, first served would grant, each where it stood."""
    if share == 0:
        return
    room = Room(problem)
    for wish in problem.wishes:
        slot = room.grant(wish)
        if slot is not None and chance.random() < share:
            yield Pin(wish.company, wish.desk, slot)
