"""CPV codes are found by words, added and removed one by one."""

from __future__ import annotations

from matchmaker.db import db
from matchmaker.models import CompanyCpv, CpvOrigin
from tests.pages import Visitor
from tests.web.company.conftest import (
    ACTIVITIES,
    Stored,
    flashed,
    said,
)


def test_codes_are_found_by_words_added_and_removed(firm: Visitor, stored: Stored) -> None:
    found = firm.open(f"{ACTIVITIES}?mots=assainissement")
    assert "Un code pour « assainissement »" in found.text
    response = firm.post(f"{ACTIVITIES}/ajout", {"code": "45232410", "mots": "assainissement"})

    assert response.location == f"{ACTIVITIES}?mots=assainissement#vos-codes"
    assert "est dans votre liste." in flashed(firm, ACTIVITIES)
    assert "dans votre liste" in firm.open(f"{ACTIVITIES}?mots=assainissement").text
    firm.post(f"{ACTIVITIES}/ajout", {"code": "45232410"})
    firm.post(f"{ACTIVITIES}/retrait", {"code": "45232410"})
    firm.post(f"{ACTIVITIES}/retrait", {"code": "45232410"})
    assert "n’est plus dans votre liste." in flashed(firm, ACTIVITIES)
    with stored.company() as company:
        assert company.cpv == []


def test_an_unknown_code_is_refused_by_name(firm: Visitor) -> None:
    refused = said(firm.post(f"{ACTIVITIES}/ajout", {"code": "99999999"}, status=409))

    assert "99999999" in refused
    assert "n’existe pas" in refused


def test_a_code_that_was_won_has_no_button(firm: Visitor, stored: Stored) -> None:
    with stored.company() as company:
        for origin in (CpvOrigin.WON, CpvOrigin.DECLARED):
            db.session.add(CompanyCpv(company=company, cpv_code="45232410", origin=origin))

    page = firm.open(ACTIVITIES)

    assert "marché obtenu" in page.text
    assert "Enlever" not in page.text
    firm.post(f"{ACTIVITIES}/retrait", {"code": "45232410"}, status=409)


def test_words_that_find_nothing_get_advice(firm: Visitor) -> None:
    text = firm.open(f"{ACTIVITIES}?mots=girafe").text

    assert "Rien pour « girafe »" in text
    assert "Essayez un mot plus courant" in text
