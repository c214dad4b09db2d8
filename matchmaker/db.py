"""The database: its handle, the base of every table, and what makes SQLite and PostgreSQL behave alike.

On SQLite every transaction begins IMMEDIATE: with the driver's default, concurrent read-then-write
transactions lose updates without a word, and deferred ones fail under load. A page that only reads says so
first (``begin_reading``) and queues behind nobody.
"""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session, registry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
READS_ONLY = "matchmaker_reads_only"
MIGRATIONS = Path(__file__).parent / "migrations"


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: refuses naive values, stores UTC, gives aware UTC back on every engine."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        instant = value.astimezone(UTC)
        return instant if dialect.name == "postgresql" else instant.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    """What every table is made of; enums are stored by value, with a CHECK."""

    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime(),
            enum.Enum: sa.Enum(
                enum.Enum, values_callable=_values, native_enum=False, create_constraint=True, length=32
            ),
        },
    )


db = SQLAlchemy(model_class=Base)
migrate = Migrate(render_as_batch=True, compare_type=True)


def init_database(app: Flask) -> None:
    """Bind the application to its database: a file of the instance folder unless told otherwise."""
    file = Path(app.instance_path) / "matchmaker.sqlite"
    app.config.setdefault("SQLALCHEMY_DATABASE_URI", f"sqlite:///{file}")
    db.init_app(app)
    migrate.init_app(app, db, directory=str(MIGRATIONS))
    with app.app_context():
        watch(db.engine)


def watch(engine: Engine) -> None:
    """Make an SQLite engine keep foreign keys, wait its turn and begin IMMEDIATE; others need nothing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)


def begin_reading(session: Session) -> None:
    """Say that the transaction about to begin writes nothing."""
    session.connection(execution_options={READS_ONLY: True})


def take_turn(session: Session, row: Base) -> None:
    """Queue behind whoever changes ``row``, then read it again: of two twins the second sees the first.

    On SQLite the transaction itself is the queue. On PostgreSQL others may still refer to the row meanwhile.
    """
    session.flush()
    session.refresh(row, with_for_update={"key_share": True})


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA busy_timeout = 5000")
    cursor.execute("PRAGMA synchronous = FULL")
    # Otherwise INSERT OR REPLACE deletes the old row without asking the triggers.
    cursor.execute("PRAGMA recursive_triggers = ON")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READS_ONLY, False)
    connection.exec_driver_sql("BEGIN DEFERRED" if reads else "BEGIN IMMEDIATE")
