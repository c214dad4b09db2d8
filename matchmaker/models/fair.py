"""A fair: its organisation, dates, programme, rules, charter and slots."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from matchmaker.db import Base
from matchmaker.models.columns import Key, in_language
from matchmaker.scheduling.worth import Weights

if TYPE_CHECKING:
    from matchmaker.models.draw import Draw


class Policy(enum.Enum):
    """Whether everybody's first meeting comes before the greatest worth."""

    FLOOR = "floor"
    WORTH = "worth"


class Organisation(Base):
    """Who holds fairs."""

    __tablename__ = "organisation"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]

    fairs: Mapped[list[Fair]] = relationship(back_populates="organisation")


class Fair(Base):
    """One edition: a morning, its dates and its deadlines."""

    __tablename__ = "fair"
    __table_args__ = (
        UniqueConstraint("organisation_id", "slug"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("exchange_starts_at < exchange_ends_at", name="exchange_in_order"),
        CheckConstraint(
            "opens_at <= exchange_starts_at AND exchange_ends_at <= closes_at",
            name="exchange_within_the_fair",
        ),
        CheckConstraint("requests_open_at < requests_close_at", name="requests_in_order"),
        CheckConstraint("requests_close_at <= opens_at", name="requests_close_before_the_fair"),
        CheckConstraint("slot_minutes > 0 AND changeover_minutes >= 0", name="minutes"),
    )

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    slug: Mapped[str]
    name_fr: Mapped[str]
    name_en: Mapped[str | None]
    venue: Mapped[str]
    address: Mapped[str]
    contact_email: Mapped[str | None]
    timezone: Mapped[str]
    opens_at: Mapped[datetime]
    exchange_starts_at: Mapped[datetime]
    exchange_ends_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    requests_open_at: Mapped[datetime]
    requests_close_at: Mapped[datetime]
    confirm_by: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    slot_minutes: Mapped[int]
    changeover_minutes: Mapped[int]

    organisation: Mapped[Organisation] = relationship(back_populates="fairs")
    programme: Mapped[list[ProgrammeItem]] = relationship(
        back_populates="fair", order_by="ProgrammeItem.position", cascade="all, delete-orphan"
    )
    rules: Mapped[list[RulesVersion]] = relationship(back_populates="fair", order_by="RulesVersion.number")
    charters: Mapped[list[CharterVersion]] = relationship(
        back_populates="fair", order_by="CharterVersion.number"
    )
    grids: Mapped[list[Grid]] = relationship(back_populates="fair", order_by="Grid.number")
    draw: Mapped[Draw | None] = relationship(back_populates="fair")

    def name(self, locale: str) -> str:
        return in_language(self.name_fr, self.name_en, locale)

    @validates("timezone")
    def _known_zone(self, _key: str, zone: str) -> str:
        return ZoneInfo(zone).key


class ProgrammeItem(Base):
    """One part of the morning."""

    __tablename__ = "programme_item"
    __table_args__ = (
        UniqueConstraint("fair_id", "position"),
        CheckConstraint("starts_at < ends_at", name="in_order"),
    )

    id: Mapped[Key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    position: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    title_fr: Mapped[str]
    title_en: Mapped[str | None]
    description_fr: Mapped[str] = mapped_column(default="")
    description_en: Mapped[str | None]

    fair: Mapped[Fair] = relationship(back_populates="programme")

    def title(self, locale: str) -> str:
        return in_language(self.title_fr, self.title_en, locale)

    def description(self, locale: str) -> str:
        return in_language(self.description_fr, self.description_en, locale)


class RulesVersion(Base):
    """The weights, quotas and policy of the allocation; locked when registration opens (rule 9)."""

    __tablename__ = "rules_version"
    __table_args__ = (
        UniqueConstraint("fair_id", "number"),
        CheckConstraint(
            "choice_1 >= choice_2 AND choice_2 >= choice_3 AND choice_3 >= choice_4 AND choice_4 > 0",
            name="choices_in_order",
        ),
        CheckConstraint(
            "priority_bonus >= interest_bonus AND interest_bonus >= 0 AND choice_1 + priority_bonus <= 1000",
            name="bonuses",
        ),
        CheckConstraint("requests_per_company BETWEEN 1 AND 4", name="requests_per_company"),
        CheckConstraint("meetings_per_company >= 1", name="meetings_per_company"),
        CheckConstraint(
            "number = 1 OR locked_at IS NULL OR coalesce(reason, '') <> ''", name="changed_for_a_reason"
        ),
    )

    id: Mapped[Key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    number: Mapped[int]
    choice_1: Mapped[int] = mapped_column(default=100)
    choice_2: Mapped[int] = mapped_column(default=70)
    choice_3: Mapped[int] = mapped_column(default=45)
    choice_4: Mapped[int] = mapped_column(default=25)
    priority_bonus: Mapped[int] = mapped_column(default=30)
    interest_bonus: Mapped[int] = mapped_column(default=15)
    requests_per_company: Mapped[int] = mapped_column(default=4)
    meetings_per_company: Mapped[int] = mapped_column(default=3)
    policy: Mapped[Policy] = mapped_column(default=Policy.FLOOR)
    in_force_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]
    reason: Mapped[str | None]

    fair: Mapped[Fair] = relationship(back_populates="rules")

    @property
    def weights(self) -> Weights:
        """What rule 5 says a wish is worth, in the core's words."""
        choices = (self.choice_1, self.choice_2, self.choice_3, self.choice_4)
        return Weights(choices=choices, priority=self.priority_bonus, interest=self.interest_bonus)


class CharterVersion(Base):
    """The charter of exchanges that companies accept, in one of its versions."""

    __tablename__ = "charter_version"
    __table_args__ = (UniqueConstraint("fair_id", "number"),)

    id: Mapped[Key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    number: Mapped[int]
    text_fr: Mapped[str] = mapped_column(sa.Text)
    text_en: Mapped[str | None] = mapped_column(sa.Text)
    in_force_at: Mapped[datetime]

    fair: Mapped[Fair] = relationship(back_populates="charters")


class Grid(Base):
    """One layout of the exchange period: a slot whose clock time shifts keeps its code in the next one.

    A proposed one belongs to the draft that lays it out, and is the fair's while a version with it stands.
    """

    __tablename__ = "grid"
    __table_args__ = (UniqueConstraint("fair_id", "number"), UniqueConstraint("id", "fair_id"))

    id: Mapped[Key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    number: Mapped[int]
    is_proposed: Mapped[bool] = mapped_column(default=False)

    fair: Mapped[Fair] = relationship(back_populates="grids")
    slots: Mapped[list[Slot]] = relationship(
        back_populates="grid", order_by="Slot.position", cascade="all, delete-orphan"
    )


class Slot(Base):
    """A period in which anyone holds at most one meeting."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("grid_id", "code"),
        UniqueConstraint("grid_id", "position"),
        UniqueConstraint("id", "fair_id", "code"),
        ForeignKeyConstraint(["grid_id", "fair_id"], ["grid.id", "grid.fair_id"], ondelete="CASCADE"),
        CheckConstraint("starts_at < ends_at", name="in_order"),
    )

    id: Mapped[Key]
    grid_id: Mapped[int]
    fair_id: Mapped[int]
    code: Mapped[str]
    position: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    grid: Mapped[Grid] = relationship(back_populates="slots")
