"""Furnish the desks: words of titles, drafts, saved views, ended sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INSTANT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "title_word",
        sa.Column("instance", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["instance"], ["process_instance.id"]),
        sa.ForeignKeyConstraint(["municipality"], ["municipality.identity"]),
        sa.PrimaryKeyConstraint("instance", "token"),
    )
    op.create_index("title_word_newest", "title_word", ["municipality", "token", "started_at", "instance"])
    op.create_index("title_word_of_instance", "title_word", ["instance"])
    op.create_table(
        "draft",
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("account", NUMBER, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["task"], ["user_task.id"]),
        sa.ForeignKeyConstraint(["account"], ["account.id"]),
        sa.ForeignKeyConstraint(["municipality"], ["municipality.identity"]),
        sa.PrimaryKeyConstraint("task", "account"),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("account", NUMBER, nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"]),
        sa.ForeignKeyConstraint(["municipality"], ["municipality.identity"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("saved_view_of_account", "saved_view", ["account", "page"])
    op.create_table(
        "ended_session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    for table in ("ended_session", "saved_view", "draft", "title_word"):
        op.drop_table(table)
