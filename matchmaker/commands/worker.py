"""``matchmaker worker``: carry out what pages ask for, until told to stop."""

from __future__ import annotations

import os
import signal
import threading

import click

from matchmaker.app import create_app
from matchmaker.commands import demonstration
from matchmaker.demo.source import EDITIONS
from matchmaker.jobs import Jobs

STANDARD_INPUT = 0


@click.command()
@click.option("--demo", type=click.Choice(sorted(EDITIONS)), help="Work for this demonstration.")
@click.option("--while-input-lasts", is_flag=True, hidden=True)
def command(demo: str | None, while_input_lasts: bool) -> None:
    """Carry out the runs of the scheduler that pages ask for."""
    if while_input_lasts:
        threading.Thread(target=_end_with_input, daemon=True).start()
    app = demonstration.application(demonstration.folder_of(EDITIONS[demo])) if demo else create_app()
    jobs: Jobs = app.extensions["matchmaker_jobs"]
    jobs.work()


def _end_with_input() -> None:
    """Whoever started us holds the other end: when it closes they are gone, however that happened."""
    while os.read(STANDARD_INPUT, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    command()
