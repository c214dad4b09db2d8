"""What companies ask, what directorates answer and point out."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base
from matchmaker.models.account import Account
from matchmaker.models.columns import Key, PublicId
from matchmaker.models.company import Company
from matchmaker.models.desk import Desk
from matchmaker.models.fair import Fair
from matchmaker.models.need import Need

wish_need = sa.Table(
    "wish_need",
    Base.metadata,
    Column("wish_id", sa.Integer, primary_key=True),
    Column("need_id", sa.Integer, primary_key=True),
    Column("desk_id", sa.Integer, nullable=False),
    ForeignKeyConstraint(["wish_id", "desk_id"], ["wish.id", "wish.desk_id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["need_id", "desk_id"], ["need.id", "need.desk_id"]),
)


class AnswerKind(enum.Enum):
    """The closed list of answers."""

    PRIORITY = "priority"
    INTERESTED = "interested"
    NEUTRAL = "neutral"
    REFUSED = "refused"


class Refusal(enum.Enum):
    """The closed list of reasons for a refusal by the directorate (rule 3)."""

    OUT_OF_SCOPE = "out_of_scope"
    CONSULTATION_RUNNING = "consultation_running"
    SAME_GROUP_MET = "same_group_met"
    EXCLUSION_NOTIFIED = "exclusion_notified"


class Wish(Base):
    """A company asks one desk for a meeting; a wish withdrawn is deleted, the journal remembers it."""

    __tablename__ = "wish"
    __table_args__ = (
        UniqueConstraint("company_id", "desk_id"),
        UniqueConstraint("company_id", "rank"),
        UniqueConstraint("id", "desk_id"),
        ForeignKeyConstraint(
            ["company_id", "fair_id"], ["company.id", "company.fair_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["desk_id", "fair_id"], ["desk.id", "desk.fair_id"]),
        # Below zero only while a company's wishes change places: both engines watch UNIQUE row by row.
        CheckConstraint("rank BETWEEN -4 AND 4 AND rank <> 0", name="at_most_four"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    company_id: Mapped[int]
    desk_id: Mapped[int]
    rank: Mapped[int]
    motivation: Mapped[str] = mapped_column(sa.Text, default="")
    asked_at: Mapped[datetime]

    fair: Mapped[Fair] = relationship()
    company: Mapped[Company] = relationship(back_populates="wishes", foreign_keys="Wish.company_id")
    desk: Mapped[Desk] = relationship(foreign_keys="Wish.desk_id")
    needs: Mapped[list[Need]] = relationship(secondary=wish_need, order_by=Need.code)
    answer: Mapped[Answer | None] = relationship(back_populates="wish", cascade="all, delete-orphan")


class Answer(Base):
    """What the directorate says to a wish; a refusal counts once countersigned by procurement."""

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint("(kind = 'refused') = (refusal IS NOT NULL)", name="refusal_has_a_reason"),
        CheckConstraint("kind <> 'priority' OR need_id IS NOT NULL", name="priority_is_tied_to_a_need"),
        CheckConstraint(
            "(countersigned_at IS NULL) = (countersigned_by_id IS NULL)", name="countersigned_by_somebody"
        ),
    )

    id: Mapped[Key]
    wish_id: Mapped[int] = mapped_column(ForeignKey("wish.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[AnswerKind]
    refusal: Mapped[Refusal | None]
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    answered_at: Mapped[datetime]
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    countersigned_at: Mapped[datetime | None]
    countersigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    wish: Mapped[Wish] = relationship(back_populates="answer")
    need: Mapped[Need | None] = relationship()
    answered_by: Mapped[Account] = relationship(foreign_keys=[answered_by_id])
    countersigned_by: Mapped[Account | None] = relationship(foreign_keys=[countersigned_by_id])

    @property
    def is_effective_refusal(self) -> bool:
        return self.kind is AnswerKind.REFUSED and self.countersigned_at is not None


class Signal(Base):
    """The directorate points out a project to a company: information, neither meeting nor priority."""

    __tablename__ = "signal"
    __table_args__ = (UniqueConstraint("need_id", "company_id"),)

    id: Mapped[Key]
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    need: Mapped[Need] = relationship()
    company: Mapped[Company] = relationship()
    by: Mapped[Account] = relationship()
