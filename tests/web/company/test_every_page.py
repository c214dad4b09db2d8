"""Every page of a company: sound at every stage, silent about other companies, light for long lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from matchmaker.db import db
from matchmaker.demo.moments import MOMENTS, Moment
from matchmaker.models import Company, CompanyCpv, CpvOrigin, Desk
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    EXCHANGE,
    a_cpv,
    a_desk,
    a_fair,
    a_need,
)
from tests.demo_fixtures import DemoApp
from tests.pages import Opened, Visitor, count_queries
from tests.web.company.conftest import (
    ACTIVITIES,
    HOME,
    NAME,
    OTHER_SIREN,
    PAGES,
    PROFILE,
    STANDS,
    TIMETABLE,
    WISHES,
    Stored,
)
from tests.web.conftest import Clock, signed_in
from tests.web.organiser.conftest import reads

LONG = (
    "Société coopérative de canalisations, d’égouts et d’ouvrages hydrauliques du Val-de-Marne et de la Seine"
)


def open_all(firm: Visitor) -> dict[str, Opened]:
    return {address: firm.open(address, follow_redirects=True) for address in PAGES}


def through_its_life(stored: Stored, clock: Clock) -> Iterator[str]:
    """Bring the fair from stage to stage; what the home says first at each."""
    clock.now = BEFORE_OPENING
    yield "Les demandes de rendez-vous ouvrent le"
    clock.now = BEFORE_THE_DEADLINE
    yield "À faire avant le lundi 6 novembre 2023 à 23 h 59"
    stored.ask("EAU", "VOI")
    stored.ask("EAU", siren=OTHER_SIREN)
    with stored.company() as company:
        company.sectors[0].label_fr = "Eau"
    yield "Tout est prêt"
    clock.now = AFTER_THE_DEADLINE
    yield "Vous n’avez rien à faire."
    stored.reveal()
    yield "Votre numéro de tirage :"
    stored.publish()
    yield "quelques minutes avant votre premier rendez-vous"
    clock.now = EXCHANGE
    yield "Mes rendez-vous"
    clock.now = EXCHANGE + timedelta(hours=4)
    yield "Le salon est terminé."


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_sound_at_every_stage(
    firm: Visitor, stored: Stored, clock: Clock, language: str
) -> None:
    for headline in through_its_life(stored, clock):
        pages = open_all(reads(firm, language))
        if language == "fr":
            assert headline in pages[HOME].text


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
def test_no_page_of_the_demonstration_names_another_company(demo_app: DemoApp, moment: Moment) -> None:
    visitor = Visitor(demo_app(moment.name))
    visitor.post("/demonstration/role", {"role": "company"})
    pages = [visitor.open(address) for address in (HOME, WISHES, TIMETABLE, STANDS, PROFILE, ACTIVITIES)]
    with visitor.app.app_context():
        names = {company.name: company.code for company in db.session.query(Company)}

    own = next(name for name in names if name in pages[0].text)
    told = "".join(page.html for page in pages)

    assert [name for name, code in names.items() if name != own and (name in told or code in told)] == []


@pytest.mark.parametrize("long", [LONG, "Dupont & <b>fils</b>", "Æ" * 120])
def test_long_and_odd_texts_are_shown_as_they_are(firm: Visitor, stored: Stored, long: str) -> None:
    stored.ask("EAU")
    with stored.company() as company:
        company.name, company.wishes[0].motivation = long, "é" * 1000
        company.adapted_access, company.refused_because = "x" * 1000, "y" * 1000
        company.validated_at, company.refused_at = None, BEFORE_THE_DEADLINE

    pages = open_all(firm)

    assert long.replace("'", "’") in pages[HOME].text
    assert "é" * 1000 in pages[WISHES].text


def test_pages_take_as_many_queries_for_three_things_as_for_thirty(
    app: Flask, firm: Visitor, stored: Stored
) -> None:
    stored.ask("EAU")
    add_many(stored, 3)
    few = queries(app, firm)
    add_many(stored, 27)

    assert queries(app, firm) == few


def add_many(stored: Stored, number: int) -> None:
    """So many more stands with a project each, and as many codes of the company."""
    with stored.changed() as fair, db.session.no_autoflush:
        company = db.session.query(Company).filter_by(name=NAME).one()
        water = db.session.query(Desk).filter_by(code="EAU").one()
        shared = {"sector": water.needs[0].sector, "cpv": water.needs[0].cpv}
        for _ in range(number):
            db.session.add(a_need(a_desk(fair, directorate=water.directorate), **shared))
            db.session.add(CompanyCpv(company=company, cpv=a_cpv(), origin=CpvOrigin.DECLARED))


def queries(app: Flask, firm: Visitor) -> dict[str, int]:
    counted = {}
    for address in (HOME, STANDS, WISHES, TIMETABLE, PROFILE, ACTIVITIES, f"{STANDS}/VOI/demande"):
        with app.app_context():
            engine = db.engine
        with count_queries(engine) as sent:
            firm.open(address)
        counted[address] = len(sent)
    return counted


@pytest.mark.parametrize("address", PAGES)
def test_nobody_else_opens_a_page_of_a_company(app: Flask, fair_id: int, address: str) -> None:
    signed_in(app, fair_id).open(address, status=403)
    assert Visitor(app).client.get(address).status_code == 302


@pytest.mark.parametrize("code", ["XXX", "é" * 300, "1 OR 1=1", "%2e%2e"])
@pytest.mark.parametrize("form", [STANDS + "/{}/demande", WISHES + "/{}", WISHES + "/{}/retrait"])
def test_a_stand_that_does_not_exist_is_a_page_not_found(firm: Visitor, form: str, code: str) -> None:
    firm.open(form.format(code), status=404)


def test_a_stand_of_another_fair_is_a_page_not_found(firm: Visitor, stored: Stored) -> None:
    with stored.changed():
        db.session.add(a_desk(a_fair(), code="LOIN"))

    firm.open(f"{STANDS}/LOIN/demande", status=404)
