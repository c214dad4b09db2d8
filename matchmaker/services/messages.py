"""Messages are written with the deed that causes them, in its transaction; sending them comes afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session, selectinload

from matchmaker.models import Company, Fair, Meeting, Message, Schedule, Wish

LOCALE = "fr"
"""Companies are written to in French; their pages come in both languages."""


class Changes(NamedTuple):
    """The live meetings that a publication began, ended, or left in their slot at another clock time."""

    begun: list[Meeting]
    ended: list[Meeting]
    shifted: list[Meeting]


def write(
    session: Session,
    fair: Fair,
    email: str,
    event: str,
    words: tuple[str, str],
    now: datetime,
    locale: str = LOCALE,
) -> Message:
    """Put one message in the outbox: ``words`` are its subject and its body, ``event`` what it is about.

    One address is written to once about one event: a second time the database refuses.
    """
    message = Message(
        fair=fair,
        email=email,
        event=event,
        locale=locale,
        subject=words[0],
        body=words[1],
        written_at=now,
    )
    session.add(message)
    return message


def announce(session: Session, schedule: Schedule, changes: Changes, now: datetime) -> None:
    """Write to those concerned and to nobody else: all who asked at first, then those whose day changed."""
    with force_locale(LOCALE):
        for company in _concerned(session, schedule, changes):
            subject, body = _subject(schedule), _body(schedule, company)
            for contact in company.contacts:
                event = f"schedule v{schedule.version} {company.code}"
                write(session, schedule.fair, contact.email, event, (subject, body), now)


def _concerned(session: Session, schedule: Schedule, changes: Changes) -> Iterable[Company]:
    concerned = {meeting.company_id for meetings in changes for meeting in meetings}
    if schedule.version == 1:
        concerned |= set(session.scalars(asking(schedule.fair)))
    companies = sa.select(Company).where(Company.id.in_(concerned)).order_by(Company.id)
    loaded = companies.options(
        selectinload(Company.contacts),
        selectinload(Company.meetings).joinedload(Meeting.slot),
        selectinload(Company.meetings).joinedload(Meeting.desk),
        selectinload(Company.meetings).joinedload(Meeting.table),
    )
    return session.scalars(loaded.execution_options(populate_existing=True))


def asking(fair: Fair) -> sa.Select[int]:
    """Who asked for a meeting and still takes part (company ids): all are told of the first version."""
    companies = sa.select(Wish.company_id).join(Company).where(Company.fair_id == fair.id)
    return companies.where(Company.validated_at.is_not(None), Company.withdrawn_at.is_(None))


def _subject(schedule: Schedule) -> str:
    fair = schedule.fair.name(LOCALE)
    first: str = _("Vos rendez-vous : %(fair)s", fair=fair)
    changed: str = _("Vos rendez-vous ont changé : %(fair)s", fair=fair)
    return first if schedule.version == 1 else changed


def _body(schedule: Schedule, company: Company) -> str:
    standing = sorted((m for m in company.meetings if m.ended_at is None), key=lambda m: m.slot.position)
    version = _("Planning version %(version)d.", version=schedule.version)
    return "\n".join([_("Bonjour,"), "", *_news(standing, ZoneInfo(schedule.fair.timezone)), "", version])


def _news(standing: list[Meeting], zone: ZoneInfo) -> list[str]:
    if not standing:
        return [
            _("Nous n’avons pas pu vous proposer de rendez-vous."),
            _("Votre espace explique la raison de chaque refus et ce que vous pouvez encore faire."),
            _("Un accueil acheteurs, sans rendez-vous, vous est ouvert."),
        ]
    heading = ngettext("Vous avez %(num)d rendez-vous :", "Vous avez %(num)d rendez-vous :", len(standing))
    return [heading, *(_line(meeting, zone) for meeting in standing)]


def _line(meeting: Meeting, zone: ZoneInfo) -> str:
    at = meeting.slot.starts_at.astimezone(zone)
    line: str = _(
        "— %(hour)d h %(minute)s, stand %(desk)s, table %(table)d",
        hour=at.hour,
        minute=f"{at:%M}",
        desk=meeting.desk.label(LOCALE),
        table=meeting.table.number,
    )
    return line
