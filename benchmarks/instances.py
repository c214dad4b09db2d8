"""What is measured: the two demonstration fairs' shape at growing sizes, made from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from matchmaker.scheduling.problem import Company, Desk, Problem, Slot, Table, Wish, drawn_by_seed

START = datetime(2023, 11, 15, 9, 30, tzinfo=UTC)
CHOICES = (100, 70, 45, 25)
ANSWERS = (0, 0, 0, 15, 15, 30)


class Size(NamedTuple):
    """Companies × desks × slots, the share of slots each company is there, wishes per place."""

    companies: int
    desks: int
    slots: int
    presence: float
    demand: float

    def __str__(self) -> str:
        return f"{self.companies}×{self.desks}×{self.slots}, {self.presence:.0%} there"


SIZES = (
    Size(120, 10, 9, 0.95, 3.0),
    Size(300, 30, 8, 1.0, 2.0),
    Size(300, 30, 8, 0.6, 2.0),
    Size(1000, 60, 12, 0.9, 2.0),
)


def an_instance(size: Size, seed: int) -> Problem:
    """Skewed popularity, 1 to 3 tables a desk, late arrivals and early leaves."""
    chance = random.Random(f"{size}/{seed}")
    slots = tuple(
        Slot(f"s{n + 1}", START + timedelta(minutes=10 * n), START + timedelta(minutes=10 * n + 8))
        for n in range(size.slots)
    )
    desks = tuple(_desk(number, chance) for number in range(size.desks))
    companies = tuple(_company(number, slots, size.presence, chance) for number in range(size.companies))
    wishes = tuple(_wishes(companies, desks, size, chance))
    return Problem(slots, desks, companies, wishes, drawn_by_seed((c.party for c in companies), seed))


def _desk(number: int, chance: random.Random) -> Desk:
    tables = tuple(Table(f"D{number:03d}-{place}") for place in range(1, chance.choice((1, 1, 2, 3)) + 1))
    return Desk(f"D{number:03d}", "DIR", tables)


def _company(number: int, slots: tuple[Slot, ...], presence: float, chance: random.Random) -> Company:
    away = round(len(slots) * (1 - presence))
    missed = slots[:away] if chance.random() < 0.5 else slots[len(slots) - away :]
    return Company(f"C{number:05d}", min(3, len(slots)), frozenset(slot.id for slot in missed))


def _wishes(
    companies: tuple[Company, ...], desks: tuple[Desk, ...], size: Size, chance: random.Random
) -> Iterator[Wish]:
    popularity = [1 / (1 + place) ** 0.7 for place in range(len(desks))]
    places = sum(len(desk.tables) for desk in desks) * size.slots
    each = min(4, max(1, round(size.demand * places / len(companies))))
    for company in companies:
        chosen = list(dict.fromkeys(chance.choices(desks, popularity, k=3 * each)))[:each]
        for rank, desk in enumerate(chosen):
            yield Wish(company.id, desk.id, CHOICES[rank] + chance.choice(ANSWERS))
