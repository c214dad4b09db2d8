"""Files that organisers bring: their bytes, and what a rehearsal said of each of their lines."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base
from matchmaker.models.account import Account
from matchmaker.models.columns import Key, PublicId
from matchmaker.models.fair import Fair


class ImportKind(enum.Enum):
    """What the lines of a file are."""

    COMPANIES = "companies"
    NEEDS = "needs"
    WISHES = "wishes"


class Import(Base):
    """One file, kept as it came; ``remarks`` say what was left aside of it, one sentence to a line."""

    __tablename__ = "import"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("(applied_at IS NULL) = (applied_by_id IS NULL)", name="applied_by_somebody"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    kind: Mapped[ImportKind]
    file_name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    remarks: Mapped[str] = mapped_column(sa.Text, default="")
    received_at: Mapped[datetime]
    received_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    rehearsed_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    fair: Mapped[Fair] = relationship()
    received_by: Mapped[Account] = relationship(foreign_keys=[received_by_id])
    applied_by: Mapped[Account | None] = relationship(foreign_keys=[applied_by_id])
    lines: Mapped[list[ImportLine]] = relationship(
        back_populates="imported", order_by="ImportLine.number", cascade="all, delete-orphan"
    )


class ImportLine(Base):
    """One line of the file: its number there, what it is about, and what is wrong with it.

    ``faults`` hold one sentence to a line, led by its column's heading: they are read together.
    """

    __tablename__ = "import_line"
    __table_args__ = (UniqueConstraint("import_id", "number"),)

    id: Mapped[Key]
    import_id: Mapped[int] = mapped_column(ForeignKey("import.id", ondelete="CASCADE"))
    number: Mapped[int]
    about: Mapped[str]
    faults: Mapped[str] = mapped_column(sa.Text, default="")

    imported: Mapped[Import] = relationship(back_populates="lines")

    @property
    def is_fine(self) -> bool:
        return not self.faults
