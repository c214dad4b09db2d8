"""The short forms in which an organiser says what has happened: one for each kind of thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session, joinedload
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length

from matchmaker.models import Company, Desk, Happened, Slot, Table
from matchmaker.services.rebalancing import companies
from matchmaker.services.rebalancing.people import sitters
from matchmaker.services.rebalancing.told import Telling
from matchmaker.web.forms import CheckboxesField, Form, choices, stripped
from matchmaker.web.language import hour

LONGEST_SEARCH = 100
TOO_LONG = lazy_gettext("C’est trop long : 100 caractères au plus.")
WHEN = lazy_gettext("Choisissez un créneau.")
WHICH = lazy_gettext("Choisissez une entreprise de la liste.")
MINUTES = lazy_gettext("Écrivez un nombre de minutes, en chiffres.")


def _chosen(kind: type[SelectField], label: Any, missing: Any) -> Any:
    """A list of which something has to be chosen; the service says whether it is there."""
    return kind(label, [InputRequired(missing)], validate_choice=False)


class Saying(Form):
    """What all of them do: give what was said as plain values, to be checked by the service."""

    said: tuple[str, ...] = ()

    def values(self) -> dict[str, list[str]]:
        """What the fields of this kind say, as they were sent."""
        given = {name: self[name].data for name in self.said}
        return {name: one if isinstance(one, list) else [str(one or "")] for name, one in given.items()}

    def offer(self, session: Session, telling: Telling, locale: str) -> None:
        """Fill the lists to choose from."""


class Search(Saying):
    """Those that name companies find them by a part of the name; what is ticked stays in the list."""

    search = StringField(
        lazy_gettext("Chercher une entreprise"),
        [Length(max=LONGEST_SEARCH, message=TOO_LONG)],
        [stripped],
        render_kw={"maxlength": LONGEST_SEARCH, "autocomplete": "off"},
    )
    more = 0

    def found(
        self, session: Session, telling: Telling, chosen: Sequence[str], left: bool = False
    ) -> list[Any]:
        words = (self.search.data or "").replace("\0", "")[:LONGEST_SEARCH]
        rows, self.more = companies.found(session, telling.fair, words, chosen, left)
        return choices((company.code, _name(company)) for company in rows)


class TableLost(Saying):
    table = _chosen(
        SelectField, lazy_gettext("Quelle table ?"), lazy_gettext("Choisissez la table qui manque.")
    )
    from_slot = _chosen(SelectField, lazy_gettext("À partir de"), WHEN)
    until_slot = _chosen(SelectField, lazy_gettext("Jusqu’à"), WHEN)
    said = ("table", "from_slot", "until_slot")

    def offer(self, session: Session, telling: Telling, locale: str) -> None:
        tables = sa.select(Table).join(Table.desk).where(Table.fair_id == telling.fair.id)
        loaded = tables.options(joinedload(Table.desk)).order_by(Desk.position, Table.number)
        self.table.choices = choices(
            [
                ("", _("– à choisir –")),
                *((table.code, _table(table, locale)) for table in session.scalars(loaded)),
            ]
        )
        _offer_period(self, telling)


class TableAdded(Saying):
    desk = _chosen(
        SelectField,
        lazy_gettext("À quel stand ?"),
        lazy_gettext("Choisissez le stand qui reçoit une table de plus."),
    )
    from_slot = _chosen(SelectField, lazy_gettext("À partir de"), WHEN)
    until_slot = _chosen(SelectField, lazy_gettext("Jusqu’à"), WHEN)
    said = ("desk", "from_slot", "until_slot")

    def offer(self, session: Session, telling: Telling, locale: str) -> None:
        desks = sa.select(Desk).where(Desk.fair_id == telling.fair.id).order_by(Desk.position)
        named = ((desk.code, desk.label(locale)) for desk in session.scalars(desks))
        self.desk.choices = choices([("", _("– à choisir –")), *named])
        _offer_period(self, telling)


class PersonLate(Saying):
    person = _chosen(
        SelectField, lazy_gettext("Qui est en retard ?"), lazy_gettext("Choisissez qui est en retard.")
    )
    from_slot = _chosen(SelectField, lazy_gettext("Là à partir de"), WHEN)
    said = ("person", "from_slot")

    def offer(self, session: Session, telling: Telling, locale: str) -> None:
        blank = SelectChoice("", _("– à choisir –"))
        self.person.choices = [blank, *_people(session, telling, locale)]
        self.from_slot.choices = _starts(telling.to_come()[1:])


class CompaniesGone(Search):
    companies = _chosen(
        CheckboxesField, lazy_gettext("Lesquelles ?"), lazy_gettext("Cochez au moins une entreprise.")
    )
    said = ("companies",)

    def offer(self, session: Session, telling: Telling, locale: str) -> None:
        self.companies.choices = self.found(session, telling, self.companies.data or ())


class CompanyLate(Search):
    company = _chosen(RadioField, lazy_gettext("Laquelle ?"), WHICH)
    from_slot = _chosen(SelectField, lazy_gettext("Là à partir de"), WHEN)
    said = ("company", "from_slot")

    def offer(self, session: Session, telling: Telling, locale: str) -> None:
        self.company.choices = self.found(session, telling, [self.company.data or ""])
        self.from_slot.choices = _starts(telling.to_come()[1:])


class CompanyBack(Search):
    company = _chosen(RadioField, lazy_gettext("Laquelle ?"), WHICH)
    said = ("company",)

    def offer(self, session: Session, telling: Telling, locale: str) -> None:
        self.company.choices = self.found(session, telling, [self.company.data or ""], left=True)


class Newcomers(Saying):
    pass


class LateOpening(Saying):
    """Filled in on a page of its own, where the three ways are shown side by side."""

    minutes = StringField(
        lazy_gettext("De combien de minutes ?"),
        [InputRequired(MINUTES), Length(max=10, message=MINUTES)],
        [stripped],
        render_kw={"inputmode": "numeric", "size": 4},
    )
    way = StringField()
    said = ("minutes", "way")


FORMS: Mapping[Happened, type[Saying]] = {
    Happened.LATE_OPENING: LateOpening,
    Happened.TABLE_LOST: TableLost,
    Happened.PERSON_LATE: PersonLate,
    Happened.COMPANY_GONE: CompaniesGone,
    Happened.COMPANY_LATE: CompanyLate,
    Happened.NEWCOMERS: Newcomers,
    Happened.TABLE_ADDED: TableAdded,
    Happened.COMPANY_BACK: CompanyBack,
}


def _offer_period(form: TableLost | TableAdded, telling: Telling) -> None:
    """From now on until the end, unless something else is said."""
    slots = telling.to_come()
    form.from_slot.choices = _starts(slots)
    form.until_slot.choices = choices((slot.code, hour(slot.ends_at)) for slot in slots)
    if form.until_slot.data in (None, "None") and slots:
        form.until_slot.data = slots[-1].code


def _starts(slots: Iterable[Slot]) -> list[Any]:
    return choices((slot.code, hour(slot.starts_at)) for slot in slots)


def _people(session: Session, telling: Telling, locale: str) -> Iterable[SelectChoice]:
    """Stand by stand: all its people at once, then each."""
    seen: set[str] = set()
    for one in sitters(session, telling.grid):
        stand = one.table.desk.label(locale)
        if one.key_of_desk not in seen:
            seen.add(one.key_of_desk)
            yield SelectChoice(one.key_of_desk, _("tout le stand : %(stand)s", stand=stand), optgroup=stand)
        yield SelectChoice(one.key, one.account.name, optgroup=stand)


def _table(table: Table, locale: str) -> str:
    return _("%(desk)s, table %(number)d", desk=table.desk.label(locale), number=table.number)


def _name(company: Company) -> str:
    return f"{company.name} ({company.code})"
