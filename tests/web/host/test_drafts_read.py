"""A stand reads the draft that is shown to it: its meetings, and why others found no place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from matchmaker.db import db
from matchmaker.models import AnswerKind, Refusal, Role, TableClosure
from tests.builders import EXCHANGE, a_company, a_desk, a_directorate, a_wish, an_account, an_answer
from tests.pages import Visitor, count_queries, words
from tests.services.drafts import LATER
from tests.web.conftest import Clock, signed_in
from tests.web.host.conftest import HOME, MINE, PLANNING, Stand
from tests.web.host.reviewing import APPROVE, DRAFT, dropped, section, sent, show, verdicts


@pytest.fixture
def clock() -> Clock:
    return Clock(LATER)


@pytest.fixture
def shown(stand: Stand) -> Callable[..., None]:
    return partial(show, stand)


# What is read


def test_without_a_draft_the_page_says_what_will_come(lead: Visitor) -> None:
    page = lead.open(DRAFT)

    assert "Aucun brouillon n’est soumis à votre avis" in page.text
    assert PLANNING in [a.get("href") for a in page.all("a")]


def test_a_stand_reads_its_meetings_and_why_the_others_found_no_place(
    lead: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    with stand.changed() as desk:
        db.session.add(TableClosure(table=desk.tables[0], slot=desk.fair.grids[0].slots[3]))
    shown("Amont", "Berge", "Crue", "Delta")

    page = lead.open(DRAFT)

    cells = [words(cell) for cell in page.all("td")]
    assert sum("choix n° 1, pas encore de réponse" in cell for cell in cells[:4]) == 3
    assert cells[3] == "fermé"
    assert "3 rendez-vous, aucune place libre" in page.text
    assert "Tirage au sort" in page.text
    assert "en attente" in section(page, "standing")
    assert "au plus tard le mercredi 15 novembre 2023 à 8 h 30" in section(page, "standing")


def test_whom_the_stand_would_like_to_meet_and_does_not_is_read_before_the_others(
    lead: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    with stand.changed() as desk:
        for name in ("Amont", "Berge", "Crue", "Delta", "Étiage", "Flot"):
            db.session.add(an_answer(a_wish(a_company(desk.fair, name=name), desk)))
        wish = a_wish(a_company(desk.fair, name="Golfe"), desk)
        refused = {"kind": AnswerKind.REFUSED, "refusal": Refusal.OUT_OF_SCOPE, "countersigned_at": LATER}
        db.session.add(an_answer(wish, **refused, countersigned_by=an_account()))
    shown()

    tables = lead.open(DRAFT).all("table")

    assert [words(table.find("caption")) for table in tables[1:]] == [
        "Les entreprises que le stand aimerait recevoir, et pourquoi elles n’ont pas de créneau",
        "Les entreprises qui demandent ce stand sans y être reçues, et pourquoi",
    ]
    assert [words(head) for head in tables[2].iter("th")][3:] == ["Golfe"]
    assert len(list(tables[1].iter("tr"))) == 3


def test_nobody_without_a_place_is_said_too(lead: Visitor, shown: Callable[..., None]) -> None:
    shown("Amont")

    page = lead.open(DRAFT)

    assert "1 rendez-vous, 3 places libres" in page.text
    assert "Aucune demande pour ce stand ne reste sans créneau." in page.text


def test_a_request_that_the_organiser_withdrew_says_why(
    lead: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    shown("Amont", "Berge")
    dropped(stand, "Amont", "Déjà rencontrée en octobre")

    page = lead.open(DRAFT)

    assert "Retirée par l’organisation Déjà rencontrée en octobre" in page.text


@pytest.mark.parametrize("method", ["open", "post"])
def test_nobody_of_another_directorate_reads_it_or_answers(
    stranger: Visitor, stand: Stand, shown: Callable[..., None], method: str
) -> None:
    shown("Amont")

    for address in (DRAFT, *([APPROVE] if method == "post" else [])):
        getattr(stranger, method)(address, status=404)
    assert verdicts(stand) == []


def test_a_stand_that_the_draft_does_not_know_is_not_asked(
    lead: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    shown("Amont")
    with stand.changed() as desk:
        db.session.add(a_desk(desk.fair, code="NEUF", directorate=desk.directorate))

    assert "Aucun brouillon" in lead.open("/direction/stands/NEUF/brouillon").text
    assert "Brouillon du planning, stand" not in lead.open("/direction/stands/NEUF/planning").text


# The ways that lead there


def test_home_and_plannings_lead_to_the_draft_while_it_is_shown(
    lead: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    def leads_there(address: str) -> bool:
        return DRAFT in [a.get("href") for a in lead.open(address).all("a")]

    assert not any(leads_there(address) for address in (HOME, PLANNING, MINE))
    shown("Amont")
    assert all(leads_there(address) for address in (HOME, PLANNING, MINE))


def test_home_asks_first_until_the_stand_has_answered(
    lead: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    shown("Amont")
    assert "Relisez le brouillon de votre stand" in section(lead.open(HOME), "next")

    lead.post(APPROVE, sent(lead.open(DRAFT)))

    page = lead.open(HOME)
    assert "Relisez le brouillon" not in section(page, "next")
    assert "Brouillon : planning validé" in page.text


def test_once_the_fair_is_over_nobody_is_waited_for(
    lead: Visitor, clock: Clock, shown: Callable[..., None]
) -> None:
    shown("Amont")
    clock.now = EXCHANGE + timedelta(days=1)

    assert "Relisez le brouillon" not in section(lead.open(HOME), "next")


def test_who_has_no_stand_is_asked_nothing(
    app: Flask, fair_id: int, stand: Stand, shown: Callable[..., None]
) -> None:
    shown("Amont")
    with stand.changed() as desk:
        elsewhere = a_directorate(desk.fair)
        db.session.add(elsewhere)
        db.session.flush()
        directorate_id = elsewhere.id
    nobody = signed_in(app, fair_id, role=Role.HOST, directorate_id=directorate_id)

    nobody.open(DRAFT, status=404)
    for address in (HOME, MINE):
        assert "Relire le brouillon" not in nobody.open(address).text


def test_three_requests_or_thirty_take_the_same_queries(
    lead: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    def read() -> list[int]:
        with lead.app.app_context():
            engine = db.engine
        found = []
        for address in (DRAFT, PLANNING, HOME):
            with count_queries(engine) as sent_to_it:
                lead.open(address)
            found.append(len(sent_to_it))
        return found

    shown("A", "B", "C")
    lead.post(APPROVE, sent(lead.open(DRAFT)))
    few = read()
    with stand.changed() as desk:
        for number in range(27):
            db.session.add(a_wish(a_company(desk.fair, name=f"Entreprise {number}"), desk))
    shown()
    lead.post(APPROVE, sent(lead.open(DRAFT)))

    assert read() == few
