"""Procedures: inspectors and random draws, pushes to departments with their receipts, appeals against a clock."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade():
    op.create_table(
        "draw_roster",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_roster")),
        sa.UniqueConstraint("hash", "kind", "region", name=op.f("uq_draw_roster_hash")),
    )
    op.create_table(
        "inspector",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("avoids", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_inspector")),
    )
    with op.batch_alter_table("inspector", schema=None) as batch_op:
        batch_op.create_index("ix_inspector_region", ["region"], unique=False)

    op.create_table(
        "notice_push",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("pushed_at", sa.DateTime(), nullable=False),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_push")),
    )
    with op.batch_alter_table("notice_push", schema=None) as batch_op:
        batch_op.create_index("ix_notice_push_pushed_at", ["pushed_at"], unique=False)

    op.create_table(
        "clock_appeal",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("clock", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["clock"], ["clock.id"], name=op.f("fk_clock_appeal_clock")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_appeal")),
        sa.UniqueConstraint("clock", "number", name=op.f("uq_clock_appeal_clock")),
    )
    with op.batch_alter_table("clock_appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clock_appeal_clock"), ["clock"], unique=False)

    op.create_table(
        "notice_receipt",
        sa.Column("push", sa.String(length=26), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=True),
        sa.Column("who", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["push"], ["notice_push.id"], name=op.f("fk_notice_receipt_push")),
        sa.PrimaryKeyConstraint("push", "recipient", name=op.f("pk_notice_receipt")),
    )
    op.create_table(
        "random_draw",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("subjects", sa.String(length=26), nullable=False),
        sa.Column("inspectors", sa.String(length=26), nullable=False),
        sa.Column("algorithm", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("each", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("public_number", sa.String(length=64), nullable=True),
        sa.Column("seed", sa.String(length=64), nullable=True),
        sa.Column("result_hash", sa.String(length=64), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("prepared_at", sa.DateTime(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=True),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["inspectors"], ["draw_roster.id"], name=op.f("fk_random_draw_inspectors")),
        sa.ForeignKeyConstraint(["subjects"], ["draw_roster.id"], name=op.f("fk_random_draw_subjects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_random_draw")),
    )
    with op.batch_alter_table("random_draw", schema=None) as batch_op:
        batch_op.create_index("ix_random_draw_prepared_at", ["prepared_at"], unique=False)

    op.create_table(
        "clock_ruling",
        sa.Column("appeal", sa.String(length=26), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["appeal"], ["clock_appeal.id"], name=op.f("fk_clock_ruling_appeal")),
        sa.PrimaryKeyConstraint("appeal", name=op.f("pk_clock_ruling")),
    )
    op.create_table(
        "draw_item",
        sa.Column("draw", sa.String(length=26), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("inspectors", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["draw"], ["random_draw.id"], name=op.f("fk_draw_item_draw")),
        sa.PrimaryKeyConstraint("draw", "place", name=op.f("pk_draw_item")),
    )


def downgrade():
    op.drop_table("draw_item")
    op.drop_table("clock_ruling")
    with op.batch_alter_table("random_draw", schema=None) as batch_op:
        batch_op.drop_index("ix_random_draw_prepared_at")

    op.drop_table("random_draw")
    op.drop_table("notice_receipt")
    with op.batch_alter_table("clock_appeal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clock_appeal_clock"))

    op.drop_table("clock_appeal")
    with op.batch_alter_table("notice_push", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_push_pushed_at")

    op.drop_table("notice_push")
    with op.batch_alter_table("inspector", schema=None) as batch_op:
        batch_op.drop_index("ix_inspector_region")

    op.drop_table("inspector")
    op.drop_table("draw_roster")
