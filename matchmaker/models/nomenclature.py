"""The lists both sides choose from: sectors, CPV codes, NAF codes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base
from matchmaker.models.columns import in_language


class Sector(Base):
    """What a project is about: water, sanitation, roads, buildings."""

    __tablename__ = "sector"

    code: Mapped[str] = mapped_column(primary_key=True)
    label_fr: Mapped[str]
    label_en: Mapped[str]
    position: Mapped[int]

    def label(self, locale: str) -> str:
        return in_language(self.label_fr, self.label_en, locale)


class CpvCode(Base):
    """A node of the common procurement vocabulary; ``search_*`` hold stems (services/nomenclature)."""

    __tablename__ = "cpv_code"
    __table_args__ = (CheckConstraint("length(code) = 8", name="eight_digits"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    check_digit: Mapped[str]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("cpv_code.code"))
    label_fr: Mapped[str]
    label_en: Mapped[str]
    kind: Mapped[str]
    revision: Mapped[str]
    search_fr: Mapped[str]
    search_en: Mapped[str]

    def label(self, locale: str) -> str:
        return in_language(self.label_fr, self.label_en, locale)


class NafCode(Base):
    """A French activity code, in its revision: NAF 2025 replaces revision 2 in January 2027."""

    __tablename__ = "naf_code"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent: Mapped[str | None]
    label_fr: Mapped[str]
    revision: Mapped[str]
    search_fr: Mapped[str]
