"""Directorates, the desks at which they receive, their tables, and who sits there when."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base
from matchmaker.models.account import Account, Membership
from matchmaker.models.columns import Key, in_language
from matchmaker.models.fair import Fair, Slot
from matchmaker.models.nomenclature import Sector

if TYPE_CHECKING:
    from matchmaker.models.need import Need

directorate_sector = sa.Table(
    "directorate_sector",
    Base.metadata,
    Column("directorate_id", ForeignKey("directorate.id", ondelete="CASCADE"), primary_key=True),
    Column("sector_code", ForeignKey("sector.code"), primary_key=True),
)


class Seat(enum.Enum):
    """In what capacity somebody sits at a table."""

    LEAD = "lead"
    BUYER = "buyer"


class Directorate(Base):
    """A service of the département that buys."""

    __tablename__ = "directorate"
    __table_args__ = (UniqueConstraint("fair_id", "code"), UniqueConstraint("id", "fair_id"))

    id: Mapped[Key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    code: Mapped[str]
    label_fr: Mapped[str]
    label_en: Mapped[str | None]

    fair: Mapped[Fair] = relationship()
    sectors: Mapped[list[Sector]] = relationship(secondary=directorate_sector, order_by=Sector.position)
    desks: Mapped[list[Desk]] = relationship(
        back_populates="directorate", order_by="Desk.position", foreign_keys="Desk.directorate_id"
    )
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="directorate", foreign_keys="Membership.directorate_id"
    )

    def label(self, locale: str) -> str:
        return in_language(self.label_fr, self.label_en, locale)


class Desk(Base):
    """A speciality of a directorate, received at one or more tables."""

    __tablename__ = "desk"
    __table_args__ = (
        UniqueConstraint("fair_id", "code"),
        UniqueConstraint("id", "fair_id"),
        ForeignKeyConstraint(["directorate_id", "fair_id"], ["directorate.id", "directorate.fair_id"]),
    )

    id: Mapped[Key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    directorate_id: Mapped[int]
    code: Mapped[str]
    label_fr: Mapped[str]
    label_en: Mapped[str | None]
    position: Mapped[int]

    fair: Mapped[Fair] = relationship()
    directorate: Mapped[Directorate] = relationship(
        back_populates="desks", foreign_keys="Desk.directorate_id"
    )
    tables: Mapped[list[Table]] = relationship(
        back_populates="desk", order_by="Table.number", foreign_keys="Table.desk_id"
    )
    needs: Mapped[list[Need]] = relationship(
        back_populates="desk", order_by="Need.code", foreign_keys="Need.desk_id"
    )

    def label(self, locale: str) -> str:
        return in_language(self.label_fr, self.label_en, locale)


class Table(Base):
    """Where one meeting at a time happens."""

    __tablename__ = "desk_table"
    __table_args__ = (
        UniqueConstraint("fair_id", "code"),
        UniqueConstraint("desk_id", "number"),
        UniqueConstraint("id", "desk_id"),
        ForeignKeyConstraint(["desk_id", "fair_id"], ["desk.id", "desk.fair_id"], ondelete="CASCADE"),
    )

    id: Mapped[Key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    desk_id: Mapped[int]
    code: Mapped[str]
    number: Mapped[int]

    fair: Mapped[Fair] = relationship()
    desk: Mapped[Desk] = relationship(back_populates="tables", foreign_keys="Table.desk_id")
    closures: Mapped[list[TableClosure]] = relationship(back_populates="table", cascade="all, delete-orphan")
    sittings: Mapped[list[Sitting]] = relationship(back_populates="table", cascade="all, delete-orphan")


class TableClosure(Base):
    """A slot in which a table receives nobody: a break, a late start, a room lost."""

    __tablename__ = "table_closure"
    __table_args__ = (UniqueConstraint("table_id", "slot_id"),)

    id: Mapped[Key]
    table_id: Mapped[int] = mapped_column(ForeignKey("desk_table.id", ondelete="CASCADE"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(default="")

    table: Mapped[Table] = relationship(back_populates="closures")
    slot: Mapped[Slot] = relationship()


class Sitting(Base):
    """Who sits at which table in which slot; nobody is at two tables at once."""

    __tablename__ = "sitting"
    __table_args__ = (
        UniqueConstraint("slot_id", "account_id"),
        UniqueConstraint("table_id", "slot_id", "seat"),
    )

    id: Mapped[Key]
    table_id: Mapped[int] = mapped_column(ForeignKey("desk_table.id", ondelete="CASCADE"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    seat: Mapped[Seat]

    table: Mapped[Table] = relationship(back_populates="sittings")
    slot: Mapped[Slot] = relationship()
    account: Mapped[Account] = relationship()
