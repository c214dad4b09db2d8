"""Schedules: documents with versions, and the runs that make them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base
from matchmaker.models.account import Account
from matchmaker.models.columns import Key, PublicId
from matchmaker.models.fair import Fair, Grid

UNFINISHED = "finished_at IS NULL AND failed_at IS NULL"
STANDING = "published_at IS NOT NULL AND replaced_at IS NULL"


class Schedule(Base):
    """A draft, then perhaps a published version: the exact bytes asked and answered, which never change.

    ``number`` counts every schedule of the fair; ``version`` only the published ones (v1, v2 …).
    """

    __tablename__ = "schedule"
    __table_args__ = (
        UniqueConstraint("fair_id", "number"),
        UniqueConstraint("fair_id", "version"),
        UniqueConstraint("id", "fair_id"),
        ForeignKeyConstraint(["grid_id", "fair_id"], ["grid.id", "grid.fair_id"]),
        CheckConstraint("(version IS NULL) = (published_at IS NULL)", name="published_has_a_version"),
        CheckConstraint("NOT is_simulation OR published_at IS NULL", name="simulation_never_published"),
        CheckConstraint("replaced_at IS NULL OR published_at IS NOT NULL", name="replaced_was_published"),
        CheckConstraint("discarded_at IS NULL OR published_at IS NULL", name="published_never_discarded"),
        Index(
            "uq_schedule_standing",
            "fair_id",
            unique=True,
            sqlite_where=sa.text(STANDING),
            postgresql_where=sa.text(STANDING),
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str]
    grid_id: Mapped[int]
    problem: Mapped[bytes] = mapped_column(LargeBinary)
    timetable: Mapped[bytes] = mapped_column(LargeBinary)
    problem_sha256: Mapped[str]
    timetable_sha256: Mapped[str]
    seed: Mapped[int]
    is_simulation: Mapped[bool]
    live_revision_base: Mapped[int]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    version: Mapped[int | None]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    replaced_at: Mapped[datetime | None]
    discarded_at: Mapped[datetime | None]

    fair: Mapped[Fair] = relationship()
    grid: Mapped[Grid] = relationship(foreign_keys="Schedule.grid_id")
    created_by: Mapped[Account | None] = relationship(foreign_keys=[created_by_id])
    published_by: Mapped[Account | None] = relationship(foreign_keys=[published_by_id])

    @property
    def is_draft(self) -> bool:
        return self.published_at is None and self.discarded_at is None

    @property
    def is_standing(self) -> bool:
        return self.published_at is not None and self.replaced_at is None


class Run(Base):
    """One run of the scheduler: asked for by a page, carried out by the worker, one at a time per fair."""

    __tablename__ = "run"
    __table_args__ = (
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        CheckConstraint("finished_at IS NULL OR failed_at IS NULL", name="ends_once"),
        Index(
            "uq_run_unfinished",
            "fair_id",
            unique=True,
            sqlite_where=sa.text(UNFINISHED),
            postgresql_where=sa.text(UNFINISHED),
        ),
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    seed: Mapped[int]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    failure: Mapped[str | None]
    progress: Mapped[int] = mapped_column(default=0)
    stage: Mapped[str | None]
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedule.id"))

    fair: Mapped[Fair] = relationship()
    asked_by: Mapped[Account | None] = relationship()
    schedule: Mapped[Schedule | None] = relationship()
