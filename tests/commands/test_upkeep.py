"""``upgrade``, ``serve`` and ``add-organiser``: the commands of a real service."""

import socket

import flask_migrate
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from matchmaker.app import create_app
from matchmaker.commands.add_organiser import command as add_organiser
from matchmaker.commands.serve import command as serve
from matchmaker.commands.upgrade import command as upgrade
from matchmaker.commands.upgrade import is_up_to_date
from matchmaker.db import db
from matchmaker.models import Account, CpvCode, Fair, Role
from tests.builders import a_fair

PASSWORD = "quatre mots bien choisis"


@pytest.fixture
def instance(tmp_path, monkeypatch):
    monkeypatch.setenv("MATCHMAKER_INSTANCE", str(tmp_path))
    return tmp_path


@pytest.fixture
def empty(instance):
    """A service that was never started."""
    app = create_app()
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def service(instance):
    """A service whose tables are there, with one fair."""
    app = create_app()
    with app.app_context():
        flask_migrate.upgrade()
        db.session.add(a_fair(slug="2024"))
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def test_a_database_that_is_not_up_to_date_is_not_served(instance):
    result = CliRunner().invoke(serve, ["--port", free_port()])

    assert result.exit_code == 2
    assert "matchmaker upgrade" in result.stderr


def test_a_port_that_is_taken_is_said_with_the_command_to_try(instance):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = CliRunner().invoke(serve, ["--port", str(taken.getsockname()[1])])

    assert result.exit_code == 2
    assert "par exemple : matchmaker serve --port " in result.stderr


def test_upgrade_makes_the_tables_and_loads_the_nomenclatures(empty):
    result = CliRunner().invoke(upgrade)

    assert (result.exit_code, result.output) == (0, "La base de données est à jour.\n")
    assert is_up_to_date()
    assert db.session.scalar(sa.select(sa.func.count(CpvCode.code))) == 9454


def test_upgrade_again_changes_nothing(service):
    fairs = db.session.scalars(sa.select(Fair.slug)).all()
    db.session.rollback()

    assert CliRunner().invoke(upgrade).exit_code == 0
    assert db.session.scalars(sa.select(Fair.slug)).all() == fairs


def test_the_first_organiser_is_made_by_a_command(service):
    arguments = ["2024", "Organisation@Salon.Example.org", "Organisation", "--password", PASSWORD]

    result = CliRunner().invoke(add_organiser, arguments)

    assert result.exit_code == 0
    account = db.session.scalars(sa.select(Account)).one()
    assert account.email == "organisation@salon.example.org"
    assert [membership.role for membership in account.memberships] == [Role.ORGANISER]


@pytest.mark.parametrize(
    ("fair", "email", "password", "words"),
    [
        ("1999", "a@example.org", PASSWORD, "Aucun salon"),
        ("2024", "no address", PASSWORD, "pas valable"),
        ("2024", "a@example.org", "short", "12 à 128"),
    ],
)
def test_an_organiser_that_cannot_be_made_is_refused_in_a_sentence(service, fair, email, password, words):
    result = CliRunner().invoke(add_organiser, [fair, email, "Somebody", "--password", password])

    assert result.exit_code == 1
    assert words in result.stderr
    assert db.session.scalars(sa.select(Account)).all() == []
