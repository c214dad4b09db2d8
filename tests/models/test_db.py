"""Instants keep their zone, and concurrent writers lose nothing."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError
from sqlalchemy.orm import Session

from matchmaker.db import Base, begin_reading, watch
from matchmaker.models import JournalEntry, Organisation, Run, journal
from tests.builders import a_fair, an_organisation

PARIS_IN_NOVEMBER = timezone(timedelta(hours=1))
NOON = datetime(2023, 11, 15, 11, 0, tzinfo=UTC)


def test_an_instant_comes_back_in_utc(either: Session) -> None:
    half_past_ten = datetime(2023, 11, 15, 10, 30, tzinfo=PARIS_IN_NOVEMBER)
    run = Run(fair=a_fair(), asked_at=half_past_ten, seed=1, progress=0)
    either.add(run)
    either.flush()
    either.expire_all()

    assert (run.asked_at, run.asked_at.tzinfo) == (half_past_ten, UTC)


def test_instants_of_several_zones_are_in_order(either: Session) -> None:
    earlier = datetime(2023, 11, 15, 10, 30, tzinfo=PARIS_IN_NOVEMBER)
    later = datetime(2023, 11, 15, 9, 45, tzinfo=UTC)
    runs = [Run(fair=a_fair(), asked_at=at, seed=1, progress=0) for at in (later, earlier)]
    either.add_all(runs)
    either.flush()

    assert list(either.scalars(sa.select(Run.asked_at).order_by(Run.asked_at))) == [earlier, later]


def test_a_time_without_a_zone_is_refused(either: Session) -> None:
    either.add(Run(fair=a_fair(), asked_at=datetime(2023, 11, 15, 10, 30), seed=1, progress=0))

    with pytest.raises(StatementError, match="needs a time zone"):
        either.flush()


@pytest.fixture
def file_engine(tmp_path: Path) -> Iterator[Engine]:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'race.sqlite'}")
    watch(engine)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_foreign_keys_are_kept_on_sqlite(file_engine: Engine) -> None:
    with Session(file_engine) as session, pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.text("INSERT INTO grid (fair_id, number) VALUES (99, 1)"))


def test_concurrent_writers_lose_nothing(file_engine: Engine) -> None:
    """Read, then write what was read plus one: the driver's default loses most of these."""
    with Session(file_engine) as session:
        counter = an_organisation(name="0")
        session.add(counter)
        session.commit()
        counter_id = counter.id

    def increment() -> None:
        for _ in range(50):
            with Session(file_engine) as session:
                counter = session.get_one(Organisation, counter_id)
                counter.name = str(int(counter.name) + 1)
                session.commit()

    threads = [threading.Thread(target=increment) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with Session(file_engine) as session:
        assert session.get_one(Organisation, counter_id).name == "400"


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.xdist_group("pg")]),
    ]
)
def journalled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of its own, for what these deeds commit nobody can undo."""
    address: str | sa.URL = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    if request.param == "postgresql":
        address = request.getfixturevalue("new_postgresql_database")("journalled")
    engine = sa.create_engine(address, pool_size=8)
    watch(engine)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_deeds_that_end_together_all_reach_the_journal(journalled: Engine) -> None:
    """Each line names the one before: without a queue all but one would name the same, and fail."""
    refused: list[Exception] = []

    def ten_deeds() -> None:
        for _ in range(10):
            with Session(journalled) as session:
                try:
                    journal.append(session, fair=None, account=None, at=NOON, deed="test")
                    session.commit()
                except DBAPIError as error:
                    refused.append(error)

    threads = [threading.Thread(target=ten_deeds) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with Session(journalled) as session:
        written = session.scalar(sa.select(sa.func.count(JournalEntry.id)))
        assert (refused, written, journal.first_broken(session)) == ([], 80, None)


def test_a_reader_does_not_wait_for_a_writer(file_engine: Engine) -> None:
    with Session(file_engine) as writer, Session(file_engine) as reader:
        writer.add(an_organisation())
        writer.flush()

        begin_reading(reader)

        assert reader.scalar(sa.select(sa.func.count(Organisation.id))) == 0


def test_a_writer_waits_for_another(file_engine: Engine) -> None:
    """The control of the test above: without ``begin_reading`` the second has to wait, here not at all."""
    with Session(file_engine) as writer, file_engine.connect() as other:
        other.exec_driver_sql("PRAGMA busy_timeout = 0")
        other.commit()
        writer.add(an_organisation())
        writer.flush()

        with pytest.raises(OperationalError, match="locked"):
            other.scalar(sa.select(sa.func.count(Organisation.id)))
