"""What no code may do, said to the database: rows and columns that never change once written.

The same rules on both engines; the first migration carries a copy, for a migration never changes either.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection

from matchmaker.db import Base


class Frozen(NamedTuple):
    """A deed that one table refuses, for the rows of which ``when`` is true (empty: for all)."""

    table: str
    name: str
    deed: str
    when: str = ""


REPLACED = "OLD.replaced_at IS NOT NULL"
PUBLISHED = "OLD.published_at IS NOT NULL"
REVEALED = "OLD.revealed_at IS NOT NULL"
LOCKED = "OLD.locked_at IS NOT NULL"
IDENTITY = "fair_id, number, seed, created_at, made_from_id, made_from_step"
DOCUMENT = (
    "grid_id, problem, timetable, problem_sha256, timetable_sha256, is_simulation, live_revision_base, "
    "step, frozen_at"
)

# No row of these ever changes or goes
WRITTEN_ONCE = ("journal_entry", "need_version", "draw_rank", "charter_version", "draft_step")
FROZEN = (
    *[Frozen(table, deed.lower(), deed) for table in WRITTEN_ONCE for deed in ("UPDATE", "DELETE")],
    Frozen("schedule", "identity", f"UPDATE OF {IDENTITY}"),
    Frozen("schedule", "document", f"UPDATE OF {DOCUMENT}", PUBLISHED),
    Frozen("schedule", "publication", "UPDATE OF version, published_at, published_by_id", PUBLISHED),
    Frozen("schedule", "replacement", "UPDATE OF replaced_at", REPLACED),
    Frozen("schedule", "delete", "DELETE", PUBLISHED),
    Frozen("draw", "commitment", "UPDATE OF fair_id, commitment, secret, public_source, committed_at"),
    Frozen("draw", "reveal", "UPDATE OF public_number, revealed_at", REVEALED),
    Frozen("draw", "delete", "DELETE"),
    Frozen("rules_version", "update", "UPDATE", LOCKED),
    Frozen("rules_version", "delete", "DELETE", LOCKED),
)


def statements(dialect: str) -> list[str]:
    """The DDL of every trigger, for "sqlite" or "postgresql"."""
    if dialect == "sqlite":
        return [_sqlite(frozen) for frozen in FROZEN]
    functions = [_refusal(table) for table in sorted({frozen.table for frozen in FROZEN})]
    return functions + [_postgresql(frozen) for frozen in FROZEN] + [_kept(table) for table in WRITTEN_ONCE]


def _sqlite(frozen: Frozen) -> str:
    condition = f" WHEN {frozen.when}" if frozen.when else ""
    return (
        f"CREATE TRIGGER frozen_{frozen.table}_{frozen.name} BEFORE {frozen.deed} ON {frozen.table}"
        f"{condition} BEGIN SELECT RAISE(ABORT, '{frozen.table}: written once'); END"
    )


def _refusal(table: str) -> str:
    refuse = f"RAISE EXCEPTION '{table}: written once' USING ERRCODE = 'integrity_constraint_violation'"
    return f"CREATE FUNCTION frozen_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$"


def _postgresql(frozen: Frozen) -> str:
    condition = f" WHEN ({frozen.when})" if frozen.when else ""
    return (
        f"CREATE TRIGGER frozen_{frozen.table}_{frozen.name} BEFORE {frozen.deed} ON {frozen.table} "
        f"FOR EACH ROW{condition} EXECUTE FUNCTION frozen_{frozen.table}()"
    )


def _kept(table: str) -> str:
    """PostgreSQL's TRUNCATE goes past the triggers of single rows."""
    return (
        f"CREATE TRIGGER frozen_{table}_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION frozen_{table}()"
    )


@event.listens_for(Base.metadata, "after_create")
def _create(_metadata: sa.MetaData, connection: Connection, **_options: object) -> None:
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement.replace("%", "%%"))
