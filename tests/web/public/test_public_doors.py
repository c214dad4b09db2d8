"""The three doors of the home page say the right thing at every stage, and lead to where one wants to go."""

from __future__ import annotations

import pytest
from flask import Flask

from matchmaker.db import db
from matchmaker.demo.moments import MOMENTS
from matchmaker.models import Fair, Role
from tests.builders import BEFORE_OPENING, BEFORE_THE_DEADLINE, a_company, a_directorate
from tests.demo_fixtures import DemoApp
from tests.pages import Opened, Visitor, words
from tests.web.conftest import Clock, signed_in
from tests.web.public.conftest import LIST, Stored, through_its_life

SIGN_UP, SIGN_IN = "/inscription", "/connexion?next="


def doors(page: Opened) -> dict[str, str]:
    """What is read at each door, by its title."""
    found = [item for item in page.all("li") if item.get("class") == "door"]
    return {words(next(door.iter("h3"))): words(next(door.iter("p"))) for door in found}


def ways(page: Opened) -> dict[str, dict[str, str]]:
    """Where each door leads: the label of each link with its address."""
    found = [item for item in page.all("li") if item.get("class") == "door"]
    return {words(next(d.iter("h3"))): {words(a): a.get("href", "") for a in d.iter("a")} for d in found}


COMPANY = {
    "Le salon se prépare": "Les inscriptions ouvrent le lundi 18 septembre 2023",
    "Les demandes de rendez-vous sont ouvertes": "tout peut changer jusqu’au lundi 6 novembre 2023",
    "Les demandes de rendez-vous sont closes": "Les inscriptions sont closes",
    "Le planning des rendez-vous se prépare": "Les inscriptions sont closes",
    "Le planning des rendez-vous est publié": "une raison pour chaque demande sans créneau",
    "C’est aujourd’hui": "l’accueil acheteurs jusqu’à 12 h",
    "Le salon est terminé": "Le salon est terminé",
    "Cette édition est archivée": "Le salon est terminé",
}


def test_the_company_s_door_says_the_right_thing_at_every_stage(
    visitor: Visitor, stored: Stored, clock: Clock
) -> None:
    said = {stage: doors(visitor.open("/salons/2023")) for stage in through_its_life(stored, clock)}

    assert [stage for stage, wanted in COMPANY.items() if wanted not in said[stage]["Entreprise"]] == []
    assert {tuple(read) for read in said.values()} == {("Entreprise", "Direction", "Organisateur")}
    assert len({read["Organisateur"] for read in said.values()}) >= 6


def test_while_registration_is_open_a_company_signs_up_or_in(visitor: Visitor, stored: Stored) -> None:
    entering = ways(visitor.open("/"))

    assert list(entering["Entreprise"]) == ["Inscrire mon entreprise", "Mon espace"]
    assert entering["Entreprise"]["Inscrire mon entreprise"] == SIGN_UP
    visitor.open(SIGN_UP)
    assert entering["Direction"] == {"Mes stands": f"{SIGN_IN}/direction/"}
    assert entering["Organisateur"] == {"Tableau de bord": f"{SIGN_IN}/organisateur/"}


def test_before_it_opens_there_are_projects_to_read_and_nothing_to_fill_in(
    visitor: Visitor, stored: Stored, clock: Clock
) -> None:
    clock.now = BEFORE_OPENING

    assert ways(visitor.open("/"))["Entreprise"]["Voir les projets d’achat"] == LIST
    assert "Inscrire mon entreprise" not in visitor.open("/").text


def test_after_the_deadline_nobody_is_invited_to_register(
    visitor: Visitor, stored: Stored, clock: Clock
) -> None:
    for stage in through_its_life(stored, clock):
        page = visitor.open("/salons/2023")
        is_open = stage == "Les demandes de rendez-vous sont ouvertes"
        assert ("Inscrire mon entreprise" in page.text) is is_open


def test_as_long_as_the_fair_has_no_rules_the_door_says_soon(
    visitor: Visitor, fair_id: int, clock: Clock
) -> None:
    clock.now = BEFORE_THE_DEADLINE

    page = visitor.open("/")

    assert "Les inscriptions ouvriront bientôt" in doors(page)["Entreprise"]
    assert "Inscrire mon entreprise" not in page.text


@pytest.mark.parametrize(
    ("role", "door", "way"),
    [
        (Role.COMPANY, "Entreprise", {"Mon espace": "/entreprise/"}),
        (Role.HOST, "Direction", {"Mes stands": "/direction/"}),
        (Role.ORGANISER, "Organisateur", {"Tableau de bord": "/organisateur/"}),
        (Role.PROCUREMENT, "Organisateur", {"Tableau de bord": "/organisateur/"}),
    ],
)
def test_who_is_signed_in_enters_at_once(
    app: Flask, fair_id: int, role: Role, door: str, way: dict[str, str]
) -> None:
    with app.app_context():
        fair = db.session.get_one(Fair, fair_id)
        company, directorate = a_company(fair), a_directorate(fair)
        db.session.add_all([company, directorate])
        db.session.commit()
        needed = {Role.COMPANY: {"company_id": company.id}, Role.HOST: {"directorate_id": directorate.id}}

    page = signed_in(app, fair_id, role=role, **needed.get(role, {})).open("/")

    assert ways(page)[door] == way


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
def test_in_the_demonstration_each_door_is_a_part_to_play(demo_app: DemoApp, moment: object) -> None:
    visitor = Visitor(demo_app(moment.name))
    page = visitor.open("/")
    main = next(page.document.iter("main"))
    sent = [i.get("value") for i in main.iter("input") if i.get("name") == "role"]

    assert sent == ["company", "host", "organiser"]
    assert ("Inscrire mon entreprise" in page.text) is (moment is MOMENTS[0])


def test_the_page_says_what_it_is_when_and_about_which_sectors(visitor: Visitor, stored: Stored) -> None:
    page = visitor.open("/")
    opening = next(div for div in page.all("div") if div.get("class") == "opening")

    assert "mercredi 15 novembre 2023" in words(opening)
    assert "de 10 h 30 à midi" in words(opening)
    assert "Eau" in [words(item) for item in opening.iter("li")]
