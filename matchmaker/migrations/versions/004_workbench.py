"""The workbench: steps of a draft, what it supposes to have happened, what directorates say of it, runs from it

Revision ID: 004
Revises: 003
"""

import zlib

import sqlalchemy as sa
from alembic import op


revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

DEEDS = (
    "computed",
    "copied",
    "moved",
    "swapped",
    "replaced",
    "added",
    "dropped",
    "restored",
    "pinned",
    "unpinned",
    "run",
    "previewed",
    "repaired",
    "accepted",
)
HAPPENED = (
    "late_opening",
    "table_lost",
    "person_late",
    "company_gone",
    "company_late",
    "newcomers",
    "table_added",
    "company_back",
)
SCOPES = ("all", "empty_seats", "desk", "fewest_changes")
SHOWN = "shown_at IS NOT NULL AND published_at IS NULL AND discarded_at IS NULL"

# Written once, never changed: as matchmaker/models/triggers.py had them at this revision. SQLite makes the
# table of schedules anew, and loses its triggers by it.
SQLITE_TRIGGERS = [
    "CREATE TRIGGER frozen_draft_step_update BEFORE UPDATE ON draft_step BEGIN SELECT RAISE(ABORT, 'draft_step: written once'); END",
    "CREATE TRIGGER frozen_draft_step_delete BEFORE DELETE ON draft_step BEGIN SELECT RAISE(ABORT, 'draft_step: written once'); END",
    "CREATE TRIGGER frozen_schedule_identity BEFORE UPDATE OF fair_id, number, seed, created_at, made_from_id, made_from_step ON schedule BEGIN SELECT RAISE(ABORT, 'schedule: written once'); END",
    "CREATE TRIGGER frozen_schedule_document BEFORE UPDATE OF grid_id, problem, timetable, problem_sha256, timetable_sha256, is_simulation, live_revision_base, step, frozen_at ON schedule WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'schedule: written once'); END",
    "CREATE TRIGGER frozen_schedule_publication BEFORE UPDATE OF version, published_at, published_by_id ON schedule WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'schedule: written once'); END",
    "CREATE TRIGGER frozen_schedule_replacement BEFORE UPDATE OF replaced_at ON schedule WHEN OLD.replaced_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'schedule: written once'); END",
    "CREATE TRIGGER frozen_schedule_delete BEFORE DELETE ON schedule WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'schedule: written once'); END",
]
POSTGRESQL_TRIGGERS = [
    "CREATE FUNCTION frozen_draft_step() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'draft_step: written once' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER frozen_draft_step_update BEFORE UPDATE ON draft_step FOR EACH ROW EXECUTE FUNCTION frozen_draft_step()",
    "CREATE TRIGGER frozen_draft_step_delete BEFORE DELETE ON draft_step FOR EACH ROW EXECUTE FUNCTION frozen_draft_step()",
    "CREATE TRIGGER frozen_schedule_identity BEFORE UPDATE OF fair_id, number, seed, created_at, made_from_id, made_from_step ON schedule FOR EACH ROW EXECUTE FUNCTION frozen_schedule()",
    "CREATE TRIGGER frozen_schedule_document BEFORE UPDATE OF grid_id, problem, timetable, problem_sha256, timetable_sha256, is_simulation, live_revision_base, step, frozen_at ON schedule FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION frozen_schedule()",
    "CREATE TRIGGER frozen_draft_step_truncate BEFORE TRUNCATE ON draft_step FOR EACH STATEMENT EXECUTE FUNCTION frozen_draft_step()",
]
OLD_DOCUMENT = (
    "CREATE TRIGGER frozen_schedule_document BEFORE UPDATE OF fair_id, number, grid_id, problem, timetable, "
    "problem_sha256, timetable_sha256, seed, is_simulation, live_revision_base, created_at ON schedule "
)
OLD_SQLITE_TRIGGERS = [
    OLD_DOCUMENT + "BEGIN SELECT RAISE(ABORT, 'schedule: written once'); END",
    *(one for one in SQLITE_TRIGGERS if "_publication" in one or "_replacement" in one or "schedule_delete" in one),
]
OLD_POSTGRESQL_TRIGGERS = [OLD_DOCUMENT + "FOR EACH ROW EXECUTE FUNCTION frozen_schedule()"]


def one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute("DROP TRIGGER frozen_schedule_document ON schedule")
    _change_tables()
    _add_tables()
    _give_every_schedule_its_first_step()
    for statement in SQLITE_TRIGGERS if is_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def _change_tables() -> None:
    with op.batch_alter_table("grid") as grid:
        grid.add_column(sa.Column("is_proposed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("grid") as grid:
        grid.alter_column("is_proposed", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("schedule") as schedule:
        schedule.add_column(sa.Column("step", sa.Integer(), nullable=False, server_default="0"))
        schedule.add_column(sa.Column("made_from_id", sa.Integer(), nullable=True))
        schedule.add_column(sa.Column("made_from_step", sa.Integer(), nullable=True))
        schedule.add_column(sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True))
        schedule.add_column(sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True))
        schedule.create_foreign_key(
            op.f("fk_schedule_made_from_id"), "schedule", ["made_from_id"], ["id"]
        )
        schedule.create_check_constraint(
            op.f("ck_schedule_made_from_a_step"), "(made_from_id IS NULL) = (made_from_step IS NULL)"
        )
    with op.batch_alter_table("schedule") as schedule:
        schedule.alter_column("step", existing_type=sa.Integer(), server_default=None)
        where = sa.text(SHOWN)
        schedule.create_index(
            "uq_schedule_shown", ["fair_id"], unique=True, sqlite_where=where, postgresql_where=where
        )
    with op.batch_alter_table("run") as run:
        run.add_column(sa.Column("draft_id", sa.Integer(), nullable=True))
        run.add_column(sa.Column("draft_step", sa.Integer(), nullable=True))
        run.add_column(sa.Column("scope", sa.String(length=32), nullable=True))
        run.add_column(sa.Column("desk", sa.String(), nullable=True))
        run.create_foreign_key(op.f("fk_run_draft_id"), "schedule", ["draft_id"], ["id"])
        run.create_check_constraint(op.f("ck_run_scope"), f"scope IN {SCOPES}")
        run.create_check_constraint(
            op.f("ck_run_draft_at_a_step"), "(draft_id IS NULL) = (draft_step IS NULL)"
        )
        run.create_check_constraint(
            op.f("ck_run_draft_with_a_scope"), "(draft_id IS NULL) = (scope IS NULL)"
        )
        run.create_check_constraint(
            op.f("ck_run_says_which_desk"), "scope IS NULL OR (scope = 'desk') = (desk IS NOT NULL)"
        )


def _add_tables() -> None:
    op.create_table(
        "draft_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("deed", one_of("stepdeed", DEEDS), nullable=False),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("desk", sa.String(), nullable=True),
        sa.Column("slot_before", sa.String(), nullable=True),
        sa.Column("table_before", sa.String(), nullable=True),
        sa.Column("slot_after", sa.String(), nullable=True),
        sa.Column("table_after", sa.String(), nullable=True),
        sa.Column("other", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("problem", sa.LargeBinary(), nullable=False),
        sa.Column("timetable", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(number = 0) = (parent IS NULL)", name=op.f("ck_draft_step_first_without_parent")
        ),
        sa.CheckConstraint(
            "parent IS NULL OR parent < number", name=op.f("ck_draft_step_after_its_parent")
        ),
        sa.CheckConstraint(
            "deed NOT IN ('dropped', 'replaced') OR reason <> ''",
            name=op.f("ck_draft_step_taken_for_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name=op.f("fk_draft_step_schedule_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_draft_step_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_step")),
        sa.UniqueConstraint("schedule_id", "number", name=op.f("uq_draft_step_schedule_id_number")),
    )
    op.create_table(
        "happening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", one_of("happened", HAPPENED), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("table_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("from_slot", sa.String(), nullable=True),
        sa.Column("until_slot", sa.String(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("way", one_of("lateway", ("drop", "shorten", "overrun")), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.Column("fact_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind <> 'late_opening' OR (minutes > 0 AND way IS NOT NULL)",
            name=op.f("ck_happening_late_opening"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('company_gone', 'company_late', 'company_back') OR company_id IS NOT NULL",
            name=op.f("ck_happening_says_which_company"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('table_lost', 'table_added') OR table_id IS NOT NULL",
            name=op.f("ck_happening_says_which_table"),
        ),
        sa.CheckConstraint(
            "kind <> 'person_late' OR person_id IS NOT NULL", name=op.f("ck_happening_says_which_person")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name=op.f("fk_happening_schedule_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_happening_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["table_id"], ["desk_table.id"], name=op.f("fk_happening_table_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name=op.f("fk_happening_person_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["account.id"], name=op.f("fk_happening_said_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_happening")),
        sa.UniqueConstraint("schedule_id", "position", name=op.f("uq_happening_schedule_id_position")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("verdict", one_of("verdict", ("approved", "change_asked")), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("meetings_sha256", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "verdict <> 'change_asked' OR sentence <> ''", name=op.f("ck_review_asks_in_words")
        ),
        sa.CheckConstraint("length(meetings_sha256) = 64", name=op.f("ck_review_sha256")),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name=op.f("fk_review_schedule_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["desk_id"], ["desk.id"], name=op.f("fk_review_desk_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_review_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_review_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_schedule_id"), "review", ["schedule_id"])


def _give_every_schedule_its_first_step() -> None:
    columns = ("id", "problem", "timetable", "created_at", "created_by_id")
    schedule = sa.table("schedule", *map(sa.column, columns))
    names = ("schedule_id", "number", "deed", "reason", "problem", "timetable", "at", "by_id")
    step = sa.table("draft_step", *map(sa.column, names))
    connection = op.get_bind()
    for one in connection.execute(sa.select(schedule)).all():
        values = {
            "schedule_id": one.id,
            "number": 0,
            "deed": "computed",
            "reason": "",
            "problem": zlib.compress(one.problem),
            "timetable": zlib.compress(one.timetable),
            "at": one.created_at,
            "by_id": one.created_by_id,
        }
        connection.execute(sa.insert(step).values(**values))


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ("review", "happening", "draft_step"):
        op.drop_table(table)
    if not is_sqlite:
        op.execute("DROP FUNCTION frozen_draft_step()")
        for name in ("identity", "document"):
            op.execute(f"DROP TRIGGER frozen_schedule_{name} ON schedule")
    with op.batch_alter_table("run") as run:
        for name in ("says_which_desk", "draft_with_a_scope", "draft_at_a_step", "scope"):
            run.drop_constraint(op.f(f"ck_run_{name}"), type_="check")
        run.drop_constraint(op.f("fk_run_draft_id"), type_="foreignkey")
        for column in ("desk", "scope", "draft_step", "draft_id"):
            run.drop_column(column)
    with op.batch_alter_table("schedule") as schedule:
        schedule.drop_index("uq_schedule_shown")
        schedule.drop_constraint(op.f("ck_schedule_made_from_a_step"), type_="check")
        schedule.drop_constraint(op.f("fk_schedule_made_from_id"), type_="foreignkey")
        for column in ("shown_at", "frozen_at", "made_from_step", "made_from_id", "step"):
            schedule.drop_column(column)
    with op.batch_alter_table("grid") as grid:
        grid.drop_column("is_proposed")
    for statement in OLD_SQLITE_TRIGGERS if is_sqlite else OLD_POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)
