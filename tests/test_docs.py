"""What is written for people: every link leads somewhere, and the example of the formats is true."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from matchmaker.cli import COMMANDS, main

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "matchmaker" / "data" / "README.md", *(ROOT / "docs").rglob("*.md")]
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
ELSEWHERE = ("http://", "https://", "mailto:", "#")
TARGETS = re.compile(r"^([a-z-]+):.*## ", re.MULTILINE)


def links(page: Path) -> list[str]:
    found = LINK.findall(page.read_text(encoding="utf-8"))
    return [link for link in found if not link.startswith(ELSEWHERE)]


def example(name: str) -> str:
    """The block of JSON that follows the first mention of this file."""
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    found = re.search(rf"^`{re.escape(name)}`[^\n]*\n```json\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    missing = [link for link in links(page) if not (page.parent / link.partition("#")[0]).exists()]

    assert missing == []


def test_readme_links_what_it_speaks_of() -> None:
    pages = {
        f"docs/{name}.md" for name in ("formats", "certificate", "data-model", "demonstration", "benchmarks")
    }

    assert pages | {"LICENSE"} <= set(links(ROOT / "README.md"))


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    entries = {page.name for page in folder.glob("[0-9]*.md")}

    assert entries == set(links(folder / "README.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    doors = set(TARGETS.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    named = set(re.findall(r"`make ([a-z][a-z-]*)", text)) | set(
        re.findall(r"^make ([a-z-]+)", text, re.MULTILINE)
    )
    parts = set(re.findall(r"(?:`|^|bin/)matchmaker ([a-z][a-z-]*)", text, re.MULTILINE))

    assert (named - doors, parts - COMMANDS.keys()) == (set(), set())


def test_the_example_of_the_formats_is_what_solve_answers() -> None:
    result = CliRunner().invoke(main, ["solve", "-"], input=example("problem.json"))

    assert result.exit_code == 0
    assert json.loads(result.stdout) == json.loads(example("timetable.json"))
