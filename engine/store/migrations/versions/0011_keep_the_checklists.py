"""Keep the checklists of the shortened procedure; of those that are live already since when."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

INSTANT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = """
INSERT INTO onboarding_step (municipality, step, revision, state, day, evidence, reference, responsible, reason, ticks,
                             version, set_at, set_by)
SELECT released.municipality, 20, 1, 'done', substr(released.occurred_at, 1, 10), '', '', '', '', '', NULL,
       released.occurred_at, released.actor_id
FROM audit_entry released
WHERE released.kind = 'municipality.released' AND released.occurred_at = (
  SELECT min(first.occurred_at) FROM audit_entry first
  WHERE first.municipality = released.municipality AND first.kind = 'municipality.released'
)
"""


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _said() -> list[sa.Column[Any]]:
    return _texts("state", "day", "evidence", "reference", "responsible", "reason", "ticks")


def upgrade() -> None:
    op.create_table(
        "onboarding_step",
        *_texts("municipality"),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *_said(),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("set_at", INSTANT, nullable=False),
        *_texts("set_by"),
        sa.PrimaryKeyConstraint("municipality", "step"),
    )
    op.create_table(
        "onboarding_change",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        *_texts("municipality"),
        sa.Column("step", sa.Integer(), nullable=False),
        *_said(),
        sa.Column("set_at", INSTANT, nullable=False),
        *_texts("set_by"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("onboarding_change_of_municipality", "onboarding_change", ["municipality", "step", "id"])
    op.create_table(
        "onboarding_proof",
        *_texts("municipality"),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("played", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("played_at", INSTANT, nullable=False),
        *_texts("played_by"),
        sa.ForeignKeyConstraint(["municipality"], ["municipality.identity"]),
        sa.PrimaryKeyConstraint("municipality", "version"),
    )
    op.execute(LIVE)


def downgrade() -> None:
    op.drop_table("onboarding_proof")
    op.drop_index("onboarding_change_of_municipality", "onboarding_change")
    op.drop_table("onboarding_change")
    op.drop_table("onboarding_step")
