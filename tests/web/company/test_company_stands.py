"""Stands are suggested with their reasons, and asked: refusals, double clicks and second tabs."""

from __future__ import annotations

import pytest

from matchmaker.db import db
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    DEADLINE,
    a_desk,
)
from tests.pages import Opened, Visitor
from tests.web.company.conftest import (
    ACTIVITIES,
    STANDS,
    WISHES,
    Stored,
    flashed,
    typed,
)
from tests.web.conftest import Clock

ASK, WISH = f"{STANDS}/EAU/demande", f"{WISHES}/EAU"


def test_a_stand_is_asked_with_its_projects_and_a_motivation(firm: Visitor, stored: Stored) -> None:
    assert "Ce sera votre choix n° 1 sur 4 possibles" in firm.open(ASK).text

    response = firm.post(ASK, {"needs": ["EAU-2"], "motivation": "Nous savons faire."})

    assert response.location == WISHES
    assert "Demande enregistrée : « Eau potable » est votre choix n° 1." in flashed(firm)
    with stored.company() as company:
        wish = company.wishes[0]
        assert ([need.code for need in wish.needs], wish.motivation) == (["EAU-2"], "Nous savons faire.")
    assert stored.deeds()[-1] == "wish.ask"


def test_asking_twice_leads_to_the_request_that_stands(firm: Visitor, stored: Stored) -> None:
    sent = {"needs": ["EAU-1"], "motivation": "Une fois."}
    firm.post(ASK, sent)
    firm.post(ASK, sent)

    assert "Cette demande est déjà enregistrée : c’est votre choix n° 1." in flashed(firm)
    assert stored.asked() == ["EAU"]
    assert "Vous avez déjà demandé un rendez-vous à ce stand." in firm.open(ASK).text


def test_other_words_from_a_second_tab_are_kept_to_change_the_request(firm: Visitor, stored: Stored) -> None:
    firm.post(ASK, {"needs": ["EAU-1"], "motivation": "Le premier onglet."})

    again = Opened(firm.post(ASK, {"needs": ["EAU-2"], "motivation": "Le second onglet."}, status=422))

    assert "Enregistrez pour remplacer votre demande" in again.text
    assert typed(again, "motivation") == "Le second onglet."
    assert WISH in [form.get("action") for form in again.all("form")]
    with stored.company() as company:
        assert company.wishes[0].motivation == "Le premier onglet."


def test_the_deadline_that_passes_meanwhile_keeps_what_was_typed(
    firm: Visitor, stored: Stored, clock: Clock
) -> None:
    clock.now = DEADLINE

    again = Opened(firm.post(ASK, {"motivation": "Trop tard de peu."}, status=422))

    assert "Les demandes de rendez-vous sont closes" in again.text
    assert "Le tirage, puis le planning donnent à chacune une réponse" in again.text
    assert typed(again, "motivation") == "Trop tard de peu."
    assert stored.asked() == []


def test_what_is_too_long_or_no_longer_offered_is_said_beside_its_field(
    firm: Visitor, stored: Stored
) -> None:
    again = Opened(firm.post(ASK, {"needs": ["EAU-9"], "motivation": "x"}, status=422))
    assert "La liste a changé entre-temps : choisissez de nouveau." in again.text

    too_long = Opened(firm.post(ASK, {"motivation": "x" * 1001}, status=422))
    assert "1000 caractères au plus" in too_long.text
    assert [link.get("href") for link in too_long.all("a") if "motivation" in (link.get("href") or "")]
    assert stored.asked() == []


@pytest.mark.parametrize(
    ("now", "words"),
    [(BEFORE_OPENING, "ne sont pas encore ouvertes"), (AFTER_THE_DEADLINE, "sont closes")],
)
def test_that_nothing_can_be_asked_is_said_before_anything_is_typed(
    firm: Visitor, clock: Clock, now: object, words: str
) -> None:
    clock.now = now
    page = firm.open(ASK)

    assert words in page.text
    assert page.all("textarea") == []


def test_the_last_choice_is_said_before_the_form_is_filled(firm: Visitor, stored: Stored) -> None:
    with stored.changed() as fair:
        db.session.add_all([a_desk(fair, code=code) for code in ("UN", "DEUX", "TROIS")])
    stored.ask("UN", "DEUX", "TROIS", "VOI")

    assert "Vous pouvez faire au plus 4 demandes : retirez-en une d’abord." in firm.open(ASK).text
    firm.post(ASK, {"motivation": "Une de plus."}, status=422)
    assert len(stored.asked()) == 4


def test_a_stand_without_project_is_asked_with_words_alone(firm: Visitor, stored: Stored) -> None:
    assert "De quels projets" not in firm.open(f"{STANDS}/VOI/demande").text
    firm.post(f"{STANDS}/VOI/demande", {"motivation": "Vos routes."})

    assert stored.asked() == ["VOI"]


def test_stands_are_suggested_with_their_reason_and_demand(firm: Visitor, stored: Stored) -> None:
    stored.ask("EAU")

    text = firm.open(STANDS).text

    assert "Vous travaillez dans le secteur « Eau » ; ce stand annonce 2 projets dans ce domaine." in text
    assert text.index("Eau potable") < text.index("Les autres stands") < text.index("Voirie")
    assert "votre choix n° 1" in text


def test_a_company_without_activities_is_sent_to_say_them(firm: Visitor, stored: Stored) -> None:
    with stored.company() as company:
        company.sectors = []

    page = firm.open(STANDS)

    assert "Aucun stand n’annonce de projet dans vos secteurs" in page.text
    assert ACTIVITIES in [link.get("href") for link in page.all("a")]
