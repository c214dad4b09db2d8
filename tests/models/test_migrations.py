"""The migrations make exactly what the models say, on both engines, and can be undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

from matchmaker.db import Base, db, init_database


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.xdist_group("pg")]),
    ]
)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application whose database has no table yet."""
    app = Flask("migrated")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'migrated.sqlite'}"
    if request.param == "postgresql":
        app.config["SQLALCHEMY_DATABASE_URI"] = request.getfixturevalue("new_postgresql_database")("migrated")
    init_database(app)
    with app.app_context():
        yield app
        db.engine.dispose()


def differences() -> list[object]:
    with db.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


DEFINITIONS = {
    "sqlite": "SELECT type || ' ' || name, sql FROM sqlite_master "
    "WHERE type <> 'trigger' AND sql IS NOT NULL AND tbl_name <> 'alembic_version'",
    "postgresql": "SELECT c.conrelid::regclass || ' ' || c.conname, pg_get_constraintdef(c.oid) "
    "FROM pg_constraint c WHERE c.connamespace = 'public'::regnamespace "
    "AND c.conrelid::regclass::text <> 'alembic_version' "
    "UNION ALL SELECT indexname, indexdef FROM pg_indexes "
    "WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
}


def definitions() -> dict[str, str]:
    """What the engine holds of tables, constraints and indexes; white space and order of clauses aside."""
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(DEFINITIONS[db.engine.dialect.name]).all()
    return {name: "\n".join(sorted(line.strip(" ,\t") for line in sql.splitlines())) for name, sql in rows}


def triggers() -> list[str]:
    """Names of the triggers that stand, as the engine lists them."""
    listing = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[db.engine.dialect.name]
    with db.engine.connect() as connection:
        return sorted(connection.exec_driver_sql(listing).scalars())


def test_the_migrations_make_what_the_models_say(empty: Flask) -> None:
    upgrade()

    assert differences() == []


def test_the_migrations_make_the_very_constraints_of_the_models(empty: Flask) -> None:
    """Alembic compares neither CHECKs nor the conditions of partial indexes; the engine's own words do."""
    db.create_all()
    of_the_models = definitions()
    db.drop_all()
    with db.engine.begin() as connection:
        for function in _functions(connection):
            connection.exec_driver_sql(f"DROP FUNCTION {function}()")

    upgrade()

    assert definitions() == of_the_models
    assert any("CHECK" in definition for definition in of_the_models.values())


def test_the_migrations_make_the_triggers_of_the_models(empty: Flask) -> None:
    db.create_all()
    of_the_models = triggers()
    db.drop_all()
    with db.engine.begin() as connection:
        for function in _functions(connection):
            connection.exec_driver_sql(f"DROP FUNCTION {function}()")

    upgrade()

    assert triggers() == of_the_models
    assert len(of_the_models) > 5


def _functions(connection: sa.Connection) -> list[str]:
    if connection.dialect.name != "postgresql":
        return []
    return list(
        connection.exec_driver_sql("SELECT proname FROM pg_proc WHERE proname LIKE 'frozen%%'").scalars()
    )


def test_a_migration_can_be_undone_and_done_again(empty: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    left = set(sa.inspect(db.engine).get_table_names())

    upgrade()

    assert left == {"alembic_version"}
    assert differences() == []
