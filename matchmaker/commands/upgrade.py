"""``matchmaker upgrade``: bring the database to the tables that this version knows."""

from __future__ import annotations

import click
import flask_migrate
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_babel import gettext as _

from matchmaker.app import create_app
from matchmaker.db import MIGRATIONS, db
from matchmaker.services.nomenclature import load_nomenclatures


@click.command()
def command() -> None:
    """Create or migrate the database, and bring the nomenclatures up to date."""
    app = create_app()
    with app.app_context():
        flask_migrate.upgrade()
        load_nomenclatures(db.session())
        db.session.commit()
        click.echo(_("La base de données est à jour."))


def is_up_to_date() -> bool:
    """Whether the database of the current application has the tables that this version knows."""
    known = set(ScriptDirectory(str(MIGRATIONS)).get_heads())
    with db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == known
