"""Take back a publication: when a version stopped taking new cases, and who said so."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

INSTANT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("deployment", sa.Column("withdrawn_at", INSTANT, nullable=True))
    op.add_column("deployment", sa.Column("withdrawn_by", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("deployment", "withdrawn_by")
    op.drop_column("deployment", "withdrawn_at")
