"""What the organiser says has happened, checked one thing at a time, before any draft is made of it.

Each thing is told in stable codes (SIREN, table, slot), so that a list of them can travel from one form to
the next in an address: nothing is stored until the draft is. Every refusal says which field is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload

from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Account,
    Company,
    Desk,
    Fair,
    Grid,
    Happened,
    Happening,
    LateWay,
    Slot,
    Table,
)
from matchmaker.services.rebalancing import companies
from matchmaker.services.rebalancing.people import sitters

MOST_MINUTES = 120
MOST_LINES, LONGEST_LINE = 30, 4000


@dataclass(frozen=True)
class Told:
    """One thing that has happened; ``from_slot`` and ``until_slot`` are included (models/draft.py)."""

    kind: Happened
    company: Company | None = None
    desk: Desk | None = None
    table: Table | None = None
    person: Account | None = None
    from_slot: str | None = None
    until_slot: str | None = None
    minutes: int | None = None
    way: LateWay | None = None


class Telling:
    """Checks what is told of one fair, whose meetings stand in ``grid``."""

    def __init__(self, session: Session, fair: Fair, grid: Grid, now: datetime) -> None:
        self.session, self.fair, self.grid, self.now = session, fair, grid, now
        self.slots: Mapping[str, Slot] = {slot.code: slot for slot in grid.slots}

    def told(self, kind: Happened, values: Mapping[str, Sequence[str]]) -> list[Told]:
        """One thing for each company or person that is named."""
        # PostgreSQL knows no NUL: a code that holds one names nothing.
        clean = {name: [code.replace("\0", "") for code in given] for name, given in values.items()}
        one = {name: (given[0] if given else "") for name, given in clean.items()}
        if kind is Happened.COMPANY_GONE:
            gone = companies.leaving(self.session, self.fair, clean.get("companies", ()))
            return [Told(kind, company=company) for company in gone]
        if kind is Happened.PERSON_LATE:
            return self._person_late(one)
        checks = {
            Happened.LATE_OPENING: self._late_opening,
            Happened.TABLE_LOST: self._table_lost,
            Happened.TABLE_ADDED: self._table_added,
            Happened.COMPANY_LATE: self._company_late,
            Happened.COMPANY_BACK: self._company_back,
            Happened.NEWCOMERS: self._newcomers,
        }
        return [checks[kind](one)]

    def to_come(self) -> list[Slot]:
        """The slots that have not ended."""
        return [slot for slot in self.grid.slots if slot.ends_at > self.now]

    def _late_opening(self, one: Mapping[str, str]) -> Told:
        minutes = minutes_of(one.get("minutes", ""))
        if one.get("way") not in {way.value for way in LateWay}:
            raise RuleBroken(_("Choisissez l’une des trois façons de rattraper le retard."), field="way")
        return Told(Happened.LATE_OPENING, minutes=minutes, way=LateWay(one["way"]))

    def _table_lost(self, one: Mapping[str, str]) -> Told:
        tables = sa.select(Table).where(Table.fair_id == self.fair.id, Table.code == one.get("table", ""))
        table = self.session.scalar(tables.options(joinedload(Table.desk)))
        if table is None:
            raise RuleBroken(_("Choisissez la table qui manque."), field="table")
        first, last = self._period(one)
        there = self.grid.slots[self.grid.slots.index(first) : self.grid.slots.index(last) + 1]
        closed = {closure.slot_id for closure in table.closures}
        if all(slot.id in closed for slot in there):
            raise RuleBroken(_("Cette table est déjà fermée à ces heures."), field="table")
        return Told(
            Happened.TABLE_LOST, desk=table.desk, table=table, from_slot=first.code, until_slot=last.code
        )

    def _table_added(self, one: Mapping[str, str]) -> Told:
        desks = sa.select(Desk).where(Desk.fair_id == self.fair.id, Desk.code == one.get("desk", ""))
        desk = self.session.scalar(desks)
        if desk is None:
            raise RuleBroken(_("Choisissez le stand qui reçoit une table de plus."), field="desk")
        first, last = self._period(one)
        return Told(Happened.TABLE_ADDED, desk=desk, from_slot=first.code, until_slot=last.code)

    def _person_late(self, one: Mapping[str, str]) -> list[Told]:
        people = sitters(self.session, self.grid)
        late = [person for person in people if one.get("person") in (person.key, person.key_of_desk)]
        if not late:
            raise RuleBroken(_("Choisissez qui est en retard."), field="person")
        until = self._before_arrival(one).code
        accounts = {person.account.id: person.account for person in late}
        return [Told(Happened.PERSON_LATE, person=one, until_slot=until) for one in accounts.values()]

    def _company_late(self, one: Mapping[str, str]) -> Told:
        company = companies.present(self.session, self.fair, one.get("company", ""))
        until = self._before_arrival(one)
        arrives = self.grid.slots[self.grid.slots.index(until) + 1].starts_at
        if company.presences and all(hours.ends_at <= arrives for hours in company.presences):
            raise RuleBroken(
                _("L’entreprise devait repartir avant cette heure : dites plutôt qu’elle ne vient pas."),
                field="from_slot",
            )
        return Told(Happened.COMPANY_LATE, company=company, until_slot=until.code)

    def _company_back(self, one: Mapping[str, str]) -> Told:
        company = companies.coming_back(self.session, self.fair, one.get("company", ""))
        return Told(Happened.COMPANY_BACK, company=company)

    def _newcomers(self, _one: Mapping[str, str]) -> Told:
        if not companies.newcomers(self.session, self.fair):
            raise RuleBroken(_("Le salon ne compte aucune entreprise de plus que le planning publié."))
        return Told(Happened.NEWCOMERS)

    def _before_arrival(self, one: Mapping[str, str]) -> Slot:
        """The last slot that somebody misses who comes for the slot ``from_slot``."""
        arrival = self._slot(one, "from_slot")
        place = self.grid.slots.index(arrival)
        if place == 0:
            raise RuleBroken(_("Au premier créneau, personne n’est en retard."), field="from_slot")
        return self.grid.slots[place - 1]

    def _period(self, one: Mapping[str, str]) -> tuple[Slot, Slot]:
        first, last = self._slot(one, "from_slot"), self._slot(one, "until_slot")
        if first.position > last.position:
            raise RuleBroken(_("La fin vient avant le début : choisissez-la plus tard."), field="until_slot")
        return first, last

    def _slot(self, one: Mapping[str, str], field: str) -> Slot:
        slot = self.slots.get(one.get(field, ""))
        if slot is None:
            raise RuleBroken(_("Choisissez un créneau."), field=field)
        if slot.ends_at <= self.now:
            raise RuleBroken(_("Ce créneau est terminé : choisissez-en un à venir."), field=field)
        return slot


def minutes_of(typed: str) -> int:
    """By how many minutes the opening is late."""
    if not typed.strip().isdecimal() or not 1 <= int(typed) <= MOST_MINUTES:
        raise RuleBroken(
            _("Écrivez un nombre de minutes, de 1 à %(most)d.", most=MOST_MINUTES), field="minutes"
        )
    return int(typed)


def written(kind: Happened, values: Mapping[str, Sequence[str]]) -> str:
    """One thing as it travels in an address: its kind, and what the form said."""
    return urlencode([("quoi", kind.value), *((n, one) for n, given in values.items() for one in given)])


def read(telling: Telling, lines: Sequence[str]) -> list[Told]:
    """What was told so far, checked again; each thing once."""
    if len(lines) > MOST_LINES:
        raise RuleBroken(
            _("C’est beaucoup à la fois : voyez d’abord ce que cela change, puis recommencez pour le reste.")
        )
    found: dict[Told, None] = {}
    for line in lines:
        found |= dict.fromkeys(_read(telling, line))
    if sum(one.kind is Happened.LATE_OPENING for one in found) > 1:
        raise RuleBroken(_("Le retard de l’ouverture est dit deux fois : gardez l’un des deux."))
    return list(found)


def _read(telling: Telling, line: str) -> list[Told]:
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in parse_qsl(line[:LONGEST_LINE]):
        values[name].append(value)
    kinds = {one.value: one for one in Happened}
    kind = kinds.get("".join(values.pop("quoi", [])))
    if kind is None:
        raise RuleBroken(_("Ce qui s’est passé n’a pas été compris : dites-le de nouveau."))
    return telling.told(kind, values)


def of(happening: Happening) -> Told:
    """What a draft has kept of it."""
    return Told(
        happening.kind,
        company=happening.company,
        desk=None if happening.table is None else happening.table.desk,
        table=happening.table,
        person=happening.person,
        from_slot=happening.from_slot,
        until_slot=happening.until_slot,
        minutes=happening.minutes,
        way=happening.way,
    )
