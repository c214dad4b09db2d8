"""The workbench in words: what a move would do, and which rule forbids it.

Short words stand in the cells; whole sentences say the same to whoever does not see the grid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from matchmaker.scheduling.moves import Effect, Move, MoveKind, Refusal
from matchmaker.scheduling.rules import RuleName
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.drafts.move_words import refusal_in_general
from matchmaker.services.drafts.workbench import BenchNames
from matchmaker.web.language import hour


class Words:
    """The words of one schedule: it knows the names behind the codes."""

    def __init__(self, names: BenchNames) -> None:
        self._companies, self._desks, self._rank = names.companies, names.desks, names.document.problem.rank
        self._hours = {slot.id: hour(slot.start) for slot in names.document.problem.slots}
        self._table_names = {
            table.code: _("table %(number)d", number=table.number)
            for desk in self._desks.values()
            for table in desk.tables
        }

    def company(self, code: str | None) -> str:
        found = self._companies.get(code or "")
        return found.name if found is not None else (code or "")

    def desk(self, code: str | None) -> str:
        found = self._desks.get(code or "")
        return found.label if found is not None else (code or "")

    def hour(self, slot: str) -> str:
        return self._hours.get(slot, slot)

    def place(self, slot: str, table: str) -> str:
        """« 10 h 50, table 2 »; a table that is no more goes by its code."""
        return f"{self.hour(slot)}, {self.table(table)}"

    def table(self, code: str) -> str:
        """« table 2 »."""
        return self._table_names.get(code, code)

    def party(self, party: str) -> str:
        """A company by its name; a group by its number in the draw."""
        found = self._companies.get(party)
        if found is not None:
            return found.name
        return _("le groupe n° %(rank)d du tirage", rank=self._rank.get(party, 0))

    def deed(self, kind: MoveKind) -> str:
        """What the button says."""
        names = {
            "add": _("Placer ici"),
            "move": _("Déplacer ici"),
            "swap": _("Échanger"),
            "replace": _("Prendre la place"),
        }
        return names[kind]

    def effect(self, effect: Effect) -> list[str]:
        """The differences of the figures in as few words as can be; what is nothing is not said."""
        said = [
            effect.served
            and ngettext(
                "%(sign)s entreprise", "%(sign)s entreprises", abs(effect.served), sign=_signed(effect.served)
            ),
            effect.worth
            and ngettext("%(sign)s pt", "%(sign)s pts", abs(effect.worth), sign=_signed(effect.worth)),
            effect.idle and _("attente %(sign)s", sign=_signed(effect.idle)),
            effect.passed_over and _("contre le tirage"),
        ]
        return [words for words in said if words] or [_("sans effet")]

    def sentence(self, move: Move, effect: Effect) -> str:
        """The whole deed: what, where, and what it does to whom."""
        what = _(
            "%(deed)s, %(place)s : %(figures)s.",
            deed=self.deed(move.kind),
            place=self.place(*move.place),
            figures=self.figures(effect),
        )
        return " ".join([what, *self.consequences(effect)])

    def figures(self, effect: Effect) -> str:
        """The differences in a sentence's words."""
        parts = [
            *_more_or_less(effect.served, _served_words),
            *_more_or_less(effect.worth, _worth_words),
            *_more_or_less(effect.idle, _idle_words),
        ]
        return ", ".join(parts) or _("les chiffres ne changent pas")

    def consequences(self, effect: Effect) -> Iterator[str]:
        """Who gains, loses, gives way or is passed over, each in a sentence."""
        if effect.displaced is not None:
            yield _("%(name)s perd ce rendez-vous.", name=self.company(effect.displaced.company))
        if effect.exchanged is not None:
            place = self.place(effect.exchanged.slot, effect.exchanged.table)
            yield _("%(name)s passe à %(place)s.", name=self.company(effect.exchanged.company), place=place)
        if effect.gains is not None:
            yield _("Premier rendez-vous pour %(name)s.", name=self.party(effect.gains))
        if effect.loses is not None:
            yield _("Plus aucun rendez-vous pour %(name)s.", name=self.party(effect.loses))
        if effect.passed_over:
            yield self._passed_over([party for party in effect.passed_over if party != effect.loses])

    def _passed_over(self, parties: Sequence[str]) -> str:
        """``parties``: who came first in the draw, beside the one that loses its only meeting."""
        if not parties:
            return _(
                "L’ordre du tirage n’est pas respecté : d’autres, tirées après elle, gardent leur "
                "rendez-vous."
            )
        return ngettext(
            "L’ordre du tirage n’est pas respecté : %(name)s passait avant.",
            "L’ordre du tirage n’est pas respecté : %(num)d entreprises passaient avant, dont %(name)s.",
            len(parties),
            name=self.party(parties[0]),
        )

    def refusal(self, refusal: Refusal) -> str:
        """The rule with its witness, where there is one."""
        told = _WITNESSED.get(refusal.rule)
        if refusal.witness is None or told is None:
            return refusal_in_general(refusal.rule)
        return told(self.company(refusal.witness.company), self._where(refusal.witness))

    def _where(self, booking: Booking) -> str:
        return _("au stand %(desk)s à %(hour)s", desk=self.desk(booking.desk), hour=self.hour(booking.slot))

    def conflict(self, rule: RuleName) -> str:
        """What of the fair's present facts a meeting goes against."""
        names: dict[RuleName, str] = {
            "known": _("l’entreprise, la table ou le créneau n’est plus là"),
            "asked": _("la demande a été retirée ou refusée"),
            "open": _("la table est maintenant fermée à cette heure"),
            "present": _("l’entreprise n’est plus là à cette heure"),
            "quota": _("le nombre de rendez-vous permis a changé"),
            "breathing": _("l’entreprise demande maintenant une pause"),
        }
        return names.get(rule, _("les règles ne le permettent plus"))


def _signed(number: int) -> str:
    return f"{'+' if number > 0 else '−'}{format_decimal(abs(number))}"


def _more_or_less(number: int, words: Callable[[int], tuple[str, str]]) -> list[str]:
    if not number:
        return []
    more, less = words(abs(number))
    return [more if number > 0 else less]


def _served_words(count: int) -> tuple[str, str]:
    return (
        ngettext("%(num)d entreprise reçue de plus", "%(num)d entreprises reçues de plus", count),
        ngettext("%(num)d entreprise reçue de moins", "%(num)d entreprises reçues de moins", count),
    )


def _worth_words(count: int) -> tuple[str, str]:
    return (
        ngettext("%(num)d point de plus", "%(num)d points de plus", count),
        ngettext("%(num)d point de moins", "%(num)d points de moins", count),
    )


def _idle_words(count: int) -> tuple[str, str]:
    return (
        ngettext("%(num)d créneau d’attente de plus", "%(num)d créneaux d’attente de plus", count),
        ngettext("%(num)d créneau d’attente de moins", "%(num)d créneaux d’attente de moins", count),
    )


_WITNESSED: dict[str, Callable[[str, str], str]] = {
    "one_place": lambda name, where: _("%(name)s est déjà %(where)s.", name=name, where=where),
    "breathing": lambda name, where: _(
        "%(name)s a demandé une pause, et elle est reçue %(where)s.", name=name, where=where
    ),
    "pinned": lambda name, where: _(
        "Le rendez-vous de %(name)s %(where)s est verrouillé.", name=name, where=where
    ),
    "once": lambda name, where: _("%(name)s est déjà %(where)s.", name=name, where=where),
    "one_company": lambda name, where: _("%(name)s est déjà %(where)s.", name=name, where=where),
}
