"""What was written to whom, and who did what: the two records of a fair.

The text of messages stays out: some hold an address that opens somebody's account. So do the lines that the
journal keeps of other fairs, whose hashes only are seen in the lines that follow them.
"""

from __future__ import annotations

from datetime import UTC

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload

from matchmaker.models import Fair, JournalEntry, Message
from matchmaker.services.exports.stamps import minute
from matchmaker.services.spreadsheets import Sheet, Value


def messages(session: Session, fair: Fair, locale: str) -> Sheet:
    """One row a message, oldest first."""
    columns = (_("Écrit le"), _("Envoyé le"), _("Destinataire"), _("Objet"), _("Langue"))
    written = sa.select(Message).where(Message.fair_id == fair.id).order_by(Message.written_at, Message.id)
    rows = tuple(
        (minute(fair, one.written_at), minute(fair, one.sent_at), one.email, one.subject, one.locale)
        for one in session.scalars(written)
    )
    return Sheet(_("Messages"), columns, rows)


def journal(session: Session, fair: Fair, locale: str) -> Sheet:
    """One row a deed, oldest first, with all that its hash is made of: docs/imports.md says how."""
    columns = (
        _("Ligne"),
        _("Instant (UTC)"),
        _("Compte"),
        _("Nom"),
        _("Rôle"),
        _("Acte"),
        _("Sur"),
        _("Détail"),
        _("Salon"),
        _("Empreinte précédente"),
        _("Empreinte"),
    )
    lines = sa.select(JournalEntry).where(JournalEntry.fair_id == fair.id).order_by(JournalEntry.id)
    rows = tuple(_line(line) for line in session.scalars(lines.options(joinedload(JournalEntry.account))))
    return Sheet(_("Journal"), columns, rows)


def _line(line: JournalEntry) -> tuple[Value, ...]:
    return (
        line.id,
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.account_id,
        line.account.name if line.account else "",
        line.role,
        line.deed,
        line.about,
        line.detail,
        line.fair_id,
        line.previous_hash,
        line.hash,
    )
