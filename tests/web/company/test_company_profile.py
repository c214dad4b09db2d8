"""A company corrects its sectors, its hours and its details, each in a form of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matchmaker.models import Presence
from tests.builders import (
    AFTER_THE_DEADLINE,
    EXCHANGE,
)
from tests.pages import Opened, Visitor
from tests.web.company.conftest import (
    PROFILE,
    Stored,
    flashed,
    typed,
)
from tests.web.conftest import Clock

HALF_PAST, TEN_TO = EXCHANGE, EXCHANGE + timedelta(minutes=20)


def test_sectors_are_ticked(firm: Visitor, stored: Stored) -> None:
    again = Opened(firm.post(f"{PROFILE}/secteurs", {}, status=422))
    assert "Cochez au moins un secteur." in again.text
    firm.post(f"{PROFILE}/secteurs", {"sectors": ["lune"]}, status=422)
    firm.post(f"{PROFILE}/secteurs", {"sectors": ["eau"]})

    assert "Vos secteurs sont enregistrés." in flashed(firm, PROFILE)


def test_hours_are_chosen_and_say_what_remains_possible(firm: Visitor, stored: Stored) -> None:
    sent = {"presence": "part", "presence_from": HALF_PAST.isoformat(), "presence_until": TEN_TO.isoformat()}
    firm.post(f"{PROFILE}/presence", sent)
    assert "Vos heures sont enregistrées : 2 créneaux restent possibles." in flashed(firm, PROFILE)

    firm.post(f"{PROFILE}/presence", sent | {"presence": "all"})
    with stored.company() as company:
        assert company.presences == []


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"presence_from": TEN_TO.isoformat()}, "après l’heure d’arrivée"),
        ({"presence_from": "2023-11-15T09:31:00+00:00"}, "La liste a changé entre-temps"),
        ({"presence": ""}, "Choisissez une réponse."),
    ],
)
def test_hours_that_cannot_be_are_said_beside_their_field(
    firm: Visitor, stored: Stored, sent: dict[str, str], words: str
) -> None:
    usual = {"presence": "part", "presence_from": HALF_PAST.isoformat(), "presence_until": TEN_TO.isoformat()}

    again = Opened(firm.post(f"{PROFILE}/presence", usual | sent, status=422))

    assert words in again.text
    with stored.company() as company:
        assert company.presences == []


def test_hours_between_two_steps_are_kept_as_they_were_declared(firm: Visitor, stored: Stored) -> None:
    with stored.company() as company:
        odd = Presence(starts_at=EXCHANGE + timedelta(minutes=7), ends_at=EXCHANGE + timedelta(minutes=33))
        company.presences.append(odd)

    assert "10 h 37" in firm.open(f"{PROFILE}/presence").text


def test_hours_are_read_only_after_the_deadline(firm: Visitor, clock: Clock) -> None:
    clock.now = AFTER_THE_DEADLINE
    page = firm.open(f"{PROFILE}/presence")

    assert "le planning en dépend" in page.text
    assert [field for field in page.all("select") if field.get("name") == "presence_from"] == []
    firm.post(f"{PROFILE}/presence", {"presence": "all"}, status=422)


DETAILS = {
    "name": "Durand & filles",
    "phone": "01 23 45 67 89",
    "size_class": "micro",
    "adapted_access": "Fauteuil",
    "breathing": "y",
    "group": "Groupe Durand",
}


def test_details_are_corrected(firm: Visitor) -> None:
    firm.post(f"{PROFILE}/coordonnees", DETAILS)
    text = firm.open(PROFILE).text

    assert "Vos coordonnées sont enregistrées." in text
    for told in ("Durand & filles", "01 23 45 67 89", "Fauteuil", "Groupe Durand", "Un créneau libre"):
        assert told in text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Donnez le nom de l’entreprise."),
        ({"phone": "treize"}, "n’est pas valable"),
        ({"size_class": "huge"}, "La liste a changé entre-temps"),
    ],
)
def test_wrong_details_come_back_with_what_was_typed(
    firm: Visitor, wrong: dict[str, str], words: str
) -> None:
    again = Opened(firm.post(f"{PROFILE}/coordonnees", DETAILS | wrong, status=422))

    assert words in again.text
    assert typed(again, "adapted_access") == "Fauteuil"


def test_everything_that_is_wrong_is_said_at_once(firm: Visitor) -> None:
    again = Opened(firm.post(f"{PROFILE}/coordonnees", DETAILS | {"name": "", "phone": "abc"}, status=422))

    assert "Donnez le nom de l’entreprise." in again.text
    assert "Ce numéro de téléphone n’est pas valable." in again.text


def test_after_the_deadline_the_name_may_change_and_the_group_may_not(firm: Visitor, clock: Clock) -> None:
    clock.now = AFTER_THE_DEADLINE
    firm.post(f"{PROFILE}/coordonnees", {"name": "Durand"})
    again = Opened(firm.post(f"{PROFILE}/coordonnees", {"name": "Durand", "group": "Autre"}, status=422))

    assert "ne changent plus depuis la clôture" in again.text
