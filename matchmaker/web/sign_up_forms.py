"""The forms of signing up: an address, then a company and the person who registers it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import AnyOf, InputRequired, Length, StopValidation

from matchmaker.errors import RuleBroken
from matchmaker.models import SizeClass
from matchmaker.services.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD, address_of
from matchmaker.services.company_numbers import countries, numbers_of
from matchmaker.services.declarations import (
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_TEXT,
    line_of,
    phone_of,
    text_of,
)
from matchmaker.services.registration import Registration
from matchmaker.web.forms import Form, choices, stripped
from matchmaker.web.language import current as locale

SIZES = {
    SizeClass.MICRO: _l("Microentreprise : moins de 10 personnes"),
    SizeClass.SMALL_OR_MEDIUM: _l("PME : de 10 à 249 personnes"),
    SizeClass.INTERMEDIATE: _l("Entreprise de taille intermédiaire : de 250 à 4 999 personnes"),
    SizeClass.LARGE: _l("Grande entreprise : 5 000 personnes ou plus"),
}


def by_rule(check: Callable[[str], object]) -> Callable[[Form, Field], None]:
    """A validator that asks the service itself, so that a form shows all its refusals at once."""

    def ask(_form: Form, field: Field) -> None:
        try:
            check(field.data or "")
        except RuleBroken as refusal:
            raise StopValidation(str(refusal)) from None

    return ask


def readable(typed: str | None) -> str | None:
    """A filter for fields: what was pasted, without the signs that nobody sees and no page may show."""
    shown = "".join(sign for sign in typed or "" if sign in "\r\n\t" or unicodedata.category(sign) != "Cc")
    return stripped(shown)


def one_line(most: int = LONGEST_NAME) -> Callable[[Form, Field], None]:
    return by_rule(lambda typed: line_of(typed, "", most))


def _password() -> PasswordField:
    return PasswordField(
        _l("Mot de passe"),
        [
            InputRequired(_l("Choisissez un mot de passe.")),
            Length(
                SHORTEST_PASSWORD, LONGEST_PASSWORD, _l("Choisissez un mot de passe de 12 à 128 caractères.")
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )


class AddressForm(Form):
    """Where the link is sent."""

    email = EmailField(
        _l("Votre adresse électronique"),
        [InputRequired(_l("Saisissez votre adresse électronique.")), by_rule(address_of)],
        [readable],
        render_kw={"autocomplete": "email"},
    )


class NumberFields(Form):
    """By which number the company is known; of the two kinds, neither is marked as optional."""

    siret = StringField(
        _l("Numéro SIRET"), filters=[readable], render_kw={"inputmode": "numeric", "required": False}
    )
    foreign_country = SelectField(_l("Pays"), validate_choice=False, render_kw={"required": False})
    foreign_number = StringField(
        _l("Numéro d’immatriculation"), filters=[readable], render_kw={"required": False}
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.foreign_country.choices = choices([("", _l("Choisissez un pays")), *countries(locale()).items()])
        for field in (self.siret, self.foreign_country, self.foreign_number):
            field.flags.required = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Of two numbers one is needed: the service says so, beside the field that is wrong."""
        is_well_filled = bool(super().validate(extra_validators))
        try:
            numbers_of(*self.numbers)
        except RuleBroken as refusal:
            self.refuse(refusal)
            return False
        return is_well_filled

    @property
    def is_foreign(self) -> bool:
        """Whether what concerns foreign companies must be seen."""
        fields = (self.foreign_country, self.foreign_number)
        return any(field.data or field.errors for field in fields)

    @property
    def numbers(self) -> tuple[str, str, str]:
        """What the service is told: a SIRET, or a country and a number there."""
        return self.siret.data or "", self.foreign_country.data or "", self.foreign_number.data or ""


class CompanyFields(NumberFields):
    """Who the company is."""

    name = StringField(
        _l("Nom de l’entreprise"),
        [InputRequired(_l("Donnez le nom de l’entreprise.")), one_line()],
        [readable],
        render_kw={"autocomplete": "organization"},
    )
    size_class = RadioField(
        _l("Taille de l’entreprise"),
        [
            InputRequired(_l("Choisissez la taille de l’entreprise.")),
            AnyOf([size.value for size in SizeClass], _l("Choisissez la taille de l’entreprise.")),
        ],
        choices=choices((size.value, label) for size, label in SIZES.items()),
        validate_choice=False,
    )
    group = StringField(_l("Appartenez-vous à un groupe ?"), [one_line()], [readable])
    breathing = BooleanField(_l("Il me faut une pause entre deux rendez-vous"))
    adapted_access = TextAreaField(
        _l("Besoin d’un accueil adapté ?"),
        [by_rule(lambda typed: text_of(typed, "", LONGEST_TEXT))],
        [readable],
        render_kw={"rows": 3},
    )


class PersonFields(CompanyFields):
    """Who registers the company, and is written to."""

    contact_name = StringField(
        _l("Vos prénom et nom"),
        [InputRequired(_l("Donnez vos prénom et nom.")), one_line()],
        [readable],
        render_kw={"autocomplete": "name"},
    )
    phone = TelField(
        _l("Téléphone"),
        [one_line(LONGEST_PHONE), by_rule(phone_of)],
        [readable],
        render_kw={"autocomplete": "tel"},
    )


class PasswordFields(Form):
    """Who has no account yet."""

    password = _password()


class CharterFields(Form):
    """What everybody accepts, in the version that was shown."""

    accepts_charter = BooleanField(
        _l("J’ai lu la charte des échanges et je l’accepte"),
        [InputRequired(_l("Pour participer, acceptez la charte des échanges."))],
    )
    charter_number = HiddenField()


class AddCompanyForm(PersonFields, CharterFields):
    """A company for somebody who has an account."""

    def declared(self, address: str) -> Registration:
        """What the service is told, for a person whose address is known."""
        number = self.charter_number.data or ""
        return Registration(
            name=self.name.data or "",
            siret=self.siret.data or "",
            foreign_country=self.foreign_country.data or "",
            foreign_number=self.foreign_number.data or "",
            contact_name=self.contact_name.data or "",
            contact_email=address,
            phone=self.phone.data or "",
            size_class=SizeClass(self.size_class.data),
            group=self.group.data or "",
            breathing=self.breathing.data,
            adapted_access=self.adapted_access.data or "",
            accepts_charter=self.accepts_charter.data,
            charter_number=int(number) if number.isdecimal() and len(number) < 10 else 0,
        )


class SignUpForm(AddCompanyForm, PasswordFields):
    """A company and the account of who registers it."""


class NewColleagueForm(Form):
    """Somebody who was invited and has no account yet."""

    name = StringField(
        _l("Vos prénom et nom"),
        [InputRequired(_l("Donnez vos prénom et nom.")), one_line()],
        [readable],
        render_kw={"autocomplete": "name"},
    )
    password = _password()


class JoinForm(Form):
    """Somebody who was invited and is signed in: a button is enough."""
