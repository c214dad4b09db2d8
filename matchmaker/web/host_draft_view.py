"""The draft of one stand as its people read it: meetings by hour and table, requests without a place."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.models import AnswerKind, Desk, Schedule
from matchmaker.scheduling.problem import Pair, Slot
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.comparison import Change
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.opinions import Opinion, StandOpinion, asked_of, changed_since
from matchmaker.services.schedules import Card, CompanyName, DeskName, ReadableSchedule, readable
from matchmaker.web import grid
from matchmaker.web.grid import Cell
from matchmaker.web.language import current as language
from matchmaker.web.language import hour
from matchmaker.web.unplaced import Filter, Row, unplaced_page


@dataclass(frozen=True)
class Missed:
    """One request without a place: ``row`` says whose, ``name`` and ``sentence`` why."""

    row: Row
    name: str
    sentence: str

    @property
    def answer(self) -> AnswerKind:
        """What the stand answered; nothing counts as no preference."""
        asked = self.row.asked
        return AnswerKind.NEUTRAL if asked is None or asked.answer is None else asked.answer

    @property
    def is_wanted(self) -> bool:
        return self.answer in (AnswerKind.PRIORITY, AnswerKind.INTERESTED)


@dataclass(frozen=True)
class DeskDraft:
    """What one stand reads of the draft that is shown to it."""

    draft: Schedule
    stand: StandOpinion
    desk: DeskName
    rows: tuple[tuple[Slot, tuple[Cell, ...]], ...]
    cards: tuple[Card, ...]
    missed: tuple[Missed, ...]
    addresses: dict[str, str]
    since: tuple[str, ...]

    @property
    def wanted(self) -> tuple[Missed, ...]:
        """Those whom the stand would like to meet."""
        return tuple(one for one in self.missed if one.is_wanted)

    @property
    def others(self) -> tuple[Missed, ...]:
        return tuple(one for one in self.missed if not one.is_wanted)

    @property
    def free(self) -> int:
        return sum(cell.is_free for _slot, cells in self.rows for cell in cells)

    def address(self, company: CompanyName) -> str:
        """Of the request of that company; empty if only the organiser wants the meeting."""
        return self.addresses.get(company.code, "")

    def choices(self) -> list[tuple[str, str]]:
        """What a change may be about: everything, one meeting, one request."""
        meetings = [
            (card.company.code, f"{hour(card.slot.start)}, {card.company.name}") for card in self.cards
        ]
        requests = [
            (one.row.company.code, _("sans créneau : %(company)s", company=one.row.company.name))
            for one in self.missed
        ]
        return [("", _("Tout le planning du stand")), *meetings, *requests]


def desk_draft(desk: Desk) -> DeskDraft | None:
    """The draft that is shown to that stand, if any; a constant number of queries."""
    asked = asked_of(db.session(), desk.fair, [desk])
    if asked is None:
        return None
    content = readable(db.session(), asked.draft, language())
    tables = [row for row in grid.by_table(content).rows if row.desk.code == desk.code]
    return DeskDraft(
        draft=asked.draft,
        stand=asked.stands[0],
        desk=content.names.desks[desk.code],
        rows=tuple(
            (slot, tuple(row.cells[column] for row in tables)) for column, slot in enumerate(content.slots)
        ),
        cards=tuple(
            sorted(
                (card for card in content.cards if card.desk.code == desk.code),
                key=lambda card: (card.slot.start, card.table.number),
            )
        ),
        missed=_missed(content, asked.draft, desk),
        addresses=_addresses(content, desk),
        since=_since(content, asked.draft, asked.stands[0]),
    )


def _missed(content: ReadableSchedule, draft: Schedule, desk: Desk) -> tuple[Missed, ...]:
    """A request that the organiser withdrew is one for which nobody looked for a place: it says why."""
    dropped = drafting.dropped(drafting.path(db.session(), draft))
    found = []
    for row in unplaced_page(content, Filter(desk.code, "")).rows:
        step = dropped.get(Pair(row.company.code, desk.code))
        said = (row.name, row.sentence) if step is None else (_("Retirée par l’organisation"), step.reason)
        found.append(Missed(row, *said))
    return tuple(sorted(found, key=_wanted_first))


def _wanted_first(one: Missed) -> tuple[int, int, str]:
    """Whom the stand would have liked to meet, then who put it first."""
    rank = 0 if one.row.asked is None else one.row.asked.rank
    return list(AnswerKind).index(one.answer), rank, one.row.company.name.casefold()


def _since(content: ReadableSchedule, draft: Schedule, stand: StandOpinion) -> tuple[str, ...]:
    """What has changed at the stand since its last verdict, a sentence for each meeting."""
    if stand.opinion is not Opinion.AGAIN:
        return ()
    starts = {slot.id: hour(slot.start) for slot in content.slots}
    tables = {table.code: table.number for table in content.names.desks[stand.desk.code].tables}

    def place(booking: Booking) -> str:
        words: str = _("%(hour)s, table %(number)d", hour=starts[booking.slot], number=tables[booking.table])
        return words

    def sentence(change: Change) -> str:
        known = content.names.companies.get(change.company)
        name = change.company if known is None else known.name
        before = None if change.before is None else place(change.before)
        after = None if change.after is None else place(change.after)
        if before is None:
            return _("%(company)s est maintenant reçue : %(after)s", company=name, after=after)
        if after is None:
            return _("%(company)s n’est plus reçue : c’était %(before)s", company=name, before=before)
        return _("%(company)s : %(before)s → %(after)s", company=name, before=before, after=after)

    return tuple(sentence(change) for change in changed_since(db.session(), draft, stand))


def _addresses(content: ReadableSchedule, desk: Desk) -> dict[str, str]:
    """Of the request of each company, by its code."""
    return {
        pair.company: url_for(".request_sheet", code=desk.code, public_id=wish.public_id)
        for pair, wish in content.names.wishes.items()
        if pair.desk == desk.code
    }
