"""From the tree of a timetable file to a ``Result``, noting every fault with its path.

Only the form is judged here, without the problem; whether a timetable is true is the checker's question.
"""

from __future__ import annotations

from typing import Any, get_args

from matchmaker.scheduling.reading import Node, quoted
from matchmaker.scheduling.timetable import (
    Booking,
    Figure,
    Level,
    LevelName,
    Proof,
    Reason,
    ReasonCode,
    Result,
    Status,
    Unplaced,
)

TIMETABLE_FORMAT = "matchmaker-timetable/1"
STATUSES: tuple[Status, ...] = get_args(Status)
LEVELS: tuple[LevelName, ...] = get_args(LevelName)
PROOFS: tuple[Proof, ...] = get_args(Proof)
CODES: tuple[ReasonCode, ...] = get_args(ReasonCode)
OF_LEVELS = "levels/1"
PRICES_OF_WHOM = ("quota", "party")
PRICES_OF_WHOM_AND_WHEN = ("company_slot", "breathing", "desk_slot")


def timetable_from(root: Node) -> Result:
    """The timetable under ``root``. It is sound only if ``root.faults`` is still empty afterwards."""
    top = root.fields(
        (
            "format",
            "problem_sha256",
            "seed",
            "engine",
            "status",
            "objective",
            "proof",
            "meetings",
            "unplaced",
            "certificate",
        )
    )
    top["format"].one_of((TIMETABLE_FORMAT,))
    return Result(
        problem_sha256=top["problem_sha256"].text(),
        seed=top["seed"].integer(),
        engine=top["engine"].text(),
        status=top["status"].one_of(STATUSES),
        objective=_objective(top["objective"], top["proof"]),
        meetings=tuple(_booking(node) for node in top["meetings"].entries()),
        unplaced=tuple(_unplaced(node) for node in top["unplaced"].entries()),
        certificate=None if top["certificate"].is_null else _certificate(top["certificate"]),
    )


def _objective(node: Node, proof: Node) -> tuple[Level, ...]:
    entries = [entry.fields(("name", "value", "bound")) for entry in node.entries()]
    names = [entry["name"].one_of(LEVELS) for entry in entries]
    given = [entry["name"].value for entry in entries]
    for index, entry in enumerate(entries):
        if given[index] in given[:index]:
            entry["name"].fault(f"level {quoted(names[index])} is already there")
    proofs = proof.fields(dict.fromkeys(names))
    return tuple(
        Level(
            name=name,
            value=_figure(entry["value"], name),
            bound=None if entry["bound"].is_null else _figure(entry["bound"], name),
            proof=None if proofs[name].is_null else proofs[name].one_of(PROOFS),
        )
        for name, entry in zip(names, entries, strict=True)
    )


def _figure(node: Node, name: LevelName) -> Figure:
    """Ranks for the draw, a number for every other level."""
    if name == "draw":
        return tuple(rank.integer() for rank in node.entries())
    return node.integer()


def _booking(node: Node) -> Booking:
    entry = node.fields(("company", "desk", "slot", "table", "pinned"))
    return Booking(
        company=entry["company"].text(),
        desk=entry["desk"].text(),
        slot=entry["slot"].text(),
        table=entry["table"].text(),
        pinned=entry["pinned"].flag(),
    )


def _unplaced(node: Node) -> Unplaced:
    entry = node.fields(("company", "desk", "reason"))
    reason = entry["reason"].fields(("code", "text"))
    return Unplaced(
        company=entry["company"].text(),
        desk=entry["desk"].text(),
        reason=Reason(reason["code"].one_of(CODES), reason["text"].text()),
    )


def _certificate(node: Node) -> dict[str, Any]:
    """A certificate by its form alone; of what its prices are, and what they prove, is not judged here."""
    keys = ("scale", *PRICES_OF_WHOM, *PRICES_OF_WHOM_AND_WHEN)
    members = node.value if isinstance(node.value, dict) else {}
    if members.get("kind") == OF_LEVELS:
        entry = node.fields(("kind",), LEVELS)
        for name in LEVELS:
            if entry[name].is_given:
                _prices(entry[name].fields((*keys, "earlier")))
    else:
        entry = node.fields(("kind", *keys))
        entry["kind"].text()
        _prices(entry)
    return dict(members)


def _prices(entry: dict[str, Node]) -> None:
    entry["scale"].integer()
    rows = [entry[name] for name in PRICES_OF_WHOM]
    if "earlier" in entry:
        rows.append(entry["earlier"])
    for name in PRICES_OF_WHOM_AND_WHEN:
        rows.extend(entry[name].members().values())
    for row in rows:
        for price in row.members().values():
            price.integer()
