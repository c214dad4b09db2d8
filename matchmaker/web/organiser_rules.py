"""The rules of the allocation: written in a form until they are locked, then read as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import IntegerField, RadioField
from wtforms.validators import AnyOf, InputRequired, NumberRange

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Policy
from matchmaker.services import rules as deeds
from matchmaker.services.rules import MOST_MEETINGS, MOST_POINTS, MOST_REQUESTS, Values
from matchmaker.web.clock import now
from matchmaker.web.forms import Form, again, choices
from matchmaker.web.reach import account_here, fair_here

POLICIES = (
    (Policy.FLOOR.value, lazy_gettext("Un premier rendez-vous au plus grand nombre, puis le reste")),
    (Policy.WORTH.value, lazy_gettext("Le plus de points, même si des entreprises restent sans rendez-vous")),
)
ONE_OF_TWO = lazy_gettext("Choisissez l’une des deux règles.")


class Points(IntegerField):
    """A whole number between two limits, refused in our words."""

    def __init__(self, label: Any, least: int, most: int = MOST_POINTS, **options: Any) -> None:
        said = lazy_gettext("Un nombre entier de %(min)s à %(max)s.", min=least, max=most)
        checks = [InputRequired(said), NumberRange(least, most, said)]
        options["render_kw"] = {"min": least, "max": most, "inputmode": "numeric"}
        super().__init__(label, checks, **options)
        self._said = said

    def process_formdata(self, valuelist: list[str]) -> None:
        """What is no number gets the same sentence as what is out of the limits."""
        try:
            super().process_formdata(valuelist)
        except ValueError as odd:
            raise ValueError(self._said) from odd


class RulesForm(Form):
    """What rules 2, 4 and 5 leave to the fair."""

    choice_1 = Points(lazy_gettext("Choix n° 1"), 1)
    choice_2 = Points(lazy_gettext("Choix n° 2"), 1)
    choice_3 = Points(lazy_gettext("Choix n° 3"), 1)
    choice_4 = Points(lazy_gettext("Choix n° 4"), 1)
    priority_bonus = Points(lazy_gettext("Réponse « prioritaire »"), 0)
    interest_bonus = Points(lazy_gettext("Réponse « intéressée »"), 0)
    requests_per_company = Points(lazy_gettext("Demandes par entreprise, au plus"), 1, MOST_REQUESTS)
    meetings_per_company = Points(lazy_gettext("Rendez-vous par entreprise, au plus"), 1, MOST_MEETINGS)
    policy = RadioField(
        lazy_gettext("Ce qui passe d’abord"),
        [InputRequired(ONE_OF_TWO), AnyOf(dict(POLICIES), ONE_OF_TWO)],
        choices=choices(POLICIES),
        validate_choice=False,
    )

    def values(self) -> Values:
        return Values(**{**self._typed(), "policy": Policy(self.policy.data)})

    def _typed(self) -> dict[str, Any]:
        return {name: self._fields[name].data for name in asdict(Values()) if name != "policy"}


def rules() -> str:
    written = deeds.values_of(deeds.newest(db.session(), fair_here()))
    form = RulesForm(data={**asdict(written), "policy": written.policy.value})
    return render_template("organiser/rules.html", form=form, **_shown())


def change_rules() -> ResponseReturnValue:
    form = RulesForm()
    if not form.validate_on_submit() or not _is_changed(form):
        return again("organiser/rules.html", form, **_shown())
    flash(_("Les règles sont enregistrées. Elles peuvent encore changer jusqu’à leur verrouillage."))
    return redirect(url_for(".rules"))


def _is_changed(form: RulesForm) -> bool:
    try:
        deeds.change(db.session(), fair_here(), form.values(), account_here(), now())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return False
    return True


def lock_rules() -> ResponseReturnValue:
    version = deeds.newest(db.session(), fair_here()) or abort(404)
    deeds.lock(db.session(), version, account_here(), now())
    flash(_("Les règles sont verrouillées : elles ne changent plus."))
    return redirect(url_for(".rules"))


def _lines(values: Values) -> Iterator[tuple[str, str]]:
    """Each value in words, for rules that are only read: those stored, whatever a form holds."""
    form = RulesForm(formdata=None)
    for name, value in asdict(values).items():
        label = form[name].label.text
        if name == "policy":
            yield label, dict(POLICIES)[value.value]
        elif name.startswith("choice_") or name.endswith("_bonus"):
            yield label, ngettext("%(num)d point", "%(num)d points", value)
        else:
            yield label, str(value)


def _shown() -> dict[str, Any]:
    """What the page says beside the form."""
    fair, version = fair_here(), deeds.newest(db.session(), fair_here())
    return {
        "fair": fair,
        "version": version,
        "lines": list(_lines(deeds.values_of(version))),
        "is_locked": version is not None and version.locked_at is not None,
        "is_open": now() >= fair.requests_open_at,
        "former": [one for one in fair.rules if version is not None and one.number < version.number],
    }
