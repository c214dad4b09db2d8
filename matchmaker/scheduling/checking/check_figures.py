"""Whether the objective of a timetable is true: every value counted again, every bound held against a proof.

What may be claimed: no bound is passed by what was reached or could be; a level whose value equals its bound
is proven, and says how; "optimal" means that every level before idle is proven.
"""

from __future__ import annotations

from collections.abc import Iterator

from matchmaker.scheduling.checking.check_bounds import certified_levels, shown, wrong_bound
from matchmaker.scheduling.checking.check_certificate import certified_bound, certified_bounds
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.quality import LEVELS, REPAIR_LEVELS, Quality, quality
from matchmaker.scheduling.reading import Malformed
from matchmaker.scheduling.timetable import Figure, Level, LevelName, Proof, Result

PROOFS: dict[LevelName, tuple[Proof, ...]] = {
    "served": ("matching",),
    "draw": ("matching",),
    "worth": ("flow", "two-sided flow", "linear programme", "exhausted search"),
    "idle": ("zero", "exhausted search"),
}
REPAIR_PROOFS: dict[LevelName, tuple[Proof, ...]] = {
    "kept": ("linear programme", "exhausted search"),
    "served": ("matching", "linear programme", "exhausted search"),
    "moved": ("zero", "linear programme", "exhausted search"),
    "draw": ("matching", "linear programme", "exhausted search"),
    "worth": ("flow", "linear programme", "exhausted search"),
    "idle": ("zero", "exhausted search"),
}


def wrong_figures(problem: Problem, timetable: Result) -> Iterator[str]:
    """A line for each value, bound, proof or status that is not true; the meetings obey the rules."""
    levels = REPAIR_LEVELS if timetable.is_repaired else LEVELS
    names, expected = tuple(level.name for level in timetable.objective), levels[problem.policy]
    if names != expected:
        yield f"objective: expected the levels {', '.join(expected)}, found {', '.join(names) or 'none'}"
        return
    counted = quality(problem, timetable.meetings)
    for level in timetable.objective:
        yield from _wrong_value(level, counted.figure(level.name))
        yield from _wrong_proof(level, timetable)
        yield from wrong_bound(problem, timetable, level, counted)
    yield from _wrong_certificate(problem, timetable, counted)
    unproven = [level.name for level in timetable.objective if level.name != "idle" and not level.is_proven]
    if timetable.status == "optimal" and unproven:
        yield f"status: optimal, but not proven at the level {', '.join(unproven)}"


def standing(timetable: Result) -> Iterator[str]:
    """For a timetable in which nothing is wrong, a line for each level: how its bound was re-verified."""
    for level in timetable.objective:
        yield f"{level.name}: {shown(level.value)}, {_verified(level, timetable)}"


def _verified(level: Level, timetable: Result) -> str:
    if level.bound is None:
        return "bound unknown"
    return f"bound {shown(level.bound)}{_gap(level)}, {_how(level, timetable)}"


def _gap(level: Level) -> str:
    """How far value and bound are apart, as a share of the bound."""
    if level.is_proven or not isinstance(level.value, int) or not isinstance(level.bound, int):
        return ""
    apart = abs(level.bound - level.value)
    return f" (gap {apart / level.bound:.2%})" if level.bound else f" (gap {apart})"


def _how(level: Level, timetable: Result) -> str:
    if level.name in certified_levels(timetable):
        return "re-verified by the certificate"
    if level.name in ("served", "draw") and (level.proof == "matching" or not timetable.is_repaired):
        return "re-verified by a matching"
    if level.proof == "zero":
        return "the least there is"
    if level.name in ("idle", "draw"):
        return "as the solver says"
    return "not re-verified, for there is no certificate"


def _wrong_value(level: Level, counted: Figure) -> Iterator[str]:
    if level.value != counted:
        yield f"objective.{level.name}.value: {shown(level.value)}, counted again {shown(counted)}"


def _wrong_proof(level: Level, timetable: Result) -> Iterator[str]:
    path, proofs = f"proof.{level.name}", REPAIR_PROOFS if timetable.is_repaired else PROOFS
    if level.proof is None:
        if level.is_proven:
            yield f"{path}: missing, though value and bound are equal"
        return
    if level.proof not in proofs[level.name]:
        yield f"{path}: {level.proof} is no proof of this level"
    if level.bound is None:
        yield f"{path}: {level.proof}, but there is no bound"
    if level.proof == "zero" and level.value != 0:
        yield f"{path}: zero, but the value is {shown(level.value)}"


def _wrong_certificate(problem: Problem, timetable: Result, counted: Quality) -> Iterator[str]:
    certificate = timetable.certificate
    if certificate is None:
        return
    served = {problem.company[booking.company].party for booking in timetable.meetings}
    proven: dict[LevelName, int]
    try:
        if timetable.is_repaired:
            proven = certified_bounds(problem, served, counted, certificate)
        else:
            proven = {"worth": certified_bound(problem, served, certificate)}
    except Malformed as malformed:
        yield from malformed.faults
        return
    for name, bound in proven.items():
        claimed = timetable.level(name).bound
        if isinstance(claimed, int) and (bound < claimed if name == "moved" else bound > claimed):
            yield f"certificate: it proves {bound}, not the bound {shown(claimed)} of the level {name}"
