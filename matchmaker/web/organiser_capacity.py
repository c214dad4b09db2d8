"""How many tables, which slots: up to three ways to lay the morning out, side by side, with advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.services.capacity.demand import Demand
from matchmaker.services.capacity.facts import Facts, facts
from matchmaker.services.capacity.layout import Variant
from matchmaker.services.capacity.outcomes import Outcome, Range, outcome, simulations_for
from matchmaker.web import capacity_words as words
from matchmaker.web.addresses import Addresses
from matchmaker.web.capacity_form import LETTERS, Question
from matchmaker.web.language import current as language
from matchmaker.web.language import hour, number
from matchmaker.web.reach import fair_here

TEMPLATE = "organiser/capacity.html"
MOST_VARIANTS = len(LETTERS)


@dataclass(frozen=True)
class Cell:
    """A figure of one variant, and between which figures it may lie."""

    value: str
    spread: str


@dataclass(frozen=True)
class Row:
    """One figure of every variant."""

    label: str
    cells: tuple[Cell, ...]


def capacity() -> ResponseReturnValue:
    known = facts(db.session(), fair_here(), language())
    asked = Question(known, request.args)
    if not known.labels or not asked.is_sound():
        status = 422 if known.labels else 200
        return render_template(TEMPLATE, known=known, form=asked, found=(), **_around(asked)), status
    demand = asked.demand.demand()
    found = _outcomes(known, demand, [part.variant() for part in asked.variants])
    return render_template(
        TEMPLATE,
        known=known,
        form=asked,
        found=found,
        rows=_rows(found),
        advice=[
            (words.variant_name(place), words.summary(one, known), words.advice_sentences(one, known))
            for place, one in enumerate(found)
        ],
        basis=words.basis(found[0], demand),
        assumptions=list(words.assumptions(known, found, demand)),
        **_around(asked),
    )


PAGES: Addresses = (("/capacite", capacity),)
DEEDS: Addresses = ()


def _around(asked: Question) -> Mapping[str, object]:
    names = [words.variant_name(place) for place in range(asked.count)]
    columns = list(zip(names, asked.variants, strict=True))
    return {"names": names, "columns": columns, "may_add": asked.count < MOST_VARIANTS}


def _outcomes(known: Facts, demand: Demand | None, variants: list[Variant]) -> list[Outcome]:
    """All variants are asked of the same simulations, as many as the largest has time for."""
    expected = known.expectation(demand)
    companies = 0 if expected.demand is None else expected.demand.companies
    most = max(known.period.slots(one.slot_minutes, one.changeover_minutes) for one in variants)
    simulations = simulations_for(companies, most)
    return [outcome(expected, variant, simulations) for variant in variants]


def _rows(found: list[Outcome]) -> list[Row]:
    at_most = not all(one.is_exact for one in found)
    return [
        Row(_("Créneaux"), tuple(_slots(one) for one in found)),
        Row(_("Places"), tuple(Cell(number(one.places), "") for one in found)),
        _row(_("Entreprises reçues au moins une fois"), [one.served for one in found]),
        _row(_("Entreprises sans rendez-vous"), [one.unserved for one in found]),
        _row(_("Entreprises avec deux rendez-vous ou plus"), [one.several for one in found]),
        _row(_("Rendez-vous, au plus") if at_most else _("Rendez-vous"), [one.meetings for one in found]),
        _row(_("Demandes sans créneau"), [one.refused for one in found]),
        _row(_("Places libres"), [one.free for one in found]),
        _row(_("Points de priorité"), [one.worth for one in found]),
    ]


def _slots(one: Outcome) -> Cell:
    return Cell(number(one.slots), _("jusqu’à %(hour)s", hour=hour(one.ends_at)))


def _row(label: str, ranges: list[Range]) -> Row:
    return Row(label, tuple(_cell(one) for one in ranges))


def _cell(one: Range) -> Cell:
    spread = "" if one.is_one else _("de %(low)s à %(high)s", low=number(one.low), high=number(one.high))
    return Cell(number(one.middle), spread)
