"""One request is one deed: stored whole and journalled, or no trace at all."""

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask, abort, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import JournalEntry, Organisation, journal
from matchmaker.web import access
from tests.builders import BEFORE_THE_DEADLINE, an_organisation
from tests.pages import Visitor

bp = Blueprint("trial", __name__)


@bp.post("/essai/<ending>")
def try_it(ending: str) -> ResponseReturnValue:
    db.session.add(an_organisation(slug=ending))
    db.session.flush()
    if ending in {"taken", "taken-at-the-end"}:
        db.session.add(an_organisation(slug=ending))
    if ending == "taken":
        db.session.flush()
    if ending == "refused":
        raise RuleBroken("La règle dit non.")
    if ending == "broken":
        raise ValueError("une panne")
    if ending == "missing":
        abort(404)
    if ending == "journalled":
        journal.append(db.session(), fair=None, account=None, at=BEFORE_THE_DEADLINE, deed="own.line")
    return ("à corriger", 422) if ending == "incomplete" else redirect("/")


@bp.get("/essai")
def read_and_write() -> str:
    db.session.add(an_organisation(slug="by-a-get"))
    db.session.flush()
    return "lu"


@pytest.fixture
def app(own_app: Flask) -> Flask:
    own_app._got_first_request = False
    access.reserve(own_app, bp)
    return own_app


def stored(app: Flask) -> tuple[list[str], list[str]]:
    with app.app_context():
        slugs = db.session.scalars(sa.select(Organisation.slug)).all()
        return list(slugs), list(db.session.scalars(sa.select(JournalEntry.deed)))


def test_a_deed_that_went_well_is_stored_and_journalled(app: Flask, visitor: Visitor) -> None:
    visitor.post("/essai/done")

    assert stored(app) == (["done"], ["trial.try_it"])


def test_a_service_s_own_line_is_enough(app: Flask, visitor: Visitor) -> None:
    visitor.post("/essai/journalled")

    assert stored(app) == (["journalled"], ["own.line"])


@pytest.mark.parametrize(("ending", "status"), [("refused", 409), ("missing", 404), ("taken", 409)])
def test_a_deed_that_is_refused_leaves_no_trace(
    app: Flask, visitor: Visitor, ending: str, status: int
) -> None:
    visitor.post(f"/essai/{ending}", status=status)

    assert stored(app) == ([], [])


@pytest.mark.parametrize("ending", ["taken", "taken-at-the-end"])
def test_what_the_database_forbids_is_said_kindly(app: Flask, visitor: Visitor, ending: str) -> None:
    """Two people were faster than each other: whether the database says so at once or at the very end."""
    answer = visitor.post(f"/essai/{ending}", status=409)

    assert "La situation a changé entre-temps" in answer.get_data(as_text=True)
    assert stored(app) == ([], [])


def test_a_form_to_fill_in_again_leaves_no_trace(app: Flask, visitor: Visitor) -> None:
    visitor.client.post("/essai/incomplete", data={"csrf_token": visitor.token()})

    assert stored(app) == ([], [])


def test_a_fault_of_ours_is_said_kindly_and_leaves_no_trace(app: Flask, visitor: Visitor) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False

    answer = visitor.post("/essai/broken", status=500)

    assert "Un incident de notre côté" in answer.get_data(as_text=True)
    assert stored(app) == ([], [])


def test_nothing_is_acknowledged_before_it_is_stored(app: Flask, visitor: Visitor) -> None:
    def fail(_session: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    with app.app_context():
        session_class = db.session.session_factory
    sa.event.listen(session_class, "before_commit", fail)
    try:
        answer = visitor.post("/essai/done", status=500)
    finally:
        sa.event.remove(session_class, "before_commit", fail)

    assert "Rien n’a été enregistré" in answer.get_data(as_text=True)
    assert stored(app) == ([], [])


def test_a_get_never_writes(app: Flask, visitor: Visitor) -> None:
    visitor.client.get("/essai")

    assert stored(app) == ([], [])


def test_the_refusal_of_a_rule_is_read_as_it_was_written(visitor: Visitor) -> None:
    answer = visitor.post("/essai/refused", status=409)

    assert "La règle dit non." in answer.get_data(as_text=True)
