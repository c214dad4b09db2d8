"""A company of a fair with two stands, signed in, and the deeds that bring the fair from stage to stage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Company, Desk, Fair, JournalEntry, Role, Wish
from matchmaker.services import draws
from matchmaker.services.publishing import publication
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    REQUESTS_OPEN,
    a_charter,
    a_company,
    a_cpv,
    a_desk,
    a_fair,
    a_grid,
    a_need,
    a_sector,
    a_wish,
    some_rules,
)
from tests.pages import Opened, Visitor
from tests.services.small_fair import a_draft_of
from tests.web.conftest import signed_in

SIREN, OTHER_SIREN = "000000018", "000000026"
NAME, OTHER_NAME = "Canalisations Durand", "Concurrence et fils"
HOME, STANDS, WISHES = "/entreprise/", "/entreprise/stands", "/entreprise/demandes"
TIMETABLE, PROFILE, ACTIVITIES = "/entreprise/rendez-vous", "/entreprise/fiche", "/entreprise/activites"
CHARTER, LEAVE = "/entreprise/charte", "/entreprise/inscription/retrait"
PAGES = (
    HOME,
    STANDS,
    f"{STANDS}/EAU/demande",
    f"{STANDS}/VOI/demande",
    WISHES,
    f"{WISHES}/EAU",
    f"{WISHES}/EAU/retrait",
    TIMETABLE,
    PROFILE,
    f"{PROFILE}/secteurs",
    f"{PROFILE}/presence",
    f"{PROFILE}/coordonnees",
    f"{PROFILE}/numero",
    ACTIVITIES,
    f"{ACTIVITIES}?mots=assainissement",
    f"{ACTIVITIES}?mots=girafe",
    CHARTER,
    LEAVE,
)


class Stored:
    """The fair in the database, to change between two pages: no context stays open while one is read."""

    def __init__(self, app: Flask, fair_id: int) -> None:
        self.app, self.fair_id = app, fair_id

    @contextmanager
    def changed(self) -> Iterator[Fair]:
        with self.app.app_context():
            yield db.session.get_one(Fair, self.fair_id)
            db.session.commit()

    @contextmanager
    def company(self, siren: str = SIREN) -> Iterator[Company]:
        """One company, to read or to change."""
        with self.changed():
            yield company_called(siren)

    def ask(self, *codes: str, siren: str = SIREN) -> None:
        """The company asks these stands, in this order."""
        with self.company(siren) as company:
            for rank, code in enumerate(codes, start=1):
                wish = a_wish(company, desk_called(code), rank, motivation=f"Pour {code}.")
                db.session.add(wish)

    def asked(self, siren: str = SIREN) -> list[str]:
        """The stands that the company asks, in its order."""
        with self.company(siren) as company:
            mine = sa.select(Desk.code).join(Wish, Wish.desk_id == Desk.id)
            return list(db.session.scalars(mine.where(Wish.company_id == company.id).order_by(Wish.rank)))

    def reveal(self) -> None:
        with self.changed() as fair:
            draws.reveal(db.session(), fair, "4711", None, AFTER_THE_DEADLINE)

    def publish(self) -> None:
        with self.changed() as fair:
            publication.publish(db.session(), a_draft_of(db.session(), fair), None, AFTER_THE_DEADLINE)

    def deeds(self) -> list[str]:
        """What the journal says was done, oldest first."""
        with self.changed():
            return list(db.session.scalars(sa.select(JournalEntry.deed).order_by(JournalEntry.id)))


def company_called(siren: str) -> Company:
    return db.session.query(Company).filter_by(siren=siren).one()


def desk_called(code: str) -> Desk:
    return db.session.query(Desk).filter_by(code=code).one()


@pytest.fixture
def fair_id(app: Flask) -> int:
    """Stand EAU has one table and two projects, stand VOI one table and none; two slots; requests open."""
    with app.app_context():
        fair = a_fair(slug="2023")
        water, roads = (a_desk(fair, code=code, label_fr=label) for code, label in STAND_NAMES.items())
        sector, cpv = a_sector(code="eau"), a_cpv(code="45232410", check_digit="9")
        needs = [a_need(water, code=f"EAU-{number}", sector=sector, cpv=cpv) for number in (1, 2)]
        charter = a_charter(fair)
        accepted = {"charter": charter, "charter_accepted_at": REQUESTS_OPEN}
        companies = [
            a_company(fair, siren=SIREN, name=NAME, sectors=[sector], **accepted),
            a_company(fair, siren=OTHER_SIREN, name=OTHER_NAME, **accepted),
        ]
        db.session.add_all([fair, a_grid(fair, slots=2), roads, *needs, *companies, charter])
        db.session.add(some_rules(fair, locked_at=REQUESTS_OPEN))
        db.session.flush()
        draws.commit(db.session(), fair, "0" * 32, "Loto", None, BEFORE_OPENING)
        db.session.commit()
        return fair.id


STAND_NAMES = {"EAU": "Eau potable", "VOI": "Voirie"}


@pytest.fixture
def stored(app: Flask, fair_id: int) -> Stored:
    return Stored(app, fair_id)


@pytest.fixture
def firm(app: Flask, fair_id: int, stored: Stored) -> Visitor:
    """Somebody of the company, signed in."""
    with stored.company() as company:
        company_id = company.id
    return signed_in(app, fair_id, role=Role.COMPANY, company_id=company_id)


def said(response: object) -> str:
    """What a page tells, spaces folded."""
    text = response.get_data(as_text=True)
    return " ".join(text.replace("\u202f", " ").split())


def flashed(firm: Visitor, address: str = WISHES) -> str:
    """What a page says first, after a deed."""
    page = firm.open(address)
    notes = [e for e in page.all("div") if "notice--" in (e.get("class") or "")]
    return re.sub(r"\s+", " ", "".join(notes[0].itertext())).strip() if notes else ""


def typed(page: Opened, name: str) -> str:
    """What a text area holds."""
    area = next(area for area in page.all("textarea") if area.get("name") == name)
    return (area.text or "").strip()
