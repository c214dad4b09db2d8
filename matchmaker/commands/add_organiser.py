"""``matchmaker add-organiser``: the first account of a fair, which nobody could make by a page."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask_babel import gettext as _

from matchmaker.app import create_app
from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Fair, Role
from matchmaker.services.accounts import add_member
from matchmaker.web.clock import real_time


@click.command()
@click.argument("fair")
@click.argument("email")
@click.argument("name")
@click.password_option()
def command(fair: str, email: str, name: str, password: str) -> None:
    """Make EMAIL (a person called NAME) an organiser of the fair whose short name is FAIR."""
    with create_app().app_context():
        found = db.session.scalar(sa.select(Fair).where(Fair.slug == fair))
        if found is None:
            raise click.ClickException(_("Aucun salon ne s’appelle « %(slug)s ».", slug=fair))
        try:
            add_member(db.session(), found, Role.ORGANISER, email, name, password, real_time())
        except RuleBroken as refusal:
            raise click.ClickException(str(refusal)) from None
        db.session.commit()
        click.echo(_("%(name)s organise maintenant le salon « %(fair)s ».", name=name, fair=found.name("fr")))
