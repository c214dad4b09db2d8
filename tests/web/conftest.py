"""Every test of a page begins with an empty database in memory and the settings as they were.

The application itself is made once in a process, for its addresses take longer to compile than most pages to
make. A test that adds to the application asks for ``own_app``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask

from matchmaker.app import create_app
from matchmaker.db import db
from matchmaker.models import Fair, Membership
from matchmaker.web.account import limiter
from matchmaker.web.clock import set_clock
from tests.builders import BEFORE_THE_DEADLINE, a_fair, a_membership
from tests.pages import Visitor


class Clock:
    """A clock that stands where the test puts it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(BEFORE_THE_DEADLINE)


def an_app(folder: Path) -> Flask:
    """An application with empty tables."""
    made = create_app(INSTANCE=folder, SQLALCHEMY_DATABASE_URI="sqlite://", TESTING=True, SECRET_KEY="test")
    with made.app_context():
        db.create_all()
    return made


class Shared(NamedTuple):
    """An application, its settings, and its database as they were when it was made."""

    app: Flask
    settings: dict[str, Any]
    empty: sqlite3.Connection

    def begin_anew(self) -> None:
        self.app.config.clear()
        self.app.config.update(self.settings)
        with self.app.app_context():
            db.session.remove()
            limiter.reset()
            live = db.engine.raw_connection().driver_connection
            assert isinstance(live, sqlite3.Connection)
            live.rollback()
            self.empty.backup(live)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    made, empty = an_app(tmp_path_factory.mktemp("instance")), sqlite3.connect(":memory:")
    with made.app_context():
        db.engine.raw_connection().driver_connection.backup(empty)
    yield Shared(made, dict(made.config), empty)
    empty.close()
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def app(shared: Shared, clock: Clock) -> Flask:
    shared.begin_anew()
    set_clock(shared.app, clock)
    return shared.app


@pytest.fixture
def own_app(tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """For a test that adds pages to it."""
    made = an_app(tmp_path)
    set_clock(made, clock)
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def fair_id(app: Flask) -> int:
    """A fair that is stored."""
    with app.app_context():
        fair = a_fair()
        db.session.add(fair)
        db.session.commit()
        return fair.id


@pytest.fixture
def organiser(app: Flask, fair_id: int) -> Visitor:
    """An organiser of that fair, signed in."""
    return signed_in(app, fair_id)


def signed_in(app: Flask, fair_id: int, **given: object) -> Visitor:
    """Somebody with a membership of the fair."""
    with app.app_context():
        membership: Membership = a_membership(db.session.get_one(Fair, fair_id), **given)
        db.session.add(membership)
        db.session.commit()
        return Visitor(app).acts_as(membership.id, membership.account_id)
