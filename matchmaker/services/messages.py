"""Messages are written with the deed that causes them, in its transaction; sending them comes afterwards."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import Company, Fair, Message, Wish

LOCALE = "fr"
"""People are written to in French; their pages come in both languages."""


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


def asking(fair: Fair) -> sa.Select[int]:
    """Who asked for a meeting and still takes part (company ids): all are told of the first version."""
    companies = sa.select(Wish.company_id).join(Company).where(Company.fair_id == fair.id)
    return companies.where(Company.validated_at.is_not(None), Company.withdrawn_at.is_(None))
