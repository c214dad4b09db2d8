"""The public draw: its commitment, its public number, and the rank it gave to each party."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base
from matchmaker.models.columns import Key
from matchmaker.models.fair import Fair


class Draw(Base):
    """One draw for a fair; the secret is shown to nobody before ``revealed_at``."""

    __tablename__ = "draw"
    __table_args__ = (
        CheckConstraint("length(commitment) = 64", name="commitment_is_a_sha256"),
        CheckConstraint("length(secret) >= 32", name="secret_of_128_bits"),
        CheckConstraint("(revealed_at IS NULL) = (public_number IS NULL)", name="revealed_with_its_number"),
    )

    id: Mapped[Key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"), unique=True)
    commitment: Mapped[str]
    secret: Mapped[str]
    public_source: Mapped[str]
    public_number: Mapped[str | None]
    committed_at: Mapped[datetime]
    revealed_at: Mapped[datetime | None]

    fair: Mapped[Fair] = relationship(back_populates="draw")
    ranks: Mapped[list[DrawRank]] = relationship(back_populates="draw", order_by="DrawRank.rank")


class DrawRank(Base):
    """The number one party drew; once written it never changes."""

    __tablename__ = "draw_rank"
    __table_args__ = (
        UniqueConstraint("draw_id", "party"),
        UniqueConstraint("draw_id", "rank"),
        CheckConstraint("rank >= 1", name="from_one"),
    )

    id: Mapped[Key]
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id", ondelete="CASCADE"))
    party: Mapped[str]
    rank: Mapped[int]

    draw: Mapped[Draw] = relationship(back_populates="ranks")
