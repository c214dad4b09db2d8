"""A fair stored for the pages that anybody reads, and the deeds that bring it from stage to stage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask

from matchmaker.db import db
from matchmaker.models import (
    Desk,
    Draw,
    DrawRank,
    EndedWhy,
    Fair,
    Need,
    ProgrammeItem,
)
from matchmaker.scheduling.draw import commitment, drawn
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    DEADLINE,
    EXCHANGE,
    REQUESTS_OPEN,
    a_charter,
    a_company,
    a_cpv,
    a_desk,
    a_fair,
    a_grid,
    a_meeting,
    a_need,
    a_schedule,
    a_sector,
    a_wish,
    some_rules,
)
from tests.web.conftest import Clock

SECRET, NUMBER = "5ec4e7" + "ab" * 13, "07 14 21"
OVER = EXCHANGE + timedelta(hours=3)
PAGES = (
    "/",
    "/salons/2023",
    "/salons/2023/projets",
    "/salons/2023/projets?mots=conduite",
    "/salons/2023/projets?mots=girafe",
    "/salons/2023/projets/EAU-1",
    "/salons/2023/stands",
    "/salons/2023/stands/EAU",
    "/salons/2023/regles",
    "/salons/2023/tirage",
    "/salons/2023/tirage?siren=000123456",
    "/accessibilite",
    "/confidentialite",
)


LIST = "/salons/2023/projets"


@pytest.fixture
def stored(app: Flask) -> Stored:
    """A fair with one stand, three projects, a company that asked, rules and a committed draw."""
    with app.app_context():
        fair = a_fair(slug="2023", name_fr="Salon de l’achat public 2023")
        grid = a_grid(fair, slots=3)
        desk = a_desk(fair, tables=2, code="EAU", label_fr="Eau potable")
        sector, cpv = a_sector(code="eau"), a_cpv(code="45232150")
        needs = [a_need(desk, code=f"EAU-{number}", sector=sector, cpv=cpv) for number in (1, 2, 3)]
        company = a_company(fair, name="Société Canari", siren="000777777")
        db.session.add_all([grid, *needs, company, some_rules(fair, locked_at=REQUESTS_OPEN)])
        db.session.add_all([_programme(fair), a_charter(fair), _draw(fair)])
        db.session.flush()
        db.session.add(a_wish(company, desk, motivation="canari de la demande"))
        db.session.commit()
    return Stored(app)


class Stored:
    """The fair in the database, to change between two pages: no context stays open while one is read."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    @contextmanager
    def changed(self) -> Iterator[Fair]:
        with self.app.app_context():
            yield db.session.query(Fair).filter_by(slug="2023").one()
            db.session.commit()


def need_called(code: str) -> Need:
    return db.session.query(Need).filter_by(code=code).one()


def _programme(fair: Fair) -> ProgrammeItem:
    words = {"title_fr": "Rendez-vous", "title_en": "Meetings", "description_fr": "À votre table."}
    times = {"starts_at": fair.exchange_starts_at, "ends_at": fair.exchange_ends_at}
    return ProgrammeItem(fair=fair, position=1, **words, **times)


def _draw(fair: Fair) -> Draw:
    return Draw(
        fair=fair,
        secret=SECRET,
        commitment=commitment(SECRET),
        public_source="Le tirage national du 21 octobre.",
        committed_at=BEFORE_OPENING,
    )


def reveal(stored: Stored, parties: int) -> list[str]:
    """Reveal the draw for so many parties; returns them in the order of their numbers."""
    order = drawn(SECRET, NUMBER, [f"{number:09d}" for number in range(parties)])
    with stored.changed() as fair:
        assert fair.draw is not None
        fair.draw.public_number, fair.draw.revealed_at = NUMBER, DEADLINE + timedelta(hours=1)
        db.session.add_all(DrawRank(draw=fair.draw, party=p, rank=r) for r, p in enumerate(order, start=1))
    return list(order)


def publish(stored: Stored) -> None:
    """A first version with one meeting, one that was given up and a place that is only offered."""
    with stored.changed() as fair:
        schedule = a_schedule(fair, fair.grids[0], version=1, published_at=AFTER_THE_DEADLINE)
        desk = db.session.query(Desk).one()
        table, slots = desk.tables[0], fair.grids[0].slots
        ended = {"ended_at": AFTER_THE_DEADLINE, "ended_why": EndedWhy.GIVEN_UP}
        db.session.add(a_meeting(a_company(fair), table, slots[0], schedule))
        db.session.add(a_meeting(a_company(fair), table, slots[1], schedule, **ended))
        db.session.add(a_meeting(a_company(fair), table, slots[2], schedule, held_until=DEADLINE))


def through_its_life(stored: Stored, clock: Clock) -> Iterator[str]:
    """Bring the fair from stage to stage; what people read first at each."""
    clock.now = BEFORE_OPENING
    yield "Le salon se prépare"
    clock.now = BEFORE_THE_DEADLINE
    yield "Les demandes de rendez-vous sont ouvertes"
    clock.now = AFTER_THE_DEADLINE
    yield "Les demandes de rendez-vous sont closes"
    reveal(stored, parties=60)
    with stored.changed() as fair:
        db.session.add(a_schedule(fair, fair.grids[0]))
    yield "Le planning des rendez-vous se prépare"
    publish(stored)
    yield "Le planning des rendez-vous est publié"
    clock.now = EXCHANGE
    yield "C’est aujourd’hui"
    clock.now = OVER
    yield "Le salon est terminé"
    with stored.changed() as fair:
        fair.archived_at = OVER
    yield "Cette édition est archivée"
