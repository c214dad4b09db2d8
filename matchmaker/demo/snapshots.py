"""Copies of the whole database, kept and brought back by SQLite's own backup.

A backup is one transaction of the database that receives it: whoever reads meanwhile goes on with what they
saw, whoever connects afterwards sees the copy whole, and open connections stay good, for SQLite tells them
that the schema may have changed. The number of the prepared state travels in the file's ``user_version``, so
that the database itself says at which moment of the fair it stands.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

PATIENCE_SECONDS = 30.0


def save(live: Path, copy: Path, mark: int) -> None:
    """Copy ``live`` into the single file ``copy``, marked as state number ``mark``."""
    copy.unlink(missing_ok=True)
    _copy(live, copy)
    with closing(_connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA user_version = {mark:d}")
        connection.execute("VACUUM")


def restore(copy: Path, live: Path) -> None:
    """Make ``live`` what ``copy`` is, in one transaction; FileNotFoundError if there is no copy."""
    if not copy.is_file():
        raise FileNotFoundError(copy)
    _copy(copy, live)


def _copy(source: Path, target: Path) -> None:
    with closing(_connect(source)) as reading, closing(_connect(target)) as writing:
        reading.backup(writing)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE_SECONDS)
