"""Who meets nobody, and every request that found no place with its reason, by stand and by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from matchmaker.services.reasons import next_step, reason_name, reason_sentence
from matchmaker.services.schedules import (
    Asked,
    CompanyDay,
    CompanyName,
    DeskName,
    ReadableSchedule,
    SetAside,
    UnplacedWish,
)
from matchmaker.services.words import refusal_name, withdrawn

REFUSED, DROPPED, LATER = "refused", "dropped", "later"


@dataclass(frozen=True)
class Filter:
    """What the reader wants to see; an empty choice takes all, an unknown one finds nothing."""

    desk: str
    reason: str


@dataclass(frozen=True)
class Choice:
    """One line of a filter, with how many requests it holds."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Row:
    """One request without a slot, ready to be read."""

    company: CompanyName
    desk: DeskName
    asked: Asked | None
    code: str
    name: str
    sentence: str
    next_step: str


@dataclass(frozen=True)
class UnservedCompany:
    """A company that meets nobody, with what it asked; ``group_is_met`` if one of its group is received."""

    company: CompanyName
    rows: tuple[Row, ...]
    group_is_met: bool


@dataclass(frozen=True)
class UnplacedPage:
    """What the page shows."""

    unserved: tuple[UnservedCompany, ...]
    rows: tuple[Row, ...]
    total: int
    desks: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    filter: Filter


def unplaced_page(schedule: ReadableSchedule, asked: Filter) -> UnplacedPage:
    """Everything that found no place in ``schedule``; the filter touches the list of requests alone."""
    rows = tuple(row for day in schedule.days for row in _rows(day))
    met = {card.company.party for card in schedule.cards}
    return UnplacedPage(
        unserved=tuple(
            UnservedCompany(day.company, tuple(_rows(day)), day.company.party in met)
            for day in schedule.unserved
        ),
        rows=tuple(row for row in rows if _is_wanted(row, asked)),
        total=len(rows),
        desks=_choices((row.desk.code, row.desk.label) for row in rows),
        reasons=_choices((row.code, row.name) for row in rows),
        filter=asked,
    )


def _rows(day: CompanyDay) -> Iterable[Row]:
    yield from (_unplaced(wish) for wish in day.unplaced)
    yield from (_set_aside(wish) for wish in day.set_aside)


def _unplaced(wish: UnplacedWish) -> Row:
    code = wish.reason.code
    said = reason_name(code), reason_sentence(wish.reason), next_step(code)
    return Row(wish.company, wish.desk, wish.asked, code, *said)


def _set_aside(wish: SetAside) -> Row:
    if wish.refusal is None and wish.dropped is not None:
        code, said = (
            DROPPED,
            (
                _("Demande retirée par l’organisation"),
                withdrawn(wish.dropped),
                _("Rétablir la demande dans un brouillon la fait compter de nouveau."),
            ),
        )
    elif wish.refusal is None:
        code, said = (
            LATER,
            (
                _("Demande postérieure"),
                _("La demande a été faite après ce calcul."),
                _("Relancer le calcul pour en tenir compte."),
            ),
        )
    else:
        code, said = (
            REFUSED,
            (
                _("Refus de la direction"),
                _("Motif : %(refusal)s.", refusal=refusal_name(wish.refusal)),
                _("L’entreprise peut contester sous 48 heures."),
            ),
        )
    return Row(wish.company, wish.desk, wish.asked, code, *said)


def _is_wanted(row: Row, asked: Filter) -> bool:
    return asked.desk in ("", row.desk.code) and asked.reason in ("", row.code)


def _choices(found: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    """Each value once with its count, the most frequent first."""
    counted = Counter(found)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0][1]))
    return tuple(Choice(value, label, count) for (value, label), count in ordered)
