"""Companies that come to be met, their groups, contacts and hours of presence."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base
from matchmaker.models.columns import Key, PublicId
from matchmaker.models.fair import CharterVersion, Fair
from matchmaker.models.nomenclature import CpvCode, Sector

if TYPE_CHECKING:
    from matchmaker.models.account import Membership
    from matchmaker.models.meeting import Meeting
    from matchmaker.models.wish import Wish

company_sector = sa.Table(
    "company_sector",
    Base.metadata,
    Column("company_id", ForeignKey("company.id", ondelete="CASCADE"), primary_key=True),
    Column("sector_code", ForeignKey("sector.code"), primary_key=True),
)


class CpvOrigin(enum.Enum):
    """Whether a company says it works under a code, or won public contracts there."""

    DECLARED = "declared"
    WON = "won"


class SizeClass(enum.Enum):
    """The size of a company, in the classes of French statistics (décret 2008-1354)."""

    MICRO = "micro"
    SMALL_OR_MEDIUM = "small_or_medium"
    INTERMEDIATE = "intermediate"
    LARGE = "large"


class Group(Base):
    """Companies that declared one another: together they count once for the first meeting."""

    __tablename__ = "company_group"
    __table_args__ = (UniqueConstraint("fair_id", "name"), UniqueConstraint("id", "fair_id"))

    id: Mapped[Key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    name: Mapped[str]

    fair: Mapped[Fair] = relationship()
    companies: Mapped[list[Company]] = relationship(back_populates="group", foreign_keys="Company.group_id")

    @property
    def party(self) -> str:
        """Rule 6: "G" and the smallest SIREN of all who ever declared the group (decision 004)."""
        return "G" + min(company.code for company in self.companies)


class Company(Base):
    """One SIREN at one fair; its agencies are colleagues of the same company."""

    __tablename__ = "company"
    __table_args__ = (
        UniqueConstraint("fair_id", "siren"),
        UniqueConstraint("fair_id", "foreign_number"),
        UniqueConstraint("id", "fair_id"),
        ForeignKeyConstraint(["group_id", "fair_id"], ["company_group.id", "company_group.fair_id"]),
        CheckConstraint("(siren IS NULL) <> (foreign_number IS NULL)", name="one_number"),
        CheckConstraint("length(siren) = 9 AND ltrim(siren, '0123456789') = ''", name="siren_of_nine_digits"),
        CheckConstraint(
            "length(foreign_number) > 2"
            " AND ltrim(substr(foreign_number, 1, 2), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') = ''",
            name="foreign_number_begins_with_its_country",
        ),
        CheckConstraint(
            "siret IS NULL OR (length(siret) = 14 AND substr(siret, 1, 9) = siren"
            " AND ltrim(siret, '0123456789') = '')",
            name="siret",
        ),
        CheckConstraint("(charter_id IS NULL) = (charter_accepted_at IS NULL)", name="charter"),
        CheckConstraint("(refused_at IS NULL) = (refused_because IS NULL)", name="refused_for_a_reason"),
        CheckConstraint("validated_at IS NULL OR refused_at IS NULL", name="validated_or_refused"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    siren: Mapped[str | None]
    siret: Mapped[str | None]
    foreign_number: Mapped[str | None]
    name: Mapped[str]
    naf_code: Mapped[str | None] = mapped_column(ForeignKey("naf_code.code"))
    size_class: Mapped[SizeClass | None]
    group_id: Mapped[int | None]
    breathing: Mapped[bool] = mapped_column(default=False)
    adapted_access: Mapped[str | None]
    registered_at: Mapped[datetime]
    validated_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    refused_because: Mapped[str | None] = mapped_column(sa.Text)
    withdrawn_at: Mapped[datetime | None]
    charter_id: Mapped[int | None] = mapped_column(ForeignKey("charter_version.id"))
    charter_accepted_at: Mapped[datetime | None]

    fair: Mapped[Fair] = relationship()
    group: Mapped[Group | None] = relationship(back_populates="companies", foreign_keys="Company.group_id")
    charter: Mapped[CharterVersion | None] = relationship()
    sectors: Mapped[list[Sector]] = relationship(secondary=company_sector, order_by=Sector.position)
    cpv: Mapped[list[CompanyCpv]] = relationship(back_populates="company", cascade="all, delete-orphan")
    contacts: Mapped[list[Contact]] = relationship(back_populates="company", cascade="all, delete-orphan")
    presences: Mapped[list[Presence]] = relationship(
        back_populates="company", order_by="Presence.starts_at", cascade="all, delete-orphan"
    )
    wishes: Mapped[list[Wish]] = relationship(
        back_populates="company",
        order_by="Wish.rank",
        cascade="all, delete-orphan",
        foreign_keys="Wish.company_id",
    )
    meetings: Mapped[list[Meeting]] = relationship(
        back_populates="company", foreign_keys="Meeting.company_id"
    )
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="company", foreign_keys="Membership.company_id"
    )

    @property
    def code(self) -> str:
        """The stable id of problem files: the SIREN, or the foreign registration number."""
        return self.siren or self.foreign_number or ""

    @property
    def party(self) -> str:
        """Who counts once for the first meeting, as rule 6 names it."""
        return self.code if self.group is None else self.group.party


class CompanyCpv(Base):
    """A CPV code under which a company works or won contracts."""

    __tablename__ = "company_cpv"
    __table_args__ = (UniqueConstraint("company_id", "cpv_code", "origin"),)

    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    cpv_code: Mapped[str] = mapped_column(ForeignKey("cpv_code.code"))
    origin: Mapped[CpvOrigin]

    company: Mapped[Company] = relationship(back_populates="cpv")
    cpv: Mapped[CpvCode] = relationship()


class Contact(Base):
    """Whom to write to at a company."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("company_id", "email"),)

    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str | None]

    company: Mapped[Company] = relationship(back_populates="contacts")


class Presence(Base):
    """Hours at which a company is there; none at all means the whole exchange period."""

    __tablename__ = "presence"
    __table_args__ = (
        UniqueConstraint("company_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="in_order"),
    )

    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    company: Mapped[Company] = relationship(back_populates="presences")
