"""A sound problem and a sound timetable as JSON, and how to spoil them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from matchmaker.scheduling.files import Malformed

Change = Callable[[Any], object]

PROBLEM: dict[str, Any] = {
    "format": "matchmaker-problem/1",
    "slots": [
        {"id": "s1", "start": "2023-11-15T10:30:00+01:00", "end": "2023-11-15T10:38:00+01:00"},
        {"id": "s2", "start": "2023-11-15T10:40:00+01:00", "end": "2023-11-15T10:48:00+01:00"},
    ],
    "desks": [
        {"id": "EAU", "directorate": "DSEA", "tables": [{"id": "EAU-1", "closed": ["s1"]}, {"id": "EAU-2"}]},
        {"id": "CON", "directorate": "DB", "tables": [{"id": "CON-1"}]},
        {"id": "ETU", "directorate": "DB", "tables": []},
    ],
    "companies": [
        {"id": "C1", "max_meetings": 2},
        {"id": "C2", "max_meetings": 1, "absent": ["s2"], "breathing": True, "group": "G1"},
        {"id": "C3", "max_meetings": 0, "group": "G1"},
    ],
    "wishes": [
        {"company": "C1", "desk": "EAU", "worth": 100},
        {"company": "C2", "desk": "EAU", "worth": 1},
    ],
    "pins": [{"company": "C1", "desk": "CON", "slot": "s1", "table": "CON-1"}],
    "published": [{"company": "C1", "desk": "EAU", "slot": "s2", "table": "EAU-2", "earliest": "s2"}],
    "draw": ["G1", "C1"],
    "policy": "worth",
}

TIMETABLE: dict[str, Any] = {
    "format": "matchmaker-timetable/1",
    "problem_sha256": "0" * 64,
    "seed": 1,
    "engine": "matchmaker 0.1.0",
    "status": "optimal",
    "objective": [
        {"name": "served", "value": 2, "bound": 2},
        {"name": "draw", "value": [3], "bound": [3]},
        {"name": "worth", "value": 100, "bound": 100},
        {"name": "idle", "value": 1, "bound": None},
    ],
    "proof": {"served": "matching", "draw": "matching", "worth": "flow", "idle": None},
    "meetings": [{"company": "C1", "desk": "EAU", "slot": "s2", "table": "EAU-1", "pinned": False}],
    "unplaced": [{"company": "C2", "desk": "EAU", "reason": {"code": "desk_full", "text": "All taken."}}],
    "certificate": {
        "kind": "dual/1",
        "scale": 1,
        "quota": {"C1": 3},
        "party": {},
        "company_slot": {"C1": {"s2": 97}},
        "breathing": {},
        "desk_slot": {},
    },
}


def changed(document: dict[str, Any], change: Change) -> bytes:
    other = copy.deepcopy(document)
    change(other)
    return json.dumps(other).encode()


def put(path: str, value: object) -> Change:
    """Set the value at a path such as ``wishes.0.worth``."""
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]

    def change(document: Any) -> None:
        for step in parents:
            document = document[step]
        document[last] = value

    return change


def drop(path: str) -> Change:
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]

    def change(document: Any) -> None:
        for step in parents:
            document = document[step]
        del document[last]

    return change


def add(key: str, value: object) -> Change:
    return lambda document: document[key].append(value)


def faults_of(read: Callable[[bytes], object], data: bytes) -> list[str]:
    with pytest.raises(Malformed) as refused:
        read(data)
    return refused.value.faults
