"""The outbox: what will be written to whom, stored with the deed that causes it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base
from matchmaker.models.columns import Key
from matchmaker.models.fair import Fair


class Message(Base):
    """One message to one address about one event, once."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("fair_id", "email", "event"),)

    id: Mapped[Key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    email: Mapped[str]
    event: Mapped[str]
    locale: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    fair: Mapped[Fair] = relationship()
