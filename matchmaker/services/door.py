"""Whether companies may register now, and under which charter."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import CharterVersion, Fair, RulesVersion


class Door(enum.Enum):
    """Whether companies may register now."""

    NOT_YET = "not_yet"
    NOT_READY = "not_ready"
    OPEN = "open"
    CLOSED = "closed"


def door(session: Session, fair: Fair, now: datetime) -> Door:
    """Open between two dates, once the charter is written, the rules locked and the draw committed.

    Were anybody there before, the draw could never be committed and no draft ever published.
    """
    if now < fair.requests_open_at:
        return Door.NOT_YET
    if now >= fair.requests_close_at:
        return Door.CLOSED
    locked = sa.select(RulesVersion.id).where(
        RulesVersion.fair_id == fair.id, RulesVersion.locked_at.is_not(None)
    )
    ready = fair.draw is not None and session.scalar(locked.limit(1)) is not None
    return Door.OPEN if ready and charter_of(session, fair) is not None else Door.NOT_READY


def charter_of(session: Session, fair: Fair) -> CharterVersion | None:
    """The charter as it stands: its newest version."""
    versions = sa.select(CharterVersion).where(CharterVersion.fair_id == fair.id)
    return session.scalar(versions.order_by(CharterVersion.number.desc()).limit(1))


def refuse_unless_open(session: Session, fair: Fair, now: datetime) -> None:
    """RuleBroken, saying why, while nobody may register."""
    refusals = {
        Door.NOT_YET: _("Les inscriptions ne sont pas encore ouvertes."),
        Door.CLOSED: _("Les inscriptions sont closes."),
        Door.NOT_READY: _(
            "Les inscriptions ouvriront quand les règles seront verrouillées, et la charte et "
            "l’empreinte du tirage publiées ; revenez bientôt."
        ),
    }
    state = door(session, fair, now)
    if state in refusals:
        raise RuleBroken(refusals[state])
