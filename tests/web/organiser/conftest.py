"""The organiser's side of a fair with two places for three companies, brought from deed to deed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Fair, JournalEntry, Run, Schedule
from matchmaker.services.publishing import publication
from tests.builders import AFTER_THE_DEADLINE, BEFORE_OPENING, a_fair
from tests.pages import Visitor
from tests.services.small_fair import a_draft_of, a_small_fair, drawn
from tests.web.conftest import Clock, signed_in

HOME, DRAW = "/organisateur/", "/organisateur/tirage"
SCHEDULES, RUNS = "/organisateur/plannings", "/organisateur/calculs"


class SmallFair:
    """The fair in the database, to change between two pages: no context stays open while one is read."""

    def __init__(self, app: Flask, fair_id: int) -> None:
        self.app, self.fair_id = app, fair_id

    @contextmanager
    def changed(self) -> Iterator[Fair]:
        with self.app.app_context():
            yield db.session.get_one(Fair, self.fair_id)
            db.session.commit()

    def draft(self, seed: int = 1) -> str:
        """What the button and the worker leave, by its public id; another seed makes a simulation."""
        with self.changed() as fair:
            return a_draft_of(db.session(), fair, seed).public_id

    def published(self) -> str:
        """A draft that is published at once."""
        chosen = self.draft()
        with self.changed():
            publication.publish(db.session(), schedule_called(chosen), None, AFTER_THE_DEADLINE)
        return chosen

    def run(self, **given: object) -> str:
        """A run that nobody carries out, by its public id."""
        with self.changed() as fair:
            run = Run(**{"fair": fair, "asked_at": AFTER_THE_DEADLINE, "seed": 1, "progress": 0} | given)
            db.session.add(run)
            db.session.flush()
            return run.public_id

    def deeds(self) -> list[str]:
        """What the journal says was done through pages and services, oldest first."""
        with self.changed():
            return list(db.session.scalars(sa.select(JournalEntry.deed).order_by(JournalEntry.id)))


def reads(visitor: Visitor, language: str) -> Visitor:
    """The same person, who chose the language."""
    visitor.post("/langue", {"language": language, "next": "/"})
    visitor.language = language
    return visitor


def schedule_called(public_id: str) -> Schedule:
    return db.session.query(Schedule).filter_by(public_id=public_id).one()


@pytest.fixture
def clock() -> Clock:
    return Clock(AFTER_THE_DEADLINE)


@pytest.fixture
def fair_id(app: Flask) -> int:
    """Three companies ask for the one table of one stand, the draw is revealed."""
    with app.app_context():
        fair = drawn(db.session(), a_small_fair(db.session()))
        db.session.commit()
        return fair.id


@pytest.fixture
def fair(app: Flask, fair_id: int) -> SmallFair:
    return SmallFair(app, fair_id)


@pytest.fixture
def empty(app: Flask, clock: Clock) -> Visitor:
    """An organiser of a fair of which nothing is prepared."""
    clock.now = BEFORE_OPENING
    with app.app_context():
        nothing = a_fair()
        db.session.add(nothing)
        db.session.commit()
        nothing_id = nothing.id
    return signed_in(app, nothing_id)


def said(response: object) -> str:
    """What a refusal or a page tells, spaces folded."""
    return " ".join(response.get_data(as_text=True).split())
