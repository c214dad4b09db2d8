"""Schedules: documents with versions, and the runs that make them."""

from __future__ import annotations

import enum
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
SHOWN = "shown_at IS NOT NULL AND published_at IS NULL AND discarded_at IS NULL"


def _once_per_fair(name: str, when: str) -> Index:
    """At most one row of a fair for which ``when`` is true."""
    where = sa.text(when)
    return Index(name, "fair_id", unique=True, sqlite_where=where, postgresql_where=where)


class Schedule(Base):
    """A draft, then perhaps a published version: the exact bytes asked and answered.

    ``number`` counts every schedule of the fair; ``version`` only the published ones (v1, v2 …). The bytes
    of a draft are those of the step at which it stands (``step``, see draft.py); those of a version never
    change. ``shown_at``: since when the directorates are asked what they say of it. ``frozen_at``: made on
    the day, at that instant: what has begun by then, or is about to, stays.
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
        CheckConstraint("(made_from_id IS NULL) = (made_from_step IS NULL)", name="made_from_a_step"),
        _once_per_fair("uq_schedule_standing", STANDING),
        _once_per_fair("uq_schedule_shown", SHOWN),
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
    step: Mapped[int] = mapped_column(default=0)
    made_from_id: Mapped[int | None] = mapped_column(ForeignKey("schedule.id"))
    made_from_step: Mapped[int | None]
    frozen_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]
    version: Mapped[int | None]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    replaced_at: Mapped[datetime | None]
    discarded_at: Mapped[datetime | None]

    fair: Mapped[Fair] = relationship()
    grid: Mapped[Grid] = relationship(foreign_keys="Schedule.grid_id")
    created_by: Mapped[Account | None] = relationship(foreign_keys=[created_by_id])
    published_by: Mapped[Account | None] = relationship(foreign_keys=[published_by_id])
    made_from: Mapped[Schedule | None] = relationship(foreign_keys=[made_from_id], remote_side="Schedule.id")

    @property
    def is_draft(self) -> bool:
        return self.published_at is None and self.discarded_at is None

    @property
    def is_standing(self) -> bool:
        return self.published_at is not None and self.replaced_at is None


class Scope(enum.Enum):
    """What a run from a draft may touch: all but pins, the empty seats, one stand, or as little as can be."""

    ALL = "all"
    EMPTY_SEATS = "empty_seats"
    DESK = "desk"
    FEWEST_CHANGES = "fewest_changes"


class Run(Base):
    """One run of the scheduler: asked for by a page, carried out by the worker, one at a time per fair.

    A run from a draft (``draft``) leads to its next step, if the draft still stands at ``draft_step``.
    """

    __tablename__ = "run"
    __table_args__ = (
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        CheckConstraint("finished_at IS NULL OR failed_at IS NULL", name="ends_once"),
        CheckConstraint("(draft_id IS NULL) = (draft_step IS NULL)", name="draft_at_a_step"),
        CheckConstraint("(draft_id IS NULL) = (scope IS NULL)", name="draft_with_a_scope"),
        CheckConstraint("scope IS NULL OR (scope = 'desk') = (desk IS NOT NULL)", name="says_which_desk"),
        _once_per_fair("uq_run_unfinished", UNFINISHED),
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
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("schedule.id"))
    draft_step: Mapped[int | None]
    scope: Mapped[Scope | None]
    desk: Mapped[str | None]

    fair: Mapped[Fair] = relationship()
    asked_by: Mapped[Account | None] = relationship()
    schedule: Mapped[Schedule | None] = relationship(foreign_keys=[schedule_id])
    draft: Mapped[Schedule | None] = relationship(foreign_keys=[draft_id])
