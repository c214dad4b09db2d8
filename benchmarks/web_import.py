"""How long the package takes to import for a web page, and whether a solver came along.

numpy is not counted: openpyxl, which reads and writes spreadsheets, loads it wherever it is installed.
"""

from __future__ import annotations

import subprocess
import sys

from benchmarks.measure import Measured
from benchmarks.plan import IMPORT

SOLVERS = ("ortools", "highspy", "networkx")
TRIES = 5


def import_of_the_web() -> Measured:
    """The best of a few new interpreters; before the first, everything has been read from the disk once."""
    said = [_imported() for _ in range(TRIES)]
    microseconds = min(int(line.split("|")[1]) for line in said)
    loaded = subprocess.run(
        [sys.executable, "-c", f"import sys, matchmaker.app; print(*set(sys.modules) & set({SOLVERS}))"],
        check=True,
        capture_output=True,
        text=True,
    )
    figures = {"solvers": sorted(loaded.stdout.split())}
    return Measured(IMPORT, "", 0, 0, microseconds / 1e6, None, None, True, figures)


def _imported() -> str:
    """The last line that ``-X importtime`` writes: self, cumulative, name."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import matchmaker.app"],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stderr.strip().splitlines()[-1]
