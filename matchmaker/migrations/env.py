"""How Alembic meets the database: one script for SQLite and PostgreSQL, through Flask-Migrate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy.engine import Connection

from matchmaker import models  # noqa: F401  # so that the metadata knows every table
from matchmaker.db import UtcDateTime


def render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column type as the plain one it is stored as: a migration imports nothing of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def foreign_keys_asleep(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew: the old one must go without taking its children along."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # Straight to the driver: in a transaction, which SQLAlchemy would begin, the switch does nothing.
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        connection.rollback()
        if broken:
            raise RuntimeError(f"rows that refer to nothing: {broken[:5]}")
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys = ON")


def run() -> None:
    """Migrate online, on the engine of the current application."""
    migrate = current_app.extensions["migrate"]
    engine = migrate.db.engine
    with engine.connect() as connection, foreign_keys_asleep(connection):
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            transaction_per_migration=True,
            render_item=render,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
