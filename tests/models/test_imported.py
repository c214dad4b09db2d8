"""What the database forbids of imports, whatever the code does."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.models import Import, ImportKind, ImportLine
from tests.builders import BEFORE_THE_DEADLINE, a_fair, an_account


def an_import(**given: Any) -> Import:
    usual = {
        "fair": a_fair(),
        "kind": ImportKind.COMPANIES,
        "file_name": "liste.csv",
        "content": b"",
        "sha256": "0" * 64,
        "received_at": BEFORE_THE_DEADLINE,
        "received_by": an_account(),
        "rehearsed_at": BEFORE_THE_DEADLINE,
    }
    return Import(**usual | given)


def refused(session: Session, imported: Import) -> None:
    session.add(imported)
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_import_is_applied_by_somebody(either: Session) -> None:
    refused(either, an_import(applied_at=BEFORE_THE_DEADLINE))


def test_nobody_applies_an_import_at_no_time(either: Session) -> None:
    refused(either, an_import(applied_by=an_account()))


def test_an_import_has_the_hash_of_its_bytes(either: Session) -> None:
    refused(either, an_import(sha256="0" * 63))


def test_a_line_is_told_of_once(either: Session) -> None:
    refused(either, an_import(lines=[ImportLine(number=2, about="A"), ImportLine(number=2, about="B")]))


def test_an_import_goes_with_its_lines(either: Session) -> None:
    imported = an_import(lines=[ImportLine(number=2, about="A", faults="SIRET : non")])
    either.add(imported)
    either.flush()
    assert not imported.lines[0].is_fine

    either.delete(imported)
    either.flush()
    assert either.query(ImportLine).count() == 0
