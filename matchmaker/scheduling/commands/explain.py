"""``matchmaker explain``: why a wish is not a meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import click

from matchmaker.scheduling.commands.papers import Refused, both_in, say
from matchmaker.scheduling.explain import Unexplained, explain
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.reading import quoted
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Result, Unplaced


@click.command("explain")
@click.argument("problem")
@click.argument("timetable")
@click.option("--company", metavar="ID", help="Only the wishes of this company.")
def command(problem: str, timetable: str, company: str | None) -> None:
    """Give a reason for every wish of PROBLEM that TIMETABLE does not place.

    The reasons are found again from the meetings; those in the file are not used. Exit code 2: a file that
    cannot be read, is malformed or does not fit the other; a company that the problem does not know. 3: a
    problem that contradicts itself.
    """
    question, answer = both_in(problem, timetable)
    if company is not None and company not in question.company:
        raise Refused(f"The problem has no company {quoted(company)}.")
    say(_lines(_unplaced(question, answer, company), question, company))


def _unplaced(problem: Problem, timetable: Result, company: str | None) -> tuple[Unplaced, ...]:
    if timetable.problem_sha256 != problem.sha256:
        raise Refused("The timetable is of another problem.")
    if broken := violations(problem, timetable.meetings):
        raise _untrue(company, *map(str, broken))
    try:
        return explain(problem, timetable.meetings, stopped=timetable.status == "feasible")
    except Unexplained as unexplained:
        reason = f"The timetable says that it is the best one, but {unexplained}."
        raise _untrue(company, reason) from None


def _untrue(company: str | None, *reasons: str) -> Refused:
    """The reasons may name others, and whoever asks for one company is told of no other."""
    if company is None:
        return Refused(*reasons)
    return Refused("The timetable is not what it says it is; matchmaker check says why.")


def _lines(unplaced: Sequence[Unplaced], problem: Problem, company: str | None) -> Iterator[str]:
    chosen = [entry for entry in unplaced if company in (None, entry.company)]
    if not chosen:
        asked = company is None or any(wish.company == company for wish in problem.wishes)
        yield "Every wish is a meeting." if asked else f"Company {quoted(company or '')} has no wish."
    for name, entries in groupby(chosen, key=lambda entry: entry.company):
        yield f"Company {quoted(name)}"
        for entry in entries:
            yield f"  desk {quoted(entry.desk)}: {entry.reason.code}. {entry.reason.text}"
