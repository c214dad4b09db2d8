"""The forms of a company's space; what is wrong is mostly said by the services, beside the same fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired

from matchmaker.errors import RuleBroken
from matchmaker.models import Company, Contact, Fair, Need, Sector, SizeClass, Wish
from matchmaker.services.declarations import LONGEST_NAME, LONGEST_PHONE, LONGEST_TEXT, phone_of
from matchmaker.services.profiles import Details, Hours
from matchmaker.web import public_words
from matchmaker.web.forms import CheckboxesField, Form, choices, stripped
from matchmaker.web.language import hour
from matchmaker.web.registration_words import size_name

ALL_ALONG, PART = "all", "part"
STEP = timedelta(minutes=5)
CHOSEN = InputRequired(lazy_gettext("Choisissez une réponse."))


def offered(_form: Form, field: Any) -> None:
    """Only what the page offers: the page may be older than the list."""
    known = {str(choice.value) for choice in field.iter_choices()}
    chosen = field.data if isinstance(field.data, list) else [field.data]
    if any(str(value) not in known for value in chosen):
        raise ValidationError(_("La liste a changé entre-temps : choisissez de nouveau."))


class WishForm(Form):
    """What a request says: the projects to talk about, and why."""

    needs = CheckboxesField(
        lazy_gettext("De quels projets souhaitez-vous parler ?"), [offered], validate_choice=False
    )
    motivation = TextAreaField(
        lazy_gettext("Votre motivation"),
        filters=[stripped],
        render_kw={"rows": 5, "maxlength": LONGEST_TEXT, "data-count": ""},
    )

    @classmethod
    def about(cls, needs: Sequence[Need], wish: Wish | None, locale: str) -> WishForm:
        """The form for the projects of one stand, as ``wish`` says it now; a single project is ticked."""
        form = cls(data=_said(needs, wish))
        form.needs.choices = choices((need.code, _project(need, locale)) for need in needs)
        return form

    def chosen(self, needs: Sequence[Need]) -> list[Need]:
        return [need for need in needs if need.code in (self.needs.data or ())]

    def says(self, wish: Wish) -> bool:
        """Whether the form says exactly what the request says: it was sent twice."""
        codes = {need.code for need in wish.needs}
        return codes == set(self.needs.data or ()) and (self.motivation.data or "") == wish.motivation


def _said(needs: Sequence[Need], wish: Wish | None) -> dict[str, Any]:
    if wish is not None:
        return {"needs": [need.code for need in wish.needs], "motivation": wish.motivation}
    return {"needs": [need.code for need in needs] if len(needs) == 1 else []}


def _project(need: Need, locale: str) -> str:
    return f"{need.title(locale)} ({public_words.quarter(need.quarter)}, {public_words.amount(need)})"


class SectorsForm(Form):
    """In which sectors a company works."""

    sectors = CheckboxesField(
        lazy_gettext("Vos secteurs"),
        [InputRequired(lazy_gettext("Cochez au moins un secteur.")), offered],
        validate_choice=False,
    )

    @classmethod
    def of(cls, company: Company, sectors: Sequence[Sector], locale: str) -> SectorsForm:
        form = cls(data={"sectors": [sector.code for sector in company.sectors]})
        form.sectors.choices = choices((sector.code, sector.label(locale)) for sector in sectors)
        return form


class PresenceForm(Form):
    """From when to when a company is there."""

    presence = RadioField(lazy_gettext("Votre présence"), [CHOSEN, offered], validate_choice=False)
    presence_from = SelectField(lazy_gettext("À partir de"), [CHOSEN, offered], validate_choice=False)
    presence_until = SelectField(lazy_gettext("Jusqu’à"), [CHOSEN, offered], validate_choice=False)

    @classmethod
    def of(cls, company: Company) -> PresenceForm:
        fair, mine = company.fair, company.presences
        starts = mine[0].starts_at if mine else fair.exchange_starts_at
        ends = mine[-1].ends_at if mine else fair.exchange_ends_at
        said = {
            "presence": PART if mine else ALL_ALONG,
            "presence_from": starts.isoformat(),
            "presence_until": ends.isoformat(),
        }
        form, instants = cls(data=said), sorted({*_instants(fair), starts, ends})
        form.presence.choices = choices(
            [
                (ALL_ALONG, _("Je suis là pendant tous les échanges")),
                (PART, _("Je suis là une partie du temps")),
            ]
        )
        for field in (form.presence_from, form.presence_until):
            field.choices = choices((instant.isoformat(), hour(instant)) for instant in instants)
        return form

    @property
    def hours(self) -> Hours | None:
        """What was chosen, once the form is valid."""
        if self.presence.data == ALL_ALONG:
            return None
        return datetime.fromisoformat(self.presence_from.data), datetime.fromisoformat(
            self.presence_until.data
        )


def _instants(fair: Fair) -> list[datetime]:
    """Every five minutes of the exchange period, its end included."""
    steps = (fair.exchange_ends_at - fair.exchange_starts_at) // STEP
    return [*(fair.exchange_starts_at + STEP * step for step in range(steps + 1)), fair.exchange_ends_at]


class DetailsForm(Form):
    """Who a company is."""

    name = StringField(
        lazy_gettext("Nom de l’entreprise"),
        [InputRequired(lazy_gettext("Donnez le nom de l’entreprise."))],
        filters=[stripped],
        render_kw={"autocomplete": "organization", "maxlength": LONGEST_NAME},
    )
    phone = TelField(
        lazy_gettext("Téléphone"),
        filters=[stripped],
        render_kw={"autocomplete": "tel", "maxlength": LONGEST_PHONE},
    )
    size_class = SelectField(lazy_gettext("Taille de l’entreprise"), [offered], validate_choice=False)
    adapted_access = TextAreaField(
        lazy_gettext("Accès adapté"), filters=[stripped], render_kw={"rows": 3, "maxlength": LONGEST_TEXT}
    )
    breathing = BooleanField(lazy_gettext("Laissez-moi un créneau libre entre deux rendez-vous"))
    group = StringField(
        lazy_gettext("Appartenez-vous à un groupe ?"),
        filters=[stripped],
        render_kw={"maxlength": LONGEST_NAME},
    )

    @classmethod
    def of(cls, company: Company, contacts: Sequence[Contact]) -> DetailsForm:
        said = {
            "name": company.name,
            "phone": contacts[0].phone if contacts else "",
            "size_class": company.size_class.value if company.size_class else "",
            "adapted_access": company.adapted_access or "",
            "breathing": company.breathing,
            "group": company.group.name if company.group else "",
        }
        form = cls(data=said)
        sizes = [(size.value, size_name(size)) for size in SizeClass]
        form.size_class.choices = choices([("", size_name(None)), *sizes])
        return form

    def validate_phone(self, field: Any) -> None:
        """Said with whatever else is wrong, not after it."""
        try:
            phone_of(field.data or "")
        except RuleBroken as refusal:
            raise ValidationError(str(refusal)) from refusal

    @property
    def details(self) -> Details:
        """What was typed, once the form is valid."""
        return Details(
            name=self.name.data or "",
            phone=self.phone.data or "",
            size_class=SizeClass(self.size_class.data) if self.size_class.data else None,
            adapted_access=self.adapted_access.data or "",
            breathing=bool(self.breathing.data),
            group=self.group.data or "",
        )
