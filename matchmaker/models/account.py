"""Who signs in, and as what at which fair."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from matchmaker.db import Base
from matchmaker.models.columns import Key

if TYPE_CHECKING:
    from matchmaker.models.company import Company
    from matchmaker.models.desk import Directorate
    from matchmaker.models.fair import Fair


class Role(enum.Enum):
    """What a person is at one fair."""

    COMPANY = "company"
    HOST = "host"
    PROCUREMENT = "procurement"
    ORGANISER = "organiser"


class Account(Base):
    """A person who signs in; the same one at every fair."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower_case"),)

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    locale: Mapped[str] = mapped_column(default="fr")
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]

    memberships: Mapped[list[Membership]] = relationship(back_populates="account")

    @validates("email")
    def _lower_case(self, _key: str, email: str) -> str:
        return email.strip().lower()

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.id)


class Membership(Base):
    """What one account may be at one fair."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("account_id", "fair_id", "role"),
        ForeignKeyConstraint(
            ["company_id", "fair_id"], ["company.id", "company.fair_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["directorate_id", "fair_id"], ["directorate.id", "directorate.fair_id"], ondelete="CASCADE"
        ),
        CheckConstraint("(role = 'company') = (company_id IS NOT NULL)", name="company_of_a_company"),
        CheckConstraint("(role = 'host') = (directorate_id IS NOT NULL)", name="directorate_of_a_host"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    role: Mapped[Role]
    company_id: Mapped[int | None]
    directorate_id: Mapped[int | None]

    account: Mapped[Account] = relationship(back_populates="memberships")
    fair: Mapped[Fair] = relationship()
    company: Mapped[Company | None] = relationship(
        back_populates="memberships", foreign_keys="Membership.company_id"
    )
    directorate: Mapped[Directorate | None] = relationship(
        back_populates="memberships", foreign_keys="Membership.directorate_id"
    )
