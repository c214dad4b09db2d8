"""What has changed in the fair since a draft was made, for the organiser who finds that it is out of date.

Two questions to the scheduler are compared: the one that the draft answers, and the one it would be asked
now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Schedule
from matchmaker.scheduling.problem import Company, Desk, Pair, Problem, Promise
from matchmaker.services.drafts.drafted import drafted
from matchmaker.services.figures import document
from matchmaker.services.schedules import names_of

MOST_NAMED = 4
Thing = TypeVar("Thing", Company, Desk)


@dataclass(frozen=True)
class Since:
    """One kind of change: a sentence that counts, and the first few by name."""

    sentence: str
    named: tuple[str, ...]
    more: int


def since(session: Session, schedule: Schedule, locale: str) -> tuple[Since, ...]:
    """What is no longer as ``schedule`` supposes; empty if nothing is, or if it cannot be asked now."""
    try:
        now = drafted(session, schedule)
    except RuleBroken:
        return ()
    names = names_of(session, schedule, locale)
    known = _Known(
        {code: company.name for code, company in names.companies.items()}
        | {wish.company.code: wish.company.name for wish in names.wishes.values()},
        {code: desk.label for code, desk in names.desks.items()}
        | {wish.desk.code: wish.desk.label(locale) for wish in names.wishes.values()},
    )
    return tuple(_differences(document(schedule).problem, now, known))


@dataclass(frozen=True)
class _Known:
    """Names for codes; a code nobody knows is shown as it is."""

    companies: dict[str, str]
    desks: dict[str, str]

    def company(self, code: str) -> str:
        return self.companies.get(code, code)

    def desk(self, code: str) -> str:
        return self.desks.get(code, code)

    def pair(self, pair: Pair) -> str:
        return _(
            "%(company)s au stand %(desk)s", company=self.company(pair.company), desk=self.desk(pair.desk)
        )


def _differences(then: Problem, now: Problem, known: _Known) -> Iterator[Since]:
    yield from _of_companies(then, now, known)
    yield from _of_wishes(then, now, known)
    yield from _of_layout(then, now, known)
    yield from _of_meetings(then.published, now.published, known)


def _of_companies(then: Problem, now: Problem, known: _Known) -> Iterator[Since]:
    came = now.company.keys() - then.company.keys()
    left = then.company.keys() - now.company.keys()
    yield from _said(
        came,
        known.company,
        lambda n: ngettext(
            "%(num)d entreprise participe en plus", "%(num)d entreprises participent en plus", n
        ),
    )
    yield from _said(
        left,
        known.company,
        lambda n: ngettext(
            "%(num)d entreprise ne participe plus", "%(num)d entreprises ne participent plus", n
        ),
    )
    yield from _said(
        _other(then.company, now.company),
        known.company,
        lambda n: ngettext(
            "%(num)d entreprise a changé ses heures ou son groupe",
            "%(num)d entreprises ont changé leurs heures ou leur groupe",
            n,
        ),
    )


def _of_wishes(then: Problem, now: Problem, known: _Known) -> Iterator[Since]:
    made, gone = now.worth.keys() - then.worth.keys(), then.worth.keys() - now.worth.keys()
    both = then.worth.keys() & now.worth.keys()
    yield from _said(
        made,
        known.pair,
        lambda n: ngettext("%(num)d demande compte en plus", "%(num)d demandes comptent en plus", n),
    )
    yield from _said(
        gone,
        known.pair,
        lambda n: ngettext("%(num)d demande ne compte plus", "%(num)d demandes ne comptent plus", n),
    )
    yield from _said(
        (pair for pair in both if then.worth[pair] != now.worth[pair]),
        known.pair,
        lambda n: ngettext(
            "%(num)d demande a un autre rang ou une autre réponse",
            "%(num)d demandes ont un autre rang ou une autre réponse",
            n,
        ),
    )


def _of_layout(then: Problem, now: Problem, known: _Known) -> Iterator[Since]:
    yield from _said(
        {*_other(then.desk, now.desk), *(then.desk.keys() ^ now.desk.keys())},
        known.desk,
        lambda n: ngettext("%(num)d stand a d’autres tables", "%(num)d stands ont d’autres tables", n),
    )
    if then.slots != now.slots:
        yield Since(_("Les créneaux ont changé"), (), 0)
    if then.draw != now.draw and then.company.keys() == now.company.keys():
        yield Since(_("Le tirage a changé"), (), 0)


def _of_meetings(then: Sequence[Promise], now: Sequence[Promise], known: _Known) -> Iterator[Since]:
    before, after = ({promise.pair: promise for promise in promises} for promises in (then, now))
    ended, begun = before.keys() - after.keys(), after.keys() - before.keys()
    elsewhere = {pair for pair in before.keys() & after.keys() if before[pair] != after[pair]}
    yield from _said(
        ended,
        known.pair,
        lambda n: ngettext(
            "%(num)d rendez-vous publié n’est plus tenu", "%(num)d rendez-vous publiés ne sont plus tenus", n
        ),
    )
    yield from _said(
        begun | elsewhere,
        known.pair,
        lambda n: ngettext(
            "%(num)d rendez-vous publié est nouveau ou déplacé",
            "%(num)d rendez-vous publiés sont nouveaux ou déplacés",
            n,
        ),
    )


def _other(then: dict[str, Thing], now: dict[str, Thing]) -> set[str]:
    return {code for code in then.keys() & now.keys() if then[code] != now[code]}


Item = TypeVar("Item", str, Pair)


def _said(
    items: Iterable[Item], name: Callable[[Item], str], sentence: Callable[[int], str]
) -> Iterator[Since]:
    named = sorted(name(item) for item in items)
    if named:
        yield Since(sentence(len(named)), tuple(named[:MOST_NAMED]), max(0, len(named) - MOST_NAMED))
