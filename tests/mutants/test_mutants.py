"""Each rule removed makes a test fail: the scheduler is spoilt in one place, and its tests have to notice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import matchmaker
from tests.mutants.mutant import Mutant
from tests.mutants.table import TABLE

ROOT = Path(__file__).parents[2]
SCHEDULER = Path(matchmaker.__file__).parent / "scheduling"
IGNORED = shutil.ignore_patterns("__pycache__", ".*_cache", "node_modules")
FAILED = 1
"""What pytest says where tests have failed; 2 to 5 would be that it could not run them."""


@pytest.mark.parametrize("mutant", TABLE, ids=lambda mutant: mutant.what)
def test_every_mutant_still_spoils_one_place(mutant: Mutant) -> None:
    text = (SCHEDULER / mutant.file).read_text(encoding="utf-8")

    assert text.count(mutant.old) == 1
    assert mutant.new != mutant.old
    for name in mutant.tests.split():
        assert (ROOT / "tests" / "scheduling" / name).is_file()


def test_every_mutant_has_a_name_of_its_own() -> None:
    assert len({mutant.what for mutant in TABLE}) == len(TABLE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Package and tests once more, in a folder of their own."""
    folder = tmp_path_factory.mktemp("mutants")
    for name in ("matchmaker", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=IGNORED)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def run(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def outcome_of(copy: Path, tests: str) -> subprocess.CompletedProcess[str]:
    files = [f"tests/scheduling/{name}" for name in tests.split()]
    options = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not nightly", "--basetemp", str(copy / "tmp")]
    return run(copy, "-m", "pytest", *options, *files)


@pytest.mark.nightly
def test_the_copy_is_what_is_imported(copy: Path) -> None:
    told = run(copy, "-c", "import matchmaker.scheduling.rules as rules; print(rules.__file__)")

    assert Path(told.stdout.strip()) == copy / "matchmaker" / "scheduling" / "rules.py"


@pytest.mark.nightly
def test_the_copy_passes_as_long_as_it_is_not_spoilt(copy: Path) -> None:
    files = sorted({name for mutant in TABLE for name in mutant.tests.split()})
    told = outcome_of(copy, " ".join(files))

    assert told.returncode == 0, told.stdout[-3000:]


@pytest.mark.nightly
@pytest.mark.parametrize("mutant", TABLE, ids=lambda mutant: mutant.what)
def test_a_test_fails_when_the_rule_is_gone(mutant: Mutant, copy: Path) -> None:
    file = copy / "matchmaker" / "scheduling" / mutant.file
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        told = outcome_of(copy, mutant.tests)
    finally:
        file.write_text(sound, encoding="utf-8")

    assert told.returncode == FAILED, told.stdout[-3000:]
