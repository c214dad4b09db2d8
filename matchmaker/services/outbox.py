"""The outbox as it is read: what the service wrote to whom, newest first."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import Fair, Message

PER_PAGE = 50


@dataclass(frozen=True)
class Outbox:
    """One page of the messages of a fair, among those to addresses that hold ``address``."""

    messages: tuple[Message, ...]
    address: str
    total: int
    waiting: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))

    @property
    def newer(self) -> int | None:
        """The page before this one, if any."""
        return self.page - 1 if self.page > 1 else None

    @property
    def older(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None


def outbox(session: Session, fair: Fair, address: str, page: int) -> Outbox:
    """Page ``page`` of the messages of ``fair``, the last one if there are fewer; two queries."""
    wanted = (Message.fair_id == fair.id, Message.email.contains(address.lower(), autoescape=True))
    counts = sa.select(sa.func.count(), sa.func.count().filter(Message.sent_at.is_(None)))
    total, waiting = session.execute(counts.select_from(Message).where(*wanted)).one()
    page = min(page, max(1, -(-total // PER_PAGE)))
    newest = sa.select(Message).where(*wanted).order_by(Message.written_at.desc(), Message.id.desc())
    shown = session.scalars(newest.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return Outbox(tuple(shown), address, total, waiting, page)


def message_of(session: Session, fair: Fair, number: int) -> Message | None:
    """That message of the fair."""
    return session.scalar(sa.select(Message).where(Message.fair_id == fair.id, Message.id == number))
