"""A form keeps what was typed, and says what is wrong beside the field and in a summary that leads there."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from matchmaker.errors import RuleBroken
from matchmaker.web.forms import CheckboxesField, Form, choices
from tests.pages import Opened, inspect, words

PAGE = """
{% extends "base.html" %}
{% import "_ui.html" as ui with context %}
{% block title %}Essai{% endblock %}
{% block content %}
  {{ ui.header("Essai") }}
  {{ ui.errors(form) }}
  {% call ui.form("/", "Envoyer") %}
    {% for field in form %}{{ ui.field(field, hints.get(field.name, "")) }}{% endfor %}
  {% endcall %}
{% endblock %}
"""
SIZES = choices([("micro", "Moins de 10 personnes"), ("large", "Plus de 5 000 personnes")])


class EveryKind(Form):
    """One field of every kind that the house uses."""

    name = StringField("Raison sociale", [InputRequired("Dites le nom de l’entreprise.")])
    words = TextAreaField("Motivation")
    size = SelectField("Taille", choices=SIZES)
    answer = RadioField("Réponse", choices=SIZES, validators=[InputRequired("Choisissez une réponse.")])
    sectors = CheckboxesField("Secteurs", choices=choices([("eau", "Eau"), ("voirie", "Voirie")]))
    charter = BooleanField("J’accepte la charte", [InputRequired("Acceptez la charte.")])


@pytest.fixture
def app(own_app: Flask) -> Flask:
    return own_app


@pytest.fixture
def shown(app: Flask) -> Opened:
    """The form as it comes back: a name that the service refused, and three fields left empty."""
    typed = MultiDict(
        {"name": "  Éclairage ", "words": "Nous « faisons » <b>", "sectors": "voirie", "size": "micro"}
    )
    return opened(app, typed, RuleBroken("Ce nom est pris.", field="name"))


def opened(app: Flask, typed: MultiDict[str, str], *refusals: RuleBroken) -> Opened:
    app.add_url_rule("/essai", "public.essai", lambda: _page(typed, refusals))
    page = Opened(app.test_client().get("/essai"))
    inspect(page)
    return page


def _page(typed: MultiDict[str, str], refusals: tuple[RuleBroken, ...]) -> ResponseReturnValue:
    form = EveryKind(formdata=typed, meta={"csrf": False})
    form.validate()
    for refusal in refusals:
        form.refuse(refusal)
    return render_template_string(PAGE, form=form, hints={"name": "Comme au registre."})


def test_the_summary_leads_to_every_field_that_is_wrong(shown: Opened) -> None:
    summary = next(e for e in shown.document.iter("div") if "error-summary" in e.get("class", ""))
    links = {link.get("href", "").removeprefix("#"): words(link) for link in summary.iter("a")}

    assert links == {
        "name": "Raison sociale : Ce nom est pris.",
        "answer": "Réponse : Choisissez une réponse.",
        "charter": "J’accepte la charte : Acceptez la charte.",
    }
    assert set(links) <= {element.get("id") for element in shown.document.iter()}


def test_what_is_wrong_stands_beside_the_field_and_is_read_with_it(shown: Opened) -> None:
    field = next(e for e in shown.all("input") if e.get("name") == "name")
    described = field.get("aria-describedby", "").split()

    assert field.get("aria-invalid") == "true"
    assert [words(e) for e in shown.document.iter() if e.get("id") in described] == [
        "Comme au registre.",
        "Ce nom est pris.",
    ]


def test_what_was_typed_is_kept(shown: Opened) -> None:
    typed = {e.get("name"): e.get("value") for e in shown.all("input") if e.get("type") == "text"}
    ticked = [e.get("value") for e in shown.all("input") if "checked" in e.attrib]

    assert typed == {"name": "  Éclairage "}
    assert ticked == ["voirie"]
    assert "Nous « faisons » <b>" in words(shown.all("textarea")[0]).replace("\u00a0", " ").replace(
        "\u202f", " "
    )


def test_several_choices_stand_in_a_named_group(shown: Opened) -> None:
    groups = {field.get("id"): words(next(field.iter("legend"))) for field in shown.all("fieldset")}

    assert groups == {"answer": "Réponse", "sectors": "Secteurs (facultatif)"}


def test_a_refusal_about_no_field_stands_above_the_form(app: Flask) -> None:
    page = opened(
        app,
        MultiDict({"name": "A", "answer": "micro", "charter": "y", "size": "micro"}),
        RuleBroken("Trop tard."),
    )
    summary = next(e for e in page.document.iter("div") if "error-summary" in e.get("class", ""))

    assert [words(item) for item in summary.iter("li")] == ["Trop tard."]
