"""The rules of the allocation, with the figures in force."""

from __future__ import annotations

from matchmaker.db import db
from matchmaker.models import Policy
from tests.builders import (
    BEFORE_OPENING,
    REQUESTS_OPEN,
    some_rules,
)
from tests.pages import Visitor
from tests.web.conftest import Clock
from tests.web.public.conftest import (
    Stored,
)


def test_the_rules_page_gives_the_points_and_quotas_in_force(visitor: Visitor, stored: Stored) -> None:
    points = {"choice_1": 90, "choice_2": 80, "choice_3": 12, "choice_4": 11}
    more = {"priority_bonus": 7, "interest_bonus": 6, "requests_per_company": 2, "meetings_per_company": 5}
    with stored.changed() as fair:
        why = {"reason": "Une salle de moins.", "locked_at": REQUESTS_OPEN}
        db.session.add(some_rules(fair, number=2, **points, **more, **why))

    page = visitor.open("/salons/2023/regles").text

    for said in (
        "Version 2 des règles",
        "Une salle de moins.",
        "Verrouillée depuis le lundi 18 septembre 2023 à 9 h",
        "Elle a au plus 5 rendez-vous.",
        "fait 2 demandes au plus",
        "choix n° 2 80",
        "choix n° 1, réponse « intéressée » 90 (choix n° 1) + 6 (intéressée) 96",
        "choix n° 2, réponse « prioritaire » 80 (choix n° 2) + 7 (prioritaire) 87",
        "Version 1, en vigueur à partir du",
        "article L. 311-3-1",
        "Ni prix, ni offre.",
    ):
        assert said in page
    assert "choix n° 3" not in page


def test_rules_not_locked_yet_say_when_they_will_be(visitor: Visitor, stored: Stored, clock: Clock) -> None:
    clock.now = BEFORE_OPENING

    assert "Elle sera verrouillée à l’ouverture des demandes" in visitor.open("/salons/2023/regles").text


def test_an_edition_that_goes_by_points_alone_promises_nobody_a_first_meeting(
    visitor: Visitor, stored: Stored
) -> None:
    with stored.changed() as fair:
        db.session.add(some_rules(fair, number=2, policy=Policy.WORTH))

    page = visitor.open("/salons/2023/regles").text

    assert "le planning retenu est celui qui réunit le plus grand total de points" in page
    assert "Ajouter un choix ne peut jamais" not in page
    assert "Ces points ne décident jamais" not in page
