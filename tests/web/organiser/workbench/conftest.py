"""A draft to work upon, what is stored of it, and how its page is read."""

from __future__ import annotations

import pytest
from flask import Flask

from matchmaker.db import db
from matchmaker.models import DraftStep
from matchmaker.scheduling.moves import Moves
from matchmaker.scheduling.problem import Pair
from matchmaker.services.figures import document
from tests.pages import Opened, words
from tests.services.bench_fair import a_bench_fair
from tests.web.organiser.conftest import SCHEDULES, SmallFair, schedule_called


@pytest.fixture
def fair_id(app: Flask) -> int:
    with app.app_context():
        fair = a_bench_fair(db.session())
        db.session.commit()
        return fair.id


@pytest.fixture
def chosen(fair: SmallFair) -> str:
    return fair.draft()


@pytest.fixture
def bench(chosen: str) -> str:
    return f"{SCHEDULES}/{chosen}/atelier"


class Found:
    """What is stored of a draft, read once."""

    def __init__(self, fair: SmallFair, chosen: str) -> None:
        with fair.changed():
            schedule = schedule_called(chosen)
            content = document(schedule)
            self.step, self.timetable = schedule.step, schedule.timetable
            self.problem, self.result = content.problem, content.result
            steps = db.session.query(DraftStep).filter_by(schedule_id=schedule.id).order_by(DraftStep.number)
            self.deeds = [step.deed for step in steps]

    @property
    def places(self) -> dict[Pair, str]:
        return {booking.pair: f"{booking.slot} {booking.table}" for booking in self.result.meetings}

    def moves(self, *kinds: str) -> list[tuple[str, Pair, str]]:
        """Every legal move: its kind, whose card, and the place as the form writes it."""
        asked = Moves(self.problem, self.result.meetings)
        pairs = sorted(self.problem.worth.keys() | self.places.keys())
        options = [option.move for pair in pairs for cell in asked.cells(pair) for option in cell.options]
        return [(m.kind, m.pair, f"{m.place.slot} {m.place.table}") for m in options if m.kind in kinds]

    @property
    def free(self) -> str:
        """A free place of EAU."""
        taken = set(self.places.values())
        places = [
            f"{slot.id} {table.id}"
            for table in self.problem.desk["EAU"].tables
            for slot in self.problem.slots
        ]
        return next(place for place in places if place not in taken)


def form(pair: Pair, deed: str, seen: int = 0, **given: object) -> dict[str, object]:
    return {"seen": seen, "company": pair.company, "desk": pair.desk, "deed": deed} | given


def cards(page: Opened) -> list[str]:
    """The names on the cards of the grid."""
    return [
        words(a[0]) for a in page.all("a") if "bench-card" in a.get("class", "") and a.get("id", "")[0] == "c"
    ]


def buttons(page: Opened) -> list[str]:
    return [b.get("value") for b in page.all("button") if b.get("form") == "lay"]


def rows_of(page: Opened) -> list[str]:
    return [words(th) for th in page.all("th") if th.get("scope") == "row"]
