"""The form of a purchase project, for directorates that declare it and for procurement that corrects it.

The CPV field takes a code or words. Words that name several codes bring the page back with those codes as
buttons to choose from, and everything else as it was typed: no script is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from matchmaker.db import db
from matchmaker.models import CpvCode, Desk, Fair, Need, Procedure, Sector
from matchmaker.services.need_forms import (
    LONGEST,
    LONGEST_NOTE,
    LONGEST_QUESTION,
    MOST_QUESTIONS,
    NeedForm,
    quarters,
    state,
)
from matchmaker.services.nomenclature import CPV_ASKED, fold, search_cpv
from matchmaker.web import public_words
from matchmaker.web.forms import Form, choices, stripped
from matchmaker.web.language import current as language

MOST_SUGGESTIONS = 10
AMOUNT = re.compile(r"[-−]?\d{1,15}")
TOO_LONG = _l("Ce texte est trop long : %(max)d caractères au plus.")


def _limit(most: int) -> Length:
    return Length(max=most, message=TOO_LONG)


def whole(typed: str | None) -> int | None:
    """« 350 000 € » → 350000; None where nothing was typed; ValueError where it is no whole number."""
    plain = re.sub(r"[\s\u00a0\u202f€]", "", typed or "")
    if not plain:
        return None
    if AMOUNT.fullmatch(plain) is None:
        raise ValueError(typed)
    return int(plain.replace("−", "-"))


def _is_whole(words: str) -> Any:
    def check(_form: Form, field: StringField) -> None:
        try:
            whole(field.data)
        except ValueError as wrong:
            raise ValidationError(words) from wrong

    return check


EUROS = _is_whole(_l("Écrivez un montant en euros, en chiffres et sans centimes : « 350 000 »."))
NUMBER = _is_whole(_l("Écrivez un nombre entier, en chiffres."))


def _question(number: int, required: bool = False) -> StringField:
    needed = DataRequired(_l("Posez au moins une question : elle sera la même pour toutes les entreprises."))
    label = _l("Question %(number)d", number=number)
    return StringField(
        label, [needed if required else Optional(), _limit(LONGEST_QUESTION)], filters=[stripped]
    )


def _english(number: int) -> StringField:
    label = _l("Question %(number)d, en anglais", number=number)
    return StringField(label, [Optional(), _limit(LONGEST_QUESTION)], filters=[stripped])


class ProjectForm(Form):
    """All that is written of a project; ``seen`` is the state of the sheet when the page was shown."""

    seen = HiddenField()
    desk = SelectField(_l("Stand"), [DataRequired(_l("Choisissez le stand qui suit ce projet."))])
    title_fr = StringField(
        _l("Titre"), [DataRequired(_l("Donnez un titre au projet.")), _limit(LONGEST["title_fr"])], [stripped]
    )
    title_en = StringField(_l("Titre en anglais"), [Optional(), _limit(LONGEST["title_en"])], [stripped])
    description_fr = TextAreaField(
        _l("Description"),
        [DataRequired(_l("Décrivez le projet en quelques phrases.")), _limit(LONGEST["description_fr"])],
        [stripped],
        render_kw={"rows": 5},
    )
    description_en = TextAreaField(
        _l("Description en anglais"),
        [Optional(), _limit(LONGEST["description_en"])],
        [stripped],
        render_kw={"rows": 5},
    )
    sector = SelectField(_l("Secteur"), [DataRequired(_l("Choisissez un secteur."))])
    cpv = StringField(
        _l("Code CPV, ou les mots qui le décrivent"),
        [DataRequired(_l("Donnez un code CPV, ou les mots qui décrivent l’achat.")), _limit(300)],
        [stripped],
    )
    cpv_choice = RadioField(_l("Quel code décrit le mieux ce projet ?"), choices=[], validate_choice=False)
    amount_min = StringField(_l("Montant le plus bas, en euros"), [Optional(), EUROS], [stripped])
    amount_max = StringField(_l("Montant le plus haut, en euros"), [Optional(), EUROS], [stripped])
    quarter = SelectField(_l("Lancement prévu"), [DataRequired(_l("Choisissez un trimestre."))])
    procedure = SelectField(_l("Procédure"), [DataRequired(_l("Choisissez une procédure."))])
    lots = StringField(_l("Nombre de lots"), [Optional(), NUMBER], [stripped])
    question_1_fr = _question(1, required=True)
    question_1_en = _english(1)
    question_2_fr = _question(2)
    question_2_en = _english(2)
    question_3_fr = _question(3)
    question_3_en = _english(3)
    internal_note = TextAreaField(
        _l("Note interne"), [Optional(), _limit(LONGEST_NOTE)], [stripped], render_kw={"rows": 3}
    )

    chosen_cpv: str = ""

    def validate_cpv(self, field: StringField) -> None:
        """A code, words that name one, or the one picked among those that the words name."""
        found = search_cpv(db.session(), field.data or "", language(), MOST_SUGGESTIONS)
        named = _named(found, fold(field.data or ""), self.cpv_choice.data)
        if named is not None:
            self.chosen_cpv, field.data = named.code, cpv_text(named)
            return
        self.cpv_choice.choices = choices([(one.code, cpv_text(one)) for one in found])
        if not found:
            raise ValidationError(
                _("Aucun code CPV ne répond : essayez d’autres mots, ou un code à 8 chiffres.")
            )
        raise ValidationError(_("Plusieurs codes répondent à ces mots : choisissez-en un ci-dessous."))

    def read(self) -> NeedForm:
        """What was filled in, once the form is valid."""
        asked = [(self[f"question_{n}_fr"].data, self[f"question_{n}_en"].data) for n in _NUMBERS]
        return NeedForm(
            title_fr=self.title_fr.data or "",
            title_en=self.title_en.data or "",
            description_fr=self.description_fr.data or "",
            description_en=self.description_en.data or "",
            sector=self.sector.data,
            cpv=self.chosen_cpv,
            amount_min=whole(self.amount_min.data),
            amount_max=whole(self.amount_max.data),
            quarter=self.quarter.data,
            procedure=Procedure(self.procedure.data),
            lots=whole(self.lots.data),
            internal_note=self.internal_note.data or "",
            questions=tuple((french or "", english or "") for french, english in asked),
        )


_NUMBERS = range(1, MOST_QUESTIONS + 1)


def _named(found: Sequence[CpvCode], asked: str, picked: str | None) -> CpvCode | None:
    """The one code that is meant, if there is one."""
    code = CPV_ASKED.fullmatch(asked)
    whole_code = code["code"] if code is not None else None
    for meant in (
        [one for one in found if one.code == (whole_code or picked)],
        [one for one in found if asked in (fold(one.label_fr), fold(one.label_en))],
        found,
    ):
        if len(meant) == 1:
            return meant[0]
    return None


def cpv_text(cpv: CpvCode) -> str:
    """« 45232410-9 Travaux d’assainissement »: read again, it names the same code."""
    return f"{cpv.code}-{cpv.check_digit} {cpv.label(language())}"


def new_form(fair: Fair, desks: Sequence[Desk]) -> ProjectForm:
    """The form of a project still to be declared at one of ``desks``."""
    form = ProjectForm(data={"desk": desks[0].code} if len(desks) == 1 else {})
    offered = [(desk.code, desk.label(language())) for desk in desks]
    form.desk.choices = choices(offered if len(desks) == 1 else [("", _("Choisissez un stand")), *offered])
    _offer(form, fair)
    return form


def form_of(need: Need) -> ProjectForm:
    """The form of a project that is stored, filled with it."""
    form = ProjectForm(data=_filled(need))
    del form.desk
    _offer(form, need.fair, need.quarter)
    return form


def _offer(form: ProjectForm, fair: Fair, quarter: str = "") -> None:
    sectors = db.session.scalars(db.select(Sector).order_by(Sector.position))
    form.sector.choices = choices(
        [("", _("Choisissez un secteur")), *((one.code, one.label(language())) for one in sectors)]
    )
    form.quarter.choices = choices(
        [
            ("", _("Choisissez un trimestre")),
            *((one, public_words.quarter(one)) for one in quarters(fair, quarter)),
        ]
    )
    form.procedure.choices = choices(
        [
            ("", _("Choisissez une procédure")),
            *((one.value, public_words.procedure(one)) for one in Procedure),
        ]
    )


def _filled(need: Need) -> dict[str, Any]:
    same = ("title_fr", "title_en", "description_fr", "description_en", "quarter", "internal_note")
    filled = {name: getattr(need, name) for name in same}
    filled |= {name: _number(getattr(need, name)) for name in ("amount_min", "amount_max", "lots")}
    for question in need.questions:
        filled[f"question_{question.position}_fr"] = question.text_fr
        filled[f"question_{question.position}_en"] = question.text_en
    return filled | {
        "seen": state(need),
        "sector": need.sector_code,
        "cpv": cpv_text(need.cpv),
        "procedure": need.procedure.value,
    }


def _number(value: int | None) -> str:
    """« 350 000 », in groups of three, as it is typed."""
    return "" if value is None else f"{value:,}".replace(",", " ")
