"""``matchmaker demo``: prepare the demonstration if need be, say what came out, serve it."""

from __future__ import annotations

import time

import click
from flask import Flask
from flask_babel import gettext as _

from matchmaker import server
from matchmaker.commands import demonstration
from matchmaker.demo.source import EDITIONS, Edition

HOST = "127.0.0.1"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--fair", type=click.Choice(sorted(EDITIONS)), default="120", show_default=True)
def command(port: int, fair: str) -> None:
    """Show a realistic fair, scheduled to proven optimum, on this machine."""
    edition = EDITIONS[fair]
    with server.listen(HOST, port, "make demo PORT=") as listening:
        try:
            app = demonstration.found(edition) or _prepared(edition)
        except OSError as fault:
            where, why = demonstration.home(), fault.strerror or str(fault)
            raise server.CannotServe(
                _("Impossible d’écrire dans %(folder)s : %(why)s", folder=where, why=why)
            ) from fault
        for line in demonstration.summary_of(edition):
            click.echo(line)
        click.echo(_("La démonstration est à l’adresse http://%(host)s:%(port)s", host=HOST, port=str(port)))
        click.echo(_("Ctrl-C pour l’arrêter ; make demo-reset pour repartir des données."))
        server.serve(app, listening, ["--demo", edition.name])


def _prepared(edition: Edition) -> Flask:
    click.echo(_("Préparation de la démonstration…"))
    started = time.perf_counter()
    app = demonstration.prepare(edition, lambda stage: click.echo(f"  {stage}…"))
    seconds = time.perf_counter() - started
    click.echo(_("Prête en %(seconds)s s.", seconds=f"{seconds:.1f}".replace(".", ",")))
    click.echo()
    return app
