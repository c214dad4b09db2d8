"""A directorate with one stand, its lead and a buyer from elsewhere, and companies that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Account, Desk, Fair, JournalEntry, Meeting, Need, Role, Schedule, Wish
from tests.builders import (
    AFTER_THE_DEADLINE,
    a_company,
    a_cpv,
    a_desk,
    a_directorate,
    a_fair,
    a_grid,
    a_meeting,
    a_need,
    a_schedule,
    a_sector,
    a_sitting,
    a_wish,
)
from tests.pages import Visitor
from tests.web.conftest import signed_in

HOME, PROJECTS, MINE = "/direction/", "/direction/projets", "/direction/mon-planning"
REQUESTS = "/direction/stands/EAU/demandes"
PLANNING = "/direction/stands/EAU/planning"
SIGNALS = "/direction/stands/EAU/signalements"


class Stand:
    """The stand EAU in the database, to read and to change between two pages."""

    def __init__(self, app: Flask, fair_id: int) -> None:
        self.app, self.fair_id = app, fair_id

    @contextmanager
    def changed(self) -> Iterator[Desk]:
        with self.app.app_context():
            yield db.session.scalars(
                sa.select(Desk).where(Desk.fair_id == self.fair_id, Desk.code == "EAU")
            ).one()
            db.session.commit()

    def asked(self, name: str = "Sources et Fils", **given: object) -> str:
        """A company asks for the stand; the address of its request."""
        with self.changed() as desk:
            wish = a_wish(a_company(desk.fair, name=name), desk, motivation=f"Motivation de {name}", **given)
            db.session.add(wish)
            db.session.flush()
            return f"{REQUESTS}/{wish.public_id}"

    def need(self, code: str, **given: object) -> str:
        """A project of the stand; the address of its page."""
        with self.changed() as desk:
            db.session.add(a_need(desk, code=code, **given))
        return f"{PROJECTS}/{code}"

    def draft(self, code: str = "P001", **given: object) -> str:
        return self.need(code, validated_at=None, published_at=None, **given)

    def published(self, *companies: str) -> None:
        """A timetable stands published in which these companies meet the stand, one slot each."""
        with self.changed() as desk:
            grid = desk.fair.grids[0]
            schedule = a_schedule(desk.fair, grid, version=1, published_at=AFTER_THE_DEADLINE)
            db.session.add(schedule)
        self.meets(*companies)

    def meets(self, *companies: str) -> None:
        """These companies have a meeting in the published timetable, in the first slots that are free."""
        with self.changed() as desk:
            grid, schedule = desk.fair.grids[0], db.session.scalars(sa.select(Schedule)).one()
            taken = db.session.scalar(sa.select(sa.func.count(Meeting.id))) or 0
            for slot, name in zip(grid.slots[taken:], companies, strict=False):
                wish = db.session.scalars(sa.select(Wish).where(Wish.company.has(name=name))).one()
                db.session.add(a_meeting(wish.company, desk.tables[0], slot, schedule))

    def answers(self) -> list[tuple[str, str | None, str]]:
        """What was answered: kind, project of a priority, reason."""
        with self.changed() as desk:
            wishes = db.session.scalars(sa.select(Wish).where(Wish.desk_id == desk.id).order_by(Wish.id))
            given = [wish.answer for wish in wishes if wish.answer is not None]
            return [
                (a.refusal.value if a.refusal else a.kind.value, a.need.code if a.need else None, a.reason)
                for a in given
            ]

    def needs(self) -> list[Need]:
        """The projects of the stand, with nothing left to load."""
        with self.changed() as desk:
            found = list(
                db.session.scalars(sa.select(Need).where(Need.desk_id == desk.id).order_by(Need.code))
            )
            for need in found:
                assert need.questions is not None
            db.session.expunge_all()
            return found

    def deeds(self) -> list[str]:
        with self.changed():
            return list(db.session.scalars(sa.select(JournalEntry.deed).order_by(JournalEntry.id)))


@pytest.fixture
def fair_id(app: Flask) -> int:
    """Two directorates, a stand each, of one table in four slots; the nomenclatures hold three CPV codes."""
    with app.app_context():
        fair = a_fair()
        water, roads = (a_directorate(fair, code=code, label_fr=code) for code in ("DEAU", "DVOI"))
        db.session.add_all(
            [
                fair,
                a_grid(fair, slots=4),
                a_desk(fair, code="EAU", directorate=water),
                a_desk(fair, code="VOI", directorate=roads, label_fr="Voirie"),
                a_sector(code="eau"),
                _cpv("45232410", "Travaux d’assainissement", "travaux assainissement"),
                _cpv("45232400", "Travaux de construction d’égouts", "travaux construction egout"),
                _cpv("90640000", "Services de nettoyage", "services nettoyage"),
            ]
        )
        db.session.commit()
        return fair.id


def _cpv(code: str, label: str, stems: str) -> object:
    stems = " ".join(_stem(word) for word in stems.split())
    return a_cpv(
        code=code, label_fr=label, label_en=label, search_fr=f" {stems} | ", search_en=f" {stems} | "
    )


def _stem(word: str) -> str:
    """As the nomenclature stores them."""
    return {"travaux": "traval", "services": "service"}.get(word, word)


@pytest.fixture
def stand(app: Flask, fair_id: int) -> Stand:
    return Stand(app, fair_id)


@pytest.fixture
def lead(app: Flask, fair_id: int, stand: Stand) -> Visitor:
    """A lead of the directorate of the stand EAU."""
    with stand.changed() as desk:
        directorate = desk.directorate_id
    return signed_in(app, fair_id, role=Role.HOST, directorate_id=directorate)


@pytest.fixture
def buyer(app: Flask, fair_id: int, stand: Stand) -> Visitor:
    """A buyer of a department without stands, who sits at EAU in the first two slots."""
    with stand.changed() as desk:
        department = a_directorate(desk.fair, code="ACHATS")
        db.session.add(department)
        db.session.flush()
        department_id = department.id
    visitor = signed_in(app, fair_id, role=Role.HOST, directorate_id=department_id)
    with stand.changed() as desk, visitor.client.session_transaction() as session:
        account = db.session.get_one(Account, int(session["_user_id"]))
        slots = db.session.get_one(Fair, fair_id).grids[0].slots[:2]
        db.session.add_all(a_sitting(desk.tables[0], slot, account) for slot in slots)
    return visitor


@pytest.fixture
def stranger(app: Flask, fair_id: int, stand: Stand) -> Visitor:
    """A lead of the other directorate."""
    with stand.changed():
        other = db.session.scalars(sa.select(Desk).where(Desk.code == "VOI")).one().directorate_id
    return signed_in(app, fair_id, role=Role.HOST, directorate_id=other)
