"""Requests move, are reworded and withdrawn, from one tab or from two."""

from __future__ import annotations

import re

import pytest

from tests.builders import (
    AFTER_THE_DEADLINE,
)
from tests.pages import Opened, Visitor
from tests.web.company.conftest import (
    WISHES,
    Stored,
    flashed,
    said,
    typed,
)
from tests.web.conftest import Clock

WISH = f"{WISHES}/EAU"


def test_a_request_moves_and_the_page_comes_back_to_it(firm: Visitor, stored: Stored) -> None:
    stored.ask("EAU", "VOI")

    response = firm.post(f"{WISHES}/VOI/place", {"rang": "1", "vu": "2"})

    assert response.location == f"{WISHES}#choix-1"
    assert "« Voirie » est maintenant votre choix n° 1." in flashed(firm)
    assert stored.asked() == ["VOI", "EAU"]


def test_a_button_pressed_twice_moves_once(firm: Visitor, stored: Stored) -> None:
    stored.ask("EAU", "VOI")
    for _ in range(2):
        firm.post(f"{WISHES}/VOI/place", {"rang": "1", "vu": "2"})

    assert stored.asked() == ["VOI", "EAU"]


@pytest.mark.parametrize("sent", [{"rang": "1", "vu": "3"}, {"rang": "9", "vu": "2"}, {"rang": "x"}, {}])
def test_an_outdated_or_odd_move_is_a_sentence(firm: Visitor, stored: Stored, sent: dict[str, str]) -> None:
    stored.ask("EAU", "VOI")
    firm.post(f"{WISHES}/VOI/place", sent)

    assert re.search("a changé entre-temps|n’existe pas", flashed(firm))
    assert stored.asked() == ["EAU", "VOI"]


def test_a_request_is_reworded(firm: Visitor, stored: Stored) -> None:
    stored.ask("EAU")
    assert typed(firm.open(WISH), "motivation") == "Pour EAU."

    firm.post(WISH, {"needs": ["EAU-1", "EAU-2"], "motivation": "Mieux dit."})

    assert "Votre demande est modifiée." in flashed(firm)
    with stored.company() as company:
        assert (len(company.wishes[0].needs), company.wishes[0].motivation) == (2, "Mieux dit.")


def test_a_request_is_not_reworded_once_requests_are_closed(
    firm: Visitor, stored: Stored, clock: Clock
) -> None:
    stored.ask("EAU")
    clock.now = AFTER_THE_DEADLINE

    again = Opened(firm.post(WISH, {"motivation": "Encore un mot."}, status=422))

    assert "Les demandes de rendez-vous sont closes" in again.text
    assert typed(again, "motivation") == "Encore un mot."
    assert firm.open(WISH).all("textarea") == []


def test_withdrawing_asks_first_and_twice_is_no_error(firm: Visitor, stored: Stored) -> None:
    stored.ask("EAU", "VOI")
    assert "Retirer cette demande ?" in firm.open(f"{WISH}/retrait").text
    assert stored.asked() == ["EAU", "VOI"]

    firm.post(f"{WISH}/retrait")
    assert "La demande au stand « Eau potable » est retirée." in flashed(firm)
    firm.post(f"{WISH}/retrait")
    assert "Cette demande est déjà retirée" in flashed(firm)

    assert stored.asked() == ["VOI"]


@pytest.mark.parametrize("deed", ["", "/place", "/retrait"])
def test_what_is_withdrawn_in_another_tab_leads_to_what_remains(firm: Visitor, deed: str) -> None:
    assert firm.post(WISH + deed, {"motivation": "…", "rang": "1"}).location == WISHES
    assert "Cette demande est déjà retirée" in flashed(firm)


def test_after_the_deadline_a_request_is_withdrawn_no_more(
    firm: Visitor, stored: Stored, clock: Clock
) -> None:
    stored.ask("EAU")
    clock.now = AFTER_THE_DEADLINE

    assert "Les demandes de rendez-vous sont closes" in said(firm.post(f"{WISH}/retrait", status=409))
    assert "Monter" not in firm.open(WISHES).text
    assert stored.asked() == ["EAU"]
