"""Imports: files that organisers bring, and what a rehearsal said of each line

Revision ID: 003
Revises: 002
"""

import sqlalchemy as sa
from alembic import op


revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("companies", "needs", "wishes", name="importkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by_id", sa.Integer(), nullable=False),
        sa.Column("rehearsed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_import_sha256")),
        sa.CheckConstraint(
            "(applied_at IS NULL) = (applied_by_id IS NULL)", name=op.f("ck_import_applied_by_somebody")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_import_fair_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["received_by_id"], ["account.id"], name=op.f("fk_import_received_by_id")),
        sa.ForeignKeyConstraint(["applied_by_id"], ["account.id"], name=op.f("fk_import_applied_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_import_public_id")),
    )
    op.create_table(
        "import_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("faults", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import.id"], name=op.f("fk_import_line_import_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_line")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_import_line_import_id_number")),
    )


def downgrade() -> None:
    op.drop_table("import_line")
    op.drop_table("import")
