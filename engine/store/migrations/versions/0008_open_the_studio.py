"""Open the studio: drafts with their files and steps, approvals, rules of publishing, published rehearsals, notes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

INSTANT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, INSTANT, nullable=nullable)


def _draft() -> tuple[sa.Column[Any], sa.ForeignKeyConstraint]:
    return sa.Column("draft", NUMBER, nullable=False), sa.ForeignKeyConstraint(["draft"], ["studio_draft.id"])


def upgrade() -> None:
    op.create_table(
        "studio_draft",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        *(_text("municipality"), _text("slug"), _text("name")),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        *(_moment("opened_at"), _text("opened_by"), _moment("changed_at"), _text("changed_by")),
        *(_text("ended"), _moment("ended_at", nullable=True), _text("ended_by", nullable=True)),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("studio_draft_of_municipality", "studio_draft", ["municipality", "ended"])
    op.create_table(
        "studio_file",
        *(_text("municipality"), *_draft(), _text("name"), _text("kind")),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(_moment("changed_at"), _text("changed_by")),
        sa.PrimaryKeyConstraint("draft", "name"),
    )
    op.create_table(
        "studio_step",
        *(_text("municipality"), *_draft()),
        sa.Column("number", sa.Integer(), nullable=False),
        *(_text("said"), _moment("made_at"), _text("made_by")),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("draft", "number"),
    )
    op.create_table(
        "studio_approval",
        *(_text("municipality"), *_draft()),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(_text("account"), _moment("given_at")),
        sa.PrimaryKeyConstraint("draft", "revision", "account"),
    )
    op.create_table(
        "publishing_rule",
        *(_text("municipality"), _text("name")),
        sa.Column("value", sa.Integer(), nullable=False),
        _moment("changed_at"),
        sa.ForeignKeyConstraint(["municipality"], ["municipality.identity"]),
        sa.PrimaryKeyConstraint("municipality", "name"),
    )
    op.create_table(
        "published_rehearsal",
        _text("municipality"),
        sa.Column("version", sa.Integer(), nullable=False),
        *(_text("name"), _text("resource")),
        sa.ForeignKeyConstraint(["municipality"], ["municipality.identity"]),
        sa.ForeignKeyConstraint(["resource"], ["resource.hash"]),
        sa.PrimaryKeyConstraint("municipality", "version", "name"),
    )
    op.add_column("deployment", sa.Column("note", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("deployment", "note")
    for table in ("published_rehearsal", "publishing_rule", "studio_approval", "studio_step", "studio_file"):
        op.drop_table(table)
    op.drop_index("studio_draft_of_municipality", "studio_draft")
    op.drop_table("studio_draft")
