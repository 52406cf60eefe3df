"""Keep with a draft what was said of a municipality that comes into being with its publication."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "studio_contact",
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("draft", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["studio_draft.id"]),
        sa.PrimaryKeyConstraint("draft", "name"),
    )


def downgrade() -> None:
    op.drop_table("studio_contact")
