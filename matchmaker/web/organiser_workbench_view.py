"""The grid of the workbench: the same meetings by table and by company, one cell in a row for each slot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from flask_babel import gettext as _

from matchmaker.scheduling.moves import Place
from matchmaker.scheduling.problem import Pair, Slot
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.schedules import DeskName, TableName
from matchmaker.web.organiser_workbench_asked import CHANGED, CONFLICTS
from matchmaker.web.organiser_workbench_breaks import breakable
from matchmaker.web.organiser_workbench_cards import Cards, CardView, Lay, No

PLACES_A_PAGE, ROWS_A_PAGE = 400, 200
Item = TypeVar("Item")


@dataclass(frozen=True)
class CellView:
    """A table in a slot, or a company in one: a meeting or none, and what the chosen card may do there."""

    hour: str
    card: CardView | None
    is_closed: bool
    lays: tuple[Lay, ...]
    refusals: tuple[No, ...]


@dataclass(frozen=True)
class RowView:
    """A table or a company all through the morning; ``note``: which table, or that it meets nobody."""

    anchor: str
    label: str
    note: str
    is_first: bool
    cells: tuple[CellView, ...]


@dataclass(frozen=True)
class Board:
    """The rows of one page of the grid; ``found`` of ``total`` cards or companies are what is sought."""

    slots: tuple[Slot, ...]
    rows: tuple[RowView, ...]
    pages: tuple[str, ...]
    page: int
    found: int
    total: int


class Boards:
    """Makes the grid; ``companies``: the codes of those that are sought, None for all."""

    def __init__(self, cards: Cards, companies: frozenset[str] | None) -> None:
        self._cards, self._companies = cards, companies
        self._bench, self._sought, self._chosen = cards.bench, cards.sought, cards.chosen
        wanted = tuple(slot for slot in self._bench.slots if slot.id == self._sought.slot)
        self._slots = wanted or self._bench.slots

    def board(self) -> Board:
        return self._by_company() if self._sought.is_by_company else self._by_table()

    def _is_found(self, booking: Booking) -> bool:
        return self._cards.is_found(booking, self._companies)

    def _card(self, booking: Booking | None) -> CardView | None:
        if booking is None:
            return None
        return self._cards.card(booking, self._sought.narrows_cards and not self._is_found(booking))

    def _by_table(self) -> Board:
        desks = [desk for desk in self._bench.desks.values() if self._is_shown(desk)]
        pages = list(_in_pages(desks, lambda desk: len(desk.tables) * len(self._slots), PLACES_A_PAGE))
        page = self._page([[desk.code for desk in desks] for desks in pages], "desk")
        shown = pages[page - 1] if pages else []
        return Board(
            slots=self._slots,
            rows=tuple(self._row(desk, table) for desk in shown for table in desk.tables),
            pages=tuple(_from_to(desks[0].label, desks[-1].label) for desks in pages),
            page=page,
            found=sum(map(self._is_found, self._bench.standing.values())),
            total=len(self._bench.standing),
        )

    def _page(self, pages: Sequence[Sequence[str]], of_chosen: Literal["company", "desk"]) -> int:
        """The page that is asked for, else that of the chosen card; from 1."""
        if self._sought.page:
            return min(self._sought.page, max(1, len(pages)))
        code = "" if self._chosen is None else getattr(self._chosen, of_chosen)
        return next((number for number, codes in enumerate(pages, 1) if code in codes), 1)

    def _is_shown(self, desk: DeskName) -> bool:
        """A stand without anything that is sought is left out; that of the chosen card never is."""
        if self._chosen is not None and desk.code == self._chosen.desk:
            return True
        if self._sought.desk not in ("", desk.code):
            return False
        return not self._sought.narrows_cards or desk.code in self._desks_found

    @cached_property
    def _desks_found(self) -> frozenset[str]:
        return frozenset(b.desk for b in self._bench.standing.values() if self._is_found(b))

    @cached_property
    def _occupants(self) -> dict[Place, Booking]:
        return {Place(b.slot, b.table): b for b in self._bench.standing.values()}

    def _row(self, desk: DeskName, table: TableName) -> RowView:
        is_first = table == desk.tables[0]
        return RowView(
            anchor=f"d-{desk.code}" if is_first else "",
            label=breakable(desk.label),
            note=self._cards.words.table(table.code),
            is_first=is_first,
            cells=tuple(self._place(table, slot) for slot in self._slots),
        )

    def _place(self, table: TableName, slot: Slot) -> CellView:
        place = Place(slot.id, table.code)
        here = [self._cards.places[place]] if place in self._cards.places else []
        return CellView(
            hour=self._cards.words.hour(slot.id),
            card=self._card(self._occupants.get(place)),
            is_closed=slot.id in table.closed,
            lays=self._cards.lays(here),
            refusals=self._cards.refusals(here),
        )

    def _by_company(self) -> Board:
        named = self._cards.words.company
        asking = self._asking()
        codes = sorted(filter(self._is_row, asking), key=lambda code: (named(code).casefold(), code))
        pages = list(_in_pages(codes, lambda _code: 1, ROWS_A_PAGE))
        page = self._page(pages, "company")
        return Board(
            slots=self._slots,
            rows=tuple(self._company_row(code) for code in (pages[page - 1] if pages else ())),
            pages=tuple(_from_to(named(codes[0]), named(codes[-1])) for codes in pages),
            page=page,
            found=len(codes),
            total=len(asking),
        )

    def _asking(self) -> set[str]:
        """Who asked or is met, and whose card is chosen."""
        problem = self._bench.problem
        asking = {wish.company for wish in problem.wishes} | set(self._own)
        return asking if self._chosen is None else asking | {self._chosen.company}

    def _is_row(self, code: str) -> bool:
        if self._chosen is not None and code == self._chosen.company:
            return True
        if self._companies is not None and code not in self._companies:
            return False
        own, sought = self._own.get(code, {}).values(), self._sought
        if sought.desk and Pair(code, sought.desk) not in self._bench.problem.worth:
            return any(booking.desk == sought.desk for booking in own)
        return sought.show not in (CHANGED, CONFLICTS) or any(map(self._is_found, own))

    @cached_property
    def _own(self) -> dict[str, dict[str, Booking]]:
        """Company -> slot -> its meeting."""
        found: dict[str, dict[str, Booking]] = {}
        for booking in self._bench.standing.values():
            found.setdefault(booking.company, {})[booking.slot] = booking
        return found

    def _company_row(self, code: str) -> RowView:
        is_chosen = self._chosen is not None and code == self._chosen.company
        return RowView(
            anchor=f"e-{code}",
            label=breakable(self._cards.words.company(code)),
            note=_("sans rendez-vous") if code in self._bench.unserved else "",
            is_first=True,
            cells=tuple(self._hour_of(code, slot, is_chosen) for slot in self._slots),
        )

    def _hour_of(self, code: str, slot: Slot, is_chosen: bool) -> CellView:
        here = [cell for place, cell in self._cards.places.items() if is_chosen and place.slot == slot.id]
        return CellView(
            hour=self._cards.words.hour(slot.id),
            card=self._card(self._own.get(code, {}).get(slot.id)),
            is_closed=slot.id in self._bench.problem.company[code].absent,
            lays=self._cards.lays(here, with_table=True),
            refusals=self._cards.refusals(here, with_table=True),
        )


def _in_pages(items: Sequence[Item], weight: Callable[[Item], int], most: int) -> Iterator[list[Item]]:
    """The items in pages of at most that weight, one of them at least in each."""
    page: list[Item] = []
    for item in items:
        if page and sum(map(weight, page)) + weight(item) > most:
            yield page
            page = []
        page.append(item)
    if page:
        yield page


def _from_to(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"
