"""Problems for the tests: seeded generators of tiny and of realistic ones, and the two real fairs."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

from matchmaker.scheduling.problem import (
    Company,
    Desk,
    Pin,
    Policy,
    Problem,
    Slot,
    Table,
    Wish,
    drawn_by_seed,
)

WORTH_OF_RANK = (100, 70, 45, 25)
_START = datetime(2023, 11, 15, 9, 30, tzinfo=UTC)


def slots(count: int) -> tuple[Slot, ...]:
    """Slots s1, s2 … of eight minutes, ten minutes apart."""
    starts = [_START + timedelta(minutes=10 * number) for number in range(count)]
    return tuple(Slot(f"s{n}", start, start + timedelta(minutes=8)) for n, start in enumerate(starts, 1))


def problem(
    slot_count: int,
    desks: list[Desk],
    companies: list[Company],
    wishes: list[Wish],
    pins: list[Pin] | None = None,
    policy: Policy = "floor",
    draw: tuple[str, ...] | None = None,
) -> Problem:
    """A problem whose draw, if none is given, is the one of seed 1."""
    return Problem(
        slots=slots(slot_count),
        desks=tuple(desks),
        companies=tuple(companies),
        wishes=tuple(wishes),
        draw=drawn_by_seed([c.party for c in companies], 1) if draw is None else draw,
        pins=tuple(pins or ()),
        policy=policy,
    )


def desk(key: str, tables: int = 1, closed: dict[int, set[str]] | None = None) -> Desk:
    """A desk with that many tables, named D-1, D-2 …; ``closed`` by table number from 1."""
    shut = closed or {}
    numbers = range(1, tables + 1)
    return Desk(key, "DIR", tuple(Table(f"{key}-{n}", frozenset(shut.get(n, ()))) for n in numbers))


@dataclass(frozen=True)
class Shape:
    """How large a random problem is, and how likely what makes it hard."""

    companies: tuple[int, int] = (2, 4)
    desks: tuple[int, int] = (1, 3)
    tables: tuple[int, int] = (0, 2)
    slots: tuple[int, int] = (2, 4)
    pins: tuple[int, int] = (0, 3)
    most_wishes: int = 12
    wished: float = 0.7
    absent: float = 0.25
    closed: float = 0.2
    breathing: float = 0.3
    grouped: float = 0.4
    worths: tuple[int, ...] = (1, 2, 3, 5, 8, 25, 45, 70, 100)


def random_problem(seed: int, shape: Shape | None = None) -> Problem:
    """A problem drawn from a seed. Its pins do not contradict each other; they may stand where nobody is."""
    return _Drawing(Random(seed), shape or Shape()).problem()


class _Drawing:
    def __init__(self, random: Random, shape: Shape) -> None:
        self._random, self._shape = random, shape
        self._slots = slots(random.randint(*shape.slots))
        self._ids = [slot.id for slot in self._slots]
        self._desks = [self._desk(f"D{n}") for n in range(random.randint(*shape.desks))]
        self._companies = [self._company(f"C{n}") for n in range(random.randint(*shape.companies))]

    def problem(self) -> Problem:
        parties = sorted({company.party for company in self._companies})
        self._random.shuffle(parties)
        return Problem(
            slots=self._slots,
            desks=tuple(self._desks),
            companies=tuple(self._companies),
            wishes=tuple(self._wishes()),
            draw=tuple(parties),
            pins=tuple(self._pins()),
            policy=self._random.choice(["floor", "floor", "worth"]),
        )

    def _some(self, ids: list[str], chance: float) -> frozenset[str]:
        return frozenset(key for key in ids if self._random.random() < chance)

    def _desk(self, key: str) -> Desk:
        numbers = range(self._random.randint(*self._shape.tables))
        tables = tuple(Table(f"{key}-{n}", self._some(self._ids, self._shape.closed)) for n in numbers)
        return Desk(key, "DIR", tables)

    def _company(self, key: str) -> Company:
        random, shape = self._random, self._shape
        return Company(
            id=key,
            max_meetings=random.randint(0, min(3, len(self._slots))),
            absent=self._some(self._ids, random.choice([0.0, shape.absent, 2 * shape.absent])),
            breathing=random.random() < shape.breathing,
            group=random.choice(["G1", "G2"]) if random.random() < shape.grouped else None,
        )

    def _wishes(self) -> list[Wish]:
        pairs = [(company.id, desk.id) for company in self._companies for desk in self._desks]
        chosen = [pair for pair in pairs if self._random.random() < self._shape.wished]
        self._random.shuffle(chosen)
        return [
            Wish(*pair, self._random.choice(self._shape.worths)) for pair in chosen[: self._shape.most_wishes]
        ]

    def _pins(self) -> list[Pin]:
        pins: list[Pin] = []
        for _ in range(self._random.randint(*self._shape.pins)):
            pin = self._pin()
            if pin is not None and self._agrees(pin, pins):
                pins.append(pin)
        return pins

    def _pin(self) -> Pin | None:
        desk = self._random.choice(self._desks)
        if not desk.tables:
            return None
        company, slot = self._random.choice(self._companies), self._random.choice(self._ids)
        table = self._random.choice([None, *desk.tables])
        return Pin(company.id, desk.id, slot, table.id if table else None)

    def _agrees(self, pin: Pin, pins: list[Pin]) -> bool:
        """By the list of formats.md, written down without the code under test."""
        company = next(company for company in self._companies if company.id == pin.company)
        desk = next(desk for desk in self._desks if desk.id == pin.desk)
        at = self._ids.index(pin.slot)
        own = [self._ids.index(other.slot) for other in pins if other.company == pin.company]
        there = [other for other in pins if (other.desk, other.slot) == (pin.desk, pin.slot)]
        return (
            len(own) < company.max_meetings
            and all(abs(at - other) > (1 if company.breathing else 0) for other in own)
            and len(there) < len(desk.tables)
            and not any(pin.table is not None and other.table == pin.table for other in there)
            and not any(other.pair == pin.pair for other in pins)
        )


def real_fair(data: Path, full: bool = False, absences: bool = True) -> Problem:
    """The fair of 2023 from the real requests: 120 of the companies with 14 tables, or all with 20."""
    tables = {"EAU": 3, "RES": 3, "CON": 3, "CHA": 4} if full else {"EAU": 2, "RES": 2, "CON": 2, "CHA": 2}
    with (data / "requests_by_desk.csv").open(newline="") as file:
        requests = list(csv.DictReader(file))
    ids = sorted({request["company_id"] for request in requests}, key=_order_of_fair_120)
    kept = sorted(ids if full else ids[:120])
    desks = sorted({request["desk"] for request in requests})
    return problem(
        slot_count=9,
        desks=[desk(key, tables.get(key, 1)) for key in desks],
        companies=[Company(key, 3, _late_or_early(key) if absences else frozenset()) for key in kept],
        wishes=[
            Wish(request["company_id"], request["desk"], WORTH_OF_RANK[int(request["rank"]) - 1])
            for request in requests
            if request["company_id"] in set(kept)
        ],
    )


def _order_of_fair_120(company: str) -> str:
    return sha256(f"fair-120{company}".encode()).hexdigest()


def _late_or_early(company: str) -> frozenset[str]:
    """One company in five comes three slots late, one in ten leaves two slots early."""
    lot = int(sha256(f"hours{company}".encode()).hexdigest(), 16) % 10
    if lot < 2:
        return frozenset({"s1", "s2", "s3"})
    return frozenset({"s8", "s9"}) if lot == 2 else frozenset()


def large_problem(
    seed: int,
    companies: int = 300,
    desks: int = 30,
    slot_count: int = 8,
    availability: float = 1.0,
    breathing: float = 0.0,
    demand: float = 2.0,
    pinned: float = 0.0,
) -> Problem:
    """A fair of that size: skewed popularity, one to six tables a desk, late arrivals and early leaves."""
    random = Random(seed)
    ids = [f"s{n}" for n in range(1, slot_count + 1)]
    stands = [desk(f"D{n:03}", random.choice([1, 1, 2, 2, 3, 4, 6])) for n in range(desks)]
    seats = sum(len(stand.tables) for stand in stands) * slot_count
    guests = [
        Company(f"C{n:05}", 4, _missing(random, ids, availability), random.random() < breathing)
        for n in range(companies)
    ]
    each = max(1, round(seats * demand / companies))
    popular = [len(stand.tables) * random.uniform(0.5, 2) for stand in stands]
    wishes = []
    for guest in guests:
        keys = sorted(range(desks), key=lambda d: random.random() ** (1 / popular[d]), reverse=True)
        for d in keys[: random.randint(max(1, each - 2), each + 2)]:
            wishes.append(Wish(guest.id, stands[d].id, random.randint(1, 100)))
    return problem(
        slot_count, stands, guests, wishes, _first_come(random, stands, guests, wishes, ids, pinned)
    )


def _missing(random: Random, ids: list[str], availability: float) -> frozenset[str]:
    """Half of those who miss something come late, a quarter leave early, a quarter is away now and then."""
    count = round(len(ids) * (1 - availability) * random.uniform(0.5, 1.5))
    kind = random.choice(["late", "late", "early", "scattered"])
    if kind == "late":
        return frozenset(ids[:count])
    return frozenset(ids[len(ids) - count :] if kind == "early" else random.sample(ids, count))


def _first_come(
    random: Random,
    desks: list[Desk],
    companies: list[Company],
    wishes: list[Wish],
    ids: list[str],
    share: float,
) -> list[Pin]:
    """Pins for that share of the wishes, where there is still room for them."""
    room = {(stand.id, slot): len(stand.tables) for stand in desks for slot in ids}
    quota = {company.id: company.max_meetings for company in companies}
    taken: set[tuple[str, str]] = set()
    pins = []
    for wish in wishes:
        slot = random.choice(ids)
        if random.random() >= share or not quota[wish.company] or not room[wish.desk, slot]:
            continue
        near = {(wish.company, ids[t]) for t in range(len(ids)) if abs(t - ids.index(slot)) <= 1}
        if not near & taken:
            taken.add((wish.company, slot))
            room[wish.desk, slot] -= 1
            quota[wish.company] -= 1
            pins.append(Pin(wish.company, wish.desk, slot))
    return pins
