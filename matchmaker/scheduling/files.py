"""The two files of the core: ``matchmaker-problem/1`` and ``matchmaker-timetable/1`` (docs/formats.md).

A problem or a timetable is read whole or refused whole. What is written is the same bytes for the same value,
one entry a line, so that two versions can be compared by eye.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from matchmaker.scheduling.problem import Company, Desk, Pin, Problem, Promise, Slot, Table, Wish
from matchmaker.scheduling.problem_file import PROBLEM_FORMAT, problem_from
from matchmaker.scheduling.reading import Malformed, parse
from matchmaker.scheduling.timetable import Booking, Level, Result, Unplaced
from matchmaker.scheduling.timetable_file import TIMETABLE_FORMAT, timetable_from

__all__ = ["Malformed", "read_problem", "read_timetable", "write_problem", "write_timetable"]


def read_problem(data: bytes, seed: int = 1) -> Problem:
    """The problem in these bytes; ``seed`` draws the parties if the file brings no draw. Raises Malformed."""
    root = parse(data, "problem")
    problem = problem_from(root, seed)
    root.refuse_faults()
    return replace(problem, sha256=_digest(root.value))


def read_timetable(data: bytes) -> Result:
    """The timetable in these bytes, as it claims to be; ``check`` says if it is true. Raises Malformed."""
    root = parse(data, "timetable")
    timetable = timetable_from(root)
    root.refuse_faults()
    return timetable


def write_problem(problem: Problem) -> bytes:
    """The problem as a file, with its draw; reading it again gives an equal problem."""
    return _document(
        {
            "format": PROBLEM_FORMAT,
            "slots": [_slot(slot) for slot in problem.slots],
            "desks": [_desk(desk, problem) for desk in problem.desks],
            "companies": [_company(company, problem) for company in problem.companies],
            "wishes": [_wish(wish) for wish in problem.wishes],
            "pins": [_pin(pin) for pin in problem.pins],
            "published": [_promise(promise) for promise in problem.published],
            "draw": list(problem.draw),
            "policy": problem.policy,
        }
    )


def write_timetable(result: Result) -> bytes:
    """The timetable as a file; read again it is equal, but for the witnesses, which no file carries."""
    return _document(
        {
            "format": TIMETABLE_FORMAT,
            "problem_sha256": result.problem_sha256,
            "seed": result.seed,
            "engine": result.engine,
            "status": result.status,
            "objective": [_level(level) for level in result.objective],
            "proof": {level.name: level.proof for level in result.objective},
            "meetings": [_meeting(booking) for booking in result.meetings],
            "unplaced": [_unplaced(unplaced) for unplaced in result.unplaced],
            "certificate": result.certificate,
        }
    )


def _digest(value: Any) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no blank, characters as they are."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _slot(slot: Slot) -> dict[str, Any]:
    return {"id": slot.id, "start": slot.start.isoformat(), "end": slot.end.isoformat()}


def _desk(desk: Desk, problem: Problem) -> dict[str, Any]:
    tables = [_table(table, problem) for table in desk.tables]
    return {"id": desk.id, "directorate": desk.directorate, "tables": tables}


def _table(table: Table, problem: Problem) -> dict[str, Any]:
    closed = {"closed": _in_time_order(table.closed, problem)} if table.closed else {}
    return {"id": table.id, **closed}


def _company(company: Company, problem: Problem) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": company.id, "max_meetings": company.max_meetings}
    if company.absent:
        entry["absent"] = _in_time_order(company.absent, problem)
    if company.breathing:
        entry["breathing"] = True
    if company.group is not None:
        entry["group"] = company.group
    return entry


def _in_time_order(slots: frozenset[str], problem: Problem) -> list[str]:
    return sorted(slots, key=lambda slot: problem.slot_index[slot])


def _wish(wish: Wish) -> dict[str, Any]:
    return {"company": wish.company, "desk": wish.desk, "worth": wish.worth}


def _pin(pin: Pin) -> dict[str, Any]:
    table = {} if pin.table is None else {"table": pin.table}
    return {"company": pin.company, "desk": pin.desk, "slot": pin.slot, **table}


def _promise(promise: Promise) -> dict[str, Any]:
    earliest = {} if promise.earliest is None else {"earliest": promise.earliest}
    place = {"slot": promise.slot, "table": promise.table}
    return {"company": promise.company, "desk": promise.desk, **place, **earliest}


def _level(level: Level) -> dict[str, Any]:
    return {"name": level.name, "value": level.value, "bound": level.bound}


def _meeting(booking: Booking) -> dict[str, Any]:
    place = {"slot": booking.slot, "table": booking.table}
    return {"company": booking.company, "desk": booking.desk, **place, "pinned": booking.pinned}


def _unplaced(unplaced: Unplaced) -> dict[str, Any]:
    reason = {"code": unplaced.reason.code, "text": unplaced.reason.text}
    return {"company": unplaced.company, "desk": unplaced.desk, "reason": reason}


def _document(content: Mapping[str, Any]) -> bytes:
    """JSON with one entry a line: lists of objects are unfolded once, and so is the certificate."""
    members = ",\n".join(f"  {_compact(key)}: {_member(value)}" for key, value in content.items())
    return f"{{\n{members}\n}}\n".encode()


def _member(value: Any) -> str:
    if isinstance(value, dict) and any(isinstance(part, dict) for part in value.values()):
        return _unfolded([f"{_compact(key)}: {_compact(part)}" for key, part in value.items()], "{", "}")
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        return _unfolded([_compact(part) for part in value], "[", "]")
    return _compact(value)


def _unfolded(lines: Sequence[str], opening: str, closing: str) -> str:
    return f"{opening}\n    " + ",\n    ".join(lines) + f"\n  {closing}"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
