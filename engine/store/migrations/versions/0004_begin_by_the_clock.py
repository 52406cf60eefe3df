"""Begin by the clock: timer start events of published paths."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INSTANT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "timer_start",
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipality.identity"]),
        sa.PrimaryKeyConstraint("municipality", "process", "element"),
    )
    op.create_index("timer_start_due", "timer_start", ["due"], unique=False)


def downgrade() -> None:
    op.drop_table("timer_start")
