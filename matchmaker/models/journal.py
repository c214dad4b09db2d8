"""The journal: who did what, append-only, each line bound to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from matchmaker.db import Base
from matchmaker.models.account import Account
from matchmaker.models.columns import Key
from matchmaker.models.fair import Fair

FIRST = "0" * 64
# The number of PostgreSQL's lock; SQLite has one writer at a time anyhow.
END_OF_CHAIN = 7_261_973


class JournalEntry(Base):
    """One deed. Triggers refuse any UPDATE or DELETE; UNIQUE keeps the chain from forking."""

    __tablename__ = "journal_entry"
    __table_args__ = (CheckConstraint("length(hash) = 64", name="sha256"),)

    id: Mapped[Key]
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fair.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    role: Mapped[str]
    deed: Mapped[str]
    about: Mapped[str]
    detail: Mapped[str] = mapped_column(sa.Text)
    previous_hash: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)

    fair: Mapped[Fair | None] = relationship()
    account: Mapped[Account | None] = relationship()

    @property
    def recomputed_hash(self) -> str:
        """SHA-256 of the line as canonical JSON, the previous hash included."""
        line = {
            "about": self.about,
            "account": self.account_id,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "deed": self.deed,
            "detail": self.detail,
            "fair": self.fair_id,
            "previous": self.previous_hash,
            "role": self.role,
        }
        text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def append(
    session: Session,
    *,
    fair: Fair | None,
    account: Account | None,
    at: datetime,
    deed: str,
    about: str = "",
    detail: str = "",
    role: str = "",
) -> JournalEntry:
    """Write one line at the end of the chain, in the transaction of the deed itself.

    Deeds that end together queue here: without the lock all but one would chain to the same line and fail.
    """
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(END_OF_CHAIN)))
    last = session.scalar(sa.select(JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1))
    entry = JournalEntry(
        fair_id=None if fair is None else fair.id,
        account_id=None if account is None else account.id,
        at=at,
        role=role,
        deed=deed,
        about=about,
        detail=detail,
        previous_hash=last or FIRST,
    )
    entry.hash = entry.recomputed_hash
    session.add(entry)
    session.flush()
    return entry


def first_broken(session: Session) -> JournalEntry | None:
    """The first line that does not follow from the one before; None if the whole chain holds."""
    previous = FIRST
    for entry in session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id)):
        if entry.previous_hash != previous or entry.hash != entry.recomputed_hash:
            return entry
        previous = entry.hash
    return None
