"""What belongs to a draft: its steps, what it supposes to have happened, what the directorates say of it."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base
from matchmaker.models.account import Account
from matchmaker.models.columns import Compressed, Key
from matchmaker.models.company import Company
from matchmaker.models.desk import Desk, Table
from matchmaker.models.schedule import Schedule


class StepDeed(enum.Enum):
    """What was done to a draft; the first step of every draft is one of the first two."""

    COMPUTED = "computed"
    COPIED = "copied"
    MOVED = "moved"
    SWAPPED = "swapped"
    REPLACED = "replaced"
    ADDED = "added"
    DROPPED = "dropped"
    RESTORED = "restored"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    RUN = "run"
    PREVIEWED = "previewed"
    REPAIRED = "repaired"
    ACCEPTED = "accepted"


class DraftStep(Base):
    """One deed in a draft, and the whole state it led to; written once, never changed.

    The steps of a draft are a tree: ``parent`` is the number of the state from which this one was made, None
    for the first, which is number 0. To undo is to go back to the parent, to redo is to go on to the newest
    child (``Schedule.step`` says where the draft stands), so that nothing that was done is ever lost.

    ``company`` and ``desk`` name the meeting, ``other`` the company that gave way, by their stable codes.
    """

    __tablename__ = "draft_step"
    __table_args__ = (
        UniqueConstraint("schedule_id", "number"),
        CheckConstraint("(number = 0) = (parent IS NULL)", name="first_without_parent"),
        CheckConstraint("parent IS NULL OR parent < number", name="after_its_parent"),
        CheckConstraint("deed NOT IN ('dropped', 'replaced') OR reason <> ''", name="taken_for_a_reason"),
    )

    id: Mapped[Key]
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedule.id", ondelete="CASCADE"))
    number: Mapped[int]
    parent: Mapped[int | None]
    deed: Mapped[StepDeed]
    company: Mapped[str | None]
    desk: Mapped[str | None]
    slot_before: Mapped[str | None]
    table_before: Mapped[str | None]
    slot_after: Mapped[str | None]
    table_after: Mapped[str | None]
    other: Mapped[str | None]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    problem: Mapped[bytes] = mapped_column(Compressed, deferred=True)
    timetable: Mapped[bytes] = mapped_column(Compressed, deferred=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    schedule: Mapped[Schedule] = relationship()
    by: Mapped[Account | None] = relationship()


class Happened(enum.Enum):
    """What can upset a timetable, the likeliest first."""

    LATE_OPENING = "late_opening"
    TABLE_LOST = "table_lost"
    PERSON_LATE = "person_late"
    COMPANY_GONE = "company_gone"
    COMPANY_LATE = "company_late"
    NEWCOMERS = "newcomers"
    TABLE_ADDED = "table_added"
    COMPANY_BACK = "company_back"


class LateWay(enum.Enum):
    """How a late opening is made up for: fewer slots, shorter ones, or the same ones a little later."""

    DROP = "drop"
    SHORTEN = "shorten"
    OVERRUN = "overrun"


class Happening(Base):
    """What a draft supposes to have happened; publishing makes it a fact of the fair.

    ``from_slot`` and ``until_slot`` are slot codes, both included; empty means from the first, to the last.
    What happens to slots and tables stands in the draft's own grid as well.
    """

    __tablename__ = "happening"
    __table_args__ = (
        UniqueConstraint("schedule_id", "position"),
        CheckConstraint("kind <> 'late_opening' OR (minutes > 0 AND way IS NOT NULL)", name="late_opening"),
        CheckConstraint(
            "kind NOT IN ('company_gone', 'company_late', 'company_back') OR company_id IS NOT NULL",
            name="says_which_company",
        ),
        CheckConstraint(
            "kind NOT IN ('table_lost', 'table_added') OR table_id IS NOT NULL", name="says_which_table"
        ),
        CheckConstraint("kind <> 'person_late' OR person_id IS NOT NULL", name="says_which_person"),
    )

    id: Mapped[Key]
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedule.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[Happened]
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    table_id: Mapped[int | None] = mapped_column(ForeignKey("desk_table.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    from_slot: Mapped[str | None]
    until_slot: Mapped[str | None]
    minutes: Mapped[int | None]
    way: Mapped[LateWay | None]
    said_at: Mapped[datetime]
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    fact_since: Mapped[datetime | None]

    schedule: Mapped[Schedule] = relationship()
    company: Mapped[Company | None] = relationship()
    table: Mapped[Table | None] = relationship()
    person: Mapped[Account | None] = relationship(foreign_keys=[person_id])
    said_by: Mapped[Account | None] = relationship(foreign_keys=[said_by_id])


class Verdict(enum.Enum):
    """What a directorate says of its stand in a draft."""

    APPROVED = "approved"
    CHANGE_ASKED = "change_asked"


class Review(Base):
    """A stand's verdict on a draft; the last one counts, as long as the stand's meetings are those it saw.

    ``meetings_sha256`` is of the stand's meetings as they were read (services/drafts/reviews.py).
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("verdict <> 'change_asked' OR sentence <> ''", name="asks_in_words"),
        CheckConstraint("length(meetings_sha256) = 64", name="sha256"),
    )

    id: Mapped[Key]
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedule.id", ondelete="CASCADE"), index=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id", ondelete="CASCADE"))
    verdict: Mapped[Verdict]
    sentence: Mapped[str] = mapped_column(sa.Text, default="")
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    meetings_sha256: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    schedule: Mapped[Schedule] = relationship()
    desk: Mapped[Desk] = relationship()
    company: Mapped[Company | None] = relationship()
    by: Mapped[Account] = relationship()
