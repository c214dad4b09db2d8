"""What cannot be tried is said beside its field, with everything typed kept; an odd address says nothing."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from tests.builders import BEFORE_OPENING
from tests.pages import Visitor
from tests.web.conftest import Clock, signed_in
from tests.web.organiser.capacity import CAPACITY, a_prepared_fair, faults, tried
from tests.web.organiser.conftest import SmallFair


@pytest.fixture
def prepared(app: Flask, clock: Clock) -> Visitor:
    clock.now = BEFORE_OPENING
    return signed_in(app, a_prepared_fair(app))


NO_MORE = "Un nombre de 1 à 2 : les règles et les stands n’en permettent pas plus."
NO_NUMBER = "Écrivez un nombre, par exemple 2,5."


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("entreprises", "0", "Un nombre entier de 1 à 1500."),
        ("entreprises", "beaucoup", "Un nombre entier de 1 à 1500."),
        ("demandes", "3", NO_MORE),
        ("demandes", "nan", NO_MORE),
        ("demandes", "", NO_NUMBER),
        ("demandes", "deux", NO_NUMBER),
        ("a-minutes", "2", "Un nombre entier de 3 à 60."),
        ("a-battement", "-1", "Un nombre entier de 0 à 30."),
        ("a-quota", "0", "Un nombre entier de 1 à 20."),
        ("a-table-VOI", "21", "Un nombre entier de 0 à 20."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    prepared: Visitor, field: str, typed: str, said: str
) -> None:
    page = tried(prepared, {field: typed}, status=422)

    assert faults(page) == {field: said}
    assert "Quelque chose reste à corriger" in page.text
    assert page.all("table") == []


def test_a_room_without_tables_is_refused(prepared: Visitor) -> None:
    page = tried(prepared, {"a-table-VOI": "0", "a-table-EAU": "0"}, status=422)

    assert faults(page) == {"a-table-EAU": "Il faut une table au moins, à ce stand ou à un autre."}


def test_a_meeting_longer_than_the_morning_is_refused(prepared: Visitor) -> None:
    with prepared.app.app_context():
        db.session.execute(sa.text("UPDATE fair SET exchange_ends_at = '2023-11-15 10:10:00.000000'"))
        db.session.commit()
    page = tried(prepared, {"variantes": "2", "b-minutes": "41"}, status=422)

    assert faults(page) == {
        "b-minutes": "Aucun rendez-vous de cette durée ne tient entre 10 h 30 et 11 h 10."
    }


def test_all_that_is_wrong_is_said_at_once(prepared: Visitor) -> None:
    wrong = {"entreprises": "0", "demandes": "9", "variantes": "2", "a-minutes": "0"}
    wrong |= {"b-minutes": "8", "b-quota": "x"}

    assert faults(tried(prepared, wrong, status=422)).keys() == {
        "entreprises",
        "demandes",
        "a-minutes",
        "b-quota",
    }


def test_requests_of_a_kind_there_is_not_are_refused(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(f"{CAPACITY}?source=inventées", status=422)

    assert faults(page) == {"source": "Choisissez l’une des deux possibilités."}
