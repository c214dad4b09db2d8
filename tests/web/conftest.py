"""An application of its own for every test of a page, on a database in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from matchmaker.app import create_app
from matchmaker.db import db
from matchmaker.models import Fair, Membership
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


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    app = create_app(INSTANCE=tmp_path, SQLALCHEMY_DATABASE_URI="sqlite://", TESTING=True, SECRET_KEY="test")
    set_clock(app, clock)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
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
