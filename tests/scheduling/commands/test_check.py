"""What ``check`` ends with: 0 for what it says, 1 for what is not so, 2 for what is no timetable at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from matchmaker.scheduling.files import write_problem
from matchmaker.scheduling.problem import Company
from tests.scheduling.problems import desk
from tests.scheduling.small_fairs import fair
from tests.terminal import run

Change = Callable[[dict[str, Any]], object]
DATA = write_problem(
    fair(1, [desk("A"), desk("B")], [Company("C1", 1), Company("C2", 1)], "C1-A:9 C1-B:8 C2-A:5")
)


def checked(tmp_path_factory: pytest.TempPathFactory, change: Change) -> tuple[int, str, str]:
    """Exit code, standard output and standard error for a timetable with that change."""
    folder = tmp_path_factory.mktemp("check")
    (folder / "p.json").write_bytes(DATA)
    solved = run("solve", folder / "p.json")
    document = json.loads(solved.stdout_bytes)
    change(document)
    (folder / "t.json").write_text(json.dumps(document), encoding="utf-8")
    ended = run("check", folder / "p.json", folder / "t.json")
    return ended.exit_code, ended.stdout, ended.stderr


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda t: None, "worth: 13, bound 13, re-verified by the certificate"),
        (
            lambda t: t.update(certificate=None),
            "worth: 13, bound 13, not re-verified, for there is no certificate",
        ),
    ],
)
def test_what_is_so_ends_with_0(change: Change, line: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    code, out, error = checked(tmp_path_factory, change)

    assert (code, error) == (0, "")
    assert line in out.splitlines()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            lambda t: t.update(problem_sha256="0" * 64),
            "problem_sha256: the timetable is of another problem",
        ),
        (lambda t: t["meetings"].reverse(), "meetings: not sorted by company id, then slot order"),
        (
            lambda t: t["meetings"][0].update(slot="s9"),
            'company "C1" with desk "B" in slot "s9" at table "B-1": no slot "s9"',
        ),
        (
            lambda t: t["certificate"].update(scale=0),
            "certificate.scale: expected an integer of 1 or more, found 0",
        ),
        (
            lambda t: t["certificate"]["quota"].update(C9=1),
            'certificate.quota.C9: no company "C9"',
        ),
        (
            lambda t: t["objective"][2].update(value=12, bound=12),
            "objective.worth.value: 12, counted again 13",
        ),
    ],
)
def test_what_is_not_so_ends_with_1_and_a_line_on_standard_output(
    change: Change, line: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    code, out, error = checked(tmp_path_factory, change)

    assert (code, error) == (1, "")
    assert line in out.splitlines()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda t: t.pop("certificate"), "certificate: missing"),
        (lambda t: t.update(certificate={}), "certificate.kind: missing"),
        (lambda t: t["certificate"].update(quota=[]), "certificate.quota: expected an object, found a list"),
        (lambda t: t["certificate"].update(extra={}), "certificate.extra: unknown key"),
        (lambda t: t.update(status="perfect"), 'status: expected "optimal" or "feasible", found "perfect"'),
        (lambda t: t.update(seed=1.0), "seed: expected an integer, found 1.0"),
        (
            lambda t: t["objective"][0].update(value="2"),
            'objective[0].value: expected an integer, found the string "2"',
        ),
        (lambda t: t["proof"].update(kept=None), "proof.kept: unknown key"),
        (lambda t: t["meetings"][0].update(pinned=0), "meetings[0].pinned: expected true or false, found 0"),
        (lambda t: t["unplaced"][0]["reason"].pop("text"), "unplaced[0].reason.text: missing"),
    ],
)
def test_what_is_no_timetable_ends_with_2_and_a_line_on_standard_error(
    change: Change, line: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    code, out, error = checked(tmp_path_factory, change)

    assert (code, out) == (2, "")
    assert line in error.splitlines()
