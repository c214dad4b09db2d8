"""``matchmaker explain``: why a wish is not a meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import click

from matchmaker.scheduling.commands.papers import Refused, both_in, say
from matchmaker.scheduling.explain import Unexplained, explain
from matchmaker.scheduling.explaining.price_wording import price_sentence, scarcity_lines
from matchmaker.scheduling.price import Prices
from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.scheduling.reading import quoted
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.scarcity import scarcity
from matchmaker.scheduling.timetable import Result, Unplaced


@click.command("explain")
@click.argument("problem")
@click.argument("timetable")
@click.option("--company", metavar="ID", help="Only the wishes of this company.")
@click.option("--price", is_flag=True, help="Say of each wish what placing it would cost.")
@click.option("--scarce", is_flag=True, help="Say which desks are scarce, and what more of them would bring.")
def command(problem: str, timetable: str, company: str | None, price: bool, scarce: bool) -> None:
    """Give a reason for every wish of PROBLEM that TIMETABLE does not place.

    The reasons are found again from the meetings; those in the file are not used. Exit code 2: a file that
    cannot be read, is malformed or does not fit the other; a company that the problem does not know. 3: a
    problem that contradicts itself.
    """
    question, answer = both_in(problem, timetable)
    if company is not None and company not in question.company:
        raise Refused(f"The problem has no company {quoted(company)}.")
    if company is not None and scarce:
        raise Refused("What is scarce is the organiser's picture, not that of one company.")
    unplaced = _unplaced(question, answer, company)
    prices = Prices(question, answer) if price else None
    say(
        [
            *_lines(unplaced, question, company, prices),
            *(scarcity_lines(scarcity(question, answer)) if scarce else ()),
        ]
    )


def _unplaced(problem: Problem, timetable: Result, company: str | None) -> tuple[Unplaced, ...]:
    if timetable.problem_sha256 != problem.sha256:
        raise Refused("The timetable is of another problem.")
    if broken := violations(problem, timetable.meetings):
        raise _untrue(company, *map(str, broken))
    try:
        return explain(
            problem,
            timetable.meetings,
            stopped=timetable.status == "feasible",
            repaired=timetable.is_repaired,
        )
    except Unexplained as unexplained:
        reason = f"The timetable says that it is the best one, but {unexplained}."
        raise _untrue(company, reason) from None


def _untrue(company: str | None, *reasons: str) -> Refused:
    """The reasons may name others, and whoever asks for one company is told of no other."""
    if company is None:
        return Refused(*reasons)
    return Refused("The timetable is not what it says it is; matchmaker check says why.")


def _lines(
    unplaced: Sequence[Unplaced], problem: Problem, company: str | None, prices: Prices | None
) -> Iterator[str]:
    chosen = [entry for entry in unplaced if company in (None, entry.company)]
    if not chosen:
        asked = company is None or any(wish.company == company for wish in problem.wishes)
        yield "Every wish is a meeting." if asked else f"Company {quoted(company or '')} has no wish."
    for name, entries in groupby(chosen, key=lambda entry: entry.company):
        yield f"Company {quoted(name)}"
        for entry in entries:
            yield f"  desk {quoted(entry.desk)}: {entry.reason.code}. {entry.reason.text}"
            if prices is not None:
                found = prices.of(Pair(entry.company, entry.desk))
                yield f"    {price_sentence(found, to_company=company is not None)}"
