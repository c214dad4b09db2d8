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
    """What the engine holds of tables, constraints and indexes; white space, quotes and order aside."""
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(DEFINITIONS[db.engine.dialect.name]).all()
    return {
        name: "\n".join(sorted(line.strip(" ,\t") for line in sql.replace('"', "").splitlines()))
        for name, sql in rows
    }


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


def test_a_change_of_tables_loses_no_row(empty: Flask) -> None:
    """SQLite makes a changed table anew; what refers to its rows must neither go nor be left alone."""
    upgrade(revision="001")
    with db.engine.begin() as connection:
        for table, values in ROWS.items():
            row = sa.table(table, *map(sa.column, values))
            connection.execute(sa.insert(row).values(**values))

    upgrade()

    with db.engine.connect() as connection:
        kept = {
            table: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table)))
            for table in ROWS
        }
        assert kept == dict.fromkeys(ROWS, 1)
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


AT = "2023-09-04 09:00:00+00:00"
HOUR = {"opens_at": "09", "exchange_starts_at": "10", "exchange_ends_at": "11", "closes_at": "12"}
ROWS = {
    "organisation": {"id": 1, "slug": "o", "name": "O"},
    "fair": {
        "id": 1,
        "organisation_id": 1,
        "slug": "s",
        "name_fr": "S",
        "venue": "",
        "address": "",
        "timezone": "Europe/Paris",
        "requests_open_at": "2023-10-01 09:00:00+00:00",
        "requests_close_at": "2023-11-01 09:00:00+00:00",
        "slot_minutes": 8,
        "changeover_minutes": 2,
        **{name: f"2023-11-15 {hour}:00:00+00:00" for name, hour in HOUR.items()},
    },
    "company": {
        "id": 1,
        "public_id": "c",
        "fair_id": 1,
        "siren": "000000001",
        "name": "C",
        "breathing": False,
        "registered_at": AT,
    },
    "contact": {"id": 1, "company_id": 1, "name": "Contact", "email": "contact@example.org"},
    "directorate": {"id": 1, "fair_id": 1, "code": "D", "label_fr": "D"},
    "desk": {"id": 1, "fair_id": 1, "directorate_id": 1, "code": "S", "label_fr": "S", "position": 1},
    "wish": {
        "id": 1,
        "public_id": "w",
        "fair_id": 1,
        "company_id": 1,
        "desk_id": 1,
        "rank": 1,
        "motivation": "",
        "asked_at": AT,
    },
    "account": {"id": 1, "email": "a@example.org", "name": "A", "locale": "fr", "created_at": AT},
    "answer": {
        "id": 1,
        "wish_id": 1,
        "kind": "interested",
        "reason": "",
        "answered_at": AT,
        "answered_by_id": 1,
    },
}
