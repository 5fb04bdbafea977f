"""Views of boards: how many looked at which board on which day."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade():
    op.create_table(
        "board_view",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("address", sa.String(length=96), nullable=False),
        sa.Column("viewer", sa.String(length=16), nullable=False),
        sa.Column("region", sa.String(length=6), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "address", "viewer", name=op.f("pk_board_view")),
    )
    with op.batch_alter_table("board_view", schema=None) as batch_op:
        batch_op.create_index("ix_board_view_address_day", ["address", "day"], unique=False)


def downgrade():
    with op.batch_alter_table("board_view", schema=None) as batch_op:
        batch_op.drop_index("ix_board_view_address_day")
    op.drop_table("board_view")
