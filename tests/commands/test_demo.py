"""``matchmaker demo``: built once, kept, begun again; and a sentence when something stands in the way."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.orm import Session

from matchmaker.commands import demonstration
from matchmaker.commands.demo import command as demo
from matchmaker.commands.demo_reset import command as demo_reset
from matchmaker.db import watch
from matchmaker.demo import moments
from matchmaker.demo.moments import DRAFTS
from matchmaker.demo.source import EDITIONS
from matchmaker.models import Fair, Run
from matchmaker.services import planning

EDITION = EDITIONS["120"]
START = "from matchmaker.commands.demo import command; command()"
PATIENCE_SECONDS = 30


@pytest.fixture
def instance(tmp_path, monkeypatch):
    """An instance folder without any demonstration."""
    monkeypatch.setenv("MATCHMAKER_INSTANCE", str(tmp_path))
    return tmp_path


@pytest.fixture
def prepared(instance, built_demo):
    """The demonstration as an earlier start left it."""
    folder = demonstration.folder_of(EDITION)
    shutil.copytree(built_demo, folder)
    return folder


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def live(folder):
    engine = sa.create_engine(f"sqlite:///{folder / moments.LIVE}")
    watch(engine)
    return engine


# In the way


def test_a_port_that_is_taken_is_said_at_once(instance):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        result = CliRunner().invoke(demo, ["--port", str(number)])

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"L’adresse 127.0.0.1:{number} n’est pas libre : un autre programme s’en sert." in result.stderr
    assert "Choisissez un autre port, par exemple : make demo PORT=" in result.stderr
    assert not demonstration.home().exists()


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (errno.EACCES, "ce port est réservé à l’administrateur de la machine"),
        (errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL)),
    ],
)
def test_a_port_that_cannot_be_had_is_said_with_the_reason(instance, monkeypatch, fault, why):
    def refuse(*_address, **_options):
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(socket, "create_server", refuse)

    result = CliRunner().invoke(demo, ["--port", "80"])

    assert result.exit_code == 2
    assert f"n’est pas libre : {why}. Choisissez un autre port" in result.stderr
    assert result.stderr.endswith("make demo PORT=8000\n")


@pytest.mark.parametrize("number", ["0", "65536", "-1", "eight", ""])
def test_what_is_no_port_is_refused(instance, number):
    result = CliRunner().invoke(demo, ["--port", number])

    assert result.exit_code == 2
    assert "--port" in result.stderr


def test_an_edition_that_does_not_exist_is_refused(instance):
    result = CliRunner().invoke(demo, ["--fair", "huge"])

    assert result.exit_code == 2
    assert "'huge' is not one of '120', 'full'" in result.stderr


def test_a_folder_where_nothing_can_be_written_is_named(tmp_path, monkeypatch, port):
    file = tmp_path / "a-file"
    file.touch()
    monkeypatch.setenv("MATCHMAKER_INSTANCE", str(file))

    result = CliRunner().invoke(demo, ["--port", str(port)])

    assert result.exit_code == 2
    assert f"Impossible d’écrire dans {file / 'demo'}" in result.stderr


# Prepared once, kept, begun again


def test_there_is_none_before_the_first_start(instance):
    assert demonstration.found(EDITION) is None


def test_what_visitors_did_is_still_there_at_the_next_start(prepared):
    with Session(live(prepared)) as session:
        session.scalars(sa.select(Fair)).one().venue = "Maison du handball"
        session.commit()
        session.get_bind().dispose()

    app = demonstration.found(EDITION)

    with app.app_context():
        assert demonstration.db.session.scalars(sa.select(Fair.venue)).one() == "Maison du handball"
        demonstration.db.session.remove()
        demonstration.db.engine.dispose()


def test_one_that_another_version_made_is_not_served(prepared):
    engine = live(prepared)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'older'"))
    engine.dispose()

    assert demonstration.found(EDITION) is None


def test_each_edition_has_its_own_folder(instance):
    assert len({demonstration.folder_of(edition) for edition in EDITIONS.values()}) == 2


def test_a_preparation_that_is_interrupted_leaves_what_was_there(prepared):
    def interrupt(stage):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demonstration.prepare(EDITION, interrupt)

    assert [folder.name for folder in demonstration.home().iterdir()] == ["120"]
    assert demonstration.summary_of(EDITION)


def test_reset_begins_again(prepared):
    result = CliRunner().invoke(demo_reset)

    assert (result.exit_code, demonstration.found(EDITION)) == (0, None)
    assert "préparée à nouveau" in result.output


def test_reset_has_nothing_to_say_against_there_being_nothing(instance):
    assert CliRunner().invoke(demo_reset).exit_code == 0


# For real


def start(port):
    return subprocess.Popen(
        [sys.executable, "-c", START, "--port", str(port)],
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def until(condition, what):
    end = time.monotonic() + PATIENCE_SECONDS
    while not (found := condition()):
        assert time.monotonic() < end, what
        time.sleep(0.05)
    return found


def page(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            return answer.read().decode()
    except URLError:
        return ""


def children(parent):
    """The processes that ``parent`` started; Linux only."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(status.parent.name))
    return found


def is_alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def a_waiting_run(prepared):
    """Somebody asked for a run, and the demonstration was stopped before it was carried out."""
    engine = live(prepared)
    with Session(engine) as session:
        fair = session.scalars(sa.select(Fair)).one()
        planning.ask_for_run(session, fair, None, DRAFTS.now)
        session.commit()
    yield lambda: _is_over(engine)
    engine.dispose()


def _is_over(engine):
    with Session(engine) as session:
        return session.scalars(sa.select(Run).order_by(Run.id.desc())).first().finished_at is not None


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads who started whom in /proc")
def test_it_serves_carries_out_runs_and_ends_with_its_worker(a_waiting_run, port):
    serving = start(port)
    try:
        assert "Données de démonstration" in until(lambda: page(port), "it never answered")
        (worker,) = until(lambda: children(serving.pid), "it has no worker")
        until(a_waiting_run, "the run was never carried out")

        serving.send_signal(signal.SIGTERM)
        said, complaints = serving.communicate(timeout=PATIENCE_SECONDS)
    finally:
        serving.kill()

    assert (serving.returncode, complaints.decode()) == (0, "")
    assert "126 places" in said.decode()
    assert f"http://127.0.0.1:{port}" in said.decode()
    assert not is_alive(worker)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads who started whom in /proc")
def test_its_worker_ends_even_if_it_is_killed(prepared, port):
    serving = start(port)
    (worker,) = until(lambda: children(serving.pid), "it has no worker")

    serving.kill()
    serving.communicate()

    until(lambda: not is_alive(worker), "the worker survived")
