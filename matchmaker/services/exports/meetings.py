"""The meetings that stand now, and the numbers of the draw."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload

from matchmaker.models import Desk, Fair, Meeting, Schedule
from matchmaker.services.drawn import drawn
from matchmaker.services.exports.stamps import hour, minute
from matchmaker.services.spreadsheets import Sheet, Value


def meetings(session: Session, fair: Fair, locale: str) -> Sheet:
    """One row a meeting that stands, by hour and table; what was given up or replaced is not there."""
    columns = (
        _("Début"),
        _("Fin"),
        _("Direction"),
        _("Stand"),
        _("Table"),
        _("Entreprise"),
        _("SIREN"),
        _("État du rendez-vous"),
        _("Depuis le"),
        _("Version du planning"),
        _("Verrouillé"),
    )
    loaded = (
        joinedload(Meeting.company),
        joinedload(Meeting.desk).joinedload(Desk.directorate),
        joinedload(Meeting.table),
        joinedload(Meeting.slot),
        # The documents of a schedule are large, and not wanted here.
        joinedload(Meeting.schedule).load_only(Schedule.version),
    )
    live = sa.select(Meeting).where(Meeting.fair_id == fair.id, Meeting.ended_at.is_(None)).options(*loaded)
    rows = sorted(session.scalars(live), key=lambda one: (one.slot.starts_at, one.table.code))
    return Sheet(_("Rendez-vous"), columns, tuple(_row(meeting, fair, locale) for meeting in rows))


def draw(session: Session, fair: Fair, locale: str) -> Sheet:
    """One row a number, once the draw is revealed; empty before."""
    rows = tuple((one.rank, one.party, " ; ".join(one.companies)) for one in drawn(session, fair))
    columns = (_("Numéro de tirage"), _("SIREN ou groupe tiré"), _("Entreprises"))
    return Sheet(_("Tirage"), columns, rows)


def _row(meeting: Meeting, fair: Fair, locale: str) -> tuple[Value, ...]:
    return (
        hour(fair, meeting.slot.starts_at),
        hour(fair, meeting.slot.ends_at),
        meeting.desk.directorate.label(locale),
        meeting.desk.label(locale),
        meeting.table.number,
        meeting.company.name,
        meeting.company.code,
        _state(meeting),
        minute(fair, meeting.since),
        meeting.schedule.version,
        _("oui") if meeting.pinned else "",
    )


def _state(meeting: Meeting) -> str:
    if meeting.confirmed_at is not None:
        return _("confirmé")
    return _("proposé") if meeting.held_until is not None else _("prévu")
