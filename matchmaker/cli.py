"""The ``matchmaker`` command: a table of what it can do, each part loaded when it is asked for.

So that ``matchmaker check`` starts at once and without any solver or web server: whoever verifies a timetable
need not trust, nor even have, what made it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import click

INTERRUPTED = 130
"""As shells say it of a command ended by Ctrl-C."""


class Part(NamedTuple):
    """A command: the module whose ``command`` it is, and what the overview says of it."""

    module: str
    summary: str


COMMANDS = {
    "solve": Part("matchmaker.scheduling.commands.solve", "Make the best timetable for a problem."),
    "repair": Part("matchmaker.scheduling.commands.repair", "Change what was published as little as can be."),
    "check": Part("matchmaker.scheduling.commands.check", "Verify a timetable without the solver."),
    "explain": Part("matchmaker.scheduling.commands.explain", "Say why wishes are not meetings."),
    "what-if": Part("matchmaker.scheduling.commands.what_if", "Say what a change would do to the figures."),
    "demo": Part("matchmaker.commands.demo", "Show a realistic fair on this machine."),
    "demo-reset": Part("matchmaker.commands.demo_reset", "Begin the demonstration again."),
    "serve": Part("matchmaker.commands.serve", "Serve the fairs of this machine."),
    "worker": Part("matchmaker.commands.worker", "Carry out runs of the scheduler."),
    "upgrade": Part("matchmaker.commands.upgrade", "Bring the database up to date."),
    "add-organiser": Part("matchmaker.commands.add_organiser", "Let somebody organise a fair."),
}


class Overview(click.Group):
    """A group that knows its commands by name and loads the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name].module).command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Ctrl-C is no failure to be traced, nor the "not sound" that 1 would say."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            return ctx.exit(INTERRUPTED)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, part.summary) for name, part in COMMANDS.items()])


@click.group(cls=Overview, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="matchmaker", prog_name="matchmaker")
def main() -> None:
    """One-to-one meetings between companies and public buyers: a fair, proven, explained timetable."""
