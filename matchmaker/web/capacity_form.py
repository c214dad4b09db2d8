"""The form of a question on capacity: sent by GET, so that its address can be shared; up to three variants.

What an address leaves out is filled in: the first variant as the fair stands, each further one as the one
before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import Field, FloatField, RadioField
from wtforms.validators import AnyOf, InputRequired
from wtforms.widgets import TextInput

from matchmaker.errors import RuleBroken
from matchmaker.services.capacity.demand import Demand
from matchmaker.services.capacity.facts import Facts
from matchmaker.services.capacity.layout import Period, Variant
from matchmaker.services.rules import MOST_MEETINGS
from matchmaker.web.forms import Form, choices
from matchmaker.web.language import hour, number
from matchmaker.web.organiser_rules import Points

LETTERS = "abc"
REAL, EXPECTED = "reelles", "simulees"
MOST_COMPANIES, MOST_TABLES = 1500, 20
SHORTEST, LONGEST, LONGEST_PAUSE = 3, 60, 30
TABLE = "table-"
ONE_OF_TWO = lazy_gettext("Choisissez l’une des deux possibilités.")


class Mean(FloatField):
    """A number with a decimal; a comma is as good as a point."""

    widget = TextInput()

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.replace(",", ".") for value in valuelist])
        except ValueError as odd:
            raise ValueError(_("Écrivez un nombre, par exemple 2,5.")) from odd


class DemandForm(Form):
    """Who is expected."""

    source = RadioField(
        lazy_gettext("Quelles demandes compter"),
        [InputRequired(ONE_OF_TWO), AnyOf((REAL, EXPECTED), ONE_OF_TWO)],
        choices=choices(
            (
                (REAL, lazy_gettext("Celles que les entreprises ont faites")),
                (EXPECTED, lazy_gettext("Des demandes simulées, d’après ces deux nombres :")),
            )
        ),
        validate_choice=False,
    )
    entreprises = Points(lazy_gettext("Entreprises attendues"), 1, MOST_COMPANIES)
    demandes = Mean(lazy_gettext("Demandes par entreprise, en moyenne"), render_kw={"inputmode": "decimal"})

    def check(self, most: int) -> None:
        """No company asks more stands than there are, or than the rules allow."""
        mean = self.demandes.data
        if not self.demandes.errors and (mean is None or not 1 <= mean <= most):
            said = _(
                "Un nombre de 1 à %(most)d : les règles et les stands n’en permettent pas plus.", most=most
            )
            self.refuse(RuleBroken(said, field="demandes"))

    def demand(self) -> Demand | None:
        """None stands for the real requests."""
        if self.source.data == REAL:
            return None
        return Demand(self.entreprises.data or 0, round(self.demandes.data or 0.0, 1))


class VariantForm(Form):
    """One way to lay the morning out; each stand adds a field of its own."""

    minutes = Points(lazy_gettext("Minutes par rendez-vous"), SHORTEST, LONGEST)
    battement = Points(lazy_gettext("Minutes de battement"), 0, LONGEST_PAUSE)
    quota = Points(lazy_gettext("Rendez-vous par entreprise, au plus"), 1, MOST_MEETINGS)

    def tables(self) -> list[Points]:
        return [field for field in self if field.short_name.startswith(TABLE)]

    def variant(self) -> Variant:
        """What was typed, once it is known to be sound."""
        counts = tuple((field.short_name.removeprefix(TABLE), field.data or 0) for field in self.tables())
        return Variant(self.minutes.data or 0, self.battement.data or 0, self.quota.data or 0, counts)

    def check(self, period: Period) -> None:
        """Something must fit: a slot in the morning, a table in the room."""
        if self.errors:
            return
        made = self.variant()
        if not period.slots(made.slot_minutes, made.changeover_minutes):
            hours = {"start": hour(period.start), "end": hour(period.end)}
            said = _("Aucun rendez-vous de cette durée ne tient entre %(start)s et %(end)s.", **hours)
            self.refuse(RuleBroken(said, field="minutes"))
        if self.tables() and not any(count for _code, count in made.tables):
            said = _("Il faut une table au moins, à ce stand ou à un autre.")
            self.refuse(RuleBroken(said, field=self.tables()[0].short_name))


class Question:
    """The whole form: its parts are read and refused together."""

    def __init__(self, facts: Facts, typed: MultiDict[str, str]) -> None:
        self._facts = facts
        wanted = typed.getlist("variantes")[-1:] or ["1"]
        self.count = {"1": 1, "2": 2, "3": 3}.get(wanted[0], 1)
        expected = _filled(_usual(facts), typed, "")
        if facts.real is None:
            expected["source"] = EXPECTED
        self.demand = DemandForm(expected, meta={"csrf": False})
        self.variants: list[VariantForm] = []
        kind, known = _variant_form(facts), _current(facts)
        for letter in LETTERS[: self.count]:
            values = _filled(known, typed, f"{letter}-")
            self.variants.append(kind(values, prefix=f"{letter}-", meta={"csrf": False}))
            known = {name.removeprefix(f"{letter}-"): value for name, value in values.items()}

    def __iter__(self) -> Iterator[Field]:
        return chain.from_iterable((self.demand, *self.variants))

    @property
    def errors(self) -> bool:
        return any(field.errors for field in self)

    @property
    def form_errors(self) -> list[str]:
        return []

    def is_sound(self) -> bool:
        """Every part is checked, so that all that is wrong is said at once."""
        for part in (self.demand, *self.variants):
            part.validate()
        self.demand.check(min(self._facts.most_requests, len(self._facts.labels)))
        for part in self.variants:
            part.check(self._facts.period)
        return not self.errors


def _variant_form(facts: Facts) -> type[VariantForm]:
    """With a field for the tables of each stand."""
    fields = {f"{TABLE}{code}": Points(label, 0, MOST_TABLES) for code, label in facts.labels}
    return type("VariantForm", (VariantForm,), fields)


def _usual(facts: Facts) -> Mapping[str, str]:
    usual = facts.usual
    source = EXPECTED if facts.real is None else REAL
    return {"source": source, "entreprises": str(usual.companies), "demandes": number(usual.requests)}


def _current(facts: Facts) -> Mapping[str, str]:
    now = facts.current
    tables = {f"{TABLE}{code}": str(count) for code, count in now.tables}
    return {
        "minutes": str(now.slot_minutes),
        "battement": str(now.changeover_minutes),
        "quota": str(now.meetings_per_company),
        **tables,
    }


def _filled(known: Mapping[str, str], typed: MultiDict[str, str], prefix: str) -> MultiDict[str, str]:
    """What was typed, and what is known where nothing was."""
    return MultiDict(
        {f"{prefix}{name}": typed.get(f"{prefix}{name}", value) for name, value in known.items()}
    )
