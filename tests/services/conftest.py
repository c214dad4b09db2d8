"""What tests of services may ask for beside a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.db import Base


@pytest.fixture
def twins(new_postgresql_database: Callable[[str], sa.URL]) -> Iterator[tuple[Session, Session]]:
    """Two sessions on a PostgreSQL database of their own, for what they commit nobody can undo."""
    engine = sa.create_engine(new_postgresql_database("twins"))
    Base.metadata.create_all(engine)
    with Session(engine) as first, Session(engine) as second:
        yield first, second
    engine.dispose()
