"""``matchmaker what-if``: what would become of the figures if something changed.

An id may hold any character, a colon or a comma too, so the ids of an option are words of their own
(``--pin C017 EAU s3``) and never one word to be taken apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click

from matchmaker.scheduling.asking.what_if_changes import (
    AddTable,
    Change,
    CloseTable,
    Forbid,
    Force,
    Gone,
    Impossible,
    Quota,
    SlotLength,
    Under,
    UnknownName,
)
from matchmaker.scheduling.commands.options import LARGEST_SEED
from matchmaker.scheduling.commands.papers import Contradictory, Refused, problem_in, say
from matchmaker.scheduling.problem import Pin, Problem
from matchmaker.scheduling.problem_file import POLICIES
from matchmaker.scheduling.reading import quoted
from matchmaker.scheduling.what_if import Figure, Outcome, Standing, what_if

MAKERS: dict[str, Callable[..., Change]] = {
    "force": Force,
    "forbid": Forbid,
    "pin": Pin,
    "add_table": AddTable,
    "close_table": CloseTable,
    "close_table_in": CloseTable,
    "slot_minutes": SlotLength,
    "gone": Gone,
    "quota": Quota,
    "quota_of": lambda company, meetings: Quota(meetings, company),
    "policy": Under,
}


@click.command("what-if")
@click.argument("problem")
@click.option("--force", nargs=2, multiple=True, metavar="COMPANY DESK", help="They meet, whenever.")
@click.option("--forbid", nargs=2, multiple=True, metavar="COMPANY DESK", help="They do not meet.")
@click.option("--pin", nargs=3, multiple=True, metavar="COMPANY DESK SLOT", help="They meet in that slot.")
@click.option("--add-table", multiple=True, metavar="DESK", help="One more table.")
@click.option("--close-table", multiple=True, metavar="TABLE", help="The table stays empty all day.")
@click.option("--close-table-in", nargs=2, multiple=True, metavar="TABLE SLOT", help="It stays empty then.")
@click.option(
    "--slot-minutes",
    type=click.IntRange(1),
    multiple=True,
    metavar="MINUTES",
    help="Slots of that length, in the same exchange period with the same pauses.",
)
@click.option("--gone", multiple=True, metavar="COMPANY", help="The company does not come.")
@click.option(
    "--quota", type=click.IntRange(0), multiple=True, metavar="N", help="Meetings for each company."
)
@click.option(
    "--quota-of",
    type=(str, click.IntRange(0)),
    multiple=True,
    metavar="COMPANY N",
    help="Meetings for one company.",
)
@click.option("--policy", type=click.Choice(POLICIES), multiple=True, help="Go by that policy.")
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    default=1,
    show_default=True,
    help="Breaks ties; draws the parties if the problem brings no draw.",
)
def command(problem: str, seed: int, **options: Any) -> None:
    """Say what would become of the figures of PROBLEM if something changed; no timetable is made.

    Options may be given several times, in any order. An id is one word of the command line, put in quotes
    where it holds a space. Exit code 2: a file that cannot be read or is malformed; a change that speaks of
    what is not there. 3: a problem that contradicts itself, or changes that contradict each other or a pin.
    """
    changes = [change for name, given in options.items() for change in _changes(MAKERS[name], given)]
    if not changes:
        raise Refused("Name at least one change; matchmaker what-if --help lists them.")
    question = problem_in(problem, seed)
    try:
        outcome = what_if(question, changes, seed)
    except UnknownName as unknown:
        raise Refused(*unknown.reasons) from None
    except Impossible as impossible:
        raise Contradictory(*impossible.reasons) from None
    say(_lines(question, outcome))


def _changes(maker: Callable[..., Change], given: tuple[Any, ...]) -> Iterator[Change]:
    for words in given:
        yield maker(*words) if isinstance(words, tuple) else maker(words)


def _lines(problem: Problem, outcome: Outcome) -> Iterator[str]:
    before, after = outcome.before, outcome.after
    yield from _table(
        ("", "as it is", "then", "difference"),
        (
            "parties received",
            _of_all(before),
            _of_all(after),
            _signed(len(after.served) - len(before.served)),
        ),
        (
            "parties left out",
            str(len(before.left_out)),
            str(len(after.left_out)),
            _signed(len(after.left_out) - len(before.left_out)),
        ),
        ("worth", *_figures(before.worth, after.worth, "at most ")),
        ("meetings", *_figures(before.meetings, after.meetings, "about ")),
    )
    yield f"Draw ranks left out as it is: {_listed(map(str, before.left_out))}."
    yield f"Draw ranks left out then: {_listed(map(str, after.left_out))}."
    yield f"Would have a first meeting: {_parties(problem, outcome.gaining)}."
    yield f"Would have no meeting any more: {_parties(problem, outcome.losing)}."
    yield from _how_sure(before, after)


def _of_all(standing: Standing) -> str:
    return f"{len(standing.served)} of {len(standing.asking)}"


def _signed(difference: int) -> str:
    return f"{difference:+d}" if difference else "0"


def _figures(before: Figure, after: Figure, unless_exact: str) -> tuple[str, str, str]:
    """Both, and their difference; of bounds the difference is about."""
    left, right = (f"{'' if figure.is_exact else unless_exact}{figure.value}" for figure in (before, after))
    about = "" if before.is_exact and after.is_exact else "about "
    return left, right, f"{about}{_signed(after.value - before.value)}"


def _how_sure(*standings: Standing) -> Iterator[str]:
    if any(standing.policy == "worth" for standing in standings):
        yield 'Under policy "worth", who is received is what one of several equally good timetables gives.'
    if all(standing.worth.is_exact for standing in standings):
        yield "Worth is exact."
    else:
        yield "Not every chosen meeting found a slot, so worth may be less."


def _parties(problem: Problem, parties: frozenset[str]) -> str:
    in_order = sorted(parties, key=lambda party: problem.rank[party])
    return _listed(f"{quoted(party)} (drawn {problem.rank[party]})" for party in in_order)


def _listed(names: Iterator[str]) -> str:
    return ", ".join(names) or "nobody"


def _table(*rows: tuple[str, ...]) -> Iterator[str]:
    """Columns as wide as their widest entry; figures to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for name, *figures in rows:
        cells = (figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True))
        yield "  ".join([name.ljust(widths[0]), *cells])
