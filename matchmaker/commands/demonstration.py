"""Where a demonstration lives on disk, and how it is prepared, found again and forgotten."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import flask_migrate
from flask import Flask

from matchmaker.app import create_app
from matchmaker.commands.upgrade import is_up_to_date
from matchmaker.db import db
from matchmaker.demo import moments
from matchmaker.demo.build import Building
from matchmaker.demo.source import Edition
from matchmaker.demo.summary import summary

SUMMARY = "summary.json"


def home() -> Path:
    """The folder of all demonstrations, inside the instance folder."""
    instance = os.environ.get("MATCHMAKER_INSTANCE") or Path.cwd() / "instance"
    return Path(instance).resolve() / "demo"


def folder_of(edition: Edition) -> Path:
    """Each edition has its own folder, so that both can be visited."""
    return home() / edition.name


def application(folder: Path) -> Flask:
    """The application of the demonstration in ``folder``, which keeps all that it needs to itself."""
    address = f"sqlite:///{folder / moments.LIVE}"
    return create_app(DEMO=True, INSTANCE=folder, SQLALCHEMY_DATABASE_URI=address)


def found(edition: Edition) -> Flask | None:
    """The demonstration as visitors left it; None if there is none, or one that another version made."""
    folder = folder_of(edition)
    if not (folder / SUMMARY).is_file():
        return None
    app = application(folder)
    with app.app_context():
        return app if is_up_to_date() else None


def prepare(edition: Edition, say: Callable[[str], None]) -> Flask:
    """Build the demonstration anew; it takes its place once it is whole, whatever happens meanwhile."""
    folder = folder_of(edition)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{edition.name}-", dir=folder.parent))
    try:
        build(beside, edition, say)
        shutil.rmtree(folder, ignore_errors=True)
        # Another process may have put the same demonstration there meanwhile: then its build serves.
        with suppress(OSError):
            beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return application(folder)


def build(folder: Path, edition: Edition, say: Callable[[str], None]) -> None:
    """Fill ``folder`` with the live database, the four snapshots and the summary."""
    app = application(folder)
    with app.app_context():
        flask_migrate.upgrade()
        built = Building(db.session(), edition, folder, say).build()
        lines = summary(db.session(), built)
        db.session.remove()
        db.engine.dispose()
    (folder / SUMMARY).write_text(json.dumps(lines, ensure_ascii=False), encoding="utf-8")


def summary_of(edition: Edition) -> list[str]:
    """What the build said of itself, to be said again at every start."""
    lines: list[str] = json.loads((folder_of(edition) / SUMMARY).read_text(encoding="utf-8"))
    return lines


def forget() -> None:
    """Begin again: the next start prepares every demonstration anew."""
    shutil.rmtree(home(), ignore_errors=True)
