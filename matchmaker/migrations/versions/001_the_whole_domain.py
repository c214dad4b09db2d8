"""The whole domain

Long on purpose: the first schema is one snapshot, and a migration is never taken apart afterwards.

Revision ID: 001
Revises:
"""

import sqlalchemy as sa
from alembic import op


revision = "001"
down_revision = None
branch_labels = None
depends_on = None

# Written once, never changed: as matchmaker/models/triggers.py had them at this revision.
SQLITE_TRIGGERS = [
    "CREATE TRIGGER frozen_journal_entry_update BEFORE UPDATE ON journal_entry BEGIN SELECT RAISE(ABORT, 'journal_entry: written once'); END",
    "CREATE TRIGGER frozen_journal_entry_delete BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, 'journal_entry: written once'); END",
    "CREATE TRIGGER frozen_need_version_update BEFORE UPDATE ON need_version BEGIN SELECT RAISE(ABORT, 'need_version: written once'); END",
    "CREATE TRIGGER frozen_need_version_delete BEFORE DELETE ON need_version BEGIN SELECT RAISE(ABORT, 'need_version: written once'); END",
    "CREATE TRIGGER frozen_draw_rank_update BEFORE UPDATE ON draw_rank BEGIN SELECT RAISE(ABORT, 'draw_rank: written once'); END",
    "CREATE TRIGGER frozen_draw_rank_delete BEFORE DELETE ON draw_rank BEGIN SELECT RAISE(ABORT, 'draw_rank: written once'); END",
    "CREATE TRIGGER frozen_schedule_document BEFORE UPDATE OF fair_id, number, grid_id, problem, timetable, problem_sha256, timetable_sha256, seed, is_simulation, live_revision_base, created_at ON schedule BEGIN SELECT RAISE(ABORT, 'schedule: written once'); END",
    "CREATE TRIGGER frozen_schedule_publication BEFORE UPDATE OF version, published_at, published_by_id ON schedule WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'schedule: written once'); END",
    "CREATE TRIGGER frozen_schedule_replacement BEFORE UPDATE OF replaced_at ON schedule WHEN OLD.replaced_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'schedule: written once'); END",
    "CREATE TRIGGER frozen_schedule_delete BEFORE DELETE ON schedule WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'schedule: written once'); END",
    "CREATE TRIGGER frozen_draw_commitment BEFORE UPDATE OF fair_id, commitment, secret, public_source, committed_at ON draw BEGIN SELECT RAISE(ABORT, 'draw: written once'); END",
    "CREATE TRIGGER frozen_draw_reveal BEFORE UPDATE OF public_number, revealed_at ON draw WHEN OLD.revealed_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'draw: written once'); END",
    "CREATE TRIGGER frozen_draw_delete BEFORE DELETE ON draw BEGIN SELECT RAISE(ABORT, 'draw: written once'); END",
    "CREATE TRIGGER frozen_rules_version_update BEFORE UPDATE ON rules_version WHEN OLD.locked_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'rules_version: written once'); END",
    "CREATE TRIGGER frozen_rules_version_delete BEFORE DELETE ON rules_version WHEN OLD.locked_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'rules_version: written once'); END",
]
POSTGRESQL_TRIGGERS = [
    "CREATE FUNCTION frozen_draw() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'draw: written once' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE FUNCTION frozen_draw_rank() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'draw_rank: written once' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE FUNCTION frozen_journal_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'journal_entry: written once' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE FUNCTION frozen_need_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'need_version: written once' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE FUNCTION frozen_rules_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'rules_version: written once' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE FUNCTION frozen_schedule() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'schedule: written once' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER frozen_journal_entry_update BEFORE UPDATE ON journal_entry FOR EACH ROW EXECUTE FUNCTION frozen_journal_entry()",
    "CREATE TRIGGER frozen_journal_entry_delete BEFORE DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION frozen_journal_entry()",
    "CREATE TRIGGER frozen_need_version_update BEFORE UPDATE ON need_version FOR EACH ROW EXECUTE FUNCTION frozen_need_version()",
    "CREATE TRIGGER frozen_need_version_delete BEFORE DELETE ON need_version FOR EACH ROW EXECUTE FUNCTION frozen_need_version()",
    "CREATE TRIGGER frozen_draw_rank_update BEFORE UPDATE ON draw_rank FOR EACH ROW EXECUTE FUNCTION frozen_draw_rank()",
    "CREATE TRIGGER frozen_draw_rank_delete BEFORE DELETE ON draw_rank FOR EACH ROW EXECUTE FUNCTION frozen_draw_rank()",
    "CREATE TRIGGER frozen_schedule_document BEFORE UPDATE OF fair_id, number, grid_id, problem, timetable, problem_sha256, timetable_sha256, seed, is_simulation, live_revision_base, created_at ON schedule FOR EACH ROW EXECUTE FUNCTION frozen_schedule()",
    "CREATE TRIGGER frozen_schedule_publication BEFORE UPDATE OF version, published_at, published_by_id ON schedule FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION frozen_schedule()",
    "CREATE TRIGGER frozen_schedule_replacement BEFORE UPDATE OF replaced_at ON schedule FOR EACH ROW WHEN (OLD.replaced_at IS NOT NULL) EXECUTE FUNCTION frozen_schedule()",
    "CREATE TRIGGER frozen_schedule_delete BEFORE DELETE ON schedule FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION frozen_schedule()",
    "CREATE TRIGGER frozen_draw_commitment BEFORE UPDATE OF fair_id, commitment, secret, public_source, committed_at ON draw FOR EACH ROW EXECUTE FUNCTION frozen_draw()",
    "CREATE TRIGGER frozen_draw_reveal BEFORE UPDATE OF public_number, revealed_at ON draw FOR EACH ROW WHEN (OLD.revealed_at IS NOT NULL) EXECUTE FUNCTION frozen_draw()",
    "CREATE TRIGGER frozen_draw_delete BEFORE DELETE ON draw FOR EACH ROW EXECUTE FUNCTION frozen_draw()",
    "CREATE TRIGGER frozen_rules_version_update BEFORE UPDATE ON rules_version FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL) EXECUTE FUNCTION frozen_rules_version()",
    "CREATE TRIGGER frozen_rules_version_delete BEFORE DELETE ON rules_version FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL) EXECUTE FUNCTION frozen_rules_version()",
    "CREATE TRIGGER frozen_journal_entry_truncate BEFORE TRUNCATE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION frozen_journal_entry()",
    "CREATE TRIGGER frozen_need_version_truncate BEFORE TRUNCATE ON need_version FOR EACH STATEMENT EXECUTE FUNCTION frozen_need_version()",
    "CREATE TRIGGER frozen_draw_rank_truncate BEFORE TRUNCATE ON draw_rank FOR EACH STATEMENT EXECUTE FUNCTION frozen_draw_rank()",
]


def upgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "cpv_code",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("check_digit", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.Column("label_fr", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("search_fr", sa.String(), nullable=False),
        sa.Column("search_en", sa.String(), nullable=False),
        sa.CheckConstraint("length(code) = 8", name=op.f("ck_cpv_code_eight_digits")),
        sa.ForeignKeyConstraint(["parent_code"], ["cpv_code.code"], name=op.f("fk_cpv_code_parent_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_cpv_code")),
    )
    op.create_table(
        "naf_code",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("label_fr", sa.String(), nullable=False),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("search_fr", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_naf_code")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_table(
        "sector",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label_fr", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_sector")),
    )
    op.create_table(
        "fair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name_fr", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.Column("venue", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exchange_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exchange_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requests_open_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requests_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirm_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("changeover_minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("exchange_starts_at < exchange_ends_at", name=op.f("ck_fair_exchange_in_order")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_fair_opens_before_it_closes")),
        sa.CheckConstraint(
            "opens_at <= exchange_starts_at AND exchange_ends_at <= closes_at",
            name=op.f("ck_fair_exchange_within_the_fair"),
        ),
        sa.CheckConstraint(
            "requests_close_at <= opens_at", name=op.f("ck_fair_requests_close_before_the_fair")
        ),
        sa.CheckConstraint("requests_open_at < requests_close_at", name=op.f("ck_fair_requests_in_order")),
        sa.CheckConstraint("slot_minutes > 0 AND changeover_minutes >= 0", name=op.f("ck_fair_minutes")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_fair_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair")),
        sa.UniqueConstraint("organisation_id", "slug", name=op.f("uq_fair_organisation_id_slug")),
    )
    op.create_table(
        "charter_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=True),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["fair.id"], name=op.f("fk_charter_version_fair_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_version")),
        sa.UniqueConstraint("fair_id", "number", name=op.f("uq_charter_version_fair_id_number")),
    )
    op.create_table(
        "company_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["fair.id"], name=op.f("fk_company_group_fair_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_group")),
        sa.UniqueConstraint("fair_id", "name", name=op.f("uq_company_group_fair_id_name")),
        sa.UniqueConstraint("id", "fair_id", name=op.f("uq_company_group_id_fair_id")),
    )
    op.create_table(
        "directorate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label_fr", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["fair.id"], name=op.f("fk_directorate_fair_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directorate")),
        sa.UniqueConstraint("fair_id", "code", name=op.f("uq_directorate_fair_id_code")),
        sa.UniqueConstraint("id", "fair_id", name=op.f("uq_directorate_id_fair_id")),
    )
    op.create_table(
        "draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("public_source", sa.String(), nullable=False),
        sa.Column("public_number", sa.String(), nullable=True),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(revealed_at IS NULL) = (public_number IS NULL)", name=op.f("ck_draw_revealed_with_its_number")
        ),
        sa.CheckConstraint("length(commitment) = 64", name=op.f("ck_draw_commitment_is_a_sha256")),
        sa.CheckConstraint("length(secret) >= 32", name=op.f("ck_draw_secret_of_128_bits")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_draw_fair_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
        sa.UniqueConstraint("fair_id", name=op.f("uq_draw_fair_id")),
    )
    op.create_table(
        "grid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_grid_fair_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid")),
        sa.UniqueConstraint("fair_id", "number", name=op.f("uq_grid_fair_id_number")),
        sa.UniqueConstraint("id", "fair_id", name=op.f("uq_grid_id_fair_id")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_journal_entry_sha256")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_journal_entry_account_id")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_journal_entry_fair_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_entry_hash")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_journal_entry_previous_hash")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["fair.id"], name=op.f("fk_message_fair_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("fair_id", "email", "event", name=op.f("uq_message_fair_id_email_event")),
    )
    op.create_table(
        "programme_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title_fr", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=True),
        sa.Column("description_fr", sa.String(), nullable=False),
        sa.Column("description_en", sa.String(), nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_programme_item_in_order")),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["fair.id"], name=op.f("fk_programme_item_fair_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_item")),
        sa.UniqueConstraint("fair_id", "position", name=op.f("uq_programme_item_fair_id_position")),
    )
    op.create_table(
        "rules_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("choice_1", sa.Integer(), nullable=False),
        sa.Column("choice_2", sa.Integer(), nullable=False),
        sa.Column("choice_3", sa.Integer(), nullable=False),
        sa.Column("choice_4", sa.Integer(), nullable=False),
        sa.Column("priority_bonus", sa.Integer(), nullable=False),
        sa.Column("interest_bonus", sa.Integer(), nullable=False),
        sa.Column("requests_per_company", sa.Integer(), nullable=False),
        sa.Column("meetings_per_company", sa.Integer(), nullable=False),
        sa.Column(
            "policy",
            sa.Enum("floor", "worth", name="policy", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "choice_1 >= choice_2 AND choice_2 >= choice_3 AND choice_3 >= choice_4 AND choice_4 > 0",
            name=op.f("ck_rules_version_choices_in_order"),
        ),
        sa.CheckConstraint("meetings_per_company >= 1", name=op.f("ck_rules_version_meetings_per_company")),
        sa.CheckConstraint(
            "priority_bonus >= interest_bonus AND interest_bonus >= 0 AND choice_1 + priority_bonus <= 1000",
            name=op.f("ck_rules_version_bonuses"),
        ),
        sa.CheckConstraint(
            "requests_per_company BETWEEN 1 AND 4", name=op.f("ck_rules_version_requests_per_company")
        ),
        sa.CheckConstraint(
            "number = 1 OR locked_at IS NULL OR coalesce(reason, '') <> ''", name=op.f("ck_rules_version_changed_for_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["fair.id"], name=op.f("fk_rules_version_fair_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules_version")),
        sa.UniqueConstraint("fair_id", "number", name=op.f("uq_rules_version_fair_id_number")),
    )
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("siren", sa.String(), nullable=True),
        sa.Column("siret", sa.String(), nullable=True),
        sa.Column("foreign_number", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("naf_code", sa.String(), nullable=True),
        sa.Column("size_class", sa.String(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("breathing", sa.Boolean(), nullable=False),
        sa.Column("adapted_access", sa.String(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("validated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("charter_id", sa.Integer(), nullable=True),
        sa.Column("charter_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "length(foreign_number) > 2 AND ltrim(substr(foreign_number, 1, 2), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') = ''",
            name=op.f("ck_company_foreign_number_begins_with_its_country"),
        ),
        sa.CheckConstraint(
            "length(siren) = 9 AND ltrim(siren, '0123456789') = ''",
            name=op.f("ck_company_siren_of_nine_digits"),
        ),
        sa.CheckConstraint(
            "(charter_id IS NULL) = (charter_accepted_at IS NULL)", name=op.f("ck_company_charter")
        ),
        sa.CheckConstraint("(siren IS NULL) <> (foreign_number IS NULL)", name=op.f("ck_company_one_number")),
        sa.CheckConstraint(
            "siret IS NULL OR (length(siret) = 14 AND substr(siret, 1, 9) = siren AND ltrim(siret, '0123456789') = '')",
            name=op.f("ck_company_siret"),
        ),
        sa.ForeignKeyConstraint(["charter_id"], ["charter_version.id"], name=op.f("fk_company_charter_id")),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["fair.id"], name=op.f("fk_company_fair_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "fair_id"],
            ["company_group.id", "company_group.fair_id"],
            name=op.f("fk_company_group_id_fair_id"),
        ),
        sa.ForeignKeyConstraint(["naf_code"], ["naf_code.code"], name=op.f("fk_company_naf_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("fair_id", "foreign_number", name=op.f("uq_company_fair_id_foreign_number")),
        sa.UniqueConstraint("fair_id", "siren", name=op.f("uq_company_fair_id_siren")),
        sa.UniqueConstraint("id", "fair_id", name=op.f("uq_company_id_fair_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_company_public_id")),
    )
    op.create_table(
        "desk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("directorate_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label_fr", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["directorate_id", "fair_id"],
            ["directorate.id", "directorate.fair_id"],
            name=op.f("fk_desk_directorate_id_fair_id"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_desk_fair_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
        sa.UniqueConstraint("fair_id", "code", name=op.f("uq_desk_fair_id_code")),
        sa.UniqueConstraint("id", "fair_id", name=op.f("uq_desk_id_fair_id")),
    )
    op.create_table(
        "directorate_sector",
        sa.Column("directorate_id", sa.Integer(), nullable=False),
        sa.Column("sector_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["directorate_id"],
            ["directorate.id"],
            name=op.f("fk_directorate_sector_directorate_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sector_code"], ["sector.code"], name=op.f("fk_directorate_sector_sector_code")
        ),
        sa.PrimaryKeyConstraint("directorate_id", "sector_code", name=op.f("pk_directorate_sector")),
    )
    op.create_table(
        "draw_rank",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_draw_rank_from_one")),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["draw.id"], name=op.f("fk_draw_rank_draw_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_rank")),
        sa.UniqueConstraint("draw_id", "party", name=op.f("uq_draw_rank_draw_id_party")),
        sa.UniqueConstraint("draw_id", "rank", name=op.f("uq_draw_rank_draw_id_rank")),
    )
    op.create_table(
        "schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("problem", sa.LargeBinary(), nullable=False),
        sa.Column("timetable", sa.LargeBinary(), nullable=False),
        sa.Column("problem_sha256", sa.String(), nullable=False),
        sa.Column("timetable_sha256", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("is_simulation", sa.Boolean(), nullable=False),
        sa.Column("live_revision_base", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(version IS NULL) = (published_at IS NULL)", name=op.f("ck_schedule_published_has_a_version")
        ),
        sa.CheckConstraint(
            "NOT is_simulation OR published_at IS NULL", name=op.f("ck_schedule_simulation_never_published")
        ),
        sa.CheckConstraint(
            "discarded_at IS NULL OR published_at IS NULL", name=op.f("ck_schedule_published_never_discarded")
        ),
        sa.CheckConstraint(
            "replaced_at IS NULL OR published_at IS NOT NULL", name=op.f("ck_schedule_replaced_was_published")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_schedule_created_by_id")),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["fair.id"], name=op.f("fk_schedule_fair_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["grid_id", "fair_id"], ["grid.id", "grid.fair_id"], name=op.f("fk_schedule_grid_id_fair_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["account.id"], name=op.f("fk_schedule_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
        sa.UniqueConstraint("fair_id", "number", name=op.f("uq_schedule_fair_id_number")),
        sa.UniqueConstraint("fair_id", "version", name=op.f("uq_schedule_fair_id_version")),
        sa.UniqueConstraint("id", "fair_id", name=op.f("uq_schedule_id_fair_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_schedule_public_id")),
    )
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.create_index(
            "uq_schedule_standing",
            ["fair_id"],
            unique=True,
            sqlite_where=sa.text("published_at IS NOT NULL AND replaced_at IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND replaced_at IS NULL"),
        )

    op.create_table(
        "slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_slot_in_order")),
        sa.ForeignKeyConstraint(
            ["grid_id", "fair_id"],
            ["grid.id", "grid.fair_id"],
            name=op.f("fk_slot_grid_id_fair_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint("grid_id", "code", name=op.f("uq_slot_grid_id_code")),
        sa.UniqueConstraint("grid_id", "position", name=op.f("uq_slot_grid_id_position")),
        sa.UniqueConstraint("id", "fair_id", "code", name=op.f("uq_slot_id_fair_id_code")),
    )
    op.create_table(
        "company_cpv",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("cpv_code", sa.String(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "declared", "won", name="cpvorigin", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_company_cpv_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["cpv_code"], ["cpv_code.code"], name=op.f("fk_company_cpv_cpv_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_cpv")),
        sa.UniqueConstraint(
            "company_id", "cpv_code", "origin", name=op.f("uq_company_cpv_company_id_cpv_code_origin")
        ),
    )
    op.create_table(
        "company_sector",
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("sector_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_company_sector_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sector_code"], ["sector.code"], name=op.f("fk_company_sector_sector_code")),
        sa.PrimaryKeyConstraint("company_id", "sector_code", name=op.f("pk_company_sector")),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_contact_company_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("company_id", "email", name=op.f("uq_contact_company_id_email")),
    )
    op.create_table(
        "desk_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["desk_id", "fair_id"],
            ["desk.id", "desk.fair_id"],
            name=op.f("fk_desk_table_desk_id_fair_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["fair.id"], name=op.f("fk_desk_table_fair_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_table")),
        sa.UniqueConstraint("desk_id", "number", name=op.f("uq_desk_table_desk_id_number")),
        sa.UniqueConstraint("fair_id", "code", name=op.f("uq_desk_table_fair_id_code")),
        sa.UniqueConstraint("id", "desk_id", name=op.f("uq_desk_table_id_desk_id")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "company",
                "host",
                "procurement",
                "organiser",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("directorate_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(role = 'company') = (company_id IS NOT NULL)", name=op.f("ck_membership_company_of_a_company")
        ),
        sa.CheckConstraint(
            "(role = 'host') = (directorate_id IS NOT NULL)", name=op.f("ck_membership_directorate_of_a_host")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "fair_id"],
            ["company.id", "company.fair_id"],
            name=op.f("fk_membership_company_id_fair_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["directorate_id", "fair_id"],
            ["directorate.id", "directorate.fair_id"],
            name=op.f("fk_membership_directorate_id_fair_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["fair.id"], name=op.f("fk_membership_fair_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "account_id", "fair_id", "role", name=op.f("uq_membership_account_id_fair_id_role")
        ),
    )
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title_fr", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=True),
        sa.Column("description_fr", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=True),
        sa.Column("sector_code", sa.String(), nullable=False),
        sa.Column("cpv_code", sa.String(), nullable=False),
        sa.Column("amount_min", sa.BigInteger(), nullable=True),
        sa.Column("amount_max", sa.BigInteger(), nullable=True),
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column(
            "procedure",
            sa.Enum(
                "adapted",
                "open",
                "framework",
                "negotiated",
                "other",
                name="procedure",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("lots", sa.Integer(), nullable=True),
        sa.Column("internal_note", sa.Text(), nullable=False),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("validated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("validated_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consultation_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "length(quarter) = 7 AND ltrim(substr(quarter, 1, 4), '0123456789') = '' AND substr(quarter, 5, 2) = '-T' AND substr(quarter, 7, 1) IN ('1', '2', '3', '4')",
            name=op.f("ck_need_quarter"),
        ),
        sa.CheckConstraint(
            "amount_max IS NULL OR amount_max >= amount_min", name=op.f("ck_need_amounts_in_order")
        ),
        sa.CheckConstraint("amount_min IS NULL OR amount_min >= 0", name=op.f("ck_need_amount_min")),
        sa.CheckConstraint(
            "consultation_started_at IS NULL OR published_at IS NOT NULL",
            name=op.f("ck_need_published_before_consultation"),
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR validated_at IS NOT NULL",
            name=op.f("ck_need_validated_before_published"),
        ),
        sa.ForeignKeyConstraint(["cpv_code"], ["cpv_code.code"], name=op.f("fk_need_cpv_code")),
        sa.ForeignKeyConstraint(
            ["desk_id", "fair_id"], ["desk.id", "desk.fair_id"], name=op.f("fk_need_desk_id_fair_id")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_need_fair_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sector_code"], ["sector.code"], name=op.f("fk_need_sector_code")),
        sa.ForeignKeyConstraint(["validated_by_id"], ["account.id"], name=op.f("fk_need_validated_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("fair_id", "code", name=op.f("uq_need_fair_id_code")),
        sa.UniqueConstraint("id", "desk_id", name=op.f("uq_need_id_desk_id")),
    )
    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_presence_in_order")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_presence_company_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("company_id", "starts_at", name=op.f("uq_presence_company_id_starts_at")),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("finished_at IS NULL OR failed_at IS NULL", name=op.f("ck_run_ends_once")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_run_progress")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_run_asked_by_id")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_run_fair_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedule.id"], name=op.f("fk_run_schedule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_run_public_id")),
    )
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.create_index(
            "uq_run_unfinished",
            ["fair_id"],
            unique=True,
            sqlite_where=sa.text("finished_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL AND failed_at IS NULL"),
        )

    op.create_table(
        "wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("motivation", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rank BETWEEN 1 AND 4", name=op.f("ck_wish_at_most_four")),
        sa.ForeignKeyConstraint(
            ["company_id", "fair_id"],
            ["company.id", "company.fair_id"],
            name=op.f("fk_wish_company_id_fair_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["desk_id", "fair_id"], ["desk.id", "desk.fair_id"], name=op.f("fk_wish_desk_id_fair_id")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_wish_fair_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
        sa.UniqueConstraint("company_id", "desk_id", name=op.f("uq_wish_company_id_desk_id")),
        sa.UniqueConstraint("company_id", "rank", name=op.f("uq_wish_company_id_rank")),
        sa.UniqueConstraint("id", "desk_id", name=op.f("uq_wish_id_desk_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_wish_public_id")),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "priority",
                "interested",
                "neutral",
                "refused",
                name="answerkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "refusal",
            sa.Enum(
                "out_of_scope",
                "consultation_running",
                "same_group_met",
                "exclusion_notified",
                name="refusal",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("countersigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("countersigned_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'refused') = (refusal IS NOT NULL)", name=op.f("ck_answer_refusal_has_a_reason")
        ),
        sa.CheckConstraint(
            "kind <> 'priority' OR need_id IS NOT NULL", name=op.f("ck_answer_priority_is_tied_to_a_need")
        ),
        sa.CheckConstraint(
            "(countersigned_at IS NULL) = (countersigned_by_id IS NULL)",
            name=op.f("ck_answer_countersigned_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_answer_answered_by_id")),
        sa.ForeignKeyConstraint(
            ["countersigned_by_id"], ["account.id"], name=op.f("fk_answer_countersigned_by_id")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_answer_need_id")),
        sa.ForeignKeyConstraint(["wish_id"], ["wish.id"], name=op.f("fk_answer_wish_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("wish_id", name=op.f("uq_answer_wish_id")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("slot_code", sa.String(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ended_why",
            sa.Enum(
                "given_up",
                "lapsed",
                "replaced",
                "lost",
                name="endedwhy",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_why IS NULL)", name=op.f("ck_meeting_ended_for_a_reason")
        ),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR held_until IS NULL", name=op.f("ck_meeting_held_or_confirmed")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "fair_id"],
            ["company.id", "company.fair_id"],
            name=op.f("fk_meeting_company_id_fair_id"),
        ),
        sa.ForeignKeyConstraint(
            ["desk_id", "fair_id"], ["desk.id", "desk.fair_id"], name=op.f("fk_meeting_desk_id_fair_id")
        ),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["fair.id"], name=op.f("fk_meeting_fair_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id", "fair_id"],
            ["schedule.id", "schedule.fair_id"],
            name=op.f("fk_meeting_schedule_id_fair_id"),
        ),
        sa.ForeignKeyConstraint(
            ["slot_id", "fair_id", "slot_code"],
            ["slot.id", "slot.fair_id", "slot.code"],
            name=op.f("fk_meeting_slot_id_fair_id_slot_code"),
        ),
        sa.ForeignKeyConstraint(
            ["table_id", "desk_id"],
            ["desk_table.id", "desk_table.desk_id"],
            name=op.f("fk_meeting_table_id_desk_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_public_id")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(
            "uq_meeting_company_desk",
            ["company_id", "desk_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_meeting_company_slot",
            ["company_id", "slot_code"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_meeting_table_slot",
            ["table_id", "slot_code"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "need_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title_fr", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=True),
        sa.Column("description_fr", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=True),
        sa.Column("sector_code", sa.String(), nullable=False),
        sa.Column("cpv_code", sa.String(), nullable=False),
        sa.Column("amount_min", sa.BigInteger(), nullable=True),
        sa.Column("amount_max", sa.BigInteger(), nullable=True),
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column(
            "procedure",
            sa.Enum(
                "adapted",
                "open",
                "framework",
                "negotiated",
                "other",
                name="procedure",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("lots", sa.Integer(), nullable=True),
        sa.Column("questions_fr", sa.Text(), nullable=False),
        sa.Column("questions_en", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cpv_code"], ["cpv_code.code"], name=op.f("fk_need_version_cpv_code")),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_need_version_need_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sector_code"], ["sector.code"], name=op.f("fk_need_version_sector_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_version")),
        sa.UniqueConstraint("need_id", "number", name=op.f("uq_need_version_need_id_number")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_fr", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=True),
        sa.CheckConstraint("position BETWEEN 1 AND 3", name=op.f("ck_question_one_to_three")),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_question_need_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("need_id", "position", name=op.f("uq_question_need_id_position")),
    )
    op.create_table(
        "signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_signal_by_id")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_signal_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_signal_need_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
        sa.UniqueConstraint("need_id", "company_id", name=op.f("uq_signal_need_id_company_id")),
    )
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "seat",
            sa.Enum("lead", "buyer", name="seat", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sitting_account_id")),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["slot.id"], name=op.f("fk_sitting_slot_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["table_id"], ["desk_table.id"], name=op.f("fk_sitting_table_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint("slot_id", "account_id", name=op.f("uq_sitting_slot_id_account_id")),
        sa.UniqueConstraint("table_id", "slot_id", "seat", name=op.f("uq_sitting_table_id_slot_id_seat")),
    )
    op.create_table(
        "table_closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["slot.id"], name=op.f("fk_table_closure_slot_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["table_id"], ["desk_table.id"], name=op.f("fk_table_closure_table_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_closure")),
        sa.UniqueConstraint("table_id", "slot_id", name=op.f("uq_table_closure_table_id_slot_id")),
    )
    op.create_table(
        "wish_need",
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_id", "desk_id"], ["need.id", "need.desk_id"], name=op.f("fk_wish_need_need_id_desk_id")
        ),
        sa.ForeignKeyConstraint(
            ["wish_id", "desk_id"],
            ["wish.id", "wish.desk_id"],
            name=op.f("fk_wish_need_wish_id_desk_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("wish_id", "need_id", name=op.f("pk_wish_need")),
    )
    # ### end Alembic commands ###
    triggers = SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_TRIGGERS
    for statement in triggers:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    op.drop_table("wish_need")
    op.drop_table("table_closure")
    op.drop_table("sitting")
    op.drop_table("signal")
    op.drop_table("question")
    op.drop_table("need_version")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_meeting_table_slot",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_meeting_company_slot",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_meeting_company_desk",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("meeting")
    op.drop_table("answer")
    op.drop_table("wish")
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_run_unfinished",
            sqlite_where=sa.text("finished_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL AND failed_at IS NULL"),
        )

    op.drop_table("run")
    op.drop_table("presence")
    op.drop_table("need")
    op.drop_table("membership")
    op.drop_table("desk_table")
    op.drop_table("contact")
    op.drop_table("company_sector")
    op.drop_table("company_cpv")
    op.drop_table("slot")
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_schedule_standing",
            sqlite_where=sa.text("published_at IS NOT NULL AND replaced_at IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND replaced_at IS NULL"),
        )

    op.drop_table("schedule")
    op.drop_table("draw_rank")
    op.drop_table("directorate_sector")
    op.drop_table("desk")
    op.drop_table("company")
    op.drop_table("rules_version")
    op.drop_table("programme_item")
    op.drop_table("message")
    op.drop_table("journal_entry")
    op.drop_table("grid")
    op.drop_table("draw")
    op.drop_table("directorate")
    op.drop_table("company_group")
    op.drop_table("charter_version")
    op.drop_table("fair")
    op.drop_table("sector")
    op.drop_table("organisation")
    op.drop_table("naf_code")
    op.drop_table("cpv_code")
    op.drop_table("account")
    # ### end Alembic commands ###
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRESQL_TRIGGERS:
            if statement.startswith("CREATE FUNCTION "):
                function = statement.removeprefix("CREATE FUNCTION ").split("(", 1)[0]
                op.get_bind().exec_driver_sql(f"DROP FUNCTION {function}()")
