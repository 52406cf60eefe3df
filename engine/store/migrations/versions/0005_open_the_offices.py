"""Open the offices: texts of the public pages, and hints at barriers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INSTANT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "office_text",
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipality.identity"]),
        sa.PrimaryKeyConstraint("municipality", "name"),
    )
    op.create_table(
        "barrier_report",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("resolved_at", INSTANT, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipality.identity"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("barrier_report_open", "barrier_report", ["municipality", "resolved_at", "id"])


def downgrade() -> None:
    op.drop_table("barrier_report")
    op.drop_table("office_text")
