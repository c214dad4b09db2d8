"""``matchmaker demo-reset``: forget what visitors did."""

from __future__ import annotations

import click
from flask_babel import gettext as _

from matchmaker.commands import demonstration


@click.command()
def command() -> None:
    """Forget every demonstration; the next start prepares it anew from the data."""
    demonstration.forget()
    click.echo(_("La démonstration sera préparée à nouveau. Si elle est ouverte, arrêtez-la et relancez-la."))
