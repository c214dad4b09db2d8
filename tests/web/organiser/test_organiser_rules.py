"""The rules on screen: written and locked before opening, only read afterwards."""

from __future__ import annotations

import pytest

from matchmaker.db import db
from matchmaker.models import RulesVersion
from tests.builders import BEFORE_OPENING, REQUESTS_OPEN
from tests.pages import Opened, Visitor, words
from tests.web.conftest import Clock
from tests.web.organiser.conftest import SmallFair, said

RULES, LOCK = "/organisateur/regles", "/organisateur/regles/verrouiller"
USUAL = {
    "choice_1": "100",
    "choice_2": "70",
    "choice_3": "45",
    "choice_4": "25",
    "priority_bonus": "30",
    "interest_bonus": "15",
    "requests_per_company": "4",
    "meetings_per_company": "3",
    "policy": "floor",
}


def fields(page: Opened) -> dict[str, str]:
    """What the fields of the form hold."""
    typed = {i.get("name", ""): i.get("value", "") for i in page.all("input") if i.get("type") == "number"}
    for radio in page.all("input"):
        if radio.get("type") == "radio" and radio.get("checked") is not None:
            typed["policy"] = radio.get("value", "")
    return typed


def buttons(page: Opened) -> list[str]:
    return [words(button) for button in next(page.document.iter("main")).iter("button")]


def stored() -> RulesVersion:
    return db.session.query(RulesVersion).order_by(RulesVersion.id.desc()).first()


def test_where_nothing_is_written_the_usual_values_are_proposed(empty: Visitor) -> None:
    page = empty.open(RULES)

    assert "Aucune règle n’est encore écrite" in page.text
    assert fields(page) == USUAL
    assert buttons(page) == ["Enregistrer les règles"]


def test_what_is_written_is_kept_and_can_be_changed(empty: Visitor) -> None:
    empty.post(RULES, USUAL)
    empty.post(RULES, USUAL | {"meetings_per_company": "2", "policy": "worth"})

    page = empty.open(RULES)
    assert "Les règles sont enregistrées" in page.text
    assert fields(page) == USUAL | {"meetings_per_company": "2", "policy": "worth"}
    with empty.app.app_context():
        assert db.session.query(RulesVersion).filter_by(meetings_per_company=2).count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"choice_1": "cent"}, "Un nombre entier de 1 à 1000."),
        ({"choice_1": ""}, "Un nombre entier de 1 à 1000."),
        ({"choice_4": "0"}, "Un nombre entier de 1 à 1000."),
        ({"interest_bonus": "9" * 30}, "Un nombre entier de 0 à 1000."),
        ({"choice_2": "101"}, "Un choix ne vaut pas plus que celui qui le précède."),
        ({"priority_bonus": "14"}, "vaut au moins autant"),
        ({"choice_1": "980"}, "ne dépassent pas 1000 points"),
        ({"meetings_per_company": "0"}, "Un nombre entier de 1 à 20."),
        ({"policy": "king"}, "Choisissez l’une des deux règles."),
        ({"requests_per_company": "5"}, "Un nombre entier de 1 à 4."),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_everything_typed_is_kept(
    empty: Visitor, wrong: dict[str, str], sentence: str
) -> None:
    typed = USUAL | {"choice_3": "44"} | wrong
    answer = empty.post(RULES, typed, status=422)

    page = Opened(answer)
    (name,) = wrong
    assert sentence in said(answer)
    assert [a for a in page.all("a") if a.get("href", "").startswith(f"#{name}")]
    assert fields(page)["choice_3"] == "44"
    if name != "policy":
        assert fields(page)[name] == wrong[name]
    with empty.app.app_context():
        assert db.session.query(RulesVersion).filter_by(choice_3=44).count() == 0


def test_locking_is_one_button_and_nothing_changes_afterwards(empty: Visitor) -> None:
    empty.post(RULES, USUAL)
    assert "rien ne change plus" in empty.open(RULES).text

    empty.post(LOCK)

    page = empty.open(RULES)
    assert "verrouillée" in page.text
    assert "Choix n° 1 100 points" in page.text
    assert "Un premier rendez-vous au plus grand nombre" in page.text
    assert buttons(page) == []
    assert "déjà verrouillées" in said(empty.post(RULES, USUAL, status=422))
    assert "déjà verrouillées" in said(empty.post(LOCK, status=409))


def test_there_is_nothing_to_lock_before_something_is_written(empty: Visitor) -> None:
    empty.post(LOCK, status=404)


def test_once_registration_should_have_opened_they_are_locked_no_more(empty: Visitor, clock: Clock) -> None:
    empty.post(RULES, USUAL)
    clock.now = REQUESTS_OPEN

    page = empty.open(RULES)

    assert "les règles ne peuvent plus être verrouillées" in page.text
    assert "Verrouiller les règles" not in buttons(page)
    assert "avant l’ouverture" in said(empty.post(LOCK, status=409))


def test_the_journal_says_who_wrote_and_locked_them(empty: Visitor, fair: SmallFair, clock: Clock) -> None:
    clock.now = BEFORE_OPENING
    empty.post(RULES, USUAL)
    empty.post(LOCK)

    assert fair.deeds()[-2:] == ["rules.change", "rules.lock"]


def test_locked_rules_of_the_fair_are_read_with_a_way_to_the_public_page(
    organiser: Visitor, fair: SmallFair
) -> None:
    with fair.changed() as stored:
        stored.rules[0].locked_at = BEFORE_OPENING

    page = organiser.open(RULES)

    assert "verrouillée" in page.text
    public = next(a.get("href") for a in page.all("a") if "telles que le public" in words(a))
    organiser.open(str(public))
