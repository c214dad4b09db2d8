"""Every fault of a timetable is said with its path."""

from __future__ import annotations

import pytest

from matchmaker.scheduling.files import read_timetable
from tests.scheduling.documents import TIMETABLE, Change, changed, drop, faults_of, put

FAULTS_OF_TIMETABLES: list[tuple[Change, list[str]]] = [
    (
        put("format", "matchmaker-problem/1"),
        ['format: expected "matchmaker-timetable/1", found "matchmaker-problem/1"'],
    ),
    (put("status", "best"), ['status: expected "optimal" or "feasible", found "best"']),
    (put("seed", "1"), ['seed: expected an integer, found the string "1"']),
    (put("objective.0.value", [1]), ["objective[0].value: expected an integer, found a list"]),
    (put("objective.1.value", 3), ["objective[1].value: expected a list, found 3"]),
    (put("objective.1.bound", [3.5]), ["objective[1].bound[0]: expected an integer, found 3.5"]),
    (
        put("objective.3.name", "worth"),
        ['objective[3].name: level "worth" is already there', "proof.idle: unknown key"],
    ),
    (drop("objective.3.bound"), ["objective[3].bound: missing"]),
    (drop("proof.idle"), ["proof.idle: missing"]),
    (put("proof.kept", None), ["proof.kept: unknown key"]),
    (put("meetings.0.pinned", 0), ["meetings[0].pinned: expected true or false, found 0"]),
    (drop("meetings.0.table"), ["meetings[0].table: missing"]),
    (drop("certificate"), ["certificate: missing"]),
    (put("certificate", []), ["certificate: expected an object, found a list"]),
    (put("certificate.quota.C1", 0.5), ["certificate.quota.C1: expected an integer, found 0.5"]),
    (drop("certificate.party"), ["certificate.party: missing"]),
    (put("certificate.kind", 1), ["certificate.kind: expected a string, found 1"]),
    (put("certificate.scale", True), ["certificate.scale: expected an integer, found true"]),
    (put("certificate.price", {}), ["certificate.price: unknown key"]),
    (put("certificate.breathing", []), ["certificate.breathing: expected an object, found a list"]),
    (put("certificate.desk_slot.EAU", 3), ["certificate.desk_slot.EAU: expected an object, found 3"]),
    (
        put("certificate.company_slot.C1.s2", "97"),
        ['certificate.company_slot.C1.s2: expected an integer, found the string "97"'],
    ),
    (put("unplaced.0.reason", "full"), ['unplaced[0].reason: expected an object, found the string "full"']),
    (drop("unplaced.0.reason.text"), ["unplaced[0].reason.text: missing"]),
]


@pytest.mark.parametrize(("change", "faults"), FAULTS_OF_TIMETABLES)
def test_a_fault_of_a_timetable_is_said_with_its_path(change: Change, faults: list[str]) -> None:
    assert faults_of(read_timetable, changed(TIMETABLE, change)) == faults


def test_a_code_outside_the_closed_list_is_a_fault() -> None:
    (fault,) = faults_of(read_timetable, changed(TIMETABLE, put("unplaced.0.reason.code", "bad_luck")))

    assert fault.startswith('unplaced[0].reason.code: expected "draw" or "desk_full" or ')
    assert fault.endswith('found "bad_luck"')
