"""The live timetable: one row per meeting that stands, or once stood."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base
from matchmaker.models.columns import Key, PublicId
from matchmaker.models.company import Company
from matchmaker.models.desk import Desk, Table
from matchmaker.models.fair import Fair, Slot
from matchmaker.models.schedule import Schedule

OCCUPYING = sa.text("ended_at IS NULL")


class EndedWhy(enum.Enum):
    """Why a meeting no longer stands."""

    GIVEN_UP = "given_up"
    LAPSED = "lapsed"
    REPLACED = "replaced"
    LOST = "lost"


def _once(name: str, *columns: str) -> Index:
    """Whatever occupies a place, a hold included, occupies it alone: the database watches, not the code."""
    return Index(name, *columns, unique=True, sqlite_where=OCCUPYING, postgresql_where=OCCUPYING)


class Meeting(Base):
    """A company, a table, a slot. ``held_until`` is set while a freed place is only offered.

    ``slot_code`` follows ``slot``: a slot keeps its code from one grid to the next, so that two meetings
    cannot share a place by standing in two layouts of the same morning.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        _once("uq_meeting_table_slot", "table_id", "slot_code"),
        _once("uq_meeting_company_slot", "company_id", "slot_code"),
        _once("uq_meeting_company_desk", "company_id", "desk_id"),
        ForeignKeyConstraint(["company_id", "fair_id"], ["company.id", "company.fair_id"]),
        ForeignKeyConstraint(["desk_id", "fair_id"], ["desk.id", "desk.fair_id"]),
        ForeignKeyConstraint(["table_id", "desk_id"], ["desk_table.id", "desk_table.desk_id"]),
        ForeignKeyConstraint(["schedule_id", "fair_id"], ["schedule.id", "schedule.fair_id"]),
        ForeignKeyConstraint(["slot_id", "fair_id", "slot_code"], ["slot.id", "slot.fair_id", "slot.code"]),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="ended_for_a_reason"),
        CheckConstraint("confirmed_at IS NULL OR held_until IS NULL", name="held_or_confirmed"),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    schedule_id: Mapped[int]
    company_id: Mapped[int]
    desk_id: Mapped[int]
    table_id: Mapped[int]
    slot_id: Mapped[int]
    slot_code: Mapped[str]
    pinned: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime]
    held_until: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[EndedWhy | None]

    fair: Mapped[Fair] = relationship()
    schedule: Mapped[Schedule] = relationship(foreign_keys="Meeting.schedule_id")
    company: Mapped[Company] = relationship(back_populates="meetings", foreign_keys="Meeting.company_id")
    desk: Mapped[Desk] = relationship(foreign_keys="Meeting.desk_id")
    table: Mapped[Table] = relationship(foreign_keys="Meeting.table_id")
    slot: Mapped[Slot] = relationship(foreign_keys="[Meeting.slot_id, Meeting.slot_code]")
