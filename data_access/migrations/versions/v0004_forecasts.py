"""Forecasts: what was expected of a series, from which cut-off, by which method and with which error."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    op.create_table(
        "forecast",
        sa.Column("code", sa.String(length=96), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("history_end", sa.Date(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code", "region", "history_end", name=op.f("pk_forecast")),
    )
    with op.batch_alter_table("forecast", schema=None) as batch_op:
        batch_op.create_index("ix_forecast_made_at", ["made_at"], unique=False)


def downgrade():
    with op.batch_alter_table("forecast", schema=None) as batch_op:
        batch_op.drop_index("ix_forecast_made_at")
    op.drop_table("forecast")
