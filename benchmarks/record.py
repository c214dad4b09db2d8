"""What was measured, as it is kept beside the tables: everything in them can be counted again from it."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.measure import Measured

LIBRARIES = ("ortools", "highspy", "networkx", "numpy")


class Run(NamedTuple):
    """One run: where and when, the units measured along the way (in seconds), and every try."""

    form: str
    date: str
    machine: str
    units: list[float]
    tries: list[Measured]

    @property
    def unit(self) -> float:
        """Seconds of one unit: the median, for the machine may be busy at times."""
        return median(self.units)

    def of(self, way: str, fair: object) -> list[Measured]:
        """The tries of a way on a fair, by seed."""
        return [one for one in self.tries if one.way == way and one.fair == str(fair)]


def machine() -> str:
    """What the figures depend on."""
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    cores = f"{len(os.sched_getaffinity(0))} cores ({platform.machine()})"
    return ", ".join([cores, platform.system(), f"Python {platform.python_version()}", *libraries])


def today() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d")


def write(run: Run, path: Path) -> None:
    """One try a line, times to four figures."""
    units = [_short(unit) for unit in run.units]
    head = {"form": run.form, "date": run.date, "machine": run.machine, "units": units}
    members = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    tries = ",\n".join(json.dumps([_short(cell) for cell in one], ensure_ascii=False) for one in run.tries)
    members += [f'"columns": {json.dumps(Measured._fields)}', f'"tries": [\n{tries}\n]']
    path.write_text("{" + ",\n".join(members) + "}\n", encoding="utf-8")


def read(path: Path) -> Run:
    content = json.loads(path.read_text(encoding="utf-8"))
    columns, rows = content.pop("columns"), content.pop("tries")
    tries = [Measured(**dict(zip(columns, row, strict=True))) for row in rows]
    return Run(**content, tries=tries)


def _short(value: Any) -> Any:
    return float(f"{value:.4g}") if isinstance(value, float) else value
