"""Sessions on the prepared moments of the demonstration, to look at."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.demo.moments import DRAFTS


@pytest.fixture(scope="module")
def at(built_demo):
    """``at(DRAFTS)``: a session on the snapshot of that moment, to look at."""
    opened = {}

    def look(moment):
        if moment not in opened:
            opened[moment] = Session(sa.create_engine(f"sqlite:///{moment.snapshot(built_demo)}"))
        return opened[moment]

    yield look
    for session in opened.values():
        session.close()
        session.get_bind().dispose()


@pytest.fixture
def drafts(at):
    return at(DRAFTS)
