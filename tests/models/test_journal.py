"""The journal is append-only, and a line altered or taken away is found."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.models import (
    JournalEntry,
    journal,
)
from tests.builders import (
    AFTER_THE_DEADLINE,
    DEADLINE,
    a_fair,
)


def lines(session: Session, count: int) -> list[JournalEntry]:
    fair = a_fair()
    session.add(fair)
    return [
        journal.append(session, fair=fair, account=None, at=DEADLINE, deed="test", about=f"line {number}")
        for number in range(count)
    ]


@pytest.mark.parametrize("deed", [sa.update(JournalEntry).values(detail="autre"), sa.delete(JournalEntry)])
def test_the_journal_is_append_only(either: Session, deed: sa.Update | sa.Delete) -> None:
    lines(either, 2)

    with pytest.raises(IntegrityError, match="written once"):
        either.execute(deed)


def test_a_line_is_not_replaced_either(session: Session) -> None:
    """SQLite's INSERT OR REPLACE deletes the old row, and asks the triggers only if told to."""
    line = lines(session, 1)[0]
    again = sa.text("INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry WHERE id = :id")

    with pytest.raises(IntegrityError, match="written once"):
        session.execute(again, {"id": line.id})


@pytest.mark.postgresql
@pytest.mark.xdist_group("pg")
def test_the_journal_is_not_emptied_at_a_stroke(postgresql_engine: Engine) -> None:
    with postgresql_engine.connect() as connection, pytest.raises(IntegrityError, match="written once"):
        connection.exec_driver_sql("TRUNCATE journal_entry")


def test_a_whole_journal_holds(either: Session) -> None:
    lines(either, 5)

    assert journal.first_broken(either) is None


@pytest.mark.parametrize("column", ["detail", "about", "deed", "role", "at", "hash"])
def test_a_line_altered_behind_the_database_s_back_is_found(session: Session, column: str) -> None:
    entries = lines(session, 5)
    session.execute(sa.text("DROP TRIGGER frozen_journal_entry_update"))
    other = {"at": AFTER_THE_DEADLINE, "hash": "f" * 64}.get(column, "autre")
    session.execute(sa.update(JournalEntry).where(JournalEntry.id == entries[2].id).values({column: other}))
    session.expire_all()

    broken = journal.first_broken(session)

    assert broken is not None
    assert broken.id == entries[2].id


def test_a_line_taken_away_is_found(session: Session) -> None:
    entries = lines(session, 5)
    session.execute(sa.text("DROP TRIGGER frozen_journal_entry_delete"))
    session.execute(sa.delete(JournalEntry).where(JournalEntry.id == entries[2].id))
    session.expire_all()

    broken = journal.first_broken(session)

    assert broken is not None
    assert broken.id == entries[3].id
