"""Corrections: what was wrong with a number, who found, who judged, and the batch that carries the right one."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade():
    op.create_table(
        "correction",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=96), nullable=False),
        sa.Column("mart", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("panel", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("seen", sa.Float(), nullable=True),
        sa.Column("value_before", sa.Float(), nullable=True),
        sa.Column("value_after", sa.Float(), nullable=True),
        sa.Column("change", sa.JSON(), nullable=True),
        sa.Column("reporter", sa.String(length=64), nullable=False),
        sa.Column("reporter_name", sa.String(length=64), nullable=False),
        sa.Column("reporter_role", sa.String(length=16), nullable=False),
        sa.Column("reviewer", sa.String(length=64), nullable=True),
        sa.Column("reviewer_name", sa.String(length=64), nullable=True),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(), nullable=True),
        sa.Column("stored_at", sa.DateTime(), nullable=True),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.Column("waits", sa.Text(), nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index("ix_correction_code", ["code"], unique=False)
        batch_op.create_index("ix_correction_state", ["state", "reported_at"], unique=False)
    op.create_table(
        "correction_step",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("correction", sa.String(length=26), nullable=False),
        sa.Column("state_from", sa.String(length=16), nullable=True),
        sa.Column("state_to", sa.String(length=16), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["correction"], ["correction.id"], name=op.f("fk_correction_step_correction")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_correction_step")),
    )
    with op.batch_alter_table("correction_step", schema=None) as batch_op:
        batch_op.create_index("ix_correction_step_correction", ["correction"], unique=False)


def downgrade():
    op.drop_table("correction_step")
    op.drop_table("correction")
