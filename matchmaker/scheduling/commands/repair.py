"""``matchmaker repair``: from what was published to the timetable with the fewest changes."""

from __future__ import annotations

import click

from matchmaker.scheduling.commands.options import bar, searching
from matchmaker.scheduling.commands.papers import Contradictory, problem_in, refuse_unwritable, write
from matchmaker.scheduling.contradictions import published_twice
from matchmaker.scheduling.files import write_timetable
from matchmaker.scheduling.repair import repair
from matchmaker.scheduling.repairing.changes import changes, in_words
from matchmaker.scheduling.solving.limit import uninterrupted


@click.command("repair")
@click.argument("problem")
@searching
def command(problem: str, output: str, seed: int, time_limit: float | None) -> None:
    """Make the timetable for PROBLEM that changes least of what its "published" says, with the proof.

    As many published meetings as possible are kept, then as many companies as possible are met, then as few
    meetings as possible are moved; then the draw, the worth and the waiting decide. What changes is said in
    words on standard error: kept, moved, lost, new. Exit codes are those of solve.
    """
    question = problem_in(problem, seed)
    if twice := published_twice(question):
        raise Contradictory(*twice)
    if output != "-":
        refuse_unwritable(output)
    with uninterrupted():
        with bar() as progress:
            result = repair(question, seed=seed, time_limit=time_limit, progress=progress)
        write(write_timetable(result), output)
    for line in in_words(question, result, changes(question, result.meetings)):
        click.echo(line, err=True)
