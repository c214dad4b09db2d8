"""The independent checker: whether a timetable is what it says, without asking whoever made it.

It shares the vocabulary, the rules and the figures with the solver, and none of the ways in which the solver
finds anything. Every rule is held against the meetings, every figure counted again, first meetings matched
again, bounds added up again from the certificate, every reason held against the timetable. Of a repair it
verifies as well what was published. What it cannot verify it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from matchmaker.scheduling.checking.check_figures import standing, wrong_figures
from matchmaker.scheduling.checking.check_reasons import wrong_reasons
from matchmaker.scheduling.occupancy import too_early
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.reading import quoted
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Result


class Report(NamedTuple):
    """What is wrong, one line each; if nothing is, what was verified and what was not."""

    violations: tuple[str, ...]
    findings: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.violations


def check(problem: Problem, timetable: Result) -> Report:
    """Hold the timetable against the problem, which has no contradictions."""
    wrong = (*_wrong_papers(problem, timetable), *map(str, violations(problem, timetable.meetings)))
    if timetable.is_repaired:
        wrong = (*wrong, *_moved_too_early(problem, timetable))
    if not wrong:
        # Figures and reasons mean something only of meetings that obey the rules.
        wrong = (*wrong_figures(problem, timetable), *wrong_reasons(problem, timetable))
    return Report(wrong, () if wrong else tuple(_findings(timetable)))


def _wrong_papers(problem: Problem, timetable: Result) -> Iterator[str]:
    if timetable.problem_sha256 != problem.sha256:
        yield "problem_sha256: the timetable is of another problem"
    order = {slot.id: index for index, slot in enumerate(problem.slots)}
    places = [(meeting.company, order.get(meeting.slot, -1)) for meeting in timetable.meetings]
    if places != sorted(places):
        yield "meetings: not sorted by company id, then slot order"


def _moved_too_early(problem: Problem, timetable: Result) -> Iterator[str]:
    """Nobody is moved to before the hour from which on they may be, unless pinned there."""
    early = too_early(problem)
    for meeting in timetable.meetings:
        if not meeting.pinned and meeting.slot in early.get(meeting.pair, ()):
            who = f"company {quoted(meeting.company)} with desk {quoted(meeting.desk)}"
            yield f"{who} in slot {quoted(meeting.slot)}: moved to before its earliest slot"


def _findings(timetable: Result) -> Iterator[str]:
    yield f"meetings: {len(timetable.meetings)}, every rule obeyed"
    yield f"unplaced: {len(timetable.unplaced)}, every reason true"
    yield from standing(timetable)
