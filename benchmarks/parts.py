"""A long run in parts: what was measured is kept fair by fair, so that it can be left and gone on with.

A fair is measured in one go with all ways that are tried on it, for ratios are of one moment; one that was
begun and not ended is measured again. What another engine, another machine or another plan has measured does
not count: then all begins anew.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.measure import Measured

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".bench"
CODE = ("benchmarks", "matchmaker/scheduling")


class Part(NamedTuple):
    """The tries on one fair, and a unit of time measured before them."""

    unit: float
    tries: list[Measured]


class Parts:
    """The parts of a run so far, in the order of its plan; ``date`` is that of the first."""

    def __init__(self, path: Path, origin: dict[str, Any], date: str) -> None:
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        whole = [line for line in lines if line.endswith("}")]
        if not whole or json.loads(whole[0]) | {"date": None} != origin | {"date": None}:
            whole = [json.dumps(origin | {"date": date})]
        self.date: str = json.loads(whole[0])["date"]
        self.done = [_read(json.loads(line)) for line in whole[1:]]
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        path.write_text("".join(f"{line}\n" for line in whole), encoding="utf-8")

    def add(self, part: Part) -> None:
        """Keep one more; should the machine go down meanwhile, half a line is left, which nobody reads."""
        self.done.append(part)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"unit": part.unit, "tries": part.tries}) + "\n")

    def forget(self) -> None:
        """The run is written down elsewhere."""
        self._path.unlink(missing_ok=True)


def code() -> str:
    """The digest of everything that is measured, and of what measures."""
    files = sorted(file for folder in CODE for file in (ROOT / folder).rglob("*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _read(part: dict[str, Any]) -> Part:
    return Part(part["unit"], [Measured(*one) for one in part["tries"]])
