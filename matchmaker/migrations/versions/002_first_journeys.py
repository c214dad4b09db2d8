"""First journeys: registrations refused, projects sent back, wishes that change places, charters kept, whom to write to

Revision ID: 002
Revises: 001
"""

import sqlalchemy as sa
from alembic import op


revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

SIZES = "size_class IN ('micro', 'small_or_medium', 'intermediate', 'large')"
RANK = "rank BETWEEN 1 AND 4"
RANK_MOVING = "rank BETWEEN -4 AND 4 AND rank <> 0"

# Written once, never changed: as matchmaker/models/triggers.py had them at this revision.
SQLITE_TRIGGERS = [
    "CREATE TRIGGER frozen_charter_version_update BEFORE UPDATE ON charter_version BEGIN SELECT RAISE(ABORT, 'charter_version: written once'); END",
    "CREATE TRIGGER frozen_charter_version_delete BEFORE DELETE ON charter_version BEGIN SELECT RAISE(ABORT, 'charter_version: written once'); END",
]
POSTGRESQL_TRIGGERS = [
    "CREATE FUNCTION frozen_charter_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'charter_version: written once' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER frozen_charter_version_update BEFORE UPDATE ON charter_version FOR EACH ROW EXECUTE FUNCTION frozen_charter_version()",
    "CREATE TRIGGER frozen_charter_version_delete BEFORE DELETE ON charter_version FOR EACH ROW EXECUTE FUNCTION frozen_charter_version()",
    "CREATE TRIGGER frozen_charter_version_truncate BEFORE TRUNCATE ON charter_version FOR EACH STATEMENT EXECUTE FUNCTION frozen_charter_version()",
]


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("company") as company:
        company.add_column(sa.Column("refused_at", sa.DateTime(timezone=True)))
        company.add_column(sa.Column("refused_because", sa.Text()))
        company.alter_column("size_class", existing_type=sa.String(), type_=sa.String(length=32))
        company.create_check_constraint(op.f("ck_company_sizeclass"), SIZES)
        company.create_check_constraint(
            op.f("ck_company_refused_for_a_reason"), "(refused_at IS NULL) = (refused_because IS NULL)"
        )
        company.create_check_constraint(
            op.f("ck_company_validated_or_refused"), "validated_at IS NULL OR refused_at IS NULL"
        )
    with op.batch_alter_table("fair", recreate="always" if is_sqlite else "auto") as fair:
        fair.add_column(sa.Column("contact_email", sa.String()))
    with op.batch_alter_table("need") as need:
        need.add_column(sa.Column("returned_at", sa.DateTime(timezone=True)))
        need.add_column(sa.Column("returned_because", sa.Text()))
        need.create_check_constraint(
            op.f("ck_need_returned_for_a_reason"), "(returned_at IS NULL) = (returned_because IS NULL)"
        )
        need.create_check_constraint(
            op.f("ck_need_returned_or_validated"), "returned_at IS NULL OR validated_at IS NULL"
        )
    with op.batch_alter_table("wish") as wish:
        wish.drop_constraint(op.f("ck_wish_at_most_four"), type_="check")
        wish.create_check_constraint(op.f("ck_wish_at_most_four"), RANK_MOVING)
    for statement in SQLITE_TRIGGERS if is_sqlite else POSTGRESQL_TRIGGERS:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in ("update", "delete") if is_sqlite else ("update", "delete", "truncate"):
        on = "" if is_sqlite else " ON charter_version"
        op.get_bind().exec_driver_sql(f"DROP TRIGGER frozen_charter_version_{name}{on}")
    if not is_sqlite:
        op.get_bind().exec_driver_sql("DROP FUNCTION frozen_charter_version()")
    with op.batch_alter_table("wish") as wish:
        wish.drop_constraint(op.f("ck_wish_at_most_four"), type_="check")
        wish.create_check_constraint(op.f("ck_wish_at_most_four"), RANK)
    with op.batch_alter_table("need") as need:
        for name in ("returned_or_validated", "returned_for_a_reason"):
            need.drop_constraint(op.f(f"ck_need_{name}"), type_="check")
        need.drop_column("returned_because")
        need.drop_column("returned_at")
    with op.batch_alter_table("company") as company:
        for name in ("validated_or_refused", "refused_for_a_reason", "sizeclass"):
            company.drop_constraint(op.f(f"ck_company_{name}"), type_="check")
        company.alter_column("size_class", existing_type=sa.String(length=32), type_=sa.String())
        company.drop_column("refused_because")
        company.drop_column("refused_at")
    with op.batch_alter_table("fair") as fair:
        fair.drop_column("contact_email")
