"""Cards of the workbench, and what may be done with the chosen one in each place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from flask_babel import gettext as _

from matchmaker.models import AnswerKind
from matchmaker.scheduling.moves import Cell, Effect, Option, Place, Refusal
from matchmaker.scheduling.problem import Pair
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.comparison import Change, Kind
from matchmaker.services.drafts.workbench import Bench
from matchmaker.services.schedules import Asked
from matchmaker.services.words import answer_name
from matchmaker.web.organiser_workbench_asked import CHANGED, CONFLICTS, Sought, card_code
from matchmaker.web.organiser_workbench_breaks import breakable
from matchmaker.web.organiser_workbench_words import Words

STARS = {AnswerKind.PRIORITY: " ★★", AnswerKind.INTERESTED: " ★"}


class Mark(NamedTuple):
    """A word on a card, and the colour that says the same."""

    word: str
    kind: str


@dataclass(frozen=True)
class CardView:
    """One meeting in its cell: ``rank`` in short, and ``said``, all that its marks mean, as a sentence."""

    anchor: str
    address: str
    company: str
    desk: str
    table: str
    rank: str
    marks: tuple[Mark, ...]
    said: str
    is_pinned: bool
    is_chosen: bool
    is_beside: bool


@dataclass(frozen=True)
class Lay:
    """One thing that may be done with the chosen card in a place: the button's value, words and sentence."""

    value: str
    label: str
    where: str
    effects: tuple[str, ...]
    sentence: str
    is_grave: bool


@dataclass(frozen=True)
class No:
    """Why the chosen card may not be laid there."""

    where: str
    sentence: str


class Cards:
    """The cards of one schedule; ``companies``: the codes of those that are sought, None for all."""

    def __init__(
        self, bench: Bench, words: Words, sought: Sought, chosen: Pair | None, may_edit: bool
    ) -> None:
        self.bench, self.words, self.sought, self.chosen = bench, words, sought, chosen
        self._may_edit = may_edit
        self._asked: dict[Asked | None, tuple[str, str]] = {}
        self._address = sought.address(card="", price=False)
        self._joint = "&" if "?" in self._address else "?"

    def card(self, booking: Booking, is_beside: bool) -> CardView:
        pair = booking.pair
        code, marks = card_code(pair), tuple(self._marks(booking))
        rank, asked = self._said_of(self.bench.asked.get(pair))
        return CardView(
            anchor=f"c-{code}",
            address=f"{self._address}{self._joint}carte={code}#c-{code}",
            company=breakable(self.words.company(pair.company)),
            desk=breakable(self.words.desk(pair.desk)),
            table=self.words.table(booking.table),
            rank=rank,
            marks=marks,
            said=", ".join([asked, *(mark.word for mark in marks)]),
            is_pinned=booking.pinned,
            is_chosen=pair == self.chosen,
            is_beside=is_beside,
        )

    def _said_of(self, asked: Asked | None) -> tuple[str, str]:
        """In short and in words; there are few different ones, and looking words up takes its time."""
        if asked not in self._asked:
            self._asked[asked] = _rank(asked), asked_words(asked)
        return self._asked[asked]

    def _marks(self, booking: Booking) -> Iterator[Mark]:
        bench, pair = self.bench, booking.pair
        if booking.pinned:
            yield Mark(_("verrouillé"), "plain")
        if bench.confirmed.get(pair) == booking.slot:
            yield Mark(_("confirmé"), "good")
        if pair in bench.changes:
            yield Mark(change_word(bench.changes[pair]), "warn")
        if pair in bench.conflicts:
            yield Mark(_("conflit"), "bad")

    @cached_property
    def places(self) -> Mapping[Place, Cell]:
        """The places of the chosen card's desk; none where it may not be laid down at all."""
        bench, chosen = self.bench, self.chosen
        if chosen is None or not self._may_edit or (chosen in bench.dropped and chosen in bench.asked):
            return {}
        return {cell.place: cell for cell in bench.moves.cells(chosen)}

    def lays(self, cells: Iterable[Cell], with_table: bool = False) -> tuple[Lay, ...]:
        return tuple(self._lay(option, with_table) for cell in cells for option in cell.options)

    def _lay(self, option: Option, with_table: bool) -> Lay:
        (kind, _pair, place), effect = option
        return Lay(
            value=f"{kind} {place.slot} {place.table}",
            label=self.words.deed(kind),
            where=self.words.table(place.table) if with_table else "",
            effects=(*self._others(effect, with_table), *self.words.effect(effect)),
            sentence=self.words.sentence(option.move, effect),
            is_grave=bool(effect.loses or effect.passed_over),
        )

    def _others(self, effect: Effect, with_table: bool) -> Iterator[str]:
        """Who moves or gives way, where its own card does not stand in the same cell."""
        other = effect.exchanged or effect.displaced
        if with_table and other is not None:
            yield breakable(self.words.company(other.company))

    def refusals(self, cells: Iterable[Cell], with_table: bool = False) -> tuple[No, ...]:
        """Only of places where nothing may be done."""
        found = (cell for cell in cells if cell.refusal is not None and not cell.options)
        return tuple(self._no(cell.refusal, cell.place, with_table) for cell in found if cell.refusal)

    def _no(self, refusal: Refusal, place: Place, with_table: bool) -> No:
        where = self.words.table(place.table) if with_table else ""
        return No(where, breakable(self.words.refusal(refusal)))

    def is_found(self, booking: Booking, companies: frozenset[str] | None) -> bool:
        """Whether a meeting is among what is sought."""
        if companies is not None and booking.company not in companies:
            return False
        if self.sought.show == CHANGED:
            return booking.pair in self.bench.changes
        return self.sought.show != CONFLICTS or booking.pair in self.bench.conflicts


def asked_words(asked: Asked | None) -> str:
    """« choix n° 1, prioritaire »."""
    if asked is None:
        return _("sans demande")
    return _("choix n° %(rank)d, %(answer)s", rank=asked.rank, answer=answer_name(asked.answer))


def change_word(change: Change) -> str:
    """How a meeting differs from the published one, in a word."""
    names = {
        Kind.LOST: _("perdu"),
        Kind.GAINED: _("nouveau"),
        Kind.MOVED: _("autre heure"),
        Kind.OTHER_TABLE: _("autre table"),
    }
    return names[change.kind]


def _rank(asked: Asked | None) -> str:
    if asked is None:
        return "–"
    star = "" if asked.answer is None else STARS.get(asked.answer, "")
    return _("n° %(rank)d", rank=asked.rank) + star
