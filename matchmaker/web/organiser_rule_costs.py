"""What the rules cost: the fair by its rules and by points alone, side by side, and who pays for what."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.scheduling.rule_costs import RuleCosts
from matchmaker.services.rule_costs import Costs, Side, costs_of_the_rules
from matchmaker.web.changes import FigureRow
from matchmaker.web.clock import now
from matchmaker.web.language import number
from matchmaker.web.reach import fair_here

TEMPLATE = "organiser/rule_costs.html"
Figure = tuple[str, str, str]
"""A big number, what it counts, and a note, as ``ui.figures`` takes it."""


@dataclass(frozen=True)
class Bars:
    """How many companies have so many meetings, by points alone and by the floor, as numbers and bars."""

    row: FigureRow
    worth_sentence: str
    floor_sentence: str


def rule_costs() -> str:
    fair = fair_here()
    try:
        costs = costs_of_the_rules(db.session(), fair, now())
    except RuleBroken as refusal:
        closes_at = fair.requests_close_at if now() < fair.requests_close_at else None
        return render_template(TEMPLATE, costs=None, refusal=str(refusal), closes_at=closes_at)
    return render_template(
        TEMPLATE,
        costs=costs,
        headlines=_headlines(costs.found),
        figures=_figures(costs.found),
        bars=_bars(costs.found),
        companies=len(costs.found.shares),
        findings=_findings(costs),
        side_name=side_name,
        instead=_instead,
        is_drawn=fair.draw is not None and fair.draw.revealed_at is not None,
        is_proven=costs.found.floor.is_proven and costs.found.worth.is_proven,
    )


def _headlines(found: RuleCosts) -> list[Figure]:
    """The three figures that are weighed against each other."""
    floor, worth = found.floor, found.worth
    received, meetings = floor.served - worth.served, floor.meetings - worth.meetings
    label = ngettext("Entreprise reçue de plus", "Entreprises reçues de plus", received)
    return [
        (_signed(received), label, _instead(floor.served, worth.served)),
        (_signed(meetings), _("Rendez-vous"), _instead(floor.meetings, worth.meetings)),
        (_share(floor.worth, worth.worth), _("Points de priorité"), _instead(floor.worth, worth.worth)),
    ]


def _signed(difference: int) -> str:
    return f"{'+' if difference > 0 else ''}{number(difference)}"


def _instead(floor: int, worth: int) -> str:
    if floor == worth:
        return _("%(count)s dans les deux cas", count=number(floor))
    return _("%(floor)s au lieu de %(worth)s", floor=number(floor), worth=number(worth))


def _share(floor: int, worth: int) -> str:
    """What the floor takes of the points, to a tenth of a percent."""
    share = round(100 * (floor - worth) / worth, 1) if worth else 0
    words: str = _("%(share)s %%", share=number(share))
    return words


def _figures(found: RuleCosts) -> tuple[FigureRow, ...]:
    """By points alone on the left, by the floor on the right: what differs is what the floor does."""
    floor, worth = found.floor, found.worth
    return (
        FigureRow(_("Entreprises reçues au moins une fois"), worth.served, floor.served),
        FigureRow(
            _("Entreprises sans rendez-vous"), found.parties - worth.served, found.parties - floor.served
        ),
        FigureRow(_("Rendez-vous"), worth.meetings, floor.meetings),
        FigureRow(_("Points de priorité"), worth.worth, floor.worth),
    )


def _bars(found: RuleCosts) -> tuple[Bars, ...]:
    counts = zip(found.worth.by_meetings, found.floor.by_meetings, strict=True)
    return tuple(
        Bars(FigureRow(_meetings(met), worth, floor), _companies(worth, found), _companies(floor, found))
        for met, (worth, floor) in enumerate(counts)
    )


def _meetings(met: int) -> str:
    if met == 0:
        return _("Aucun rendez-vous")
    words: str = ngettext("%(num)d rendez-vous", "%(num)d rendez-vous", met)
    return words


def _companies(count: int, found: RuleCosts) -> str:
    words: str = ngettext(
        "%(num)d entreprise sur %(all)d", "%(num)d entreprises sur %(all)d", count, all=len(found.shares)
    )
    return words


def _findings(costs: Costs) -> list[str]:
    """Who gains and who pays, a sentence for each side that has somebody."""
    counts = {side: len(costs.of_side(side)) for side in Side}
    sentences = {
        Side.RECEIVED: ngettext(
            "%(num)d entreprise n’est reçue que grâce au plancher.",
            "%(num)d entreprises ne sont reçues que grâce au plancher.",
            counts[Side.RECEIVED],
        ),
        Side.LEFT_OUT: ngettext(
            "%(num)d entreprise ne serait reçue que sans lui : avec lui, une autre passe avant elle.",
            "%(num)d entreprises ne seraient reçues que sans lui : avec lui, d’autres passent avant elles.",
            counts[Side.LEFT_OUT],
        ),
        Side.PAYING: ngettext(
            "%(num)d entreprise reçue de toute façon cède un deuxième rendez-vous ou davantage.",
            "%(num)d entreprises reçues de toute façon cèdent un deuxième rendez-vous ou davantage.",
            counts[Side.PAYING],
        ),
        Side.GAINING: ngettext(
            "%(num)d entreprise reçue de toute façon y gagne un rendez-vous ou davantage.",
            "%(num)d entreprises reçues de toute façon y gagnent un rendez-vous ou davantage.",
            counts[Side.GAINING],
        ),
    }
    return [sentence for side, sentence in sentences.items() if counts[side]]


def side_name(side: Side) -> tuple[str, str]:
    """What the floor is to a company in a few words, and the colour of its tag."""
    names = {
        Side.RECEIVED: (_("reçue grâce au plancher"), "good"),
        Side.LEFT_OUT: (_("reçue seulement sans le plancher"), "bad"),
        Side.PAYING: (_("moins de rendez-vous"), "warn"),
        Side.GAINING: (_("davantage de rendez-vous"), "good"),
    }
    return names[side]
