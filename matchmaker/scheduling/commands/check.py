"""``matchmaker check``: whether a timetable is what it says."""

from __future__ import annotations

import click

from matchmaker.scheduling.check import check
from matchmaker.scheduling.commands.papers import both_in, say

UNSOUND = 1


@click.command("check")
@click.argument("problem")
@click.argument("timetable")
@click.pass_context
def command(context: click.Context, problem: str, timetable: str) -> None:
    """Verify TIMETABLE against PROBLEM without the solver: every rule, figure, reason and proof.

    Exit code 0: sound; standard output says how each level was re-verified, and "not re-verified" of a worth
    whose bound comes without certificate. 1: not sound; one line for each violation on standard output. 2: a
    file that cannot be read or is malformed. 3: a problem that contradicts itself.
    """
    report = check(*both_in(problem, timetable))
    say(report.violations or report.findings)
    if not report.is_sound:
        context.exit(UNSOUND)
