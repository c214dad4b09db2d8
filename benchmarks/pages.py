"""Writes what was measured between the markers of a page written by hand."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.goals import goals
from benchmarks.growth import growth
from benchmarks.plan import PREVIEW, QUESTIONS, REPAIR
from benchmarks.record import Run
from benchmarks.tables import deeds, details, of_published, of_sizes, origin, quality_cell, table, time_cell

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
FOLDER = ROOT / "docs" / "benchmarks"
LONG_TABLES, DRAWING, RECORD = FOLDER / "figures.md", FOLDER / "growth.svg", FOLDER / "measured.json"
VERDICTS = {True: "yes", False: "**no**", None: "–"}


def write_pages(run: Run) -> tuple[Path, ...]:
    """The page, the long tables and the drawing; returns their paths."""
    measured = parts(run)
    for page in (PAGE, LONG_TABLES):
        page.write_text(filled(page.read_text(encoding="utf-8"), measured), encoding="utf-8")
    DRAWING.write_text(growth(run), encoding="utf-8")
    return PAGE, LONG_TABLES, DRAWING


def parts(run: Run) -> dict[str, str]:
    """What stands between the markers, by their names."""
    judged = [[goal.text, goal.seen, VERDICTS[goal.is_reached]] for goal in goals(run)]
    return {
        "origin": origin(run),
        "goals": table(["goal", "seen", "reached"], judged),
        "quality": of_sizes(run, quality_cell),
        "time": of_sizes(run, time_cell),
        "published": of_published(run, quality_cell),
        "deeds": deeds(run, (PREVIEW, REPAIR, *QUESTIONS)),
        "details": details(run),
    }


def filled(page: str, measured: dict[str, str]) -> str:
    """The page with each marked part replaced. KeyError if a marker names a part that is not measured."""

    def part(found: re.Match[str]) -> str:
        return f"<!-- measured: {found[1]} -->\n{measured[found[1]]}\n<!-- end -->"

    return re.sub(r"<!-- measured: (\w+) -->\n.*?<!-- end -->", part, page, flags=re.DOTALL)
