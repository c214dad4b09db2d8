"""Forms: what they all do when something is wrong, and the fields that say so in our words.

A form keeps what was typed, says beside the field what is wrong and how to mend it, and again in a summary
that leads to the field. What a service refuses is said in the same two places.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import Field, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.widgets import CheckboxInput, ListWidget

from matchmaker.errors import RuleBroken


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that can say what a service refused."""

    def refuse(self, refusal: RuleBroken) -> None:
        """Say a refusal beside the field it names, or above the form."""
        field = self._fields.get(refusal.field) if refusal.field else None
        if field is None:
            self.form_errors.append(str(refusal))
        else:
            field.errors = [*field.errors, str(refusal)]


class CheckboxesField(SelectMultipleField):
    """Several choices, each a box to tick: easier on a phone than a list to hold a key on."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """What a list of choices is made of: each value with its words."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def again(template: str, form: Form, **shown: Any) -> ResponseReturnValue:
    """The page once more, with what was typed and what is wrong with it."""
    return render_template(template, form=form, **shown), 422


def stripped(typed: str | None) -> str | None:
    """A filter for fields: nobody means the spaces at the ends."""
    return typed.strip() if typed else typed


def wrong(form: Form) -> Iterable[Field]:
    """The fields that have something to say, in order."""
    return [field for field in form if field.errors]
