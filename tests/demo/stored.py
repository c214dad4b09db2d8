"""What a database of the demonstration holds."""

from __future__ import annotations

import sqlalchemy as sa

from matchmaker.models import (
    Fair,
    Schedule,
)
from matchmaker.services.figures import document


def the_fair(session):
    return session.scalars(sa.select(Fair)).one()


def count(session, what, *conditions):
    return session.scalar(sa.select(sa.func.count(what.id)).where(*conditions))


def draft(session, name):
    return session.scalars(sa.select(Schedule).where(Schedule.name.contains(name))).one()


def planned(session):
    """The draft with the tables that there are: the one that is published."""
    return document(draft(session, "Avec les tables prévues"))
