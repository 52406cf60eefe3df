"""Count how often each sequence flow is taken, for versions on which no case has begun yet: of the others the first
cases would be missing."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FROM_THE_FIRST = """
UPDATE deployment SET flows_counted = true
WHERE NOT EXISTS (SELECT 1 FROM process_instance WHERE process_instance.deployment = deployment.id)
"""


def upgrade() -> None:
    op.create_table(
        "flow_count",
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("deployment", NUMBER, autoincrement=False, nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipality.identity"]),
        sa.ForeignKeyConstraint(["deployment"], ["deployment.id"]),
        sa.PrimaryKeyConstraint("deployment", "trial", "process", "flow"),
    )
    op.add_column("deployment", sa.Column("flows_counted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(FROM_THE_FIRST)


def downgrade() -> None:
    op.drop_column("deployment", "flows_counted")
    op.drop_table("flow_count")
