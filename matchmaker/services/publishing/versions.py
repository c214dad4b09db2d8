"""Which version one is reading: the one place that says it, for every page, print, file and message.

Versions of a fair are numbered without a gap (publication.py), so the one that a version replaces, or that
replaces it, is known from its number alone.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.models import Fair, Schedule
from matchmaker.services.times import moment


def standing(session: Session, fair: Fair) -> Schedule | None:
    """The version of the fair that stands now, if any was published."""
    here = Schedule.fair_id == fair.id, Schedule.published_at.is_not(None), Schedule.replaced_at.is_(None)
    return session.scalar(sa.select(Schedule).where(*here))


def sentence(schedule: Schedule) -> str:
    """« v4, publiée le 14 novembre à 18 h 05, remplace v3 »; of a draft, its number and since when it is."""
    fair = schedule.fair
    if schedule.version is None or schedule.published_at is None:
        return _(
            "Brouillon n° %(number)d, créé le %(moment)s, non publié",
            number=schedule.number,
            moment=moment(fair, schedule.created_at),
        )
    published = _(
        "v%(version)d, publiée le %(moment)s",
        version=schedule.version,
        moment=moment(fair, schedule.published_at),
    )
    return ", ".join([published, *_neighbours(fair, schedule.version, schedule.replaced_at)])


def _neighbours(fair: Fair, version: int, replaced_at: datetime | None) -> list[str]:
    said = []
    if version > 1:
        said.append(_("remplace v%(version)d", version=version - 1))
    if replaced_at is not None:
        after, when = version + 1, moment(fair, replaced_at)
        said.append(_("remplacée par v%(version)d le %(moment)s", version=after, moment=when))
    return said


def as_of(fair: Fair, now: datetime) -> str:
    """« état du 15 novembre à 10 h 42 »: live meetings change between two versions."""
    words: str = _("état du %(moment)s", moment=moment(fair, now))
    return words


def in_file_name(schedule: Schedule) -> str:
    """« v1 », « v4-remplace-v3 », « brouillon-7 », « brouillon-7-etape-2 »: tells files of a folder apart."""
    if schedule.version is None:
        draft: str = _("brouillon-%(number)d", number=schedule.number)
        if schedule.step:
            draft = _("%(draft)s-etape-%(step)d", draft=draft, step=schedule.step)
        return draft
    if schedule.version == 1:
        return "v1"
    both: str = _("v%(version)d-remplace-v%(before)d", version=schedule.version, before=schedule.version - 1)
    return both
