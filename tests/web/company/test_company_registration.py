"""The charter is accepted, a registration withdrawn and taken up again."""

from __future__ import annotations

from matchmaker.db import db
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_THE_DEADLINE,
    a_charter,
)
from tests.pages import Visitor
from tests.web.company.conftest import (
    CHARTER,
    HOME,
    LEAVE,
    OTHER_SIREN,
    PROFILE,
    Stored,
    company_called,
    flashed,
    said,
)
from tests.web.conftest import Clock


def test_a_newer_charter_is_read_then_accepted(firm: Visitor, stored: Stored) -> None:
    with stored.changed() as fair:
        db.session.add(a_charter(fair, number=2, text_fr="Ni prix.\nNi cadeau."))
    assert "une nouvelle version est à accepter" in firm.open(HOME).text
    assert "Ni cadeau." in firm.open(CHARTER).text

    said_no = said(firm.post(CHARTER, {"version": "1"}, status=409))
    firm.post(CHARTER, {"version": "2"})

    assert "relisez-la, puis acceptez-la" in said_no
    assert "Vous avez accepté la charte des échanges." in flashed(firm, HOME)
    assert "Vous l’avez acceptée le" in firm.open(CHARTER).text


def test_leaving_asks_first_and_twice_is_no_error(firm: Visitor, stored: Stored) -> None:
    assert "Retirer mon inscription ?" in firm.open(LEAVE).text
    firm.post(LEAVE)
    firm.post(LEAVE)

    assert "Votre inscription est retirée depuis le" in firm.open(HOME).text
    assert "C’est déjà fait" in firm.open(LEAVE).text
    assert stored.deeds().count("company.withdraw") == 1


def test_who_left_comes_back_while_requests_are_open(firm: Visitor, stored: Stored, clock: Clock) -> None:
    firm.post(LEAVE)
    firm.post("/entreprise/inscription/reprise")
    assert "Vous participez de nouveau au salon." in flashed(firm, HOME)

    firm.post(LEAVE)
    clock.now = AFTER_THE_DEADLINE
    assert "Participer de nouveau" not in firm.open(HOME).text
    firm.post("/entreprise/inscription/reprise", status=409)


def test_leaving_gives_meetings_up(firm: Visitor, stored: Stored, clock: Clock) -> None:
    stored.ask("EAU")
    clock.now = AFTER_THE_DEADLINE
    stored.reveal()
    stored.publish()

    assert "Votre rendez-vous sera abandonné" in firm.open(LEAVE).text
    firm.post(LEAVE)
    assert "Votre inscription est retirée" in firm.open(HOME).text
    assert clock.now > BEFORE_THE_DEADLINE


NUMBER = "/entreprise/fiche/numero"


def test_a_mistyped_number_is_corrected_until_it_is_validated(firm: Visitor, stored: Stored) -> None:
    assert "Corriger ce numéro" not in firm.open(PROFILE).text
    with stored.company() as company:
        company.validated_at = None

    assert f'href="{NUMBER}"' in firm.open(PROFILE).html
    again = firm.post(NUMBER, {"siret": "123"}, status=422)
    firm.post(NUMBER, {"siret": "000 000 034 00017"})

    assert 'value="123"' in again.get_data(as_text=True)
    assert "Le numéro de votre entreprise est corrigé." in flashed(firm, PROFILE)
    with stored.changed():
        assert company_called("000000034").siret == "00000003400017"


def test_somebody_else_s_number_is_refused_beside_its_field(firm: Visitor, stored: Stored) -> None:
    with stored.company() as company:
        company.validated_at = None

    again = firm.post(NUMBER, {"siret": f"{OTHER_SIREN} 00013"}, status=422)

    assert "déjà inscrite" in said(again)
    assert 'aria-invalid="true"' in again.get_data(as_text=True)


def test_a_foreign_number_stands_in_its_form_as_it_was_given(firm: Visitor, stored: Stored) -> None:
    with stored.company() as company:
        company.validated_at = company.siren = None
        company.foreign_number = "BE0123456789"

    page = firm.open(NUMBER)

    chosen = [option.get("value") for option in page.all("option") if "selected" in option.attrib]
    assert chosen == ["BE"]
    assert 'value="0123456789"' in page.html
