"""A schedule as people read it: names instead of codes, each meeting with the wish it answers.

The bytes of a schedule hold stable codes only, so that anybody can re-run them; names, choice numbers and
answers are looked up in the fair. A code that the fair no longer knows is shown as it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import AnswerKind, Company, Desk, Fair, Refusal, Schedule, Table, Wish
from matchmaker.scheduling.problem import Pair, Slot
from matchmaker.scheduling.timetable import Booking, Reason, Unplaced
from matchmaker.services import draws
from matchmaker.services.drafts import drafting
from matchmaker.services.figures import Document, document
from matchmaker.services.figures import witnessed as witnessed
from matchmaker.services.problems import may_be_met


@dataclass(frozen=True)
class CompanyName:
    """Who a company code stands for, with its party's number in the draw once revealed."""

    code: str
    name: str
    party: str
    draw_rank: int | None


@dataclass(frozen=True)
class TableName:
    """One table and the slots in which it receives nobody (slot codes)."""

    code: str
    number: int
    closed: frozenset[str]


@dataclass(frozen=True)
class DeskName:
    """A stand in the reader's language, with its tables in order."""

    code: str
    label: str
    directorate: str
    tables: tuple[TableName, ...]


@dataclass(frozen=True)
class Asked:
    """What the company asked of the stand: its choice number, and what the directorate answered."""

    rank: int
    answer: AnswerKind | None


@dataclass(frozen=True)
class Card:
    """One meeting, ready to be shown."""

    company: CompanyName
    desk: DeskName
    table: TableName
    slot: Slot
    pinned: bool
    asked: Asked | None


@dataclass(frozen=True)
class UnplacedWish:
    """One wish that is not a meeting, and why."""

    company: CompanyName
    desk: DeskName
    asked: Asked | None
    reason: Reason


@dataclass(frozen=True)
class SetAside:
    """One wish that the scheduler was not asked about.

    The directorate refused it, organisers withdrew it for a reason (``dropped``), or it came after the run.
    """

    company: CompanyName
    desk: DeskName
    asked: Asked
    refusal: Refusal | None
    dropped: str | None = None


@dataclass(frozen=True)
class CompanyDay:
    """All that a schedule says of one company: its meetings in time order, then its other wishes by rank."""

    company: CompanyName
    cards: tuple[Card, ...]
    unplaced: tuple[UnplacedWish, ...]
    set_aside: tuple[SetAside, ...]

    @property
    def requests(self) -> int:
        """How many stands the company asked for; a meeting that only the organiser wanted is none."""
        granted = sum(card.asked is not None for card in self.cards)
        return granted + len(self.unplaced) + len(self.set_aside)


@dataclass(frozen=True)
class Names:
    """The fair's words for the codes of one document."""

    document: Document
    companies: Mapping[str, CompanyName]
    desks: Mapping[str, DeskName]
    wishes: Mapping[Pair, Wish]

    def card(self, booking: Booking) -> Card:
        """That meeting with its names; its codes are of the document's problem."""
        problem, desk = self.document.problem, self.desks[booking.desk]
        return Card(
            company=self.companies[booking.company],
            desk=desk,
            table=next(table for table in desk.tables if table.code == booking.table),
            slot=problem.slots[problem.slot_index[booking.slot]],
            pinned=booking.pinned,
            asked=self._asked(booking.pair),
        )

    def unplaced(self, wish: Unplaced) -> UnplacedWish:
        company, desk = self.companies[wish.company], self.desks[wish.desk]
        return UnplacedWish(company, desk, self._asked(Pair(wish.company, wish.desk)), wish.reason)

    def set_aside(self, dropped: Mapping[Pair, str]) -> Iterable[SetAside]:
        """The wishes of companies taking part that the problem does not hold; ``dropped``: those, and why."""
        problem = self.document.problem
        known = problem.worth.keys() | {pin.pair for pin in problem.pins}
        for pair, wish in self.wishes.items():
            if pair not in known and pair.company in self.companies and pair.desk in self.desks:
                company, desk = self.companies[pair.company], self.desks[pair.desk]
                yield SetAside(company, desk, _asked(wish), _refusal(wish), dropped.get(pair))

    def _asked(self, pair: Pair) -> Asked | None:
        return _asked(self.wishes[pair]) if pair in self.wishes else None


@dataclass(frozen=True)
class ReadableSchedule:
    """A schedule with names; every collection in the order in which it is read."""

    names: Names
    cards: tuple[Card, ...]
    unplaced: tuple[UnplacedWish, ...]
    set_aside: tuple[SetAside, ...]

    @property
    def document(self) -> Document:
        return self.names.document

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self.document.problem.slots

    @property
    def desks(self) -> tuple[DeskName, ...]:
        return tuple(self.names.desks.values())

    @cached_property
    def days(self) -> tuple[CompanyDay, ...]:
        """One day for each company that asked or is met, by name."""
        return _days(self.cards, self.unplaced, self.set_aside)

    @property
    def companies_by_meetings(self) -> tuple[tuple[int, int], ...]:
        """How many companies have none, one, two …; also those all of whose requests were refused."""
        return tuple(sorted(Counter(len(day.cards) for day in self.days).items()))

    @property
    def unserved(self) -> tuple[CompanyDay, ...]:
        """Companies that asked and meet nobody, in draw order once there is one."""
        return tuple(sorted((day for day in self.days if not day.cards), key=_by_draw))


def readable(session: Session, schedule: Schedule, locale: str) -> ReadableSchedule:
    """Everything a page, a print or an export shows of ``schedule``; a constant number of queries."""
    names = names_of(session, schedule, locale)
    dropped = drafting.dropped(drafting.path(session, schedule))
    return ReadableSchedule(
        names,
        cards=tuple(names.card(booking) for booking in names.document.result.meetings),
        unplaced=tuple(names.unplaced(wish) for wish in witnessed(names.document)),
        set_aside=tuple(names.set_aside({pair: step.reason for pair, step in dropped.items()})),
    )


def names_of(session: Session, schedule: Schedule, locale: str) -> Names:
    """Who and what the codes of ``schedule`` stand for; a constant number of queries."""
    content, fair = document(schedule), schedule.fair
    return Names(
        content,
        companies=company_names(session, fair, content),
        desks=desk_names(session, fair, content, locale),
        wishes=_wishes(session, fair),
    )


def _asked(wish: Wish) -> Asked:
    return Asked(wish.rank, None if wish.answer is None else wish.answer.kind)


def _refusal(wish: Wish) -> Refusal | None:
    if wish.answer is not None and wish.answer.is_effective_refusal:
        return wish.answer.refusal
    return None if may_be_met(wish) else Refusal.CONSULTATION_RUNNING


def company_names(session: Session, fair: Fair, content: Document) -> dict[str, CompanyName]:
    """The companies of the problem; two queries."""
    code = sa.func.coalesce(Company.siren, Company.foreign_number)
    names = dict(iter(session.execute(sa.select(code, Company.name).where(Company.fair_id == fair.id))))
    ranks = draws.ranks(session, fair)
    return {
        one.id: CompanyName(one.id, names.get(one.id, one.id), one.party, ranks.get(one.party))
        for one in content.problem.companies
    }


def desk_names(session: Session, fair: Fair, content: Document, locale: str) -> dict[str, DeskName]:
    """The stands in the order the fair gives them, those it no longer knows last."""
    loaded = sa.select(Desk).where(Desk.fair_id == fair.id).options(joinedload(Desk.directorate))
    rows = {desk.code: desk for desk in session.scalars(loaded)}
    numbered = sa.select(Table.code, Table.number).where(Table.fair_id == fair.id)
    numbers = dict(iter(session.execute(numbered)))
    order = {code: desk.position for code, desk in rows.items()}
    last = max(order.values(), default=0) + 1
    return {
        desk.id: DeskName(
            desk.id,
            rows[desk.id].label(locale) if desk.id in rows else desk.id,
            rows[desk.id].directorate.label(locale) if desk.id in rows else desk.directorate,
            tuple(
                TableName(table.id, numbers.get(table.id, place), table.closed)
                for place, table in enumerate(desk.tables, start=1)
            ),
        )
        for desk in sorted(content.problem.desks, key=lambda desk: (order.get(desk.id, last), desk.id))
    }


def _wishes(session: Session, fair: Fair) -> dict[Pair, Wish]:
    wishes = sa.select(Wish).where(Wish.fair_id == fair.id).order_by(Wish.company_id, Wish.rank)
    loaded = wishes.options(
        joinedload(Wish.company),
        joinedload(Wish.desk),
        joinedload(Wish.answer),
        selectinload(Wish.needs),
    )
    return {Pair(wish.company.code, wish.desk.code): wish for wish in session.scalars(loaded)}


def _by_draw(day: CompanyDay) -> tuple[int, str]:
    rank = day.company.draw_rank
    return (0 if rank is None else rank), day.company.name


def _days(
    cards: Iterable[Card], unplaced: Iterable[UnplacedWish], set_aside: Iterable[SetAside]
) -> tuple[CompanyDay, ...]:
    met, missed, outside = defaultdict(list), defaultdict(list), defaultdict(list)
    for card in cards:
        met[card.company].append(card)
    for wish in unplaced:
        missed[wish.company].append(wish)
    for refused in set_aside:
        outside[refused.company].append(refused)
    companies = met.keys() | missed.keys() | outside.keys()
    return tuple(
        CompanyDay(
            company,
            tuple(met[company]),
            tuple(sorted(missed[company], key=_by_choice)),
            tuple(outside[company]),
        )
        for company in sorted(companies, key=lambda company: (company.name.casefold(), company.code))
    )


def _by_choice(wish: UnplacedWish) -> tuple[int, str]:
    return (0 if wish.asked is None else wish.asked.rank), wish.desk.code
