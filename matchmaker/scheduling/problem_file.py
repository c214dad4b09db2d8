"""From the tree of a problem file to a ``Problem``, noting every fault with its path.

Names are looked up only in lists that could be read whole: a desk without id would otherwise bring a fault
for each wish that means it, and hide the one that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from matchmaker.scheduling.problem import (
    Company,
    Desk,
    Pin,
    Policy,
    Problem,
    Promise,
    Slot,
    Table,
    Wish,
    drawn_by_seed,
)
from matchmaker.scheduling.reading import Node, quoted

PROBLEM_FORMAT = "matchmaker-problem/1"
POLICIES: tuple[Policy, ...] = ("floor", "worth")
LEAST_WORTH, MOST_WORTH = 1, 1000

_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_WITHOUT_OFFSET = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?", re.ASCII)

Entry = dict[str, Node]


def problem_from(root: Node, seed: int) -> Problem:
    """The problem under ``root``. It is sound only if ``root.faults`` is still empty afterwards."""
    top = root.fields(
        required=("format", "slots", "desks", "companies", "wishes"),
        optional=("pins", "published", "draw", "policy"),
    )
    top["format"].one_of((PROBLEM_FORMAT,))
    slots = [node.fields(("id", "start", "end")) for node in top["slots"].entries()]
    desks = [node.fields(("id", "directorate", "tables")) for node in top["desks"].entries()]
    tables = [[node.fields(("id",), ("closed",)) for node in desk["tables"].entries()] for desk in desks]
    optional = ("absent", "breathing", "group")
    companies = [node.fields(("id", "max_meetings"), optional) for node in top["companies"].entries()]
    names = _Names(top, slots, desks, tables, companies)
    read = tuple(_company(entry, names) for entry in companies)
    return Problem(
        slots=_slots(top["slots"], slots),
        desks=tuple(_desk(desk, its, names) for desk, its in zip(desks, tables, strict=True)),
        companies=read,
        wishes=_wishes(top["wishes"], names),
        pins=tuple(_pin(node, names) for node in top["pins"].entries()),
        published=tuple(_promise(node, names) for node in top["published"].entries()),
        draw=_draw(top["draw"], read, names, seed),
        policy=top["policy"].one_of(POLICIES),
    )


class _Kind:
    """The ids that the entries of one kind define, to look up those the rest of the file mentions."""

    def __init__(self, kind: str, ids: Iterable[Node], is_whole: bool) -> None:
        self.kind, self.is_whole, self.known = kind, is_whole, set[str]()
        for node in ids:
            if not isinstance(node.value, str):
                self.is_whole = False
            elif node.value in self.known:
                node.fault(f"{kind} {quoted(node.value)} is already defined")
            self.known.add(node.text())

    def named(self, node: Node) -> str:
        """The id that stands there; a fault if nothing is called so."""
        name = node.text()
        if isinstance(node.value, str) and self.is_whole and name not in self.known:
            node.fault(f"no {self.kind} {quoted(name)}")
        return name

    def each_once(self, node: Node) -> frozenset[str]:
        """A list of ids, none of them twice."""
        named = set[str]()
        for entry in node.entries():
            name = self.named(entry)
            if isinstance(entry.value, str) and name in named:
                entry.fault(f"{self.kind} {quoted(name)} is already in this list")
            named.add(name)
        return frozenset(named)


class _Names:
    """What the file defines: slots, desks, companies, and which desk each table belongs to."""

    def __init__(
        self,
        top: Entry,
        slots: list[Entry],
        desks: list[Entry],
        tables: list[list[Entry]],
        companies: list[Entry],
    ) -> None:
        def whole(key: str) -> bool:
            return isinstance(top[key].value, list)

        has_slots = whole("slots") and bool(slots)
        self.slot = _Kind("slot", (entry["id"] for entry in slots), has_slots)
        self.desk = _Kind("desk", (entry["id"] for entry in desks), whole("desks"))
        self.company = _Kind("company", (entry["id"] for entry in companies), whole("companies"))
        all_lists = whole("desks") and all(isinstance(desk["tables"].value, list) for desk in desks)
        self.table = _Kind("table", (entry["id"] for its in tables for entry in its), all_lists)
        self.most_meetings = len(slots) if has_slots else None
        self.desk_of_table: dict[str, str] = {}
        for desk, its in zip(desks, tables, strict=True):
            for entry in its:
                self.desk_of_table.setdefault(entry["id"].text(), desk["id"].text())
        groups = [entry["group"] for entry in companies if entry["group"].is_given]
        self.parties_are_whole = self.company.is_whole and all(isinstance(node.value, str) for node in groups)

    def table_of(self, desk: str, node: Node) -> str:
        """The table that stands there; a fault if the desk has none of that name."""
        table = self.table.named(node)
        if desk in self.desk.known and self.desk_of_table.get(table, desk) != desk:
            node.fault(f"table {quoted(table)} is not one of desk {quoted(desk)}")
        return table


def _slots(node: Node, entries: list[Entry]) -> tuple[Slot, ...]:
    if isinstance(node.value, list) and not entries:
        node.fault("expected at least one slot")
    slots: list[Slot] = []
    before: datetime | None = None
    for entry in entries:
        start, end = _instant(entry["start"]), _instant(entry["end"])
        if start and end and end <= start:
            entry["end"].fault("not after the start")
        if start and before and start < before:
            entry["start"].fault("before the end of the slot above; slots are in time order, not overlapping")
        before = end or before
        if start and end:
            slots.append(Slot(entry["id"].value, start, end))
    return tuple(slots)


def _instant(node: Node) -> datetime | None:
    """An RFC 3339 time with its offset."""
    text = node.text()
    if not isinstance(node.value, str):
        return None
    try:
        if _RFC_3339.fullmatch(text):
            return datetime.fromisoformat(text.upper())
    except ValueError:
        pass  # the thirtieth of February
    if _WITHOUT_OFFSET.fullmatch(text):
        node.fault(f"no UTC offset in {quoted(text)}")
    else:
        node.fault(f"not an RFC 3339 time: {quoted(text)}")
    return None


def _desk(entry: Entry, tables: list[Entry], names: _Names) -> Desk:
    read = tuple(Table(table["id"].text(), names.slot.each_once(table["closed"])) for table in tables)
    return Desk(entry["id"].text(), entry["directorate"].text(), read)


def _company(entry: Entry, names: _Names) -> Company:
    group = entry["group"].text() if entry["group"].is_given else None
    if isinstance(entry["group"].value, str) and group in names.company.known:
        entry["group"].fault(f"group {quoted(entry['group'].value)} is called like a company")
    return Company(
        id=entry["id"].text(),
        max_meetings=entry["max_meetings"].integer(0, names.most_meetings),
        absent=names.slot.each_once(entry["absent"]),
        breathing=entry["breathing"].flag(),
        group=group,
    )


def _wishes(node: Node, names: _Names) -> tuple[Wish, ...]:
    wishes: dict[tuple[str, str], Wish] = {}
    for wish_node in node.entries():
        entry = wish_node.fields(("company", "desk", "worth"))
        wish = Wish(
            company=names.company.named(entry["company"]),
            desk=names.desk.named(entry["desk"]),
            worth=entry["worth"].integer(LEAST_WORTH, MOST_WORTH),
        )
        if wish.pair in wishes and all(isinstance(entry[key].value, str) for key in ("company", "desk")):
            wish_node.fault(f"company {quoted(wish.company)} already wishes to meet desk {quoted(wish.desk)}")
        wishes[wish.pair] = wish
    return tuple(wishes.values())


def _pin(node: Node, names: _Names) -> Pin:
    entry = node.fields(("company", "desk", "slot"), ("table",))
    desk = names.desk.named(entry["desk"])
    return Pin(
        company=names.company.named(entry["company"]),
        desk=desk,
        slot=names.slot.named(entry["slot"]),
        table=names.table_of(desk, entry["table"]) if entry["table"].is_given else None,
    )


def _promise(node: Node, names: _Names) -> Promise:
    entry = node.fields(("company", "desk", "slot", "table"), ("earliest",))
    desk = names.desk.named(entry["desk"])
    return Promise(
        company=names.company.named(entry["company"]),
        desk=desk,
        slot=names.slot.named(entry["slot"]),
        table=names.table_of(desk, entry["table"]),
        earliest=names.slot.named(entry["earliest"]) if entry["earliest"].is_given else None,
    )


def _draw(node: Node, companies: tuple[Company, ...], names: _Names, seed: int) -> tuple[str, ...]:
    parties = sorted({company.party for company in companies})
    if not node.is_given:
        return drawn_by_seed(parties, seed)
    kind = _Kind("party", (), is_whole=names.parties_are_whole)
    kind.known.update(parties)
    drawn = kind.each_once(node)
    missing = [party for party in parties if party not in drawn]
    if kind.is_whole and isinstance(node.value, list):
        for party in missing:
            node.fault(f"party {quoted(party)} is missing")
    return tuple(entry.text() for entry in node.entries())
