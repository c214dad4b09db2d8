"""How many tables a desk has: drafts may vary them (rule 9), the published timetable stands on them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Desk, Meeting, Table, journal


def add(session: Session, desk: Desk, account: Account | None, now: datetime) -> Table:
    """Open one more table at ``desk``, for the whole exchange period."""
    numbers = sa.select(sa.func.max(Table.number)).where(Table.desk_id == desk.id)
    number = (session.scalar(numbers) or 0) + 1
    table = Table(fair_id=desk.fair_id, desk=desk, number=number, code=f"{desk.code}-{number}")
    session.add(table)
    journal.append(session, fair=desk.fair, account=account, at=now, deed="table.add", about=table.code)
    return table


def remove(session: Session, table: Table, account: Account | None, now: datetime) -> None:
    """Take a table away, unless a meeting stands or once stood there."""
    meetings = sa.select(Meeting.id).where(Meeting.table_id == table.id).limit(1)
    if session.scalar(meetings) is not None:
        raise RuleBroken(_("Des rendez-vous sont prévus à cette table : fermez plutôt ses créneaux."))
    journal.append(session, fair=table.fair, account=account, at=now, deed="table.remove", about=table.code)
    session.delete(table)
    session.flush()
    session.expire(table.desk, ["tables"])
