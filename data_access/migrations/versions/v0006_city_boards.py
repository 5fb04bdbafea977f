"""The city bureaus: boards with their versions, systems of their own, officers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade():
    op.create_table(
        "city_board",
        sa.Column("adcode", sa.String(length=6), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("adcode", name=op.f("pk_city_board")),
    )
    op.create_table(
        "city_board_version",
        sa.Column("adcode", sa.String(length=6), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("came_from", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("shown_name", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("published_by", sa.String(length=64), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("adcode", "version", name=op.f("pk_city_board_version")),
    )
    op.create_table(
        "city_system",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("adcode", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("base", sa.String(length=400), nullable=False),
        sa.Column("embed", sa.String(length=400), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("allowed_by", sa.String(length=64), nullable=False),
        sa.Column("allowed_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.Column("millis", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("conformed_at", sa.DateTime(), nullable=True),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_system")),
        sa.UniqueConstraint("adcode", "base", name=op.f("uq_city_system_adcode")),
    )
    with op.batch_alter_table("city_system", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_city_system_adcode"), ["adcode"], unique=False)
    op.create_table(
        "city_staff",
        sa.Column("adcode", sa.String(length=6), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("officers", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("noted_by", sa.String(length=64), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("adcode", "as_of", name=op.f("pk_city_staff")),
    )


def downgrade():
    op.drop_table("city_staff")
    with op.batch_alter_table("city_system", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_city_system_adcode"))
    op.drop_table("city_system")
    op.drop_table("city_board_version")
    op.drop_table("city_board")
