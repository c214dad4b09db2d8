"""A long measurement can be left and gone on with, and never mixes what does not belong together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import __main__ as command
from benchmarks.instances import Fair
from benchmarks.measure import Measured, Trial
from benchmarks.parts import Part, Parts

ORIGIN = {"form": "full", "machine": "one like another", "code": "0"}
FAIRS = [Fair(4, 2, 2), Fair(5, 2, 2), Fair(6, 2, 2)]


def measured(fair: Fair, way: str) -> Measured:
    return Measured(way, str(fair), 1, 10.0, 0.5, 0.4, 50.0, True, {"served": 3})


def trials() -> Iterator[Trial]:
    for fair in FAIRS:
        for way in ("ours", "theirs"):
            yield Trial(way, "engine.whole", fair, (1,), 10.0)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has been measured: nothing is, in truth, but it is noted what should be."""
    tried: list[str] = []

    def apart(trial: Trial) -> Iterator[Measured]:
        assert isinstance(trial.source, Fair)
        tried.append(f"{trial.source.companies} {trial.way}")
        yield measured(trial.source, trial.way)

    monkeypatch.setattr(command, "apart", apart)
    monkeypatch.setattr(command, "unit", lambda: 0.03)
    return tried


def kept(folder: Path, date: str = "2026-11-25", **changes: Any) -> Parts:
    return Parts(folder / "full.jsonl", ORIGIN | changes, date)


def test_when_the_time_is_over_no_other_fair_is_begun_and_the_next_run_goes_on_there(
    tmp_path: Path, asked: list[str]
) -> None:
    assert command.go_on(kept(tmp_path), list(trials())[:2], 90) == 0
    assert command.go_on(kept(tmp_path), trials(), -1) == 2
    assert command.go_on(kept(tmp_path, "2026-11-26"), trials(), 90) == 0

    assert asked == ["4 ours", "4 theirs", "5 ours", "5 theirs", "6 ours", "6 theirs"]
    assert kept(tmp_path).date == "2026-11-25"
    assert kept(tmp_path).done == [
        Part(0.03, [measured(fair, "ours"), measured(fair, "theirs")]) for fair in FAIRS
    ]


@pytest.mark.parametrize("changed", ORIGIN)
def test_what_another_engine_machine_or_form_has_measured_does_not_count(
    tmp_path: Path, changed: str
) -> None:
    kept(tmp_path).add(Part(0.03, [measured(FAIRS[0], "ours")]))

    assert len(kept(tmp_path).done) == 1
    assert kept(tmp_path, **{changed: "another"}).done == []
    assert kept(tmp_path).done == []


def test_a_part_that_was_not_written_to_its_end_is_measured_again(tmp_path: Path) -> None:
    kept(tmp_path).add(Part(0.03, [measured(FAIRS[0], "ours")]))
    with (tmp_path / "full.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"unit": 0.03, "tri')
    kept(tmp_path).add(Part(0.04, []))

    assert [part.unit for part in kept(tmp_path).done] == [0.03, 0.04]


def test_what_is_written_down_elsewhere_is_forgotten(tmp_path: Path) -> None:
    parts = kept(tmp_path)
    parts.add(Part(0.03, []))
    parts.forget()

    assert kept(tmp_path).done == []
