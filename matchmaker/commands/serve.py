"""``matchmaker serve``: answer requests, with a worker beside."""

from __future__ import annotations

import click
from flask_babel import gettext as _

from matchmaker import server
from matchmaker.app import create_app
from matchmaker.commands.upgrade import is_up_to_date


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def command(host: str, port: int) -> None:
    """Serve the fairs of the instance folder."""
    with server.listen(host, port, "matchmaker serve --port ") as listening:
        app = create_app()
        with app.app_context():
            if not is_up_to_date():
                raise server.CannotServe(
                    _("La base de données n’est pas à jour. Lancez d’abord : matchmaker upgrade")
                )
        click.echo(_("Matchmaker répond à l’adresse http://%(host)s:%(port)s", host=host, port=str(port)))
        server.serve(app, listening, [])
