"""``matchmaker solve``: from a problem to a timetable."""

from __future__ import annotations

import click

from matchmaker.scheduling.commands.options import bar, searching
from matchmaker.scheduling.commands.papers import problem_in, refuse_unwritable, write
from matchmaker.scheduling.files import write_timetable
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.solving.limit import uninterrupted


@click.command("solve")
@click.argument("problem")
@searching
def command(problem: str, output: str, seed: int, time_limit: float | None) -> None:
    """Make the best timetable for PROBLEM ("-" for standard input), with the proof that it is.

    Without -o the timetable goes to standard output. Exit code 0: a timetable that obeys every rule. 2: a
    file that cannot be read or written or is malformed (one line for each fault on standard error). 3: a
    problem that contradicts itself (one line for each contradiction). Ctrl-C ends the search: the best
    timetable found so far is written, marked feasible.
    """
    question = problem_in(problem, seed)
    if output != "-":
        refuse_unwritable(output)
    with uninterrupted():
        with bar() as progress:
            result = solve(question, seed=seed, time_limit=time_limit, progress=progress)
        write(write_timetable(result), output)
