"""Open the library: where a published path comes from, and what the state office proposes to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

INSTANT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")


def upgrade() -> None:
    for name, kind in (("origin", sa.Text()), ("origin_version", sa.Integer()), ("origin_hash", sa.Text())):
        op.add_column("deployment", sa.Column(name, kind, nullable=True))
    op.create_table(
        "template_proposal",
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("declined_at", INSTANT, nullable=True),
        sa.Column("declined_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("draft", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["municipality"], ["municipality.identity"]),
        sa.PrimaryKeyConstraint("municipality", "template", "version"),
    )


def downgrade() -> None:
    op.drop_table("template_proposal")
    for name in ("origin_hash", "origin_version", "origin"):
        op.drop_column("deployment", name)
