"""Keep what the rehearsals of a draft have found: for other processes of the server, and after a restart."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

INSTANT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "studio_proof",
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("draft", NUMBER, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=False),
        sa.Column("played_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["studio_draft.id"]),
        sa.PrimaryKeyConstraint("draft"),
    )


def downgrade() -> None:
    op.drop_table("studio_proof")
