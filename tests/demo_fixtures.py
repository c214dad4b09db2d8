"""The demonstration, built once for all tests and given to each as a copy, at the moment it asks for."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from matchmaker.app import create_app
from matchmaker.commands import demonstration
from matchmaker.db import db
from matchmaker.demo import moments
from matchmaker.demo.moments import MOMENTS
from matchmaker.demo.source import EDITIONS

DemoApp = Callable[..., Flask]


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demonstration; the workers of one run of pytest share it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "demo-120"
    with (shared / "demo-120.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / demonstration.SUMMARY).exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            demonstration.build(folder, EDITIONS["120"], lambda stage: None)
    return folder


@pytest.fixture(scope="session")
def demo_summary(built_demo: Path) -> list[str]:
    """What ``matchmaker demo`` says before it serves."""
    lines: list[str] = json.loads((built_demo / demonstration.SUMMARY).read_text(encoding="utf-8"))
    return lines


@pytest.fixture
def demo_app(built_demo: Path, tmp_path: Path) -> Iterator[DemoApp]:
    """``demo_app("published")``: an application of the demonstration at that moment, all its own."""
    made: list[Flask] = []

    def make(moment: str = moments.FIRST_SEEN.name, **settings: Any) -> Flask:
        folder = tmp_path / f"demo-{len(made)}"
        folder.mkdir()
        for prepared in MOMENTS:
            os.link(prepared.snapshot(built_demo), prepared.snapshot(folder))
        shutil.copy(folder / f"{moment}.sqlite", folder / moments.LIVE)
        address = f"sqlite:///{folder / moments.LIVE}"
        usual = {"DEMO": True, "TESTING": True, "SECRET_KEY": "test", "INSTANCE": folder}
        made.append(create_app(**usual | {"SQLALCHEMY_DATABASE_URI": address} | settings))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
