"""The rows of the panel on equal treatment: classes, orders of arrival, deeds by hand, places by stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _

from matchmaker.models import StepDeed
from matchmaker.services.equity import words
from matchmaker.services.equity.arrival import Link
from matchmaker.services.equity.cases import Case, Taken, Why, counted
from matchmaker.services.equity.overrides import Override, Spot
from matchmaker.services.equity.panel import Arrival, Equity, Share, by_country, by_sector, by_size
from matchmaker.services.reasons import reason_name
from matchmaker.services.schedules import Asked, CompanyName
from matchmaker.web.language import hour

ALL = "tous"
SHOWN_AT_ONCE = 30
"""Up to so many requests the list shows every stand; beyond, one stand at a time."""


@dataclass(frozen=True)
class Line:
    """One class of companies."""

    label: str
    share: Share
    rate: str


@dataclass(frozen=True)
class ArrivalLine:
    """One link of arrival and outcome in words."""

    label: str
    correlation: str
    sentence: str
    tag: tuple[str, str]


@dataclass(frozen=True)
class HandLine:
    """One deed by hand, its hours in words."""

    deed: Override
    name: str
    places: str
    effects: tuple[str, ...]


@dataclass(frozen=True)
class DeskLine:
    """One stand with its requests of the list, and how often each reason holds there."""

    code: str
    label: str
    requests: int
    reasons: tuple[tuple[str, int], ...]
    is_shown: bool


@dataclass(frozen=True)
class Reasons:
    """Places that one sentence explains: each with its hour, who is received and for how many points."""

    sentence: str
    is_open: bool
    places: tuple[tuple[str, CompanyName, int], ...]


@dataclass(frozen=True)
class CaseLine:
    """One request without a slot, the reason it has, and the places of lower worth."""

    company: CompanyName
    desk: str
    desk_label: str
    asked: Asked | None
    worth: int
    code: str
    reason: str
    lower: int
    reasons: tuple[Reasons, ...]


def class_tables(found: Equity) -> list[tuple[str, str, list[Line]]]:
    """The three tables: caption, what the first column is, the rows."""
    askers = found.askers
    return [
        (
            _("Selon la taille déclarée"),
            _("Taille"),
            _lines((words.size_label(k), s) for k, s in by_size(askers).items()),
        ),
        (
            _("Selon le secteur déclaré ; une entreprise de deux secteurs compte dans chacun"),
            _("Secteur"),
            _lines((words.sector_label(k), s) for k, s in by_sector(askers).items()),
        ),
        (
            _("Selon le pays d’immatriculation"),
            _("Territoire"),
            _lines((words.country_label(k), s) for k, s in by_country(askers).items()),
        ),
    ]


def _lines(shares: Iterable[tuple[str, Share]]) -> list[Line]:
    return [Line(label, share, words.rate(share)) for label, share in shares]


def orders(found: Equity) -> dict[str, Arrival]:
    return {_("Ordre d’inscription"): found.by_registration, _("Ordre des demandes"): found.by_request}


def arrival_lines(found: Equity) -> list[ArrivalLine]:
    return [
        _arrival_line(_("%(order)s et %(outcome)s", order=order, outcome=outcome), link)
        for order, arrival in orders(found).items()
        for outcome, link in (
            (_("fait d’être reçue"), arrival.received),
            (_("nombre de rendez-vous"), arrival.meetings),
        )
    ]


def _arrival_line(label: str, link: Link) -> ArrivalLine:
    tag = words.reading_name(link.reading)
    return ArrivalLine(label, words.correlation(link), words.link_sentence(link), tag)


def hand_line(deed: Override, found: Equity) -> HandLine:
    spots = [where for spot in (deed.before, deed.after) if (where := _where(spot, found))]
    effects = [_gave_way(deed, company.name) for company in deed.displaced]
    if deed.moved is not None:
        effects.append(_("%(company)s change d’heure", company=deed.moved.name))
    return HandLine(deed, words.deed_name(deed.deed), " → ".join(dict.fromkeys(spots)), tuple(effects))


def _gave_way(deed: Override, company: str) -> str:
    if deed.deed is StepDeed.ACCEPTED:
        return _("%(company)s n’obtient pas le rendez-vous proposé", company=company)
    return _("%(company)s perd ce rendez-vous", company=company)


def _where(spot: Spot, found: Equity) -> str:
    """The hour and the table, by their codes where the present slots and tables do not know them."""
    if spot.slot is None:
        return ""
    starts = {slot.id: hour(slot.start) for slot in found.content.slots}
    numbers = {table.code: str(table.number) for desk in found.content.desks for table in desk.tables}
    begins = starts.get(spot.slot, spot.slot)
    if spot.table is None:
        return begins
    return _("%(hour)s, table %(table)s", hour=begins, table=numbers.get(spot.table, spot.table))


def places(found: Equity, wanted: str) -> dict[str, object]:
    """The list of places, of one stand or of all, under its summary."""
    of_desk = {desk: tuple(of) for desk, of in groupby(found.cases, key=lambda case: case.wish.desk)}
    per_desk = {desk: of_desk[desk] for desk in found.content.names.desks if desk in of_desk}
    few = len(found.cases) <= SHOWN_AT_ONCE
    busiest = max(per_desk, key=lambda desk: len(per_desk[desk]), default="")
    shown = wanted or (ALL if few else busiest)
    return {
        "desks": [_desk_line(desk, of, found, shown) for desk, of in per_desk.items()],
        "shown": shown,
        "all_desks": ALL,
        "cases": list(
            _case_lines(found, [case for code, of in per_desk.items() for case in of if shown in (ALL, code)])
        ),
        "open_sentence": words.open_sentence(found) if any(case.is_open for case in found.cases) else "",
    }


def _desk_line(code: str, of: tuple[Case, ...], found: Equity, shown: str) -> DeskLine:
    reasons: Counter[Why] = counted(of)
    named = tuple((words.why_name(why), reasons[why]) for why in Why if reasons[why])
    return DeskLine(code, found.content.names.desks[code].label, len(of), named, code == shown)


def _case_lines(found: Equity, listed: Iterable[Case]) -> Iterator[CaseLine]:
    names, unplaced = found.content.names, {(u.company.code, u.desk.code): u for u in found.content.unplaced}
    for case in listed:
        wish = unplaced[case.wish.company, case.wish.desk]
        yield CaseLine(
            names.companies[case.wish.company],
            wish.desk.code,
            wish.desk.label,
            wish.asked,
            case.wish.worth,
            wish.reason.code,
            reason_name(wish.reason.code),
            len(case.taken),
            tuple(_reasons(found, case.taken)),
        )


def _reasons(found: Equity, taken: tuple[Taken, ...]) -> Iterator[Reasons]:
    starts = {slot.id: hour(slot.start) for slot in found.content.slots}
    companies, order = found.content.names.companies, found.content.document.problem.slot_index
    in_time = sorted(taken, key=lambda one: (order[one.booking.slot], one.booking.table))
    for why in Why:
        places = tuple(
            (starts[one.booking.slot], companies[one.booking.company], one.worth)
            for one in in_time
            if one.why is why
        )
        if places:
            yield Reasons(words.why_sentence(why, found.is_proven), why is Why.OPEN, places)
