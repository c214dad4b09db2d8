"""Needs: the purchases planned for the year, their versions and their questions."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base
from matchmaker.models.account import Account
from matchmaker.models.columns import Key, in_language
from matchmaker.models.fair import Fair
from matchmaker.models.nomenclature import CpvCode, Sector

if TYPE_CHECKING:
    from matchmaker.models.desk import Desk


class NeedStage(enum.Enum):
    """The life of a need, derived from its timestamps."""

    DRAFT = "draft"
    VALIDATED = "validated"
    PUBLISHED = "published"
    CONSULTATION = "consultation"
    WITHDRAWN = "withdrawn"


class Procedure(enum.Enum):
    """How the purchase is to be put out to tender."""

    ADAPTED = "adapted"
    OPEN = "open"
    FRAMEWORK = "framework"
    NEGOTIATED = "negotiated"
    OTHER = "other"


class Need(Base):
    """A purchase planned for the year, handled at one desk; ``internal_note`` never leaves the house."""

    __tablename__ = "need"
    __table_args__ = (
        UniqueConstraint("fair_id", "code"),
        UniqueConstraint("id", "desk_id"),
        ForeignKeyConstraint(["desk_id", "fair_id"], ["desk.id", "desk.fair_id"]),
        CheckConstraint("amount_min IS NULL OR amount_min >= 0", name="amount_min"),
        CheckConstraint("amount_max IS NULL OR amount_max >= amount_min", name="amounts_in_order"),
        CheckConstraint(
            "length(quarter) = 7 AND ltrim(substr(quarter, 1, 4), '0123456789') = ''"
            " AND substr(quarter, 5, 2) = '-T' AND substr(quarter, 7, 1) IN ('1', '2', '3', '4')",
            name="quarter",
        ),
        CheckConstraint("(returned_at IS NULL) = (returned_because IS NULL)", name="returned_for_a_reason"),
        CheckConstraint("returned_at IS NULL OR validated_at IS NULL", name="returned_or_validated"),
        CheckConstraint(
            "published_at IS NULL OR validated_at IS NOT NULL", name="validated_before_published"
        ),
        CheckConstraint(
            "consultation_started_at IS NULL OR published_at IS NOT NULL",
            name="published_before_consultation",
        ),
    )

    id: Mapped[Key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    desk_id: Mapped[int]
    code: Mapped[str]
    title_fr: Mapped[str]
    title_en: Mapped[str | None]
    description_fr: Mapped[str] = mapped_column(sa.Text)
    description_en: Mapped[str | None] = mapped_column(sa.Text)
    sector_code: Mapped[str] = mapped_column(ForeignKey("sector.code"))
    cpv_code: Mapped[str] = mapped_column(ForeignKey("cpv_code.code"))
    amount_min: Mapped[int | None] = mapped_column(sa.BigInteger)
    amount_max: Mapped[int | None] = mapped_column(sa.BigInteger)
    quarter: Mapped[str]
    procedure: Mapped[Procedure]
    lots: Mapped[int | None]
    internal_note: Mapped[str] = mapped_column(sa.Text, default="")
    source_note: Mapped[str] = mapped_column(sa.Text, default="")
    drafted_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]
    returned_because: Mapped[str | None] = mapped_column(sa.Text)
    validated_at: Mapped[datetime | None]
    validated_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    consultation_started_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    fair: Mapped[Fair] = relationship()
    desk: Mapped[Desk] = relationship(back_populates="needs", foreign_keys="Need.desk_id")
    sector: Mapped[Sector] = relationship()
    cpv: Mapped[CpvCode] = relationship()
    validated_by: Mapped[Account | None] = relationship()
    versions: Mapped[list[NeedVersion]] = relationship(
        back_populates="need", order_by="NeedVersion.number", cascade="all, delete-orphan"
    )
    questions: Mapped[list[Question]] = relationship(
        back_populates="need", order_by="Question.position", cascade="all, delete-orphan"
    )

    def title(self, locale: str) -> str:
        return in_language(self.title_fr, self.title_en, locale)

    def description(self, locale: str) -> str:
        return in_language(self.description_fr, self.description_en, locale)

    @property
    def stage(self) -> NeedStage:
        if self.withdrawn_at is not None:
            return NeedStage.WITHDRAWN
        if self.consultation_started_at is not None:
            return NeedStage.CONSULTATION
        if self.published_at is not None:
            return NeedStage.PUBLISHED
        return NeedStage.DRAFT if self.validated_at is None else NeedStage.VALIDATED

    @property
    def takes_meetings(self) -> bool:
        """Once its consultation is launched, a need takes no more meetings."""
        return self.stage is NeedStage.PUBLISHED


class NeedVersion(Base):
    """All that the public could read of a need, and from when: never changed, never deleted.

    ``questions_*`` hold one question to a line, in their order: a version is read whole, or not at all.
    """

    __tablename__ = "need_version"
    __table_args__ = (UniqueConstraint("need_id", "number"),)

    id: Mapped[Key]
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"))
    number: Mapped[int]
    title_fr: Mapped[str]
    title_en: Mapped[str | None]
    description_fr: Mapped[str] = mapped_column(sa.Text)
    description_en: Mapped[str | None] = mapped_column(sa.Text)
    sector_code: Mapped[str] = mapped_column(ForeignKey("sector.code"))
    cpv_code: Mapped[str] = mapped_column(ForeignKey("cpv_code.code"))
    amount_min: Mapped[int | None] = mapped_column(sa.BigInteger)
    amount_max: Mapped[int | None] = mapped_column(sa.BigInteger)
    quarter: Mapped[str]
    procedure: Mapped[Procedure]
    lots: Mapped[int | None]
    questions_fr: Mapped[str] = mapped_column(sa.Text)
    questions_en: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime]

    need: Mapped[Need] = relationship(back_populates="versions")


class Question(Base):
    """What a directorate asks of every company, in the same words."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("need_id", "position"),
        CheckConstraint("position BETWEEN 1 AND 3", name="one_to_three"),
    )

    id: Mapped[Key]
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"))
    position: Mapped[int]
    text_fr: Mapped[str]
    text_en: Mapped[str | None]

    need: Mapped[Need] = relationship(back_populates="questions")

    def text(self, locale: str) -> str:
        return in_language(self.text_fr, self.text_en, locale)
